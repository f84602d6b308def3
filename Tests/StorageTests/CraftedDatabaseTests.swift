import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Malicious databases, and ones whose contents our database cannot store. They are refused with an
/// error that names the file, and endless queries in them can be stopped.
@Suite struct CraftedDatabaseTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let endless = """
    WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
    """

  private func path(_ name: String) -> String { folder.path + "/\(name).sqlite" }

  private func change(_ path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction {
      try $0.execute(sql: sql)
    }
  }

  /// Creates a store with one exchange and modifies it with SQL.
  /// - Returns: its path.
  private func crafted(_ sql: String) throws -> String {
    var samples = Samples()
    let conversation = samples.exchange("theirs")
    let other = try ConversationStore(path: path("other"))
    try other.save(conversation, messages: conversation.path)
    try other.database.queue.close()
    try change(path("other"), sql)
    return path("other")
  }

  private func errorOfMerging(_ other: String, into store: ConversationStore) -> StoreError? {
    do throws(StoreError) {
      _ = try store.merge(other)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "DROP TABLE message; CREATE VIEW message AS \(endless) SELECT x AS number, x AS id FROM n",
    "ALTER TABLE message RENAME TO m; CREATE VIEW MESSAGE AS SELECT * FROM m",
    "DROP TABLE conversation; CREATE VIRTUAL TABLE conversation USING fts5(id, title)",
    "ALTER TABLE message ADD COLUMN big TEXT AS (hex(zeroblob(100000000)))",
    "ALTER TABLE conversation ADD COLUMN big INTEGER GENERATED ALWAYS AS (1) VIRTUAL",
  ])
  func computedTablesInOurOwnDatabaseAreRefused(_ sql: String) throws {
    let other = try crafted(sql)
    let store = try ConversationStore(path: path("mine"))
    guard case .cannotOpen(let named, _)? = errorOfMerging(other, into: store) else {
      Issue.record("it was merged, or refused for another reason")
      return
    }
    #expect(named == other)
    #expect(throws: StoreError.self) { try store.importFile(other) }
    #expect(try store.conversationCount() == 0)
  }

  @Test(arguments: [
    "ALTER TABLE message ADD COLUMN images TEXT AS (hex(zeroblob(100000000)))",
    "CREATE VIEW attachments AS \(endless) SELECT x AS id FROM n",
  ])
  func computedTablesInForeignDatabasesAreRefused(_ sql: String) throws {
    try change(
      path("oterm"),
      """
      CREATE TABLE chat (id INTEGER PRIMARY KEY, name TEXT, model TEXT);
      CREATE TABLE message (id INTEGER PRIMARY KEY, chat_id INTEGER, author TEXT, text TEXT);
      INSERT INTO chat VALUES (1, 'c', 'm');
      INSERT INTO message VALUES (1, 1, 'user', 'Hi');
      \(sql)
      """)
    let store = try ConversationStore.inMemory()
    #expect(throws: ImportError.self) { try store.importFile(path("oterm")) }
    #expect(try store.conversationCount() == 0)
  }

  @Test func failedMergeIsNotDamageToOurFile() throws {
    let other = try crafted("DELETE FROM conversation")
    let store = try ConversationStore(path: path("mine"))
    guard case .damaged(let named, _)? = errorOfMerging(other, into: store) else {
      Issue.record("it was merged, or refused for another reason")
      return
    }
    #expect(named == other)
    #expect(try store.faults() == [])
    var samples = Samples(seed: 9)
    let conversation = samples.exchange("mine")
    try store.save(conversation, messages: conversation.path)
    #expect(try store.conversationCount() == 1)
  }

  @Test func queriesCanBeStopped() throws {
    let stop = DatabaseStop()
    let store = try ConversationStore(path: path("mine"), stop: stop)
    DispatchQueue.global().async { stop.stop() }
    #expect(throws: StoreError.self) {
      try store.database.read {
        try Int.fetchOne($0, sql: Self.endless + " SELECT count(*) FROM n")
      }
    }
  }

  @Test func stoppedMergeStoresNothing() throws {
    let other = try ConversationStore(path: path("other"))
    var samples = Samples()
    try other.database.write { connection in
      for _ in 0..<300 {
        let conversation = samples.exchange("theirs")
        try other.save(conversation, messages: conversation.path, connection)
      }
    }
    let stop = DatabaseStop()
    let store = try ConversationStore(path: path("mine"), stop: stop)
    let report = try store.merge(path("other")) { _ in
      stop.stop()
      return true
    }
    #expect(report == nil)
    #expect(try ConversationStore(path: path("mine")).conversationCount() == 0)
  }
}
