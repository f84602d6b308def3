import Chat
import GRDB
import Testing

@testable import Storage

/// The check that the search index matches the stored messages.
@Suite struct SearchCheckTests {
  private let store: ConversationStore

  init() throws {
    store = try ConversationStore.inMemory()
    var samples = Samples()
    for number in 0..<20 {
      let conversation = samples.exchange("title \(number)")
      try store.save(conversation, messages: conversation.path)
    }
  }

  private func hits() throws -> Int {
    let query = SearchQuery("because")
    return try store.search(
      query, order: .newest, limit: 100, now: Timestamp(milliseconds: 1_800_000_000_000))?.hits
      .count ?? 0
  }

  @Test func intactIndexHasNoFaults() throws {
    #expect(try store.searchIndexFaults() == [])
    var samples = Samples(seed: 9)
    var conversation = samples.exchange("more", status: .streaming)
    try store.save(conversation, messages: conversation.path)
    #expect(try store.searchIndexFaults() == [])
    conversation.update(try #require(conversation.path.last)) { $0.status = .complete }
    try store.save(conversation, messages: conversation.path)
    try store.delete([try #require(conversation.path.first)], of: conversation)
    #expect(try store.searchIndexFaults() == [])
  }

  @Test func messagesLeftToTheNextWriterAreNotMissing() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    let asked = samples.exchange("asked")
    let leaving = try ConversationStore(path: folder.database, leavesIndex: true)
    try leaving.save(asked, messages: asked.path)
    #expect(try leaving.searchIndexFaults() == [])
    let query = SearchQuery("because")
    let now = Timestamp(milliseconds: 1_800_000_000_000)
    let before = try leaving.search(query, order: .newest, limit: 9, now: now)
    #expect(before?.hits.isEmpty == true)
    #expect(before?.indexed != nil)

    let next = try ConversationStore(path: folder.database)
    _ = try next.indexOlder(10)
    let after = try next.search(query, order: .newest, limit: 9, now: now)
    #expect(after?.hits.count == 1)
    #expect(after?.indexed == nil)
  }

  @Test(arguments: [
    "DELETE FROM search_document WHERE subject IN (2, 4, 6)",
    "INSERT INTO search_document VALUES (5, 5000)",
    "INSERT INTO search_text (search_text) VALUES ('delete-all')",
    "DELETE FROM search_span",
    "UPDATE search_span SET latest = latest - 1",
    "UPDATE search_span SET earliest = latest + 1",
  ])
  func faultsAreReportedAndRebuildingFixesThem(_ sql: String) throws {
    let before = try hits()
    try store.database.writeWithoutTransaction { try $0.execute(sql: sql) }
    #expect(try !store.searchIndexFaults().isEmpty)
    try store.rebuildSearchIndex()
    #expect(try store.searchIndexFaults() == [])
    #expect(try hits() == before)
    #expect(before == 20)
  }

  /// Creates a store, damages its index with `sql`, and returns its first conversation. The store
  /// is a file, so that the next connection reads the damaged index.
  private func damaged(_ sql: String, in folder: TemporaryFolder) throws -> Conversation {
    let store = try ConversationStore(path: folder.database)
    var samples = Samples()
    let conversations = (0..<20).map { samples.exchange("title \($0)") }
    for conversation in conversations {
      try store.save(conversation, messages: conversation.path)
    }
    try store.database.writeWithoutTransaction { try $0.execute(sql: sql) }
    return try #require(conversations.first)
  }

  private static let damages = [
    "DELETE FROM search_text_data WHERE id = (SELECT max(id) FROM search_text_data)",
    "DELETE FROM search_text_data WHERE id > 10", "DELETE FROM search_text_data WHERE id = 10",
    "UPDATE search_text_data SET block = x'00' WHERE id > 10",
    "UPDATE search_text_data SET block = x'00' WHERE id = 10",
    "UPDATE search_text_data SET block = zeroblob(length(block)) WHERE id > 10",
    "DELETE FROM search_text_config", "DELETE FROM search_text_data",
    "DELETE FROM search_text_docsize WHERE id = (SELECT max(id) FROM search_text_docsize)",
  ]

  @Test(arguments: damages)
  func damagedIndexIsReportedAndRebuilt(_ sql: String) throws {
    let folder = try TemporaryFolder()
    _ = try damaged(sql, in: folder)
    let store = try ConversationStore(path: folder.database)
    #expect(try store.faults() == [])
    #expect(try !store.searchIndexFaults().isEmpty)
    try store.rebuildSearchIndex()
    #expect(try store.searchIndexFaults() == [])
    let again = try ConversationStore(path: folder.database)
    #expect(try again.searchIndexFaults() == [])
    let found = try again.search(
      SearchQuery("because"), order: .newest, limit: 100,
      now: Timestamp(milliseconds: 1_800_000_000_000))
    #expect(found?.hits.count == 20)
  }

  /// Saving matters more than searching, so a damaged index must not prevent it.
  @Test(arguments: damages)
  func savingWorksWithADamagedIndex(_ sql: String) throws {
    let folder = try TemporaryFolder()
    let first = try damaged(sql, in: folder)
    let store = try ConversationStore(path: folder.database)
    var samples = Samples(seed: 9)
    let more = samples.exchange("more")
    try store.save(more, messages: more.path)
    #expect(try store.conversation(more.id) == more)
    try store.erase([first.id])
    try store.change([more.id], .rename("other"), at: samples.now())
    try store.rebuildSearchIndex()
    #expect(try store.searchIndexFaults() == [])
    let found = try store.search(
      SearchQuery("because"), order: .newest, limit: 100, now: samples.now())
    #expect(found?.hits.count == 20)
  }

  @Test func searchInADamagedIndexReportsTheDamage() throws {
    for sql in Self.damages.prefix(3) {
      let folder = try TemporaryFolder()
      _ = try damaged(sql, in: folder)
      let store = try ConversationStore(path: folder.database)
      let error = StoreError.searchIndexDamaged(path: folder.database)
      #expect(throws: error) {
        try store.search(
          SearchQuery("because"), order: .newest, limit: 9, now: Timestamp(milliseconds: 0))
      }
    }
  }
}
