import Chat
import GRDB

/// The names of a database's objects, with the columns of its tables. They identify the version
/// of a schema without using the file's header.
struct SchemaOutline: Equatable {
  private(set) var names: Set<String> = []

  init(_ connection: Connection) throws {
    let objects = try Row.fetchAll(
      connection,
      sql: "SELECT type, name FROM sqlite_master WHERE name NOT GLOB 'sqlite_*' ORDER BY name")
    for object in objects {
      guard let type = object[0] as String?, let name = object[1] as String? else { continue }
      names.insert("\(type) \(name)")
      guard type == "table", !Self.isPartOfIndex(name) else { continue }
      for column in try connection.columns(in: name) {
        names.insert("column \(name).\(column.name)")
      }
    }
  }

  /// Returns whether a table is the full-text index, or one that FTS5 creates for its own use.
  private static func isPartOfIndex(_ table: String) -> Bool { table.hasPrefix("search_text") }

  /// Creates the outline of the schema after the given number of migrations.
  private init(afterMigrations count: Int) throws {
    self = try DatabaseQueue().write { connection in
      for migration in Migrations.all.prefix(count) { try migration(connection) }
      return try SchemaOutline(connection)
    }
  }

  /// Returns the version with exactly this schema, regardless of the header; `nil` for any other
  /// schema.
  static func version(of connection: Connection) throws -> Int? {
    let outline = try SchemaOutline(connection)
    return try (1...Migrations.all.count).last { try SchemaOutline(afterMigrations: $0) == outline }
  }

  /// Returns the objects that the current version has and this database lacks.
  static func missing(from connection: Connection) throws -> [StoreFault] {
    let outline = try SchemaOutline(connection)
    return try SchemaOutline(afterMigrations: Migrations.all.count).names
      .subtracting(outline.names).sorted().map { .missingObject($0) }
  }
}
