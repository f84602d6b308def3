import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// The schema after each migration. `Schemas/vN.sql` contains the schema after the first N
/// migrations. Databases with these schemas exist, so a difference means that a released
/// migration was edited. If a file is missing, the test records it and fails once.
@Suite struct SchemaTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Schemas")

  @Test(arguments: 1...Migrations.all.count)
  func schemaMatchesTheReleasedOne(_ version: Int) throws {
    let schema = try Self.schema(after: version)
    let file = Self.folder.appendingPathComponent("v\(version).sql")
    guard FileManager.default.fileExists(atPath: file.path) else {
      try Data(schema.utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent)")
      return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == schema)
  }

  @Test(arguments: 1...Migrations.all.count)
  func fileOfEveryVersionOpensAndIsMigrated(_ version: Int) throws {
    let folder = try TemporaryFolder()
    let file = Self.folder.appendingPathComponent("v\(version).sql")
    let schema = try String(contentsOf: file, encoding: .utf8)
    try DatabaseQueue(path: folder.database).writeWithoutTransaction { connection in
      try connection.execute(
        sql: """
          \(schema)
          PRAGMA application_id = \(Migrations.applicationID);
          PRAGMA user_version = \(version);
          """)
    }

    var samples = Samples()
    let conversation = samples.exchange("old")
    let store = try ConversationStore(path: folder.database)
    try store.save(conversation, messages: conversation.path)
    #expect(try store.conversation(conversation.id) == conversation)
    #expect(try store.summaries(limit: 1, offset: 0).map(\.messageCount) == [2])
    let reached = try store.database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    #expect(reached == Migrations.all.count)
  }

  /// Returns the SQL statements that create the schema, as stored by SQLite and in order of
  /// creation, without those of FTS5's own tables.
  private static func schema(after version: Int) throws -> String {
    try DatabaseQueue().writeWithoutTransaction { connection in
      for migration in Migrations.all.prefix(version) { try migration(connection) }
      let statements = try String.fetchAll(
        connection,
        sql: """
          SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'search_text_*'
          ORDER BY rowid
          """)
      return statements.map { $0 + ";\n" }.joined()
    }
  }
}
