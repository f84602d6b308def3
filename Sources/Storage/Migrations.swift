import Chat
import GRDB

/// The schema's migrations, oldest first. Append only: never edit a released migration, because
/// files that were migrated with it already exist.
///
/// `PRAGMA user_version` is the number of migrations applied to a file. It is in the file's
/// header, so checking an up-to-date file takes one read and touches no table. It is read again
/// inside the transaction, so two programs can safely create the same file.
enum Migrations {
  /// "Asid" in ASCII, stored in the header of each of our files to distinguish them from those of
  /// other programs.
  static let applicationID: Int64 = 0x4173_6964

  static let all: [@Sendable (Connection) throws -> Void] = [
    v1, v2, marks, search, deletions, settings, models, pieces, searchOrder,
    expenses, attachments, pieceFigures, parts,
  ]

  /// Checks a file without writing to it. Throws if it comes from a newer version of this
  /// program, or from another program.
  ///
  /// If the tables are exactly those of a known version, the header must be wrong, and the file
  /// is reported as damaged. The exception is a header that names one of the next hundred
  /// versions, which may have the same tables.
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
        path: path, detail: .foreign)
    }
  }

  private static func refuseWrongHeader(_ connection: Connection, path: String) throws {
    guard try SchemaOutline.version(of: connection) != nil else { return }
    throw StoreError.damaged(path: path, detail: .wrongHeader)
  }

  /// Applies the missing migrations in one transaction.
  static func run(_ connection: Connection, path: String) throws {
    guard try version(of: connection) < Int64(all.count) else { return }
    do {
      try connection.inTransaction(.immediate) {
        try check(connection, path: path)
        try apply(connection)
        return .commit
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      // This error occurs if a table to be created already exists.
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
