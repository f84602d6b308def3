internal import Chat
internal import Screen

extension Transcript {
  /// The places of the rows in view, top first.
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

  /// The rows from one place to another.
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

  /// The place so many rows further on, within the conversation.
  mutating func moved(
    _ place: Position, by rows: Int, _ conversation: Conversation
  ) -> Position {
    advanced(place, by: rows, conversation)
  }

  /// Scrolls to the next code block, or the one before.
  /// - Parameter last: the block that was gone to last; `nil` begins at the top of the view.
  /// - Returns: its place; `nil` where there is none.
  mutating func jumpToCode(
    _ step: Int, from last: Position?, _ conversation: Conversation
  ) -> Position? {
    let start = last ?? Position(message: top.message, block: top.block, row: step > 0 ? -1 : 0)
    var message = start.message
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
