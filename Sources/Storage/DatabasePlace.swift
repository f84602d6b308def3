import Chat
import Foundation
import GRDB

/// Where a database was opened, and which files were there. SQLite goes on with those, whatever the path
/// leads to by now.
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
  /// SQLite would lay it over a file that is there now.
  var leadsToTheLog: Bool { log != nil && FileIdentity(path + "-wal") == log }
}

extension Database {
  /// Looks whether the path still leads to the open file: what is written into one that was moved or
  /// deleted, or under one that has taken its place, is lost. It costs two microseconds.
  func refuseAnotherFile() throws(StoreError) {
    guard let place, !place.leadsToTheFile else { return }
    throw .replaced(path: path, kept: nil)
  }

  /// Closes the file, and leaves it and its log as they are. Where another file has taken its place, its
  /// log is taken away from there, and what was in both is kept in a file of its own.
  /// - Returns: that file.
  func letGo() -> String? {
    leaveAsItIs()
    // Whatever fails to close has been let go of as far as can be.
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
      // The log by itself can be read, too: by `check --repair`.
      rename(place.path + "-wal", kept + "-wal")
      unlink(place.path + "-shm")
    }
    return kept
  }

  /// The file may have been moved elsewhere: it is whole with what is in its log.
  private func writeLogIntoFile(_ place: DatabasePlace) -> String? {
    // A log that cannot be written there stays where it is, and is noticed by the next one who opens.
    try? queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    return nil
  }
}
