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

  static let all: [@Sendable (Connection) throws -> Void] = [
    v1, v2, marks, search, deletions, settings,
  ]

  /// Refuses a file of a newer version of the program, or of another program. Writes nothing.
  ///
  /// Where the tables are exactly those of a version that is known, it is the header that is wrong; but
  /// for the next versions, which may have the same ones.
  static func check(_ connection: Connection, path: String) throws {
    let version = try version(of: connection)
    if version > Int64(all.count) {
      if version > Int64(all.count) + 100 { try refuseWrongHeader(connection, path: path) }
      throw StoreError.newer(path: path)
    }
    guard try integer("PRAGMA application_id", connection) != applicationID else { return }
    guard try integer("SELECT count(*) FROM sqlite_master", connection) == 0 else {
      try refuseWrongHeader(connection, path: path)
      throw StoreError.cannotOpen(
        path: path, detail: "it belongs to another program, or its header is damaged")
    }
  }

  private static func refuseWrongHeader(_ connection: Connection, path: String) throws {
    guard try SchemaOutline.version(of: connection) != nil else { return }
    throw StoreError.damaged(path: path, detail: "its header does not fit what is in it")
  }

  /// Applies the migrations that the file lacks, in one transaction.
  static func run(_ connection: Connection, path: String) throws {
    guard try version(of: connection) < Int64(all.count) else { return }
    do {
      try connection.inTransaction(.immediate) {
        try check(connection, path: path)
        try apply(connection)
        return .commit
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      // There is already what it was to make.
      try refuseWrongHeader(connection, path: path)
      throw error
    }
  }

  private static func apply(_ connection: Connection) throws {
    for migration in all.dropFirst(Int(try version(of: connection))) { try migration(connection) }
    try connection.execute(sql: "PRAGMA application_id = \(applicationID)")
    try connection.execute(sql: "PRAGMA user_version = \(all.count)")
  }

  private static func version(of connection: Connection) throws -> Int64 {
    max(0, try integer("PRAGMA user_version", connection))
  }

  private static func integer(_ sql: String, _ connection: Connection) throws -> Int64 {
    try Int64.fetchOne(connection, sql: sql) ?? 0
  }
}
