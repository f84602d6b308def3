import Chat
import GRDB
import Testing

@testable import Storage

/// Whether the index of the search holds what is stored.
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

  @Test func aWholeIndexHasNoFaults() throws {
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

  @Test func whatIsLeftToTheNextWriterIsNotMissing() throws {
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
  ])
  func whatIsWrongIsSaidAndMadeAnew(_ sql: String) throws {
    let before = try hits()
    try store.database.writeWithoutTransaction { try $0.execute(sql: sql) }
    #expect(try !store.searchIndexFaults().isEmpty)
    try store.rebuildSearchIndex()
    #expect(try store.searchIndexFaults() == [])
    #expect(try hits() == before)
    #expect(before == 20)
  }
}
