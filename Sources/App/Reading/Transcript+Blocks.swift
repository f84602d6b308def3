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
}
