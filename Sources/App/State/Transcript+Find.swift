internal import Chat
internal import Screen

extension Transcript {
  /// Scrolls to the next row that matches, or the one before it.
  /// - Parameter last: the row that was found last; `nil` begins at the top of the view.
  /// - Complexity: O(text walked over); messages in which the words cannot be are not laid out
  mutating func find(
    _ match: TextMatch, _ step: Int, from last: Position?, _ conversation: Conversation
  ) -> (position: Position, hasWrapped: Bool)? {
    let count = conversation.path.count
    guard count > 0 else { return nil }
    let start = last ?? Position(message: top.message, block: top.block, row: top.row - 1)
    var message = min(start.message, count - 1)
    // Once around, and the first message again for its other part.
    for turn in 0...count {
      let places = matches(match, in: message, conversation)
      let isFirst = turn == 0
      let found =
        step > 0
        ? places.first { !isFirst || $0 > start } : places.last { !isFirst || $0 < start }
      if let found {
        show(found, conversation)
        return (found, step > 0 ? found <= start : found >= start)
      }
      message = (message + step + count) % count
    }
    return nil
  }

  private mutating func matches(
    _ match: TextMatch, in index: Int, _ conversation: Conversation
  ) -> [Position] {
    guard let message = conversation[conversation.path[index]],
      MessageLayout.mayHold(match, message)
    else { return [] }
    // Not through the cache: a search walks over more than it shows.
    var layout = MessageLayout(role: message.role)
    layout.update(message, isFirst: index == 0, width: width)
    return (0..<layout.blockCount).flatMap { block in
      layout.rows(ofBlock: block).enumerated().compactMap { row, line in
        match.isIn(line.text) ? Position(message: index, block: block, row: row) : nil
      }
    }
  }
}
