internal import Chat

/// The answer that a conversation is receiving.
extension OpenConversation {
  // MARK: Asking

  /// Adds a place for an answer to the end of the path.
  /// - Parameters:
  ///   - id: of the answer.
  ///   - partial: the answer that this one continues.
  mutating func beginAnswer(
    _ id: MessageID, for request: RequestID, after partial: Message? = nil, at now: Timestamp
  ) {
    let thought = partial?.reasoning ?? ""
    conversation.append(
      Message(
        id: id, parent: conversation.path.last, role: .assistant, createdAt: now,
        content: partial?.content ?? "", reasoning: thought, status: .streaming,
        origin: AnswerOrigin(
          provider: session.provider.name, model: session.model, parameters: session.parameters,
          thinking: thinking)))
    conversation.thinking = thinking
    conversation.settings = session.settings
    stream = ActiveStream(
      request: request, answer: id, startedAt: now, isContinuation: partial != nil)
    notice = nil
    reading.cursor = nil
    reading.walked = nil
    titleSpending = nil
    reading.transcript.scrollToEnd()
  }

  /// Sends the question, once it is stored or could not be.
  mutating func send(isUnsaved: Bool) -> [Effect] {
    guard let stream, stream.phase == .saving else { return [] }
    self.stream?.phase = .waiting
    if isUnsaved { self.stream?.needsWholeSave = true }
    return [.stream(.start(stream.request, answerRequest, session.provider))]
  }

  var answerRequest: AnswerRequest {
    var request = AnswerRequest(
      model: session.model, turns: conversation.turns, parameters: session.parameters,
      thinking: thinking)
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
      take(delta)
      return []
    case .ended(let end): return endAnswer(end, at: now)
    }
  }

  /// The status line tells how long a model has been loading; lines say once that it is.
  private mutating func noteRetry(_ retry: Retry) {
    guard retry.limit == nil else {
      return notice = Notice(
        .information, ErrorText.sentence(retry.reason), advice: "It is asked again by itself.")
    }
    if retry.number > 1 { return }
    notice =
      surface == .lines
      ? Notice(.information, "The server is loading the model.", advice: "Waiting until it has.")
      : nil
  }

  private mutating func take(_ delta: AnswerDelta) {
    guard var stream else { return }
    var delta = delta
    if stream.isContinuation, !stream.hasThought, !delta.reasoning.isEmpty {
      // A second thought follows the first as a paragraph of its own.
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
    }
    // Only content and reasoning can be appended in the database.
    if !delta.onlyAppends { stream.needsWholeSave = true }
    if delta.contentWasReasoning {
      // What was laid out as the answer is none.
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

  /// What has come was drawn. A server that is faster than the screen waits for this, so that a
  /// frame never has more to lay out than keys can wait for.
  mutating func noteShown() -> [Effect] {
    guard let stream, stream.unshownBytes > 0 else { return [] }
    self.stream?.unshownBytes = 0
    return [.stream(.acknowledge(stream.request, stream.unshownBytes))]
  }

  // MARK: Saving

  /// The order that stores messages of the conversation; none where it is private. After a failed save
  /// all of the path is stored.
  func save(_ changed: [MessageID]) -> [Effect] {
    guard !isPrivate else { return [] }
    return [.store(.save(conversation, isUnwritten ? conversation.path : changed))]
  }

  /// Stores what has come since the last save.
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

  /// Tells the engine to stop; what it still reports is dropped.
  func cancelRequest() -> [Effect] {
    guard let stream, stream.phase != .saving else { return [] }
    return [.stream(.cancel(stream.request))]
  }

  /// How an answer ends that is stopped now.
  func end(as outcome: StreamOutcome, at now: Timestamp) -> StreamEnd {
    guard let stream else { return StreamEnd(outcome: outcome) }
    var timings = conversation[stream.answer]?.timings ?? Timings()
    timings.end = now.elapsed(since: stream.startedAt)
    return StreamEnd(outcome: outcome, timings: timings)
  }

  /// Marks the answer and stores it whole.
  mutating func endAnswer(_ end: StreamEnd, at now: Timestamp) -> [Effect] {
    guard let stream else { return [] }
    conversation.update(stream.answer) { $0.end(end, errorText: ErrorText.sentence) }
    conversation.touch(now)
    if case .retrying = stream.phase { notice = nil }
    if notice?.isUntilAnswered == true { notice = nil }
    if let advice = advice(end.outcome, canGoOn: conversation[stream.answer]?.content != "") {
      notice = advice
    }
    self.stream = nil
    return save([stream.answer])
  }

  /// What to do next; what happened is shown with the answer itself.
  private func advice(_ outcome: StreamOutcome, canGoOn: Bool) -> Notice? {
    let keys = say(canGoOn ? .goOnOrAskAgain : .askAgain)
    return switch outcome {
    case .complete, .cancelled: nil
    case .truncated: Notice(.information, keys)
    case .failed(let error) where error.isContextExceeded:
      Notice(.information, ErrorText.advice(error, provider: session.provider))
    case .failed(let error):
      Notice(
        .information, "\(ErrorText.advice(error, provider: session.provider)) \(keys)")
    }
  }
}
