import Chat
import Foundation
import GRDB

/// A copy of a SQLite file in a separate folder that only the user can read. Changes to the
/// copy, such as migrating its schema, never touch the original.
///
/// A process that is killed leaves its folder and the copy behind. The next process that makes
/// a copy removes them.
struct TemporaryCopy {
  /// The path of the copy, in a folder that ``remove()`` deletes.
  let path: String
  private let folder: TemporaryFolderLock

  /// Creates an empty folder, and chooses a path for a file in it.
  /// - Parameter place: the folder for temporary files.
  init(in place: String = TemporaryCopy.usualPlace) throws(StoreError) {
    TemporaryFolderLock.removeAbandoned(in: place)
    folder = try TemporaryFolderLock(in: place)
    path = folder.path + "/copy.sqlite"
  }

  static var usualPlace: String { FileManager.default.temporaryDirectory.path }

  /// Copies a database file.
  /// - Parameter stop: stops the copying of a database that may be in use.
  /// - Complexity: O(size of the file)
  init(of original: String, stop: DatabaseStop? = nil) throws(StoreError) {
    try self.init()
    do {
      try copy(original, stop)
    } catch {
      remove()
      throw StoreError(error, path: original)
    }
  }

  func remove() { folder.remove() }

  /// Copies a database file. If it has a shared memory file, it may be in use, so SQLite's backup
  /// takes a consistent snapshot. Any other file is copied byte by byte with its log, which works
  /// on a read-only medium and creates no file there.
  private func copy(_ original: String, _ stop: DatabaseStop?) throws {
    let file = DatabaseFile(path: original).sqlitePath
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: file, isDirectory: &isFolder) else {
      throw StoreError.cannotOpen(path: original, detail: .missing)
    }
    guard !isFolder.boolValue else {
      throw StoreError.cannotOpen(path: original, detail: .folder)
    }
    guard manager.isReadableFile(atPath: file) else {
      throw StoreError.cannotOpen(path: original, detail: .unreadable)
    }
    if manager.fileExists(atPath: file + "-shm") {
      do {
        return try backUp(file, stop)
      } catch {
        // If SQLite's backup fails, copy the files.
        if stop?.isStopped == true { throw error }
      }
    }
    for suffix in ["", "-wal"] where manager.fileExists(atPath: file + suffix) {
      // This file usually does not exist. If it does and cannot be removed, copying fails.
      try? manager.removeItem(atPath: path + suffix)
      do {
        try manager.copyItem(atPath: file + suffix, toPath: path + suffix)
      } catch {
        throw StoreError.diskFull(path: folder.path)
      }
      // The original may be read-only, but the copy has to be writable.
      chmod(path + suffix, 0o600)
    }
  }

  private func backUp(_ file: String, _ stop: DatabaseStop?) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let source = try DatabaseQueue(path: file, configuration: configuration)
    try source.copyState(to: try DatabaseQueue(path: path)) { _ in
      if stop?.isStopped == true { throw DatabaseError(resultCode: .SQLITE_INTERRUPT) }
    }
  }
}

extension StoreError {
  /// Returns the same error with another path, so that it names the user's file instead of a
  /// temporary copy.
  func naming(_ path: String) -> StoreError {
    switch self {
    case .cannotOpen(_, let detail): .cannotOpen(path: path, detail: detail)
    case .newer: .newer(path: path)
    case .damaged(_, let detail): .damaged(path: path, detail: detail)
    case .searchIndexDamaged: .searchIndexDamaged(path: path)
    case .replaced(_, let kept): .replaced(path: path, kept: kept)
    case .diskFull: .diskFull(path: path)
    case .readOnly: .readOnly(path: path)
    case .busy: .busy(path: path)
    case .failed(_, let detail): .failed(path: path, detail: detail)
    }
  }
}
