internal import Chat
internal import Screen

extension Transcript {
  /// Returns the places in a message where matches begin.
  /// - Complexity: O(length of the message). Lays the message out only if it may contain a match.
  mutating func matches(
    _ match: any Matching, in index: Int, _ conversation: Conversation
  ) -> [MatchPlace] {
    guard let message = conversation[conversation.path[index]] else { return [] }
    let system = conversation.systemPlace(at: index, prompt: settings.systemPrompt)
    guard
      !system.above.isEmpty || unfolded[message.id]?.isEmpty == false
        || MessageLayout.mayHold(match, message)
    else { return [] }
    return placedRows(of: message, at: index, system, conversation).places(of: match)
  }

  /// Returns all rows of a message. Bypasses the cache, which a search would fill with messages
  /// that are not needed again.
  func placedRows(
    of message: Message, at index: Int, _ system: SystemPlace, _ conversation: Conversation
  ) -> PlacedRows {
    var layout = MessageLayout(role: message.role, keymap: settings.keymap)
    layout.update(
      message, isFirst: index == 0, place: conversation.place(of: message.id), system: system,
      clock: settings.clock, unfolded: unfolded[message.id] ?? [], width: width)
    return layout.placedRows(message: index)
  }

  /// Returns the visible rows with their matches marked.
  /// - Parameter hit: the current match.
  mutating func visibleRows(
    _ conversation: Conversation, marking match: any Matching, hit: MatchPlace?
  ) -> [StyledLine] {
    PlacedRows.marked(visiblePlaces(conversation), match, hit: hit) { place, step in
      let moved = step == 0 ? place : self.moved(place, by: step, conversation)
      guard step == 0 || moved != place else { return nil }
      let rows = self.rows(moved, conversation)
      return rows.indices.contains(moved.row) ? (moved, rows[moved.row]) : nil
    }
  }
}
