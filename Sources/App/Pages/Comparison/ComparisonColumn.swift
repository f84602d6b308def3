internal import Chat
internal import Markdown
internal import Screen

/// One of the compared answers, laid out as it grows, with its own reading position.
struct ComparisonColumn {
  let answer: MessageID
  /// Whether the thinking is shown above the answer.
  private(set) var isThinkingOpen = false
  /// Whether the end is kept in view.
  private(set) var isFollowing = false
  private(set) var firstRow = 0
  private var text = MessageLayout(role: .assistant, copiesCode: false)
  private var thinking = MarkdownStream(dimmed: true, closesOpenMarks: true)
  private var fedThinking = 0
  private var isThinkingFinished = false
  /// The number of rows of each block.
  private var textCounts: [Int] = []
  private var thinkingCounts: [Int] = []
  private var width = 0
  private var height = 0
  private var hadContentOnly = false

  init(_ answer: MessageID) { self.answer = answer }

  /// Lays out the text that has arrived since the last call.
  /// - Parameter byLines: whether only complete lines are laid out.
  /// - Complexity: O(length of the answer) after a change of width, else O(length of the new
  ///   text)
  mutating func update(_ message: Message, byLines: Bool, width: Int, height: Int) {
    if hadContentOnly, !message.reasoning.isEmpty {
      // What was laid out as the answer so far has turned out to be thinking.
      text = MessageLayout(role: .assistant, copiesCode: false)
      textCounts = []
    }
    hadContentOnly = message.reasoning.isEmpty && !message.spoken.isEmpty
    let isResized = width != self.width
    self.width = width
    self.height = height
    let closed = isResized ? 0 : min(text.closedBlockCount, textCounts.count)
    // The page refuses the keys that follow an answer in the conversation.
    text.update(message, isFirst: true, byLines: byLines, advice: "", width: width)
    textCounts.removeSubrange(closed...)
    for block in closed..<text.blockCount {
      // The page draws the message's head itself, so block 0 has no rows here.
      textCounts.append(block == 0 ? 0 : text.rows(ofBlock: block).count)
    }
    if isThinkingOpen { updateThinking(message, byLines: byLines, isResized: isResized) }
    scroll(by: 0)
  }

  private mutating func updateThinking(_ message: Message, byLines: Bool, isResized: Bool) {
    let closed = isResized ? 0 : min(thinking.closedBlockCount, thinkingCounts.count)
    let isGrowing = message.status == .streaming && message.spoken.isEmpty
    let new = message.reasoning.grown(past: fedThinking, byLines: byLines && isGrowing)
    thinking.append(String(new))
    fedThinking += new.utf8.count
    if message.status != .streaming, !isThinkingFinished {
      thinking.finish()
      isThinkingFinished = true
    }
    thinking.layout(width: width)
    thinkingCounts.removeSubrange(min(closed, thinkingCounts.count)...)
    for block in thinkingCounts.count..<max(thinkingCounts.count, thinking.blockCount) {
      thinkingCounts.append(thinking.rows(ofBlock: block).count)
    }
  }

  /// Returns the rows in view.
  mutating func visibleRows() -> [StyledLine] {
    var result: [StyledLine] = []
    var skipped = firstRow
    func take(_ count: Int, _ rows: () -> [StyledLine]) {
      if skipped < count, result.count < height {
        result += rows().dropFirst(skipped).prefix(height - result.count)
      }
      skipped = max(0, skipped - count)
    }
    if isThinkingOpen {
      for (block, count) in thinkingCounts.enumerated() {
        take(count) { thinking.rows(ofBlock: block) }
      }
      take(1) { [StyledLine()] }
    }
    for (block, count) in textCounts.enumerated() { take(count) { text.rows(ofBlock: block) } }
    return result
  }

  /// A mark showing how many rows are out of view.
  var mark: PageMark { PageMark(first: firstRow, shown: height, of: rowCount) }

  private var rowCount: Int {
    let open = isThinkingOpen ? thinkingCounts.reduce(0, +) + 1 : 0
    return open + textCounts.reduce(0, +)
  }

  // MARK: Scrolling

  mutating func scroll(by rows: Int) {
    let last = max(0, rowCount - height)
    if rows == 0, isFollowing {
      firstRow = last
    } else {
      firstRow = max(0, min(firstRow + rows, last))
      if rows != 0 { isFollowing = rows > 0 && firstRow == last }
    }
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 1)) }

  /// Shows or folds the thinking, and scrolls to the top.
  mutating func toggleThinking() {
    isThinkingOpen.toggle()
    firstRow = 0
    isFollowing = false
  }
}
