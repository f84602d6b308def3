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
    let target = BackUpTarget(path: path)
    try target.refuseLogAlone()
    let unfinished = target.file + ".unfinished"
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(unfinished + suffix) } }
    do throws(StoreError) {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(unfinished + suffix) }
      try DatabaseFile(path: unfinished).prepare()
    } catch {
      throw error.naming(path)
    }
    try database.backUp(to: unfinished)
    try target.replace(by: unfinished)
  }
}

/// The file that a copy of the store is to become.
private struct BackUpTarget {
  let path: String
  var file: String { DatabaseFile(path: path).sqlitePath }

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
  func replace(by new: String) throws(StoreError) {
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
  private func replaceWithLog(_ log: String, by new: String) throws {
    do {
      let queue = try DatabaseQueue(path: file, configuration: Database.configuration)
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

  private func take(_ new: String) throws {
    guard rename(new, file) == 0 else {
      throw StoreError.cannotOpen(path: path, detail: String(cString: strerror(errno)))
    }
  }
}
