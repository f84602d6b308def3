import Chat
import Testing

@testable import Storage

/// Conversations dated by a wrong clock do not stay the most recent.
@Suite struct UseOrderTests {
  private static let year2100: Int64 = 4_102_444_800_000
  private static let now: Int64 = 1_790_000_000_000

  private let store: ConversationStore
  /// The IDs in the expected order. The conversations were last used now, a minute ago, long ago,
  /// in 2101 and in 2100.
  private var ids: [ConversationID] = []

  init() throws {
    store = try ConversationStore.inMemory()
    var samples = Samples()
    let times = [
      Self.now, Self.now - 60_000, Self.now - 9_000_000_000, Self.year2100 + 31_536_000_000,
      Self.year2100,
    ]
    for time in times {
      var conversation = samples.exchange("\(time)")
      conversation.updatedAt = Timestamp(milliseconds: time)
      try store.save(conversation, messages: conversation.path)
      ids.append(conversation.id)
    }
  }

  private func pages(_ size: Int, now: Int64) throws -> [ConversationID] {
    var found: [ConversationSummary] = []
    while true {
      let page = try store.summaries(on: .current, after: found.last, limit: size, now: now)
      found += page
      if page.count < size { return found.map(\.id) }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6]) func conversationsDatedAheadComeLast(_ size: Int) throws {
    #expect(try pages(size, now: Self.now) == ids)
    var listed: [ConversationID] = []
    for offset in stride(from: 0, to: 6, by: size) {
      listed += try store.summaries(limit: size, offset: offset, now: Self.now).map(\.id)
    }
    #expect(listed == ids)
    #expect(try store.newestConversation(now: Self.now) == ids[0])
  }

  @Test func settingTheClockBackKeepsTheOrderOfCurrentUse() throws {
    // All but the conversation used long ago are ahead of this clock.
    let past = Self.now - 1_000_000_000
    #expect(try store.newestConversation(now: past) == ids[2])
    #expect(try pages(2, now: past) == [ids[2], ids[3], ids[4], ids[0], ids[1]])
    #expect(try pages(2, now: Self.now) == ids, "nothing was rewritten")
  }

  @Test func someHoursAheadAreTolerated() throws {
    #expect(try store.newestConversation(now: Self.now - 40_000_000) == ids[0])
  }

  @Test func conversationsAllDatedAheadAreFound() throws {
    #expect(try store.newestConversation(now: 0) == ids[3])
  }

  @Test func useCorrectsTheTime() throws {
    var conversation = try #require(try store.conversation(ids[4]))
    let later = Timestamp(milliseconds: Self.now + 1000)
    conversation.touch(later)
    #expect(conversation.updatedAt == later)
    try store.save(conversation)
    #expect(try store.newestConversation(now: Self.now + 1000) == ids[4])
  }
}
