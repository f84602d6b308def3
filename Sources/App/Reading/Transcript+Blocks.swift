internal import Chat

/// Moving from one block to the next or previous one, across messages.
extension Transcript {
  mutating func nextBlock(_ place: Position, _ conversation: Conversation) -> Position? {
    if place.block + 1 < layouts.blockCount(place.message, conversation, width: width) {
      return Position(message: place.message, block: place.block + 1)
    }
    let next = place.message + 1
    return next < conversation.path.count ? Position(message: next) : nil
  }

  mutating func previousBlock(_ place: Position, _ conversation: Conversation) -> Position? {
    if place.block > 0 { return Position(message: place.message, block: place.block - 1) }
    guard place.message > 0 else { return nil }
    let count = layouts.blockCount(place.message - 1, conversation, width: width)
    return Position(message: place.message - 1, block: max(0, count - 1))
  }

  /// Returns the number of rows from a message to the end, up to a limit.
  mutating func rowCount(from message: Int, atMost limit: Int, _ conversation: Conversation)
    -> Int
  {
    var count = 0
    var position: Position? = Position(message: message)
    while let place = position, count < limit {
      count += rows(place, conversation).count
      position = nextBlock(place, conversation)
    }
    return min(count, limit)
  }
}
