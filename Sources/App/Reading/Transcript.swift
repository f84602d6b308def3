internal import Chat
internal import Markdown
internal import Screen

/// The conversation as a virtual list of rows. Only visible rows, and rows passed while scrolling,
/// are laid out.
///
/// The scroll position is a message, a block and a row. New rows above or below therefore do not
/// move the view of a reader who has scrolled up. When the width changes, the same text stays at
/// the top. Layouts are cached by message ID. If the cache grows too large, layouts that recent
/// frames did not use are evicted.
struct Transcript {
  /// A row of the conversation: the message's index in the path, its block, and the row in the
  /// block.
  struct Position: Equatable, Comparable {
    var message: Int
    var block = 0
    var row = 0

    static func < (left: Position, right: Position) -> Bool {
      (left.message, left.block, left.row) < (right.message, right.block, right.row)
    }
  }

  private(set) var isFollowing = true
  private(set) var top = Position(message: 0)
  private(set) var height = 0
  private(set) var width = 0
  var layouts = LayoutCache()
  var drawn = DrawnRows()
  private var below: RowsBelow?
  var landing: (message: MessageID, target: LandingTarget?)?
  /// The top row after the last change of width, and the number of letters that precede that row in
  /// its block.
  private var resized: (top: Position, offset: Int)?

  var settings: RowSettings {
    get { layouts.settings }
    set { layouts.settings = newValue }
  }

  /// Whether a frame is being drawn. Messages do not change during that time.
  var isDrawing: Bool {
    get { layouts.isDrawing }
    set { layouts.isDrawing = newValue }
  }

  /// Returns whether a row is a folded system prompt.
  func isSystemPrompt(_ row: Position, _ conversation: Conversation) -> Bool {
    row.block == 0
      && conversation.systemPlace(at: row.message, prompt: settings.systemPrompt)
        .isPrompt(row: row.row)
  }

  /// Sets the pane's size, and scrolls to the end if the view follows it.
  mutating func prepare(_ conversation: Conversation, width: Int, height: Int) {
    layouts.beginFrame()
    let width = max(1, width)
    if width != self.width { resize(to: width, conversation) }
    self.height = max(0, height)
    settle(conversation)
    if isFollowing { top = topWhenFollowing(conversation) }
    top = clamped(top, conversation)
  }

  /// Keeps the same text at the top, even through several changes of width.
  private mutating func resize(to width: Int, _ conversation: Conversation) {
    guard self.width > 0, !isFollowing, top.row > 0 else { return self.width = width }
    var offset = rows(top, conversation).prefix(top.row).reduce(0) { $0 + Self.letters(in: $1) }
    offset -= carriedLetters(conversation)
    if let resized, resized.top == top { offset = resized.offset }
    self.width = width
    var passed = -carriedLetters(conversation)
    let rows = rows(top, conversation)
    top.row =
      rows.firstIndex { row in
        passed += Self.letters(in: row)
        return passed > offset
      } ?? max(0, rows.count - 1)
    resized = (top, offset)
  }

  private mutating func carriedLetters(_ conversation: Conversation) -> Int {
    layouts.carriedText(top.message, top.block, conversation, width: width).count { $0 != " " }
  }

  /// Counts the characters in a row, excluding spaces and bars.
  private static func letters(in row: StyledLine) -> Int {
    row.spans.reduce(0) { count, span in
      [.rule, .user].contains(span.style.role) ? count : count + span.text.count { $0 != " " }
    }
  }

  /// A scroll position to return to.
  struct Viewpoint: Equatable {
    fileprivate let top: Position
    fileprivate let isFollowing: Bool
    fileprivate let below: RowsBelow?
  }

  var viewpoint: Viewpoint {
    get { Viewpoint(top: top, isFollowing: isFollowing, below: below) }
    set { (top, isFollowing, below) = (newValue.top, newValue.isFollowing, newValue.below) }
  }

  /// Restores an earlier scroll position.
  mutating func resume(at position: Position) {
    isFollowing = false
    top = position
  }

  /// Returns the visible rows.
  mutating func visibleRows(_ conversation: Conversation) -> [StyledLine] {
    var result: [StyledLine] = []
    var position: Position? = top
    while let place = position, result.count < height {
      result += rows(place, conversation).dropFirst(place.row).prefix(height - result.count)
      position = nextBlock(place, conversation)
    }
    return result
  }

  /// Returns the path index of the last visible message.
  mutating func lastVisibleMessage(_ conversation: Conversation) -> Int? {
    guard !conversation.path.isEmpty else { return nil }
    return advanced(top, by: max(0, height - 1), conversation).message
  }

  /// Returns the answer that the reader jumped to, or the answer to the question that the reader
  /// jumped to. Without a cursor, returns the newest answer, or the first one in view if the reader
  /// has scrolled up.
  mutating func messageInView(
    of conversation: Conversation, at cursor: MessageID?
  ) -> Message? {
    guard let last = indexInView(of: conversation, at: cursor) else { return nil }
    for id in conversation.path[...last].reversed() {
      if let message = conversation[id], message.role == .assistant { return message }
    }
    return nil
  }

  /// Returns the path index of that message, which is a question if it has no answer.
  mutating func indexInView(
    of conversation: Conversation, at cursor: MessageID?
  ) -> Int? {
    if let index = cursor.flatMap({ conversation.path.firstIndex(of: $0) }) {
      let isQuestion = conversation[conversation.path[index]]?.role == .user
      return isQuestion && index + 1 < conversation.path.count ? index + 1 : index
    }
    guard !isFollowing else { return conversation.path.indices.last }
    return firstAnswerInView(conversation) ?? lastVisibleMessage(conversation)
  }

  /// Returns the path index of the first answer whose head is in view. An answer whose head is
  /// above the view counts only if it fills at least a third of the view.
  private mutating func firstAnswerInView(_ conversation: Conversation) -> Int? {
    var rows = 0
    var last: Int?
    for place in visiblePlaces(conversation) {
      guard conversation.path.indices.contains(place.message),
        conversation[conversation.path[place.message]]?.role == .assistant
      else { continue }
      if place.block == 0 { return place.message }
      rows = place.message == last ? rows + 1 : 1
      last = place.message
      if rows * 3 >= height { return place.message }
    }
    return nil
  }

  /// Returns whether any row of a message is visible.
  mutating func isVisible(message index: Int, _ conversation: Conversation) -> Bool {
    let first = isFollowing ? topWhenFollowing(conversation) : top
    let last = advanced(first, by: max(0, height - 1), conversation)
    return first.message <= index && index <= last.message
  }

  /// Scrolls to the first row of a message unless that row is already visible.
  mutating func reveal(message index: Int, _ conversation: Conversation) {
    if isFollowing { top = topWhenFollowing(conversation) }
    let place = Position(message: index)
    guard place < top || place > advanced(top, by: max(0, height - 1), conversation) else { return }
    show(message: index, conversation)
  }

  /// Returns the number of rows added at the end since the reader scrolled up; `nil` if the end is in
  /// view.
  /// - Complexity: O(text since the last call)
  mutating func newRowsBelow(_ conversation: Conversation) -> Int? {
    guard !isFollowing, top < topWhenFollowing(conversation) else { return nil }
    guard var below else { return 0 }
    let count = count(&below, conversation)
    self.below = below
    return count
  }

  /// Discards a message's layout, because its text changed other than by growing at the end.
  mutating func forget(_ message: MessageID) { layouts.forget(message) }

  // MARK: Scrolling

  /// Scrolls down, or up if `rows` is negative. At the end, the view follows new text again.
  mutating func scroll(by rows: Int, _ conversation: Conversation) {
    let bottom = topWhenFollowing(conversation)
    if isFollowing {
      guard rows < 0, bottom > Position(message: 0) else { return }
      top = bottom
    }
    go(to: advanced(top, by: rows, conversation), bottom, conversation)
  }

  mutating func scrollPage(_ pages: Int, _ conversation: Conversation) {
    scroll(by: pages * max(1, height - 2), conversation)
  }

  mutating func scrollToStart(_ conversation: Conversation) {
    let bottom = topWhenFollowing(conversation)
    guard bottom > Position(message: 0) else { return }
    go(to: Position(message: 0), bottom, conversation)
  }

  /// Stops following the end, without moving the view.
  mutating func holdStill(_ conversation: Conversation) {
    if isFollowing { below = end(conversation) }
    isFollowing = false
  }

  mutating func scrollToEnd() {
    isFollowing = true
    below = nil
  }

  /// Scrolls to the start of the next or previous message that satisfies `isWanted`. If there is
  /// none, scrolls to the end or the start of the conversation.
  /// - Parameter start: the message to start from; `nil` for the top of the view.
  /// - Returns: the index of the message; `nil` if there is none.
  mutating func jump(
    _ step: Int, from start: Int?, _ conversation: Conversation, where isWanted: (Message) -> Bool
  ) -> Int? {
    if isFollowing { top = topWhenFollowing(conversation) }
    // Going back from inside a message first goes to the start of that message.
    let isInside = top.block > 0 || top.row > 0
    var index = start.map { $0 + step } ?? (step < 0 && isInside ? top.message : top.message + step)
    while let message = self.message(at: index, conversation), !isWanted(message) { index += step }
    guard message(at: index, conversation) != nil else {
      if step < 0 { scrollToStart(conversation) } else { scrollToEnd() }
      return nil
    }
    show(message: index, conversation)
    return index
  }

  /// Scrolls to the start of a message.
  mutating func show(message index: Int, _ conversation: Conversation) {
    go(to: Position(message: index), topWhenFollowing(conversation), conversation)
  }

  /// Scrolls a place to the top, or as far up as the rows below it allow.
  mutating func show(at position: Position, _ conversation: Conversation) {
    go(to: position, topWhenFollowing(conversation), conversation)
  }

  /// Returns the places where a message's code blocks start.
  mutating func codePlaces(_ message: Int, _ conversation: Conversation) -> [Position] {
    guard let content = self.message(at: message, conversation)?.content,
      content.utf8.contains(UInt8(ascii: "`")) || content.contains("~~~")
        || content.contains("    ")
    else { return [] }
    return layouts.codeBlocks(message, conversation, width: width).map {
      Position(message: message, block: $0)
    }
  }

  /// Returns the links of a message that can be opened.
  mutating func links(_ message: Int, _ conversation: Conversation) -> [MarkdownLink] {
    layouts.links(message, conversation, width: width)
  }

  /// Returns the indices of the blocks that make up the code block at `place`.
  mutating func parts(ofCodeAt place: Position, _ conversation: Conversation) -> Range<Int> {
    layouts.parts(ofCodeAt: place.message, place.block, conversation, width: width)
  }

  /// Scrolls to a place, or to the end if the place is below `bottom`.
  /// - Parameter bottom: the top of the view when scrolled to the end.
  private mutating func go(to position: Position, _ bottom: Position, _ conversation: Conversation)
  {
    if isFollowing { below = end(conversation) }
    top = min(position, bottom)
    isFollowing = top >= bottom
    if isFollowing { below = nil }
  }

  /// If a row is not visible, scrolls until it is a third of the way down the view.
  /// - Parameter more: the number of rows below it that must also be visible.
  mutating func show(_ position: Position, more: Int = 0, _ conversation: Conversation) {
    let end = advanced(top, by: max(0, height - 1 - more), conversation)
    guard position < top || position > end else { return }
    go(
      to: advanced(position, by: -height / 3, conversation), topWhenFollowing(conversation),
      conversation)
  }

  // MARK: Positions

  /// Returns the place of the top row when the view is scrolled to the end.
  private mutating func topWhenFollowing(_ conversation: Conversation) -> Position {
    var left = height
    var position = previousBlock(Position(message: conversation.path.count), conversation)
    while let place = position {
      let count = rows(place, conversation).count
      if count >= left {
        return Position(message: place.message, block: place.block, row: count - left)
      }
      left -= count
      position = previousBlock(place, conversation)
    }
    return Position(message: 0)
  }

  mutating func advanced(
    _ start: Position, by rows: Int, _ conversation: Conversation
  ) -> Position {
    var position = start
    position.row += rows
    while position.row < 0, let before = previousBlock(position, conversation) {
      position = Position(
        message: before.message, block: before.block,
        row: position.row + self.rows(before, conversation).count)
    }
    position.row = max(0, position.row)
    while case let count = self.rows(position, conversation).count, position.row >= count {
      guard let next = nextBlock(position, conversation) else { break }
      position = Position(message: next.message, block: next.block, row: position.row - count)
    }
    return clamped(position, conversation)
  }

  /// Returns the place or, if it no longer exists, the last row before it.
  private mutating func clamped(_ position: Position, _ conversation: Conversation) -> Position {
    guard let last = conversation.path.indices.last else { return Position(message: 0) }
    var position = position
    if position.message > last { position = Position(message: last, block: .max) }
    let count = layouts.blockCount(position.message, conversation, width: width)
    if position.block >= count { position.block = max(0, count - 1) }
    position.row = min(position.row, max(0, rows(position, conversation).count - 1))
    return position
  }

  private func message(at index: Int, _ conversation: Conversation) -> Message? {
    conversation.path.indices.contains(index) ? conversation[conversation.path[index]] : nil
  }

  mutating func rows(_ place: Position, _ conversation: Conversation) -> [StyledLine] {
    layouts.rows(place.message, place.block, conversation, width: width)
  }

  // MARK: Rows below

  /// The rows added since the reader scrolled away from the end. Rows of closed blocks are counted
  /// only once, at the pane's width at that time.
  fileprivate struct RowsBelow: Equatable {
    /// The first block not yet counted.
    var next: Position
    /// The number of rows from `next` onwards that the reader has seen, minus the rows counted
    /// since.
    var seen: Int
  }

  private mutating func end(_ conversation: Conversation) -> RowsBelow {
    let last = max(0, conversation.path.count - 1)
    let next = layouts.closedBlockCount(last, conversation, width: width)
    var below = RowsBelow(next: Position(message: last, block: next), seen: 0)
    below.seen = count(&below, conversation)
    return below
  }

  private mutating func count(_ below: inout RowsBelow, _ conversation: Conversation) -> Int {
    while below.next.message < conversation.path.count {
      let isLast = below.next.message == conversation.path.count - 1
      let end =
        isLast
        ? layouts.closedBlockCount(below.next.message, conversation, width: width)
        : layouts.blockCount(below.next.message, conversation, width: width)
      while below.next.block < end {
        below.seen -= rows(below.next, conversation).count
        below.next.block += 1
      }
      guard !isLast else { break }
      below.next = Position(message: below.next.message + 1)
    }
    guard below.next.message < conversation.path.count else { return max(0, -below.seen) }
    var open = 0
    let end = layouts.blockCount(below.next.message, conversation, width: width)
    for block in below.next.block..<max(below.next.block, end) {
      open += rows(Position(message: below.next.message, block: block), conversation).count
    }
    return max(0, open - below.seen)
  }
}
