internal import Chat
internal import Markdown
internal import Screen

/// The reasoning of one answer, laid out as it grows.
struct ReasoningPane {
  private var message: MessageID?
  private var body = MarkdownStream(dimmed: true)
  private var fed = 0
  private var isFinished = false
  private var height = 0
  private var top = 0
  private(set) var isFollowing = true

  /// Shows a message's reasoning from its newest line, or goes on with it.
  /// - Complexity: O(text since the last call) while message and width stay
  mutating func prepare(_ message: Message, width: Int) {
    if self.message != message.id {
      self = ReasoningPane()
      self.message = message.id
    }
    let bytes = message.reasoning.utf8
    if bytes.count > fed {
      let start = bytes.index(bytes.startIndex, offsetBy: fed)
      body.append(String(message.reasoning[start...]))
      fed = bytes.count
    }
    if message.status != .streaming, !isFinished {
      body.finish()
      isFinished = true
    }
    body.layout(width: max(1, width))
  }

  var rowCount: Int { body.rowCount }

  /// Takes on the pane's height, and moves with the end when following.
  mutating func show(rows height: Int) {
    self.height = height
    let last = max(0, body.rowCount - height)
    top = isFollowing ? last : min(top, last)
  }

  var visibleRows: [StyledLine] {
    (top..<max(top, min(body.rowCount, top + height))).map(body.row)
  }

  mutating func scroll(by rows: Int) {
    let last = max(0, body.rowCount - height)
    top = min(max(0, top + rows), last)
    isFollowing = top == last
  }

  /// Scrolls to the next row that matches, or the one before it.
  mutating func find(
    _ match: TextMatch, _ step: Int, from last: Int?
  ) -> (position: Transcript.Position, hasWrapped: Bool)? {
    let rows = (0..<body.rowCount).filter { match.isIn(body.row($0).text) }
    let start = last ?? top - 1
    let next = step > 0 ? rows.first { $0 > start } : rows.last { $0 < start }
    guard let found = next ?? (step > 0 ? rows.first : rows.last) else { return nil }
    if found < top || found >= top + height { scroll(by: found - height / 3 - top) }
    return (Transcript.Position(message: 0, row: found), next == nil)
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 1)) }
}
