import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Deletion by age, statistics and ID lookup.
@Suite struct KeepingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func onlyOldConversationsAreDeleted() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let old = samples.exchange("old")
    let kept = samples.exchange("kept")
    let streaming = samples.exchange("streaming", status: .streaming)
    let limit = Timestamp(milliseconds: 1_800_000_000_000)
    var new = samples.exchange("new")
    new.updatedAt = limit
    let pinned = samples.exchange("pinned")
    try store.save([old, kept, streaming, new, pinned])
    try store.change([pinned.id], .pin(true), at: limit)
    func titles(_ shelf: Shelf) throws -> Set<String> {
      try Set(store.summaries(on: shelf, limit: 100).map(\.title))
    }
    let now = limit.advanced(by: .seconds(90 * 86_400))
    #expect(try store.deleteConversations(unusedSince: limit, except: kept.id, at: now) == 1)
    #expect(try titles(.current) == ["kept", "streaming", "new", "pinned"])
    #expect(try titles(.deleted) == ["old"])
    // The conversation is not deleted twice, nor again right after it was restored.
    #expect(try store.deleteConversations(unusedSince: limit, except: kept.id, at: now) == 0)
    try store.change([old.id], .delete(nil), at: now)
    #expect(try store.deleteConversations(unusedSince: limit, except: kept.id, at: now) == 0)
    try store.change([old.id], .delete(now), at: now)
    try store.emptyDeleted(now: now.milliseconds + 29 * 86_400_000)
    #expect(try store.conversation(old.id)?.messages.count == 2)
    // After 30 days it is deleted permanently, with its messages.
    try store.emptyDeleted(now: now.milliseconds + 31 * 86_400_000)
    #expect(try store.conversation(old.id) == nil)
    #expect(try store.messageCount() == 8)
    #expect(try store.faults() == [])
  }

  @Test func useIsCountedByMonthAndModel() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(samples.question("Why?"))
    for (model, usage) in [
      ("a", Usage(promptTokens: 1, completionTokens: 2, reasoningTokens: 1, cost: 0.5)),
      ("a", Usage(promptTokens: 10)), ("b", Usage()),
    ] {
      var answer = samples.answer("x", after: conversation.path.last, model: model)
      answer.usage = usage == Usage() ? nil : usage
      conversation.append(answer)
    }
    try store.save([conversation])
    #expect(
      try store.monthlyUse() == [
        MonthlyUse(
          month: "2023-11", model: "a", messages: 2, promptTokens: 11, completionTokens: 2,
          reasoningTokens: 1, cost: 0.5),
        MonthlyUse(
          month: "2023-11", model: "b", messages: 1, promptTokens: 0, completionTokens: 0,
          reasoningTokens: 0, cost: nil),
      ])
  }

  @Test func unambiguousIDPrefixIsEnough() throws {
    let store = try ConversationStore.inMemory()
    let ids = [
      "01a20e1e-c066-787b-a43c-fce3e0917923", "01a20e1e-c066-787b-a43c-fce3e0917924",
      "02000000-c066-787b-a43c-fce3e0917924",
    ].compactMap { UUIDv7($0) }.map { ConversationID($0) }
    for id in ids {
      try store.save(Conversation(id: id, createdAt: Timestamp(milliseconds: 1)))
    }
    #expect(try store.conversations(withPrefix: "02") == [ids[2]])
    #expect(try store.conversations(withPrefix: ids[0].description) == [ids[0]])
    #expect(try store.conversations(withPrefix: "01a").count == 2)
    for none in ["", "03", "*", "%", "0?", "[0]", "01A", "02\0"] {
      #expect(try store.conversations(withPrefix: none) == [], "\(none)")
    }
  }

  @Test func faultsAreFoundAndAnIntactStoreHasNone() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    try store.save([samples.exchange()])
    #expect(try store.faults() == [])
    try store.database.write { try $0.execute(sql: "UPDATE conversation SET message_count = 7") }
    #expect(try store.faults() == [.miscountedConversations(1)])
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "DROP TABLE search_state; DROP INDEX conversation_draft")
    }
    let faults = try store.faults()
    #expect(faults.contains(.missingObject("index conversation_draft")))
    #expect(faults.contains(.missingObject("table search_state")))
  }

  @Test func namedIDIsTheSameEverywhereAndSortsByTime() {
    let early = UUIDv7(time: Timestamp(milliseconds: 1_700_000_000_000), naming: "ChatGPT\nx")
    #expect(
      early.description
        == UUIDv7(time: Timestamp(milliseconds: 1_700_000_000_000), naming: "ChatGPT\nx")
        .description)
    #expect(early.description.dropFirst(14).first == "8")
    #expect(["8", "9", "a", "b"].contains(early.description.dropFirst(19).first))
    #expect(early < UUIDv7(time: Timestamp(milliseconds: 1_700_000_000_001), naming: "a"))
    let many = Set((0..<50_000).map { UUIDv7(time: Timestamp(milliseconds: 0), naming: "\($0)") })
    #expect(many.count == 50_000)
  }
}
