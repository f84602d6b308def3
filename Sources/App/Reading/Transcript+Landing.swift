internal import Chat
internal import Screen

extension Transcript {
  /// Scrolls to a message, and to the search result in it, as soon as the message can be laid
  /// out.
  mutating func land(on target: LandingTarget?, _ message: MessageID) {
    landing = (message, target)
  }

  /// Scrolls to the message and search result passed to ``land(on:_:)``, if any.
  /// - Complexity: O(length of the message)
  mutating func settle(_ conversation: Conversation) {
    guard let landing, height > 0 else { return }
    self.landing = nil
    guard let message = conversation.path.firstIndex(of: landing.message) else { return }
    show(message: message, conversation)
    guard let target = landing.target, let text = conversation[landing.message] else { return }
    let system = conversation.systemPlace(at: message, prompt: settings.systemPrompt)
    if let place = placedRows(of: text, at: message, system, conversation).place(of: target) {
      show(place, more: 1, conversation)
    }
  }
}
