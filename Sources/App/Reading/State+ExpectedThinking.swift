internal import Chat

/// Whether a model can be expected to think, which decides whether the thinking pane opens next to
/// the text as soon as a question is sent.
extension State {
  /// Decides, once for all answers that were just requested, whether to expect thinking. It is not
  /// decided again when they end, so that nothing moves before the next question.
  mutating func noteExpectedThinking() {
    front.reading.expectsThinking = front.streams.contains(where: expectsThinking)
  }

  private func expectsThinking(of stream: ActiveStream) -> Bool {
    guard conversation[stream.answer]?.origin?.thinking.isOn == true else { return false }
    let choice = ModelChoice(provider: stream.provider.id, model: stream.model)
    if let thinks = models.facts[choice]?.thinks { return thinks }
    return !front.hasAnswerWithoutThinking(from: choice)
      && listedModel(stream.model, at: stream.provider)?.capabilities.thinks != false
  }

  /// Learns from an answer that has just ended whether its model thinks.
  mutating func noteThinking(of answer: Message) {
    guard let origin = answer.origin, origin.thinking.isOn else { return }
    let choice = ModelChoice(provider: origin.provider, model: origin.model)
    if !answer.reasoning.isEmpty {
      models.facts[choice, default: ModelFacts()].thinks = true
    } else if answer.isWithoutThinking {
      models.facts[choice, default: ModelFacts()].thinks = false
    }
  }
}

extension OpenConversation {
  /// Whether a model has recently answered without thinking although thinking was on.
  fileprivate func hasAnswerWithoutThinking(from model: ModelChoice) -> Bool {
    conversation.path.suffix(Conversation.mostLookedAtForThinking).contains { id in
      guard let answer = conversation[id], answer.isWithoutThinking, let origin = answer.origin
      else { return false }
      return origin.thinking.isOn && origin.model == model.model
        && origin.provider == model.provider
    }
  }
}

extension Message {
  /// Whether this is an answer that has ended and has text, but no thinking.
  fileprivate var isWithoutThinking: Bool {
    role == .assistant && status != .streaming && !content.isEmpty && reasoning.isEmpty
  }
}

extension Conversation {
  /// Whether one of the last few answers, or another version of one of them, has thinking.
  var hasThought: Bool {
    let recent = path.suffix(Self.mostLookedAtForThinking)
    // The newest usually has thinking.
    return recent.reversed().contains { hasReasoning($0) }
      || recent.contains { siblings(of: $0).contains { hasReasoning($0) } }
  }

  private func hasReasoning(_ id: MessageID) -> Bool {
    self[id]?.reasoning.isEmpty == false
  }

  /// The number of messages checked for thinking, few enough to check in each frame.
  fileprivate static var mostLookedAtForThinking: Int { 40 }
}
