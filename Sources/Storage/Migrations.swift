import Chat
import GRDB

/// The schema's history, oldest first. Append only: a migration that has been released is never
/// edited, since files that it has made exist.
///
/// `PRAGMA user_version` counts the migrations that a file has had. It lies in the file's header, so
/// an up-to-date file costs one look and no table; and reading it again inside the transaction lets
/// two programs meet over a new file.
enum Migrations {
  /// "Asid" in ASCII, in the header of every file of ours: tells them from other programs' files.
  static let applicationID: Int64 = 0x4173_6964

  static let all: [@Sendable (Connection) throws -> Void] = [v1, v2, marks, search]

  /// Refuses a file of a newer version of the program, or of another program. Writes nothing.
  static func check(_ connection: Connection, path: String) throws {
    if try version(of: connection) > Int64(all.count) { throw StoreError.newer(path: path) }
    guard try integer("PRAGMA application_id", connection) != applicationID else { return }
    guard try integer("SELECT count(*) FROM sqlite_master", connection) == 0 else {
      throw StoreError.cannotOpen(path: path, detail: "the file belongs to another program")
    }
  }

  /// Applies the migrations that the file lacks, in one transaction.
  static func run(_ connection: Connection, path: String) throws {
    guard try version(of: connection) < Int64(all.count) else { return }
    try connection.inTransaction(.immediate) {
      try check(connection, path: path)
      for migration in all.dropFirst(Int(try version(of: connection))) { try migration(connection) }
      try connection.execute(sql: "PRAGMA application_id = \(applicationID)")
      try connection.execute(sql: "PRAGMA user_version = \(all.count)")
      return .commit
    }
  }

  private static func version(of connection: Connection) throws -> Int64 {
    max(0, try integer("PRAGMA user_version", connection))
  }

  private static func integer(_ sql: String, _ connection: Connection) throws -> Int64 {
    try Int64.fetchOne(connection, sql: sql) ?? 0
  }
}
