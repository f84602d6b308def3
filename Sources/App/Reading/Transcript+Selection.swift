internal import Chat
internal import Screen

extension Transcript {
  /// Returns the places of the visible rows.
  mutating func visiblePlaces(_ conversation: Conversation) -> [Position] {
    var result: [Position] = []
    var position: Position? = top
    while let place = position, result.count < height {
      let count = rows(place, conversation).count
      for row in place.row..<max(place.row, count) where result.count < height {
        result.append(Position(message: place.message, block: place.block, row: row))
      }
      position = nextBlock(place, conversation)
    }
    return result
  }

  /// Returns the rows from `start` to `end`, including both.
  /// - Complexity: O(rows)
  mutating func rows(
    from start: Position, to end: Position, _ conversation: Conversation
  ) -> [StyledLine] {
    var result: [StyledLine] = []
    var position: Position? = start
    while let place = position, place <= end {
      let rows = rows(place, conversation)
      let isLast = (place.message, place.block) == (end.message, end.block)
      result += rows.prefix(isLast ? end.row + 1 : rows.count).dropFirst(place.row)
      position = nextBlock(place, conversation)
    }
    return result
  }

  /// Returns the place `rows` rows further down, or up if negative, clamped to the conversation.
  mutating func moved(
    _ place: Position, by rows: Int, _ conversation: Conversation
  ) -> Position {
    advanced(place, by: rows, conversation)
  }

  /// Scrolls to the next or previous code block.
  /// - Parameter last: the last block jumped to; `nil` to start from the top of the view or, going
  ///   back while following, from the end.
  /// - Returns: the block's place; `nil` if there is no such block.
  mutating func jumpToCode(
    _ step: Int, from last: Position?, _ conversation: Conversation
  ) -> Position? {
    let end = step < 0 && isFollowing ? Position(message: conversation.path.count) : nil
    let start =
      last ?? end ?? Position(message: top.message, block: top.block, row: step > 0 ? -1 : 0)
    var message = min(start.message, conversation.path.count - 1)
    while conversation.path.indices.contains(message) {
      let places = codePlaces(message, conversation)
      if let found = step > 0
        ? places.first(where: { $0 > start }) : places.last(where: { $0 < start })
      {
        show(at: found, conversation)
        return found
      }
      message += step
    }
    return nil
  }
}
