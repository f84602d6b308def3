internal import Chat
internal import Words

/// Receiving an answer.
extension OpenConversation {
  // MARK: Asking

  /// Appends an empty answer to the path.
  /// - Parameters:
  ///   - id: the answer's id.
  ///   - settings: the session's settings, to save with the conversation.
  ///   - partial: the answer that this one continues.
  ///   - thinks: `false` to request this answer without thinking.
  mutating func beginAnswer(
    _ id: MessageID, for request: RequestID, with settings: ConversationSettings,
    after partial: Message? = nil, thinks: Bool = true, at now: Timestamp
  ) {
    let thought = partial?.reasoning ?? ""
    var (mode, parameters) = (thinking, session.parameters)
    if !thinks {
      mode.isOn = false
      parameters.reasoningEffort = nil
    }
    conversation.append(
      Message(
        id: id, parent: conversation.path.last, role: .assistant, createdAt: now,
        content: partial?.content ?? "", reasoning: thought, status: .streaming,
        origin: AnswerOrigin(
          provider: session.provider.name, model: session.model, parameters: parameters,
          thinking: mode)))
    conversation.thinking = thinking
    conversation.settings = settings
    stream = ActiveStream(
      request: request, answer: id, startedAt: now, isContinuation: partial != nil)
    notice = nil
    reading.cursor = nil
    reading.walked = nil
    reading.isPaneOpen = nil
    titleSpending = nil
    reading.transcript.scrollToEnd()
  }

  /// Sends the question once it has been saved, or saving has failed.
  mutating func send(isUnsaved: Bool) -> [Effect] {
    guard let stream, stream.phase == .saving else { return [] }
    self.stream?.phase = .waiting
    if isUnsaved { self.stream?.needsWholeSave = true }
    return [.stream(.start(stream.request, answerRequest, session.provider))]
  }

  /// The request for the current answer, or for the next one if none is running.
  var answerRequest: AnswerRequest {
    let origin = stream.flatMap { conversation[$0.answer]?.origin }
    var request = AnswerRequest(
      model: session.model, turns: conversation.turns,
      parameters: origin?.parameters ?? session.parameters, thinking: origin?.thinking ?? thinking)
    request.mayEndThinking = true
    request.continuesAnswer = stream?.isContinuation == true
    return request
  }

  // MARK: Receiving

  mutating func receive(_ event: StreamEvent, at now: Timestamp) -> [Effect] {
    switch event {
    case .retrying(let retry):
      stream?.phase = .retrying(retry, at: now.advanced(by: retry.delay))
      noteRetry(retry)
      return []
    case .opened:
      if case .retrying = stream?.phase { notice = nil }
      stream?.phase = .waiting
      return []
    case .received(let delta):
      let isFirst = stream?.phase != .thinking
      take(delta)
      return isFirst ? endThinkingAsWished() : []
    case .thinkingNotEnded(let error):
      offerToAskAgain(after: error)
      return []
    case .ended(let end): return endAnswer(end, at: now)
    }
  }

  /// Tells the user about a retry. While a model loads, the status line shows the time, and plain
  /// mode prints one line.
  private mutating func noteRetry(_ retry: Retry) {
    guard retry.limit == nil else {
      return notice = Notice(
        .information, ErrorText.sentence(retry.reason, at: session.provider),
        advice: Words.Asking.retrying)
    }
    if retry.number > 1 { return }
    notice =
      surface == .lines
      ? Notice(.information, Words.Asking.loadingModel, advice: Words.Asking.waitingForModel)
      : nil
  }

  private mutating func take(_ delta: AnswerDelta) {
    guard var stream else { return }
    var delta = delta
    if stream.isContinuation, !stream.hasThought, !delta.reasoning.isEmpty {
      // The continuation's reasoning starts a new paragraph.
      stream.hasThought = true
      if conversation[stream.answer]?.reasoning != "" { delta.reasoning = "\n\n" + delta.reasoning }
    }
    conversation.update(stream.answer) { message in
      message.add(delta)
      message.timings = delta.timings
    }
    if !delta.reasoning.isEmpty { stream.phase = .thinking }
    if !delta.content.isEmpty || !delta.refusal.isEmpty || !delta.toolCallChanges.isEmpty {
      stream.phase = .answering
      if stream.answerNow == .offered { withdrawOffer() }
      if notice?.text == Words.Asking.endsThinkingLater { notice = nil }
      stream.answerNow = .notAsked
    }
    // Only content and reasoning can be appended in the database.
    if !delta.onlyAppends { stream.needsWholeSave = true }
    if delta.contentWasReasoning {
      // Text laid out as the answer turned out to be reasoning.
      reading.transcript.forget(stream.answer)
      reading.reasoning = ReasoningPane()
    }
    stream.unshownBytes += delta.textSize
    if !isPrivate {
      stream.unsavedContent += delta.content
      stream.unsavedReasoning += delta.reasoning
      stream.isSaveScheduled = true
    }
    self.stream = stream
  }

  /// Acknowledges the text that was drawn. A server that is faster than the screen has to wait,
  /// which limits the layout work per frame and keeps keys responsive.
  mutating func noteShown() -> [Effect] {
    guard let stream, stream.unshownBytes > 0 else { return [] }
    self.stream?.unshownBytes = 0
    return [.stream(.acknowledge(stream.request, stream.unshownBytes))]
  }

  // MARK: Saving

  /// Returns the order that saves messages, or none for a private conversation. After a failed save
  /// it covers the whole path.
  func save(_ changed: [MessageID]) -> [Effect] {
    guard !isPrivate else { return [] }
    return [.store(.save(conversation, isUnwritten ? conversation.path : changed))]
  }

  /// Saves the text received since the last save.
  mutating func saveText() -> [Effect] {
    guard var stream else { return [] }
    stream.isSaveScheduled = false
    let (content, reasoning) = (stream.unsavedContent, stream.unsavedReasoning)
    let needsWholeSave = stream.needsWholeSave
    stream.needsWholeSave = false
    stream.unsavedContent = ""
    stream.unsavedReasoning = ""
    self.stream = stream
    if needsWholeSave { return save([stream.answer]) }
    guard !content.isEmpty || !reasoning.isEmpty else { return [] }
    return [
      .store(.appendText(conversation.id, stream.answer, content: content, reasoning: reasoning))
    ]
  }

  // MARK: Ending

  /// Tells the engine to stop. Its later events are dropped.
  func cancelRequest() -> [Effect] {
    guard let stream, stream.phase != .saving else { return [] }
    return [.stream(.cancel(stream.request))]
  }

  /// Returns the end of the answer if it stops now.
  func end(as outcome: StreamOutcome, at now: Timestamp) -> StreamEnd {
    guard let stream else { return StreamEnd(outcome: outcome) }
    var timings = conversation[stream.answer]?.timings ?? Timings()
    timings.end = now.elapsed(since: stream.startedAt)
    return StreamEnd(outcome: outcome, timings: timings)
  }

  /// Ends the answer and saves the whole message.
  mutating func endAnswer(_ end: StreamEnd, at now: Timestamp) -> [Effect] {
    guard let stream else { return [] }
    let provider = session.provider
    conversation.update(stream.answer) {
      $0.end(end) { ErrorText.sentence($0, at: provider) }
    }
    conversation.touch(now)
    if case .retrying = stream.phase { notice = nil }
    if notice?.isUntilAnswered == true { notice = nil }
    if let advice = advice(end.outcome, canGoOn: conversation[stream.answer]?.content != "") {
      notice = advice
    }
    self.stream = nil
    return save([stream.answer])
  }

  /// Returns advice about the next step. The answer itself shows what happened.
  private func advice(_ outcome: StreamOutcome, canGoOn: Bool) -> Notice? {
    let keys = say(canGoOn ? .goOnOrAskAgain : .askAgain)
    return switch outcome {
    case .complete, .cancelled: nil
    case .truncated: Notice(.information, keys)
    case .failed(let error) where error.isContextExceeded:
      Notice(.information, ErrorText.advice(error, provider: session.provider))
    // The keys say it better than "Try again."
    case .failed(.disconnected), .failed(.malformed): Notice(.information, keys)
    case .failed(let error) where error.stoppedServer(of: session.provider) != nil:
      Notice(.information, say(.chooseModelOrAskAgain))
    case .failed(let error):
      Notice(
        .information,
        Words.sentences(ErrorText.advice(error, provider: session.provider), keys))
    }
  }
}
