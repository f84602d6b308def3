import CSQLite
public import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// Writes a copy of one state of the store, while it may be in use, to a file that is not there
  /// yet or is replaced whole, with what SQLite keeps beside it.
  ///
  /// Nothing is replaced by the copy of a damaged store, nor a file that a program has open, or one
  /// whose log cannot be told to be its own.
  public func backUp(to path: String) throws(StoreError) {
    let target = try BackUpTarget(path: path)
    try target.refuseLogAlone()
    let unfinished: UnfinishedFile
    do throws(FileError) {
      unfinished = try UnfinishedFile(beside: target.file)
      // SQLite opens it by its name. Closing it later would drop SQLite's locks.
      try unfinished.close()
    } catch {
      throw StoreError(error, path: path)
    }
    do throws(StoreError) {
      try database.backUp(to: unfinished.path)
    } catch {
      switch error {
      // The store is only read.
      case .diskFull, .readOnly: throw error.naming(path)
      case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .replaced, .busy, .failed:
        throw error
      }
    }
    try target.replace(by: unfinished)
  }
}

/// The file that a copy of the store is to become.
private struct BackUpTarget {
  let path: String
  /// The path for SQLite, behind any link.
  let file: String

  init(path: String) throws(StoreError) {
    self.path = path
    do throws(FileError) {
      file = DatabaseFile(path: try FileTarget(path).filePath()).sqlitePath
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// What a crash leaves beside a file. SQLite lays it over any other file that gets the name.
  private var leftBeside: String? {
    [file + "-wal", file + "-journal"].first { FileManager.default.fileExists(atPath: $0) }
  }

  func refuseLogAlone() throws(StoreError) {
    guard !FileManager.default.fileExists(atPath: file), let leftBeside else { return }
    throw .failed(
      path: path, detail: "\(leftBeside) is there without its file; move it away first")
  }

  /// One `rename`: whenever this is killed, the file is the old one or the new one, whole.
  func replace(by new: UnfinishedFile) throws(StoreError) {
    do {
      guard FileManager.default.fileExists(atPath: file) else { return try take(new) }
      guard let leftBeside else {
        let lock = try FileLock(path)
        return try withExtendedLifetime(lock) { try take(new) }
      }
      try replaceWithLog(leftBeside, by: new)
    } catch {
      throw StoreError(error, path: path).naming(path)
    }
  }

  /// The log first goes into the file that it belongs to. Until the new file is in place, no other
  /// program gets at the old one.
  private func replaceWithLog(_ log: String, by new: UnfinishedFile) throws {
    do {
      let queue = try DatabaseQueue(path: file, configuration: Database.configuration(for: file))
      try queue.inDatabase { connection in
        try connection.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        try Database.refuseBrokenLog(of: file, connection, path: path)
        aside_keep_log(connection.sqliteConnection, 0)
        let mode = try String.fetchOne(connection, sql: "PRAGMA journal_mode = DELETE")
        guard mode == "delete", !FileManager.default.fileExists(atPath: file + "-wal") else {
          throw StoreError.busy(path: path)
        }
        try connection.inTransaction(.exclusive) {
          try take(new)
          return .rollback
        }
      }
      try queue.close()
    } catch {
      let reason = StoreError(error, path: path)
      switch reason {
      case .busy, .cannotOpen: throw reason
      default: break
      }
      throw StoreError.failed(
        path: path,
        detail: "\(log) lies beside it and cannot be written into it; move both away first")
    }
  }

  private func take(_ new: UnfinishedFile) throws(FileError) { try new.takePlace(of: file) }
}
