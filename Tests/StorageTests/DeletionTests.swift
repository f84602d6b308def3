import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Messages in the trash: hidden everywhere, and restored unchanged.
@Suite struct DeletionTests {
  private let folder: TemporaryFolder
  private var samples = Samples()

  init() throws { folder = try TemporaryFolder() }

  /// Deletes a message and its descendants, as the screen does.
  private func delete(
    _ message: MessageID, of conversation: inout Conversation, in store: ConversationStore,
    now: Int64 = ConversationStore.now()
  ) throws {
    let removed = conversation.remove(message)
    try store.delete(removed.map(\.id), of: conversation, now: now)
  }

  @Test func deletedMessagesAreRestoredInAnotherRun() throws {
    var random = RandomConversations(seed: 7)
    for _ in 0..<60 {
      let store = try ConversationStore(path: folder.database)
      let new = random.conversation()
      try store.save([new])
      let before = try #require(try store.conversation(new.id))
      guard let first = before.path.randomElement(using: &random.random) else { continue }
      var after = before
      try delete(first, of: &after, in: store)
      #expect(try store.conversation(before.id) == after)

      let later = try ConversationStore(path: folder.database)
      let deleted = try #require(try later.restoreLastDeletion(of: before.id))
      #expect(deleted.leaf == before.path.last)
      after.restore(deleted.messages, path: deleted.leaf)
      #expect(after == before)
      #expect(try later.conversation(before.id) == before)
      #expect(try later.restoreLastDeletion(of: before.id) == nil)
    }
  }

  @Test mutating func theLastDeletionIsRestoredFirst() throws {
    let store = try ConversationStore(path: folder.database)
    let before = samples.exchange("hello")
    try store.save([before])
    var conversation = before
    try delete(before.path[1], of: &conversation, in: store)
    let half = conversation
    try delete(before.path[0], of: &conversation, in: store)
    #expect(try store.restoreLastDeletion(of: before.id)?.messages.map(\.id) == [before.path[0]])
    #expect(try store.conversation(before.id) == half)
    #expect(try store.restoreLastDeletion(of: before.id)?.messages.map(\.id) == [before.path[1]])
    #expect(try store.conversation(before.id) == before)
  }

  @Test mutating func trashIsHiddenEverywhere() throws {
    let store = try ConversationStore(path: folder.database)
    let before = samples.exchange("xylophone")
    try store.save([before])
    var conversation = before
    try delete(before.path[1], of: &conversation, in: store)
    let found = try store.search(
      SearchQuery("Because"), order: .newest, limit: 10, now: samples.now())
    #expect(found?.hits.isEmpty == true)
    #expect(try store.summaries(limit: 1, offset: 0).map(\.messageCount) == [1])
    #expect(try store.exportedJSON(before.id)?.contains(before.path[1].description) == false)
    #expect(try store.faults() == [])
  }

  @Test mutating func theTrashIsEmptiedAfterThirtyDays() throws {
    let day: Int64 = 86_400_000
    for (days, isKept) in [(29, true), (31, false)] as [(Int64, Bool)] {
      let store = try ConversationStore(path: folder.database)
      let before = samples.exchange("hello")
      try store.save([before])
      var conversation = before
      try delete(
        before.path[1], of: &conversation, in: store, now: ConversationStore.now() - days * day)
      let later = try ConversationStore(path: folder.database)
      #expect((try later.restoreLastDeletion(of: before.id) != nil) == isKept)
    }
  }

  @Test mutating func erasingAConversationEmptiesItsTrash() throws {
    let store = try ConversationStore(path: folder.database)
    let before = samples.exchange("hello")
    try store.save([before])
    var conversation = before
    try delete(before.path[1], of: &conversation, in: store)
    try store.erase([before.id])
    let left = try store.database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM deletion")
    }
    #expect(left == 0)
  }

  @Test mutating func savingAMessageAgainUndeletesIt() throws {
    let store = try ConversationStore(path: folder.database)
    let before = samples.exchange("hello")
    try store.save([before])
    var conversation = before
    try delete(before.path[1], of: &conversation, in: store)
    try store.save(before, messages: [before.path[1]])
    #expect(try store.restoreLastDeletion(of: before.id) == nil)
    #expect(try store.conversation(before.id) == before)
  }

  @Test mutating func aRepairKeepsTheTrash() throws {
    let before = samples.exchange("hello")
    do {
      let store = try ConversationStore(path: folder.database)
      try store.save([before])
      var conversation = before
      try delete(before.path[1], of: &conversation, in: store)
      _ = store.letGo()
    }
    _ = try Recovery(path: folder.database).run(name: "test")
    let store = try ConversationStore(path: folder.database)
    #expect(try store.restoreLastDeletion(of: before.id)?.messages.map(\.id) == [before.path[1]])
    #expect(try store.conversation(before.id) == before)
  }

  @Test mutating func lastDeletedConversationIsRestored() throws {
    let store = try ConversationStore(path: folder.database)
    #expect(try store.restoreLastConversation() == nil)
    let (first, second) = (samples.exchange("first"), samples.exchange("second"))
    try store.save([first, second])
    try store.change(
      [first.id], .delete(Timestamp(milliseconds: ConversationStore.now() - 2)),
      at: Timestamp(milliseconds: 0))
    try store.change(
      [second.id], .delete(Timestamp(milliseconds: ConversationStore.now() - 1)),
      at: Timestamp(milliseconds: 0))
    #expect(try store.restoreLastConversation() == second)
    #expect(try store.restoreLastConversation() == first)
    #expect(try store.restoreLastConversation() == nil)
  }
}
