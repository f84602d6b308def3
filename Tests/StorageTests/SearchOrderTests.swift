import Chat
import Foundation
import GRDB
import TestKit
import Testing

@testable import Storage

/// Searches for the newest hits, which are found by their numbers in the index. That must work
/// for messages of any age, stored in any order.
@Suite struct SearchOrderTests {
  private static let start: Int64 = 1_700_000_000_000

  /// Patterns of message times, in the order in which the messages are stored.
  enum Times: CaseIterable {
    case equal, milliseconds, secondsBackwards, minutes, shuffledSeconds, shuffledMinutes, twoDates

    func all(_ count: Int, _ random: inout SplitMix64) -> [Int64] {
      let numbers = Array(0..<Int64(count))
      let distances: [Int64] =
        switch self {
        case .equal: numbers.map { _ in 0 }
        case .milliseconds: numbers
        case .secondsBackwards: numbers.reversed().map { $0 * 1000 }
        case .minutes: numbers.map { $0 * 150_000 }
        case .shuffledSeconds: numbers.shuffled(using: &random).map { $0 * 1000 }
        case .shuffledMinutes: numbers.shuffled(using: &random).map { $0 * 150_000 }
        case .twoDates: numbers.map { $0 % 2 * 86_400_000 }
        }
      return distances.map { SearchOrderTests.start + $0 }
    }
  }

  /// Stores messages with these times, ten to a conversation.
  private func store(
    _ times: [Int64], atOnce: Int, in store: ConversationStore, _ samples: inout Samples
  ) throws {
    var conversations: [Conversation] = []
    for (index, time) in times.enumerated() {
      if index.isMultiple(of: 10) {
        var conversation = samples.conversation(index.isMultiple(of: 20) ? "everywhere" : "")
        conversation = Conversation(
          id: conversation.id, title: conversation.title, createdAt: Timestamp(milliseconds: time))
        conversations.append(conversation)
      }
      let last = conversations.count - 1
      let words = ["everywhere", index.isMultiple(of: 7) ? "often" : "even", "only\(index)"]
      conversations[last].append(
        Message(
          id: MessageID(samples.id()), parent: conversations[last].path.last, role: .user,
          createdAt: Timestamp(milliseconds: time), content: words.joined(separator: " ")))
    }
    var rest = conversations[...]
    while !rest.isEmpty {
      try store.database.write { connection in
        for conversation in rest.prefix(atOnce) {
          try store.save(conversation, messages: conversation.path, connection)
        }
      }
      rest = rest.dropFirst(atOnce)
    }
  }

  private func newest(
    _ text: String, limit: Int, in store: ConversationStore, times: (from: Int64?, to: Int64?)
  ) throws -> NewestHits {
    let plan = try #require(
      SearchPlan(SearchQuery(text), includesReasoning: true, models: nil, unwantedModels: []))
    return try store.database.read { connection in
      try SearchRun(
        plan: plan, rows: SearchRows(connection: connection, times: times, tags: SearchRows.Tags()),
        limit: limit
      ).newest()
    }
  }

  /// Returns what a scan of all messages and titles finds.
  private func expected(
    _ word: String, limit: Int, in store: ConversationStore, times: (from: Int64?, to: Int64?)
  ) throws -> [NewestHits.Found] {
    try store.database.read { connection in
      try Row.fetchAll(
        connection,
        sql: """
          SELECT subject, created_at FROM (
            SELECT number AS subject, created_at, content AS text FROM message
            UNION ALL SELECT -number, created_at, title FROM conversation)
          WHERE ' ' || text GLOB '* ' || ? || '*' AND created_at >= ? AND created_at < ?
          ORDER BY created_at DESC, subject DESC LIMIT ?
          """, arguments: [word, times.from ?? .min, times.to ?? .max, limit]
      ).map { NewestHits.Found(subject: $0[0], createdAt: $0[1]) }
    }
  }

  private func expectExact(_ store: ConversationStore) throws {
    for (from, to) in [
      (nil, nil), (Self.start + 3_600_000, Self.start + 20_000_000),
    ] as [(Int64?, Int64?)] {
      for word in ["everywhere", "often"] {
        for limit in [1, 30, 150] {
          // Without the trailing space, the query also matches longer words.
          for text in [word, word + " "] {
            let found = try newest(text, limit: limit, in: store, times: (from, to)).found
            let expected = try expected(word, limit: limit, in: store, times: (from, to))
            #expect(found == expected, "\(text.debugDescription), \(limit)")
          }
        }
      }
    }
  }

  @Test(arguments: Times.allCases, [1, 1000])
  func newestAreExactInAnyOrderOfStoring(_ times: Times, _ atOnce: Int) throws {
    var random = SplitMix64(state: 54)
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    try self.store(times.all(200, &random), atOnce: atOnce, in: store, &samples)
    try expectExact(store)
    // After these changes, the index's spans still cover entries that are gone.
    try store.database.write { connection in
      try connection.execute(
        sql: """
          DELETE FROM message WHERE number % 5 = 0;
          UPDATE message SET created_at = created_at + 7200000 WHERE number % 11 = 0;
          UPDATE conversation SET title = 'everywhere anew' WHERE number % 3 = 0;
          """)
    }
    try expectExact(store)
    #expect(try store.searchIndexFaults() == [])
    try store.rebuildSearchIndex()
    try expectExact(store)
    #expect(try store.searchIndexFaults() == [])
  }

  /// Text stored in one transaction, as by an import, is numbered chronologically, so a search need
  /// not read much.
  @Test(arguments: Times.allCases, ["everywhere", "everywhere ", "often ", "everywhere even "])
  func anImportIsSearchedWithoutReadingMuch(_ times: Times, _ text: String) throws {
    var random = SplitMix64(state: 55)
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    try self.store(times.all(2000, &random), atOnce: .max, in: store, &samples)
    #expect(try store.completeIndex { _ in true })
    let hits = try newest(text, limit: 20, in: store, times: (nil, nil))
    #expect(hits.found.count == 20)
    #expect(hits.read <= 20 * 8 + 128)
  }

  @Test func anIndexOutOfOrderIsNumberedAnew() throws {
    var random = SplitMix64(state: 56)
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let times = Times.secondsBackwards.all(2000, &random)
    try self.store(times, atOnce: 5, in: store, &samples)
    while try store.indexOlder(500) {}
    try expectExact(store)
    let outOfPlace = try store.database.read {
      try Int.fetchOne($0, sql: "SELECT out_of_place FROM search_state") ?? 0
    }
    #expect(outOfPlace < 1200)
    #expect(try store.searchIndexFaults() == [])
  }

  @Test(arguments: [0, 5000])
  func aFileOfTheVersionBeforeIsExact(_ delay: Int) throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(state: 57)
    var samples = Samples()
    var store = try ConversationStore(path: folder.database)
    try self.store(Times.twoDates.all(300, &random), atOnce: 20, in: store, &samples)
    try store.database.writeWithoutTransaction { connection in
      try connection.execute(
        sql: """
          DROP TABLE search_span;
          ALTER TABLE search_state DROP COLUMN out_of_place;
          UPDATE search_state SET delay = \(delay);
          ALTER TABLE message DROP COLUMN estimated_prompt;
          ALTER TABLE message DROP COLUMN estimated_completion;
          ALTER TABLE message DROP COLUMN estimated_reasoning;
          ALTER TABLE message DROP COLUMN estimated_cost;
          ALTER TABLE message DROP COLUMN omitted_messages;
          ALTER TABLE message DROP COLUMN earlier;
          DROP TABLE expense;
          DROP TABLE message_piece;
          CREATE TABLE message_piece (
            number INTEGER PRIMARY KEY,
            message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
            start INTEGER NOT NULL,
            content TEXT NOT NULL,
            reasoning TEXT NOT NULL,
            UNIQUE (message_id, start)
          ) STRICT;
          DROP TRIGGER search_message_changed;
          DROP TRIGGER search_message_deleted;
          DROP TABLE message_attachment;
          DROP TABLE attachment;
          ALTER TABLE message DROP COLUMN attachment_names;
          ALTER TABLE search_removed DROP COLUMN attachment_names;
          CREATE TRIGGER search_message_changed AFTER UPDATE ON message BEGIN SELECT 1; END;
          CREATE TRIGGER search_message_deleted AFTER DELETE ON message BEGIN SELECT 1; END;
          PRAGMA user_version = 8;
          """)
    }
    store = try ConversationStore(path: folder.database)
    #expect(try store.searchIndexFaults() == [])
    #expect(try store.indexOlder(100) == (delay > 0))
    #expect(try store.searchIndexFaults() == [])
    // Change a message before it is indexed.
    try store.database.write {
      try $0.execute(sql: "UPDATE message SET content = 'everywhere anew' WHERE number = 3")
    }
    while try store.indexOlder(100) {}
    try expectExact(store)
    #expect(try store.searchIndexFaults() == [])
  }
}
