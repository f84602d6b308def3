internal import Chat
internal import Screen

extension Transcript {
  /// The rows of a message that match.
  /// - Complexity: O(length of the message); one in which the words cannot be is not laid out
  mutating func matches(
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
