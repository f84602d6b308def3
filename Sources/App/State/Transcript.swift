internal import Chat
internal import Screen

/// The conversation as a virtual list of rows: only what is seen, or must be walked over to scroll,
/// is laid out.
///
/// The place is kept as (message, row), so rows that arrive below never move a reader who has
/// scrolled up. The layouts are a cache by message id; a new width lays out again what is seen.
struct Transcript {
  /// A row of the conversation: which message of the path, and which of its rows.
  struct Position: Equatable, Comparable {
    var message: Int
    var row: Int

    static func < (left: Position, right: Position) -> Bool {
      (left.message, left.row) < (right.message, right.row)
    }
  }

  private(set) var isFollowing = true
  private var top = Position(message: 0, row: 0)
  private var layouts: [MessageID: MessageLayout] = [:]
  private var width = 0
  private var height = 0
  /// The end of the conversation when the reader left it.
  private var seenEnd: Position?

  /// The message whose head is marked.
  var marked: MessageID?

  /// Takes on the pane's extent and moves with the end when following.
  mutating func prepare(_ conversation: Conversation, width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(0, height)
    if isFollowing { top = topWhenFollowing(conversation) }
    top.row = min(top.row, max(0, rowCount(top.message, conversation) - 1))
  }

  /// The rows in view, top first.
  mutating func visibleRows(_ conversation: Conversation) -> [StyledLine] {
    var rows: [StyledLine] = []
    var position = top
    while rows.count < height, position.message < conversation.path.count {
      guard let layout = layout(position.message, conversation) else { break }
      let end = min(layout.rowCount, position.row + height - rows.count)
      for row in min(position.row, end)..<end { rows.append(layout.row(row)) }
      position = Position(message: position.message + 1, row: 0)
    }
    return rows
  }

  /// The last message that can be seen, as an index of the path.
  mutating func lastVisibleMessage(_ conversation: Conversation) -> Int? {
    guard !conversation.path.isEmpty else { return nil }
    let last = advanced(top, by: max(0, height - 1), conversation).message
    return min(last, conversation.path.count - 1)
  }

  /// Rows that have come below since the reader scrolled up.
  mutating func newRowsBelow(_ conversation: Conversation) -> Int {
    guard !isFollowing, let seenEnd else { return 0 }
    var count = -seenEnd.row
    for message in seenEnd.message..<max(seenEnd.message, conversation.path.count) {
      count += rowCount(message, conversation)
    }
    return max(0, count)
  }

  /// The text of a message is not what it was with more behind it.
  mutating func forget(_ message: MessageID) { layouts[message] = nil }

  // MARK: Scrolling

  /// Positive rows go down. Reaching the end follows it again.
  mutating func scroll(by rows: Int, _ conversation: Conversation) {
    let bottom = topWhenFollowing(conversation)
    if isFollowing {
      guard rows < 0, bottom > Position(message: 0, row: 0) else { return }
      top = bottom
      seenEnd = end(conversation)
    }
    top = advanced(top, by: rows, conversation)
    isFollowing = top >= bottom
    if isFollowing { seenEnd = nil }
  }

  mutating func scrollPage(_ pages: Int, _ conversation: Conversation) {
    scroll(by: pages * max(1, height - 2), conversation)
  }

  mutating func scrollToStart(_ conversation: Conversation) {
    guard topWhenFollowing(conversation) > Position(message: 0, row: 0) else { return }
    if isFollowing { seenEnd = end(conversation) }
    isFollowing = false
    top = Position(message: 0, row: 0)
  }

  mutating func scrollToEnd() {
    isFollowing = true
    seenEnd = nil
  }

  /// Scrolls to the beginning of the next message that is wanted, or the one before it; where there
  /// is none, to the end or the start.
  /// - Parameter start: where to go on from; `nil` is the top of the view.
  /// - Returns: the index of that message; `nil` where there is none.
  mutating func jump(
    _ step: Int, from start: Int?, _ conversation: Conversation, where isWanted: (Message) -> Bool
  ) -> Int? {
    if isFollowing { top = topWhenFollowing(conversation) }
    // Within a message the way back first leads to its own beginning.
    var index =
      start.map { $0 + step } ?? (step < 0 && top.row > 0 ? top.message : top.message + step)
    while let message = self.message(at: index, conversation), !isWanted(message) { index += step }
    guard message(at: index, conversation) != nil else {
      if step < 0 { scrollToStart(conversation) } else { scrollToEnd() }
      return nil
    }
    show(message: index, conversation)
    return index
  }

  /// Scrolls to the beginning of a message.
  mutating func show(message index: Int, _ conversation: Conversation) {
    let bottom = topWhenFollowing(conversation)
    if isFollowing { seenEnd = end(conversation) }
    top = min(Position(message: index, row: 0), bottom)
    isFollowing = top >= bottom
    if isFollowing { seenEnd = nil }
  }

  private func message(at index: Int, _ conversation: Conversation) -> Message? {
    conversation.path.indices.contains(index) ? conversation[conversation.path[index]] : nil
  }

  // MARK: Finding

  /// Scrolls to the next row that matches, or the one before it.
  /// - Parameter last: the row that was found last; `nil` begins at the top of the view.
  /// - Complexity: O(text walked over)
  mutating func find(
    _ match: TextMatch, _ step: Int, from last: Position?, _ conversation: Conversation
  ) -> (position: Position, hasWrapped: Bool)? {
    let count = conversation.path.count
    guard count > 0 else { return nil }
    let start = last ?? Position(message: top.message, row: top.row - 1)
    var message = min(start.message, count - 1)
    // Once around, and the first message again for its other part.
    for turn in 0...count {
      let rows = matchingRows(match, message, conversation)
      let isFirst = turn == 0
      let found =
        step > 0
        ? rows.first { !isFirst || $0 > start.row } : rows.last { !isFirst || $0 < start.row }
      if let found {
        let position = Position(message: message, row: found)
        show(position, conversation)
        return (position, step > 0 ? position <= start : position >= start)
      }
      message = (message + step + count) % count
    }
    return nil
  }

  private mutating func matchingRows(
    _ match: TextMatch, _ message: Int, _ conversation: Conversation
  ) -> [Int] {
    guard let layout = layout(message, conversation) else { return [] }
    return (0..<layout.rowCount).filter { match.isIn(layout.row($0).text) }
  }

  /// Scrolls so that a row is in view, a third from the top when it was not.
  private mutating func show(_ position: Position, _ conversation: Conversation) {
    let end = advanced(top, by: max(0, height - 1), conversation)
    guard position < top || position > end else { return }
    scroll(by: 0, conversation)
    let wanted = advanced(position, by: -height / 3, conversation)
    if isFollowing { seenEnd = self.end(conversation) }
    let bottom = topWhenFollowing(conversation)
    top = min(wanted, bottom)
    isFollowing = top >= bottom
    if isFollowing { seenEnd = nil }
  }

  // MARK: Walking

  private mutating func topWhenFollowing(_ conversation: Conversation) -> Position {
    var left = height
    var message = conversation.path.count
    while message > 0 {
      message -= 1
      let rows = rowCount(message, conversation)
      if rows >= left { return Position(message: message, row: rows - left) }
      left -= rows
    }
    return Position(message: 0, row: 0)
  }

  private mutating func advanced(
    _ start: Position, by rows: Int, _ conversation: Conversation
  ) -> Position {
    var position = start
    position.row += rows
    while position.row < 0, position.message > 0 {
      position.message -= 1
      position.row += rowCount(position.message, conversation)
    }
    while position.message < conversation.path.count - 1 {
      let rows = rowCount(position.message, conversation)
      guard position.row >= rows else { break }
      position.row -= rows
      position.message += 1
    }
    position.row = max(0, position.row)
    return position
  }

  private mutating func end(_ conversation: Conversation) -> Position {
    let last = max(0, conversation.path.count - 1)
    return Position(message: last, row: rowCount(last, conversation))
  }

  private mutating func rowCount(_ message: Int, _ conversation: Conversation) -> Int {
    layout(message, conversation)?.rowCount ?? 0
  }

  private mutating func layout(_ index: Int, _ conversation: Conversation) -> MessageLayout? {
    guard conversation.path.indices.contains(index),
      let message = conversation[conversation.path[index]]
    else { return nil }
    layouts[message.id, default: MessageLayout(role: message.role)]
      .update(
        message, isFirst: index == 0, isMarked: message.id == marked,
        place: conversation.place(of: message.id), width: width)
    return layouts[message.id]
  }
}

extension Conversation {
  /// Which of its siblings a message is, as `2/3`; empty for one that has none.
  fileprivate func place(of id: MessageID) -> String {
    let siblings = self.siblings(of: id)
    guard siblings.count > 1, let index = siblings.firstIndex(of: id) else { return "" }
    return "\(index + 1)/\(siblings.count)"
  }
}
