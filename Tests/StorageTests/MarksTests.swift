import Chat
import GRDB
import Testing

@testable import Storage

/// Changes to whole conversations, such as pinning, archiving and deletion.
@Suite struct MarksTests {
  private let store: ConversationStore

  init() throws { store = try ConversationStore.inMemory() }

  private func titles(_ shelf: Shelf) throws -> [String] {
    try store.summaries(on: shelf, limit: 100).map(\.title)
  }

  private func saved(_ titles: String...) throws -> [Conversation] {
    var samples = Samples()
    return try titles.map { title in
      let conversation = samples.exchange(title)
      try store.save(conversation, messages: conversation.path)
      return conversation
    }
  }

  @Test func pinnedConversationsComeFirst() throws {
    let all = try saved("a", "b", "c")
    try store.change([all[0].id], .pin(true), at: Timestamp(milliseconds: 1))
    #expect(try titles(.current) == ["a", "c", "b"])
    #expect(try store.summaries(on: .current, limit: 1).map(\.title) == ["a", "c"])
    try store.change([all[0].id], .pin(false), at: Timestamp(milliseconds: 1))
    #expect(try titles(.current) == ["c", "b", "a"])
  }

  /// The pages add up to the whole list even if conversations were last used at the same moment
  /// and some of them have only a draft.
  @Test(arguments: Shelf.allCases) func pagesMakeUpTheWholeList(_ shelf: Shelf) throws {
    var samples = Samples()
    var all: [Conversation] = []
    for number in 0..<23 {
      var conversation = samples.exchange("\(number)")
      if number.isMultiple(of: 3) {
        conversation = Conversation(id: conversation.id, createdAt: conversation.createdAt)
        conversation.draft = "draft \(number)"
      }
      conversation.updatedAt = Timestamp(milliseconds: Int64(1_000 + number / 4))
      try store.save(conversation, messages: conversation.path)
      all.append(conversation)
    }
    let time = Timestamp(milliseconds: .max / 2)
    switch shelf {
    case .current: try store.change(all[4...7].map(\.id), .pin(true), at: time)
    case .archived: try store.change(all.map(\.id), .archive(true), at: time)
    case .deleted:
      for (number, conversation) in all.enumerated() {
        let deleted = Timestamp(milliseconds: .max / 2 - Int64(number / 3))
        try store.change([conversation.id], .delete(deleted), at: time)
      }
    }
    let whole = try store.summaries(on: shelf, limit: 100)
    for limit in [1, 2, 5, 22] {
      var parts: [ConversationSummary] = []
      while true {
        let part = try store.summaries(on: shelf, after: parts.last, limit: limit)
        if part.isEmpty { break }
        parts += part
      }
      #expect(parts == whole)
    }
    #expect(whole.count == 23)
  }

  @Test func eachConversationIsOnOneShelf() throws {
    let all = try saved("a", "b", "c")
    try store.change([all[0].id, all[1].id], .archive(true), at: Timestamp(milliseconds: 1))
    try store.change(
      [all[1].id], .delete(Timestamp(milliseconds: .max / 2)), at: Timestamp(milliseconds: 1))
    #expect(try titles(.current) == ["c"])
    #expect(try titles(.archived) == ["a"])
    #expect(try titles(.deleted) == ["b"])
    #expect(try store.summaries(limit: 9, offset: 0).map(\.title) == ["c", "a"])
    try store.change([all[1].id], .delete(nil), at: Timestamp(milliseconds: 1))
    #expect(try titles(.archived) == ["b", "a"])
  }

  @Test func modelTitleNeverReplacesTheUsers() throws {
    let all = try saved("a", "b")
    try store.change([all[0].id], .rename("mine"), at: Timestamp(milliseconds: 1))
    try store.change(all.map(\.id), .suggestTitle("theirs"), at: Timestamp(milliseconds: 1))
    try store.change(all.map(\.id), .suggestTitle("theirs too"), at: Timestamp(milliseconds: 1))
    let stored = try all.map { try #require(try store.conversation($0.id)) }
    #expect(stored.map(\.title) == ["mine", "theirs too"])
    #expect(stored.map(\.titleSource) == [.user, .model])
  }

  @Test func erasedConversationsAreNotFoundBySearch() throws {
    let all = try saved("a", "b")
    try store.erase([all[0].id])
    #expect(try titles(.current) == ["b"])
    #expect(try store.conversation(all[0].id) == nil)
    let found = try store.search(
      SearchQuery("in:title a"), order: .newest, limit: 9, now: Timestamp(milliseconds: 0))
    #expect(found?.hits.isEmpty == true)
  }

  @Test func trashedConversationsAreErasedAfterThirtyDays() throws {
    let all = try saved("a", "b")
    let day: Int64 = 86_400_000
    try store.change(
      [all[0].id], .delete(Timestamp(milliseconds: 10 * day)), at: Timestamp(milliseconds: 1))
    try store.change(
      [all[1].id], .delete(Timestamp(milliseconds: 11 * day)), at: Timestamp(milliseconds: 1))
    try store.emptyDeleted(now: 40 * day + 1)
    #expect(try titles(.deleted) == ["b"])
    #expect(try store.conversation(all[0].id) == nil)
    let left = try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM message") }
    #expect(left == 2)
  }

  @Test func savingDoesNotRevertTagsAndTitles() throws {
    let conversation = try saved("a")[0]
    try store.change([conversation.id], .tag(["swift", "zwölf\0"]), at: Timestamp(milliseconds: 1))
    try store.change([conversation.id], .pin(true), at: Timestamp(milliseconds: 1))
    try store.save(conversation)
    let summary = try #require(try store.summaries(on: .current, limit: 1).first)
    #expect(summary.marks.tags == ["swift", "zwölf\0"])
    #expect(summary.marks.isPinned)

    try store.change([conversation.id], .rename("mine"), at: Timestamp(milliseconds: 1))
    let loaded = try #require(try store.conversation(conversation.id))
    #expect(loaded.title == "mine")
    #expect(loaded.titleSource == .user)
  }

  @Test func draftWithoutMessagesIsListedWhileItExists() throws {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.draft = "half a\0 question"
    try store.save(conversation)
    let summary = try #require(try store.summaries(on: .current, limit: 1).first)
    #expect(summary.hasDraft)
    #expect(summary.preview == "half a\0 question")
    #expect(try store.conversation(conversation.id) == conversation)
    #expect(try store.summaries(limit: 1, offset: 0).isEmpty)
    conversation.draft = ""
    try store.save(conversation)
    #expect(try titles(.current).isEmpty)
  }
}
