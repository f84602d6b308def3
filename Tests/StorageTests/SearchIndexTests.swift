import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// The index matches the stored messages after any change.
@Suite struct SearchIndexTests {
  private func count(
    _ query: String, _ store: ConversationStore, limit: Int = 1000
  ) throws -> Int {
    try #require(
      try store.search(
        SearchQuery(query), order: .newest, limit: limit, now: Timestamp(milliseconds: 0))
    ).hits.count
  }

  /// Runs FTS5's integrity check, and compares the tokens with those of a rebuilt index.
  private func expectWhole(_ store: ConversationStore) throws {
    try store.database.write { connection in
      try connection.execute(
        sql: "INSERT INTO search_text (search_text) VALUES ('integrity-check')")
      try connection.execute(
        sql: "CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, search_text, instance)")
      let rows = try Int.fetchOne(
        connection,
        sql: """
          SELECT count(*) FROM temp.seen
          WHERE doc NOT IN (SELECT document FROM search_document)
          """)
      #expect(rows == 0)
      let subjects = try Set(
        Int64.fetchAll(connection, sql: "SELECT subject FROM search_document"))
      let wanted = try Set(
        Int64.fetchAll(
          connection,
          sql: """
            SELECT number FROM message WHERE status <> 'streaming'
            UNION ALL
            SELECT -number FROM conversation WHERE title <> '' OR tags IS NOT NULL
            """))
      #expect(subjects == wanted)
      try connection.execute(sql: "DROP TABLE temp.seen")
    }
  }

  /// Returns a store with exchanges that are not indexed, as after an interrupted import.
  private func withWaiting(
    _ count: Int, in folder: TemporaryFolder, _ samples: inout Samples
  ) throws -> ConversationStore {
    let store = try ConversationStore(path: folder.database, leavesIndex: true)
    let asked = (0..<count).map { _ in samples.exchange() }
    try store.database.write { connection in
      for conversation in asked {
        try store.save(conversation, messages: conversation.path, connection)
      }
    }
    return store
  }

  /// Saving does not wait until everything is indexed that an interrupted import left behind.
  @Test func savingLeavesALongQueueToTheIndexer() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    _ = try withWaiting(700, in: folder, &samples)
    let store = try ConversationStore(path: folder.database)
    var conversation = samples.exchange()
    conversation.append(samples.question("Needle", after: conversation.path.last))
    try store.save(conversation, messages: conversation.path)
    #expect(try count("needle", store) == 0)
    #expect(try store.indexOlder(100))
    let result = try store.search(
      SearchQuery("because"), order: .newest, limit: 1000, now: Timestamp(milliseconds: 0))
    #expect((0.35..<0.4).contains(try #require(result?.indexed)))
    while try store.indexOlder(100) {}
    #expect(try count("because", store) == 701)
    #expect(try count("needle", store) == 1)
    try expectWhole(store)
    #expect(try store.searchIndexFaults() == [])
    // The texts were numbered in the order of their times.
    let outOfPlace = try store.database.read {
      try Int.fetchOne($0, sql: "SELECT out_of_place FROM search_state")
    }
    #expect(outOfPlace == 0)
  }

  /// What is indexed before an interruption stays indexed, and the next run continues.
  @Test func completingTheIndexCanBeStopped() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    let leaving = try withWaiting(700, in: folder, &samples)
    var parts: [Double] = []
    #expect(
      try !leaving.completeIndex {
        parts.append($0)
        return parts.count < 2
      })
    #expect(try count("because", leaving) > 0)
    #expect(
      try leaving.completeIndex {
        parts.append($0)
        return true
      })
    #expect(parts.allSatisfy { (0...1).contains($0) })
    #expect(try count("because", leaving) == 700)
    try expectWhole(leaving)
  }

  @Test func aStreamIsFoundOnceItHasEnded() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversation = samples.exchange("title", status: .streaming)
    let answer = try #require(conversation.path.last)
    try store.save(conversation, messages: conversation.path)
    try store.append(AnswerPiece(content: " Needle", reasoning: "thought"), to: answer)
    #expect(try count("needle", store) == 0)
    conversation.update(answer) {
      $0.content = "Needle"
      $0.status = .complete
    }
    try store.save(conversation, messages: [answer])
    #expect(try count("needle", store) == 1)
    try expectWhole(store)
  }

  @Test func textsOfADeadProcessAreFoundAfterOpening() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    let conversation = samples.exchange("title", status: .streaming)
    do {
      let store = try ConversationStore(path: folder.database)
      try store.save(conversation, messages: conversation.path)
      try store.append(
        AnswerPiece(content: " Needle", reasoning: ""), to: try #require(conversation.path.last))
      try store.database.write {
        try $0.execute(sql: "UPDATE message SET owner = '999999999' WHERE owner IS NOT NULL")
      }
    }
    let store = try ConversationStore(path: folder.database)
    #expect(try count("needle", store) == 1)
    try expectWhole(store)
  }

  @Test func aNewTitleReplacesTheOld() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversation = samples.exchange("old name")
    try store.save(conversation, messages: conversation.path)
    conversation.title = "new label"
    try store.save(conversation)
    #expect(try count("in:title old", store) == 0)
    #expect(try count("in:title label", store) == 1)
    try expectWhole(store)
  }

  @Test func deletedTextsAreNotInTheIndex() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    let kept = samples.exchange("kept")
    let gone = samples.exchange("gone secret")
    for conversation in [kept, gone] { try store.save(conversation, messages: conversation.path) }
    try store.database.write {
      try $0.execute(
        sql: "DELETE FROM conversation WHERE id = ?", arguments: [gone.id.description])
    }
    #expect(try count("secret", store) == 0)
    #expect(try count("because", store) == 1)
    try expectWhole(store)
  }

  @Test func tagsAreFoundAndFiltered() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    let conversations = ["plain", "tagged"].map { samples.exchange($0) }
    for conversation in conversations { try store.save(conversation, messages: conversation.path) }
    try store.change([conversations[1].id], .tag(["Wörk", "to do"]), at: samples.now())
    #expect(try count("because", store) == 2)
    #expect(try count("because tag:work", store) == 1)
    #expect(try count("tag:work tag:\"to do\" role:user", store) == 1)
    #expect(try count("because -tag:WORK", store) == 1)
    #expect(try count("because -tag:none", store) == 2)
    #expect(try count("because tag:work -tag:\"to do\"", store) == 0)
    #expect(try count("because -tag:none -tag:work", store) == 1)
    #expect(try count("-tag:work", store) == 3)
    #expect(try count("tag:wor because", store) == 0)
    #expect(try count("work", store) == 1)
    try expectWhole(store)
    try store.change([conversations[1].id], .tag([]), at: samples.now())
    #expect(try count("work", store) == 0)
    #expect(try count("tag:work because", store) == 0)
    try expectWhole(store)
  }

  @Test func deletedConversationsAreNotFoundUntilRestored() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    let conversations = ["kept", "gone"].map { samples.exchange($0) }
    for conversation in conversations { try store.save(conversation, messages: conversation.path) }
    try store.change([conversations[1].id], .delete(samples.now()), at: samples.now())
    #expect(try count("because", store) == 1)
    #expect(try count("gone", store) == 0)
    try store.change([conversations[1].id], .delete(nil), at: samples.now())
    #expect(try count("because", store) == 2)
    #expect(try count("gone", store) == 1)
  }

  @Test func externallyChangedTextIsReindexed() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    let conversation = samples.exchange("t")
    try store.save(conversation, messages: conversation.path)
    try store.database.write {
      try $0.execute(sql: "UPDATE message SET content = 'Needle' WHERE content = 'Because.'")
    }
    #expect(try count("because", store) == 0)
    #expect(try count("needle", store) == 1)
    try expectWhole(store)
  }

  /// Hits are sorted by time, even if messages share a time or older ones are stored later.
  @Test func newestFirstInAnyOrderOfStoring() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var times: [Int64] = []
    for index in 0..<400 {
      let time =
        index % 3 == 0 ? 1_700_000_000_000 : 1_700_000_000_000 + Int64(index * 7919 % 400) * 900
      times.append(time)
      var conversation = Conversation(
        id: ConversationID(samples.id()), createdAt: Timestamp(milliseconds: time))
      conversation.append(
        Message(
          id: MessageID(samples.id()), parent: nil, role: .user,
          createdAt: Timestamp(milliseconds: time), content: "needle \(index)"))
      try store.save(conversation, messages: conversation.path)
    }
    for query in ["needle ", "needl"] {
      for limit in [10, 150, 1000] {
        let result = try #require(
          try store.search(
            SearchQuery(query), order: .newest, limit: limit, now: Timestamp(milliseconds: 0)))
        let expected = Array(times.sorted(by: >).prefix(limit))
        #expect(result.hits.map(\.createdAt.milliseconds) == expected)
        #expect(result.hasMore == (limit < times.count))
      }
    }
    try expectWhole(store)
  }

  @Test func olderFileIsIndexedGraduallyNewestFirst() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    let conversations = (0..<40).map { samples.exchange("title \($0)") }
    try DatabaseQueue(path: folder.database).writeWithoutTransaction { connection in
      for migration in Migrations.all.prefix(2) { try migration(connection) }
      try connection.execute(
        sql: "PRAGMA application_id = \(Migrations.applicationID); PRAGMA user_version = 2")
      for conversation in conversations {
        try connection.execute(
          literal: """
            INSERT INTO conversation (id, title, created_at, updated_at)
            VALUES (\(conversation.id.description), \(conversation.title),
              \(conversation.createdAt.milliseconds), 1)
            """)
        for message in conversation.messages {
          try connection.execute(
            literal: """
              INSERT INTO message (id, conversation_id, role, status, created_at, content, reasoning)
              VALUES (\(message.id.description), \(conversation.id.description),
                \(message.role.rawValue), 'complete', \(message.createdAt.milliseconds),
                \(message.content), '')
              """)
        }
      }
    }
    let store = try ConversationStore(path: folder.database)
    let new = samples.exchange("new")
    try store.save(new, messages: new.path)
    #expect(try count("because", store) == 1)
    #expect(try store.indexOlder(20))
    #expect(try count("because", store) == 11)
    let result = try store.search(
      SearchQuery("because"), order: .newest, limit: 5, now: Timestamp(milliseconds: 0))
    #expect(result?.indexed == 0.25)
    while try store.indexOlder(20) {}
    #expect(try count("because", store) == 41)
    #expect(try count("in:title title", store) == 40)
    #expect(try !store.indexOlder(20))
    try expectWhole(store)
  }
}
