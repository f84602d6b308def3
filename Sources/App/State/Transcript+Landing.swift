internal import Chat
internal import Screen

extension Transcript {
  /// Goes to a message, and to what was found in it, as soon as it can be laid out.
  mutating func land(on target: LandingTarget?, _ message: MessageID) {
    landing = (message, target)
  }

  /// - Complexity: O(length of the message)
  mutating func settle(_ conversation: Conversation) {
    guard let landing, height > 0 else { return }
    self.landing = nil
    guard let message = conversation.path.firstIndex(of: landing.message) else { return }
    show(message: message, conversation)
    guard let target = landing.target, let text = conversation[landing.message] else { return }
    // Not through the cache: more is walked over than shown.
    var layout = MessageLayout(role: text.role)
    layout.update(text, isFirst: message == 0, width: width)
    var best = (score: 0, place: Position(message: message))
    for block in 0..<layout.blockCount {
      for (row, line) in layout.rows(ofBlock: block).enumerated() {
        let score = target.score(line.text)
        if score > best.score {
          best = (score, Position(message: message, block: block, row: row))
        }
      }
    }
    if best.score > 0 { show(best.place, conversation) }
  }
}
