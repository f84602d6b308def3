internal import Chat
internal import Words

/// Ending a thought so that the answer begins.
extension State {
  /// Tells the server to end the thinking, where it can. Elsewhere, or if it does not, offers to stop
  /// and ask again without thinking; a second press does so, because the new request costs again.
  mutating func answerNow() -> [Effect] {
    guard let stream, front.isThinking else {
      notice = Notice(.information, Words.Asking.notThinking)
      return []
    }
    switch stream.answerNow {
    case .offered: return askAgainWithoutThinking(stream)
    case .notAsked where front.canEndThinking:
      front.stream?.answerNow = .requested
      return [.stream(.endThinking(stream.request))]
    case .notAsked where front.session.provider.dialect.endsThinking:
      front.endThinkingLater()
      return []
    case .notAsked, .awaitingThinking, .requested:
      front.offerToAskAgain()
      return []
    }
  }

  /// Keeps the thought so far as a version of its own.
  private mutating func askAgainWithoutThinking(_ stream: ActiveStream) -> [Effect] {
    guard let question = conversation[stream.answer]?.parent else { return [] }
    let stopped = stopStream()
    noteChoices()
    conversation.select(question)
    return stopped + startAnswer(saving: [], thinks: false)
  }
}

extension ActiveStream.AnswerNow {
  /// Whether the reader wished for the answer, and the server was not told.
  fileprivate var isWish: Bool {
    switch self {
    case .awaitingThinking, .offered: true
    case .notAsked, .requested: false
    }
  }
}

extension OpenConversation {
  /// Whether the server is working on an answer that has not begun.
  var isThinking: Bool {
    guard let stream, conversation[stream.answer]?.isThinking == true else { return false }
    return switch stream.phase {
    case .waiting: conversation[stream.answer]?.origin?.thinking.isOn == true
    case .thinking: true
    case .saving, .retrying, .answering: false
    }
  }

  /// Whether the server can be told to end the thinking. Before its first words it has not said how
  /// it calls the answer.
  fileprivate var canEndThinking: Bool {
    stream?.phase == .thinking && session.provider.dialect.endsThinking
  }

  /// Remembers the wish until the first words of the thought arrive.
  fileprivate mutating func endThinkingLater() {
    stream?.answerNow = .awaitingThinking
    var promise = Notice(.information, Words.Asking.endsThinkingLater)
    promise.isUntilAnswered = true
    notice = promise
  }

  /// Sends a wish that came before the thinking began. It replaces an offer to ask again.
  mutating func endThinkingAsWished() -> [Effect] {
    guard let stream, stream.answerNow.isWish, canEndThinking else { return [] }
    withdrawOffer()
    if notice?.text == Words.Asking.endsThinkingLater { notice = nil }
    self.stream?.answerNow = .requested
    return [.stream(.endThinking(stream.request))]
  }

  /// Whether asking again would avoid the thinking.
  private var canAskAgain: Bool {
    session.provider.dialect.hasThinking
      && stream.flatMap { conversation[$0.answer]?.origin }?.thinking.isOn == true
  }

  /// Whether the command for it does anything.
  var canAnswerNow: Bool { isThinking && (canEndThinking || canAskAgain) }

  /// Offers to stop and ask again without thinking.
  /// - Parameter error: why the server did not end the thinking, if it was told to.
  mutating func offerToAskAgain(after error: StreamError? = nil) {
    guard isThinking else { return }
    guard canAskAgain else {
      notice = Notice(
        .information, Words.Asking.cannotAnswerNow(session.provider.name), advice: say(.stop))
      return
    }
    stream?.answerNow = .offered
    let question = Words.Asking.askAgainWithoutThinking
    let text = error.map {
      Words.sentences(Words.Asking.thinkingGoesOn(ErrorText.sentence($0)), question)
    }
    var offer = Notice(.information, text ?? question, advice: say(.confirmAnswerNow))
    offer.isUntilAnswered = true
    notice = offer
  }

  mutating func withdrawOffer() {
    guard stream?.answerNow == .offered else { return }
    stream?.answerNow = .notAsked
    if notice?.advice == say(.confirmAnswerNow) { notice = nil }
  }
}
