import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Merging stores gives the same result in any order.
@Suite struct MergeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path + "/\(name).sqlite" }

  private func copy(_ name: String, as other: String) throws -> ConversationStore {
    try ConversationStore(path: path(name)).backUp(to: path(other))
    return try ConversationStore(path: path(other))
  }

  /// Three stores that overlap: conversations continued differently, messages that ended
  /// differently, and conversations that only one store has.
  private func makeStores(seed: UInt64) throws {
    var samples = RandomConversations(seed: seed)
    let common = (0..<4).map { _ in samples.conversation() }
    for name in ["a", "b", "c"] {
      let store = try ConversationStore(path: path(name))
      var own = common.filter { _ in Bool.random(using: &samples.random) }
      for index in own.indices {
        samples.grow(&own[index], by: 3)
        for id in own[index].allMessages.map(\.id).sorted()
        where UInt8.random(in: 0..<4, using: &samples.random) == 0 {
          let other = samples.message(after: nil)
          own[index].update(id) { message in
            message.content = other.content
            message.status = other.status
            message.usage = other.usage
          }
        }
      }
      own += (0..<2).map { _ in samples.conversation() }
      try store.save(own)
      for conversation in own where UInt8.random(in: 0..<2, using: &samples.random) == 0 {
        try samples.mark(conversation.id, in: store)
      }
    }
  }

  @Test func mergeSaysIfTheIndexIsIncomplete() throws {
    var samples = Samples()
    try ConversationStore(path: path("a")).save([samples.exchange("title")])
    let store = try ConversationStore(path: path("b"))
    let report = try store.merge(path("a")) { step in
      if case .indexing = step { false } else { true }
    }
    #expect(report?.newConversations == 1 && report?.isIndexed == false)
    let now = Timestamp(milliseconds: 0)
    #expect(
      try store.search(SearchQuery("because"), order: .newest, limit: 5, now: now)?.indexed != nil)
    #expect(try !store.completeIndex { _ in false })
    #expect(try store.completeIndex { _ in true })
    let result = try store.search(SearchQuery("because"), order: .newest, limit: 5, now: now)
    #expect(result?.hits.count == 1 && result?.indexed == nil)
  }

  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func unionIsCommutativeAssociativeAndIdempotent(_ seed: UInt64) throws {
    try makeStores(seed: seed)
    // a ∪ b = b ∪ a
    let ab = try copy("a", as: "ab")
    _ = try ab.merge(path("b"))
    let ba = try copy("b", as: "ba")
    _ = try ba.merge(path("a"))
    let union = try ab.exported()
    #expect(try ba.exported() == union)
    // (a ∪ b) ∪ b ∪ a = a ∪ b
    var nothing = MergeReport()
    nothing.knownMessages = try ConversationStore(path: path("b")).messageCount()
    #expect(try ab.merge(path("b")) == nothing)
    _ = try ab.merge(path("a"))
    #expect(try ab.exported() == union)
    // (a ∪ b) ∪ c = a ∪ (b ∪ c)
    let left = try copy("ab", as: "left")
    _ = try left.merge(path("c"))
    let right = try copy("b", as: "bc")
    _ = try right.merge(path("c"))
    let a = try copy("a", as: "right")
    _ = try a.merge(path("bc"))
    #expect(try a.exported() == left.exported())
    #expect(try a.faults() == [])
  }

  @Test func nothingIsLostAndTheOtherFileIsUnchanged() throws {
    try makeStores(seed: 99)
    let before = FileManager.default.contents(atPath: path("b"))
    let a = try ConversationStore(path: path("a"))
    let ids = try Set(
      ["a", "b"].flatMap { name in
        try ConversationStore(path: path(name)).contents().values.flatMap {
          $0.allMessages.map(\.id)
        }
      })
    _ = try a.merge(path("b"))
    #expect(try Set(a.contents().values.flatMap { $0.allMessages.map(\.id) }) == ids)
    #expect(FileManager.default.contents(atPath: path("b")) == before)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!files.contains { $0.hasPrefix("b.sqlite-") })
  }

  @Test func titleFromOneMachineAndMessagesFromTheOtherAreKept() throws {
    var samples = Samples()
    let conversation = samples.exchange("a question")
    let one = try ConversationStore(path: path("a"))
    let two = try ConversationStore(path: path("b"))
    try one.save([conversation])
    try two.save([conversation])
    try one.change([conversation.id], .rename("A title"), at: samples.now())
    try one.change([conversation.id], .pin(true), at: samples.now())
    var used = conversation
    used.append(samples.question("And then?", after: used.path.last))
    try two.save([used])
    _ = try one.merge(path("b"))
    let merged = try #require(try one.conversation(conversation.id))
    #expect(merged.title == "A title")
    #expect(merged.messages == used.messages)
    #expect(try one.exportedJSON(conversation.id)?.contains("\"pinned\":true") == true)
    // A change that is reverted later stays reverted.
    _ = try two.merge(path("a"))
    try two.change([conversation.id], .pin(false), at: samples.now())
    _ = try one.merge(path("b"))
    #expect(try one.exportedJSON(conversation.id)?.contains("pinned") == false)
  }

  /// Restoring the conversation prevents `delete_after` on one machine from deleting a
  /// conversation that is in use on another.
  @Test func deletedConversationUsedElsewhereIsRestored() throws {
    var samples = Samples()
    let conversation = samples.exchange("old")
    let (one, other) = (
      try ConversationStore(path: path("a")), try ConversationStore(path: path("b"))
    )
    for store in [one, other] { try store.save([conversation]) }
    let used = conversation.updatedAt
    let deleted = used.advanced(by: .seconds(100))
    #expect(try one.deleteConversations(unusedSince: deleted, except: nil, at: deleted) == 1)
    _ = try other.merge(path("a"))
    #expect(try other.summaries(on: .deleted, limit: 9).count == 1)
    // The conversation is continued on one of the machines.
    try other.change([conversation.id], .delete(nil), at: used)
    var going = conversation
    going.append(samples.question("More", after: conversation.path.last))
    going.updatedAt = deleted.advanced(by: .seconds(1))
    try other.save(going, messages: going.path)
    _ = try one.merge(path("b"))
    #expect(try one.summaries(on: .current, limit: 9).map(\.messageCount) == [3])
    _ = try other.merge(path("a"))
    #expect(try other.exported() == one.exported())
  }

  @Test func finishedAnswerWinsOverIncompleteOne() throws {
    var samples = Samples()
    let whole = samples.exchange("title")
    var broken = whole
    let id = try #require(whole.path.last)
    broken.update(id) { message in
      message.content = "Because, and much longer than the whole one, yet"
      message.status = .truncated
    }
    for (first, second) in [(whole, broken), (broken, whole)] {
      let folder = try TemporaryFolder()
      let one = try ConversationStore(path: folder.path + "/1")
      try one.save([first])
      try ConversationStore(path: folder.path + "/2").save([second])
      _ = try one.merge(folder.path + "/2")
      #expect(try one.conversation(whole.id) == whole)
    }
  }

  @Test func answerStreamingInThisProcessIsLeftAlone() throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    var finished = conversation
    let id = try #require(conversation.path.last)
    finished.update(id) { message in
      message.content += " And more."
      message.status = .complete
    }
    let store = try ConversationStore(path: path("a"))
    try store.save([conversation])
    try ConversationStore(path: path("b")).save([finished])
    _ = try store.merge(path("b"))
    try store.append(AnswerPiece(content: " So there.", reasoning: ""), to: id)
    #expect(try store.conversation(conversation.id)?[id]?.content == "Because. So there.")
  }

  @Test func answerStreamingElsewhereIsMergedAsTruncated() throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    let other = try ConversationStore(path: path("b"))
    try other.save([conversation])
    let store = try ConversationStore(path: path("a"))
    // The other store is open and has a log. The merge reads a consistent snapshot of that store.
    _ = try store.merge(path("b"))
    #expect(try store.conversation(conversation.id)?.lastMessage?.status == .truncated)
    #expect(
      try store.database.read {
        try Row.fetchOne($0, sql: "SELECT owner FROM message WHERE owner IS NOT NULL")
      } == nil)
  }

  @Test func olderSchemaIsMigratedInACopyAndNewerIsRefused() throws {
    let old = path("old")
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Schemas/v1.sql")
    try DatabaseQueue(path: old).writeWithoutTransaction { connection in
      try connection.execute(
        sql: """
          \(String(contentsOf: schema, encoding: .utf8))
          PRAGMA application_id = \(Migrations.applicationID);
          PRAGMA user_version = 1;
          INSERT INTO conversation (id, title, created_at, updated_at)
            VALUES ('01a20e1e-c066-787b-a43c-fce3e0917923', 'old', 1, 1);
          """)
    }
    let before = FileManager.default.contents(atPath: old)
    let store = try ConversationStore(path: path("a"))
    #expect(try store.merge(old).newConversations == 1)
    #expect(FileManager.default.contents(atPath: old) == before)

    try DatabaseQueue(path: old).writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA user_version = \(Migrations.all.count + 1)")
    }
    #expect(throws: StoreError.newer(path: old)) { try store.merge(old) }
    #expect(throws: StoreError.cannotOpen(path: path("none"), detail: .missing)) {
      try store.merge(path("none"))
    }
  }
}
