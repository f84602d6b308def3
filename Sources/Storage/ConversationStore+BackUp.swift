import CSQLite
public import Chat
import Foundation
import GRDB

/// The progress of a backup.
public enum BackUpProgress: Equatable, Sendable {
  /// The fraction copied, from 0 to 1.
  case copying(Double)
  /// The copy is complete and is being checked for damage.
  case verifying
}

extension ConversationStore {
  /// Writes a consistent copy of the store to a file, even while the store is in use. An existing
  /// file is replaced as a whole, together with the files that SQLite keeps next to it.
  ///
  /// Never replaces a file with the copy of a damaged store. Never replaces a file that another
  /// program has open, or whose log may belong to a different file.
  public func backUp(
    to path: String, progress: (BackUpProgress) -> Void = { _ in }
  ) throws(StoreError) {
    let target = try BackUpTarget(path: path)
    try target.refuseLogAlone()
    let unfinished: UnfinishedFile
    do throws(FileError) {
      unfinished = try UnfinishedFile(beside: target.file)
      // SQLite opens the file by name. Closing our descriptor later would drop SQLite's locks.
      try unfinished.close()
    } catch {
      throw StoreError(error, path: path)
    }
    do throws(StoreError) {
      try database.backUp(to: unfinished.path, progress)
    } catch {
      switch error {
      // The store is only read, so these errors concern the copy.
      case .diskFull, .readOnly: throw error.naming(path)
      case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .replaced, .busy, .failed:
        throw error
      }
    }
    try target.replace(by: unfinished)
  }
}

/// The file that the copy will become.
private struct BackUpTarget {
  let path: String
  /// The path to pass to SQLite, with links resolved.
  let file: String

  init(path: String) throws(StoreError) {
    self.path = path
    do throws(FileError) {
      file = DatabaseFile(path: try FileTarget(path).filePath()).sqlitePath
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// A log or journal left behind by a crash. SQLite would apply it to any new file with this name.
  private var leftBeside: String? {
    [file + "-wal", file + "-journal"].first { FileManager.default.fileExists(atPath: $0) }
  }

  func refuseLogAlone() throws(StoreError) {
    guard !FileManager.default.fileExists(atPath: file), let leftBeside else { return }
    throw .failed(
      path: path, detail: .strayLog(leftBeside))
  }

  /// Replaces the file with a single `rename`: if the process is killed at any point, the file is
  /// either the complete old one or the complete new one.
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

  /// Replaces a file that has a log, after writing the log back into it. No other program can
  /// open the old file until the new one is in place.
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
        detail: .logNotApplied(log))
    }
  }

  private func take(_ new: UnfinishedFile) throws(FileError) { try new.takePlace(of: file) }
}
