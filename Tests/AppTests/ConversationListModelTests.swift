import Chat
import TestKit
import Testing

@testable import App

/// The list after arbitrary sequences of operations.
@Suite struct ConversationListModelTests {
  private struct World {
    var random: SplitMix64
    var conversationList = ConversationList()
    var ids: IDSource
    var request = 0
    let now = Timestamp(milliseconds: 1_764_000_000_000)

    init(seed: UInt64) {
      random = SplitMix64(state: seed)
      ids = IDSource(seed: seed)
    }

    mutating func summary() -> ConversationSummary {
      let time = Timestamp(
        milliseconds: now.milliseconds - Int64.random(in: 0...50, using: &random))
      var summary = ConversationSummary(
        id: ConversationID(ids.uuid(at: time)),
        title: ["Köln", "train", "x"].randomElement(using: &random) ?? "",
        createdAt: time, updatedAt: time, model: "m", messageCount: 2, preview: "")
      summary.marks.isPinned = Int.random(in: 0..<6, using: &random) == 0
      return summary
    }

    /// Returns a page in the order in which the store would return it.
    mutating func page(_ count: Int, hasMore: Bool) -> ListPage {
      let all = (0..<count).map { _ in summary() }.sorted {
        $0.marks.isPinned != $1.marks.isPinned
          ? $0.marks.isPinned : ($0.updatedAt, $0.id) > ($1.updatedAt, $1.id)
      }
      return ListPage(all, hasMore: hasMore)
    }

    mutating func step() {
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        request += 1
        _ = conversationList.expect(RequestID(request), goesOn: false, at: now)
        conversationList.take(
          page(Int.random(in: 0...9, using: &random), hasMore: Bool.random(using: &random)),
          selecting: conversationList.selection?.id)
      case 1: _ = conversationList.note(summary(), isNew: true)
      case 2:
        if var summary = conversationList.selection {
          summary.updatedAt = now
          conversationList.hasKeys = Bool.random(using: &random)
          _ = conversationList.note(summary, isNew: false)
          if Bool.random(using: &random) { conversationList.settle() }
        }
      case 3: _ = conversationList.change { _ in .archive(true) }
      case 4:
        let isPinned = Bool.random(using: &random)
        _ = conversationList.change { _ in .pin(isPinned) }
      case 5: _ = conversationList.change { [now] _ in .delete(now) }
      case 6, 7: _ = conversationList.undo()
      case 8:
        conversationList.setFilter(["", "koln", "r", "zzz"].randomElement(using: &random) ?? "")
      case 9: conversationList.toggleMark()
      case 10: conversationList.move(by: Int.random(in: -9...9, using: &random))
      default: conversationList.erase(Set(conversationList.targets.prefix(2).map(\.id)))
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func listIsInOrderAndComplete(_ seed: UInt64) throws {
    var world = World(seed: seed)
    for _ in 0..<60 {
      world.step()
      let conversationList = world.conversationList
      let all = (conversationList.listed ?? []).map(\.summary)
      #expect(Set(all.map(\.id)).count == all.count)
      #expect(all.allSatisfy { $0.marks.shelf == .current })
      for (one, next) in zip(all, all.dropFirst()) {
        #expect(
          one.marks.isPinned != next.marks.isPinned
            ? one.marks.isPinned : (one.updatedAt, one.id) > (next.updatedAt, next.id))
      }
      let filter = conversationList.filter
      let shown = all.filter {
        filter.isEmpty || $0.title == (filter == "koln" ? "Köln" : filter == "r" ? "train" : "")
      }
      #expect(conversationList.shown.indices.compactMap(conversationList.summary(at:)) == shown)
      #expect((conversationList.selection == nil) == shown.isEmpty)
    }
  }
}
