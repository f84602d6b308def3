internal import Chat
internal import Screen

extension Transcript {
  /// The rows of a message in which matches begin.
  /// - Complexity: O(length of the message); one in which the words cannot be is not laid out
  mutating func matches(
    _ match: any Matching, in index: Int, _ conversation: Conversation
  ) -> [Position] {
    guard let message = conversation[conversation.path[index]],
      MessageLayout.mayHold(match, message)
    else { return [] }
    return placedRows(of: message, at: index).places(of: match)
  }

  /// All rows of a message. Not through the cache: a search walks over more than it shows.
  func placedRows(of message: Message, at index: Int) -> PlacedRows {
    var layout = MessageLayout(role: message.role)
    layout.update(message, isFirst: index == 0, width: width)
    return layout.placedRows(message: index)
  }

  /// The rows in view, with what matches in them marked.
  /// - Parameter hit: where the search has stopped.
  mutating func visibleRows(
    _ conversation: Conversation, marking match: any Matching, hit: Position?
  ) -> [StyledLine] {
    PlacedRows.marked(visiblePlaces(conversation), match, hit: hit) { place, step in
      let moved = step == 0 ? place : self.moved(place, by: step, conversation)
      guard step == 0 || moved != place else { return nil }
      let rows = self.rows(moved, conversation)
      return rows.indices.contains(moved.row) ? (moved, rows[moved.row]) : nil
    }
  }
}
