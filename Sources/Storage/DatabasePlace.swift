import Chat
import Foundation
import GRDB

/// The path of an opened database, and the identity of its files at that time. SQLite keeps using
/// those files even if the path now leads elsewhere.
struct DatabasePlace: Sendable {
  let path: String
  private let file: FileIdentity
  private let log: FileIdentity?

  init(_ path: String, file: FileIdentity) {
    self.path = path
    self.file = file
    log = FileIdentity(path + "-wal")
  }

  var leadsToTheFile: Bool { FileIdentity(path) == file }
  var leadsToAnotherFile: Bool { !leadsToTheFile && FileIdentity(path) != nil }
  /// Whether the log at the path is still ours. SQLite would apply that log to any file at the
  /// path.
  var leadsToTheLog: Bool { log != nil && FileIdentity(path + "-wal") == log }
}

extension Database {
  /// Throws if the path no longer leads to the open file: anything written to a file that was
  /// moved, deleted or replaced is lost. Takes two microseconds.
  func refuseAnotherFile() throws(StoreError) {
    guard let place, !place.leadsToTheFile else { return }
    throw .replaced(path: path, kept: nil)
  }

  /// Closes the file. Usually leaves the file and its log unchanged. If the path no longer leads to
  /// the file but still leads to its log, saves the contents to a separate file if another file is
  /// now at the path, and otherwise writes the log into the file.
  /// - Returns: the path of the separate file, if any.
  func letGo() -> String? {
    leaveAsItIs()
    // If closing fails, nothing more can be done.
    defer { try? queue.close() }
    guard let place, !place.leadsToTheFile, place.leadsToTheLog else { return nil }
    return place.leadsToAnotherFile ? moveAside(place) : writeLogIntoFile(place)
  }

  private func moveAside(_ place: DatabasePlace) -> String? {
    let kept = DatabaseFile.unusedPath(place.path + ".replaced")
    do {
      try DatabaseFile(path: kept).prepare()
      let copy = try DatabaseQueue(path: kept)
      try queue.backup(to: copy)
      try copy.close()
      for end in ["-wal", "-shm"] { unlink(place.path + end) }
    } catch {
      unlink(kept)
      // `check --repair` can read a log without its file.
      rename(place.path + "-wal", kept + "-wal")
      unlink(place.path + "-shm")
    }
    return kept
  }

  /// Writes the log into the open file, which is no longer next to its log.
  private func writeLogIntoFile(_ place: DatabasePlace) -> String? {
    // If this fails, the log stays in place, and the next program to open the file finds it.
    try? queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    return nil
  }
}
