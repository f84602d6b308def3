internal import Chat
internal import Words

/// Cutting the thinking short so that the answer begins.
extension State {
  /// Tells the server to end the thinking. If the server does not support that, or the request
  /// fails, offers to stop and ask again without thinking. That takes a second press, because the
  /// new request costs extra.
  mutating func answerNow() -> [Effect] {
    guard let stream, front.isThinking else {
      notice = Notice(.information, Words.Asking.notThinking)
      return []
    }
    switch stream.answerNow {
    case .offered: return askAgainWithoutThinking(stream)
    case .notAsked where front.canEndThinking:
      return front.endThinking(stream)
    case .notAsked where stream.provider.dialect.endsThinking:
      front.endThinkingLater()
      return []
    case .notAsked, .awaitingThinking, .requested:
      front.offerToAskAgain()
      return []
    }
  }

  /// Stops the answer and asks again without thinking. Keeps the unfinished answer, with its
  /// thinking, as a separate version.
  private mutating func askAgainWithoutThinking(_ stream: ActiveStream) -> [Effect] {
    guard let question = conversation[stream.answer]?.parent,
      maySend(.withoutThinking(question), after: question, seen: notice)
    else { return [] }
    let isAwaited = queue.sending == .after(stream.answer)
    if isAwaited { queue.sending = .held }
    let stopped = stop(stream.answer)
    noteChoices()
    conversation.select(question)
    let asking = startAnswer(saving: [], thinks: false)
    if let answer = self.stream?.answer {
      replaceCompared(stream.answer, by: answer)
      if isAwaited { queue.sending = .after(answer) }
    }
    return stopped + asking
  }
}

extension ActiveStream.AnswerNow {
  /// Whether the user wants the answer now, but the server has not been told to end the thinking.
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

  /// Whether the server can be told to end the thinking. Not possible until the first words arrive,
  /// because they bring the server's ID for the answer.
  fileprivate var canEndThinking: Bool {
    stream.map(canEndThinking) ?? false
  }

  private func canEndThinking(_ stream: ActiveStream) -> Bool {
    stream.phase == .thinking && stream.provider.dialect.endsThinking
  }

  /// Tells the server to end the thinking.
  fileprivate mutating func endThinking(_ stream: ActiveStream) -> [Effect] {
    setAnswerNow(.requested)
    return [.stream(.endThinking(stream.request))]
  }

  /// Sets the state of the answer-now request for the answer on the screen.
  private mutating func setAnswerNow(_ wish: ActiveStream.AnswerNow) {
    if let streamIndex { streams[streamIndex].answerNow = wish }
  }

  /// Remembers the reader's request until the first words of the thinking arrive.
  fileprivate mutating func endThinkingLater() {
    setAnswerNow(.awaitingThinking)
    var promise = Notice(.information, Words.Asking.endsThinkingLater)
    promise.isUntilAnswered = true
    notice = promise
  }

  /// Tells the server to end the thinking, if the reader requested it before the thinking began.
  /// Withdraws any offer to ask again.
  mutating func endThinkingAsWished(at index: Int) -> [Effect] {
    let stream = streams[index]
    guard stream.answerNow.isWish, canEndThinking(stream) else { return [] }
    if index == streamIndex {
      withdrawOffer()
      if notice?.text == Words.Asking.endsThinkingLater { notice = nil }
    }
    streams[index].answerNow = .requested
    return [.stream(.endThinking(stream.request))]
  }

  /// Whether asking again would avoid the thinking.
  private var canAskAgain: Bool {
    guard let stream else { return false }
    return stream.provider.dialect.hasThinking
      && conversation[stream.answer]?.origin?.thinking.isOn == true
  }

  /// Whether the command to answer now would do anything.
  var canAnswerNow: Bool { isThinking && (canEndThinking || canAskAgain) }

  /// Offers to stop and ask again without thinking.
  /// - Parameter error: why the server did not end the thinking; `nil` if no request to do so was
  ///   sent.
  mutating func offerToAskAgain(after error: StreamError? = nil) {
    guard isThinking else { return }
    guard canAskAgain else {
      notice = Notice(
        .information, Words.Asking.cannotAnswerNow(stream?.provider.name ?? session.provider.name),
        advice: say(.stop))
      return
    }
    setAnswerNow(.offered)
    let question = Words.Asking.askAgainWithoutThinking
    let text = error.map {
      Words.sentences(
        Words.Asking.thinkingGoesOn(ErrorText.sentence($0, at: session.provider)), question)
    }
    var offer = Notice(.information, text ?? question, advice: say(.confirmAnswerNow))
    offer.isUntilAnswered = true
    notice = offer
  }

  mutating func withdrawOffer() {
    guard stream?.answerNow == .offered else { return }
    setAnswerNow(.notAsked)
    if notice?.advice == say(.confirmAnswerNow) { notice = nil }
  }
}
