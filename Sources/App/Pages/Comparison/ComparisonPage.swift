internal import Chat
internal import Screen
internal import Words

/// Two answers to one question, side by side.
struct ComparisonPage {
  /// The two siblings, left and right.
  let messages: [MessageID]
  private let places: [String]
  private var layouts: [MessageLayout]
  private(set) var firstRow = 0
  /// How many rows each block of each answer has.
  private var counts: [[Int]]
  private var width = 0
  private var height = 0

  /// The narrowest window that can show two answers, in columns.
  static let narrowest = 80

  /// - Parameter places: the position of each answer among its siblings, as in `2/3`.
  init(_ messages: [MessageID], places: [String]) {
    self.messages = messages
    self.places = places
    layouts = messages.map { _ in MessageLayout(role: .assistant) }
    counts = messages.map { _ in [] }
  }

  /// Returns the visible rows of each answer. An answer may still be streaming.
  /// - Complexity: O(length of both) after a change of width, else O(length of the new text)
  mutating func rows(
    of conversation: Conversation, byLines: Bool, width: Int, height: Int
  ) -> [[StyledLine]] {
    for (index, id) in messages.enumerated() {
      guard let message = conversation[id] else { continue }
      // Closed blocks keep their row counts.
      let kept = width == self.width ? min(layouts[index].closedBlockCount, counts[index].count) : 0
      layouts[index].update(
        message, isFirst: true, place: places[index], byLines: byLines, width: width)
      counts[index].removeSubrange(kept...)
      for block in kept..<layouts[index].blockCount {
        counts[index].append(layouts[index].rows(ofBlock: block).count)
      }
    }
    self.width = width
    self.height = height
    scroll(by: 0)
    return layouts.indices.map { visibleRows(of: $0) }
  }

  private mutating func visibleRows(of index: Int) -> [StyledLine] {
    var result: [StyledLine] = []
    var skipped = firstRow
    for (block, count) in counts[index].enumerated() where result.count < height {
      if skipped < count {
        let rows = layouts[index].rows(ofBlock: block)
        result += rows.dropFirst(skipped).prefix(height - result.count)
      }
      skipped = max(0, skipped - count)
    }
    return result
  }

  private var rowCount: Int { counts.map { $0.reduce(0, +) }.max() ?? 0 }

  mutating func scroll(by rows: Int) {
    firstRow = max(0, min(firstRow + rows, rowCount - height))
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 2)) }
}

// MARK: - Keys

extension ComparisonPage: Page {
  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case top
    case bottom
    case next
    case previous
    case close
    case perform(Command)
    case leave(Command)
  }

  static let keys = KeyTable<Self, Action>([
    .init(Key(.up), .character("k"), does: .up),
    .init(Key(.down), .character("j"), does: .down, hint: Words.Pages.scroll, 1),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), .character(" "), does: .pageDown),
    .init(Key(.home), .character("g"), does: .top),
    .init(Key(.end), .character("G"), does: .bottom),
    .init(.character("]"), does: .next, hint: Words.Pages.versionHint, 2),
    .init(.character("["), does: .previous),
    .init(
      .escape, .enter, .character("q"), .character("|"), does: .close, hint: Words.Pages.back, 0),
    .init(Key(.function(2)), does: .leave(.openList)),
    .init(.control("r"), does: .leave(.openSearch)),
    .init(.control("p"), does: .leave(.openPalette)),
    .init(.control("c"), does: .close),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  /// Compares the siblings at `index` and `index + 1`; `nil` if either does not exist.
  init?(of answer: MessageID, at index: Int, in conversation: Conversation) {
    let siblings = conversation.siblings(of: answer)
    guard siblings.indices.contains(index), siblings.indices.contains(index + 1) else { return nil }
    let pair = [index, index + 1]
    self.init(
      pair.map { siblings[$0] }, places: pair.map { "\($0 + 1)/\(siblings.count)" })
  }

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    switch action {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scrollPage(-1)
    case .pageDown: scrollPage(1)
    case .top: scroll(by: -1_000_000_000)
    case .bottom: scroll(by: 1_000_000_000)
    case .next: go(by: 1, in: context.conversation)
    case .previous: go(by: -1, in: context.conversation)
    case .close: return .close
    case .perform(let command): return .perform(command)
    case .leave(let command): return .closeAllAndPerform(command)
    }
    return .stay
  }

  private mutating func go(by step: Int, in conversation: Conversation) {
    guard let left = messages.first,
      let index = conversation.siblings(of: left).firstIndex(of: left),
      let other = ComparisonPage(of: left, at: index + step, in: conversation)
    else { return }
    self = other
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .stay }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    ComparisonView.draw(&self, context, on: &canvas)
    drawHints(context, on: &canvas)
  }
}
