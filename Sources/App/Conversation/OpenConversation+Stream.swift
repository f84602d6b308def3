internal import Chat
internal import Words

/// Requesting, receiving and saving answers.
extension OpenConversation {
  // MARK: Asking

  /// Appends an empty answer from the session's model to the path.
  /// - Parameters:
  ///   - id: the answer's id.
  ///   - settings: the session's settings, to save with the conversation.
  ///   - partial: the answer that this one continues.
  ///   - omitted: how many of the oldest messages to leave out of the request.
  ///   - thinks: `false` to request this answer without thinking.
  ///   - keepsPlace: leaves a reader who has scrolled up where they are.
  mutating func beginAnswer(
    _ id: MessageID, for request: RequestID, with settings: ConversationSettings,
    after partial: Message? = nil, omitting omitted: Int = 0, thinks: Bool = true,
    keepsPlace: Bool = false, at now: Timestamp
  ) {
    appendAnswer(
      ActiveStream(
        request: request, answer: id, from: session.asked, startedAt: now,
        isContinuation: partial != nil),
      after: partial, omitting: omitted, thinks: thinks)
    prepareReading(with: settings, keepsPlace: keepsPlace)
  }

  /// Appends an empty answer to the path.
  /// - Parameters:
  ///   - partial: the answer that this one continues.
  ///   - omitted: how many of the oldest messages to leave out of the request.
  ///   - thinks: `false` to request this answer without thinking.
  mutating func appendAnswer(
    _ stream: ActiveStream, after partial: Message? = nil, omitting omitted: Int = 0,
    thinks: Bool = true
  ) {
    var (mode, parameters) = (thinking, session.parameters)
    if !thinks {
      mode.isOn = false
      parameters.reasoningEffort = nil
    }
    var origin = AnswerOrigin(
      provider: stream.provider.id, model: stream.model, parameters: parameters, thinking: mode)
    origin.omittedMessages = omitted
    let answer = Message(
      id: stream.answer, parent: conversation.path.last, role: .assistant,
      createdAt: stream.startedAt, content: partial?.content ?? "",
      reasoning: partial?.reasoning ?? "", logprobs: partial?.logprobs ?? [],
      status: .streaming, origin: origin, earlier: partial.map { EarlierParts($0) })
    var stream = stream
    stream.tokens = StreamTokens(counts.estimator)
    stream.promptCount = promptCount(omitting: omitted)
    conversation.append(answer)
    streams.append(stream)
  }

  /// Prepares for reading the answer at the end of the path.
  /// - Parameters:
  ///   - settings: the session's settings, to save with the conversation.
  ///   - keepsPlace: keeps the notice, and leaves a reader who has scrolled up where they are.
  mutating func prepareReading(with settings: ConversationSettings, keepsPlace: Bool = false) {
    conversation.thinking = thinking
    conversation.settings = settings
    if keepsPlace {
      guard reading.transcript.isFollowing, reading.cursor == nil else {
        return titleSpending = nil
      }
    } else {
      notice = nil
    }
    reading.cursor = nil
    reading.walked = nil
    reading.isPaneOpen = nil
    titleSpending = nil
    blankNoticeRows = 0
    reading.transcript.scrollToEnd()
  }

  /// Sends the question to all models of its batch. Called once the question has been saved, or
  /// saving has failed.
  /// - Parameter batch: the request that saved the question.
  mutating func send(_ batch: RequestID, isUnsaved: Bool) -> [Effect] {
    var effects: [Effect] = []
    for index in streams.indices
    where streams[index].batch == batch && streams[index].phase == .saving {
      streams[index].phase = .waiting
      if isUnsaved { streams[index].needsWholeSave = true }
      let stream = streams[index]
      effects.append(.stream(.start(stream.request, request(for: stream), stream.provider)))
    }
    return effects
  }

  /// The request for the running answer on the path, or for the next answer if none is running.
  var answerRequest: AnswerRequest {
    stream.map(request) ?? nextRequest
  }

  /// The request that would continue the path now.
  var nextRequest: AnswerRequest {
    var request = AnswerRequest(
      model: session.model, turns: conversation.turns, parameters: session.parameters,
      thinking: thinking)
    request.mayEndThinking = true
    return request
  }

  private func request(for stream: ActiveStream) -> AnswerRequest {
    let origin = conversation[stream.answer]?.origin
    var request = AnswerRequest(
      model: stream.model,
      turns: conversation.turns(
        to: stream.answer, omitting: origin?.omittedMessages ?? 0),
      parameters: origin?.parameters ?? session.parameters, thinking: origin?.thinking ?? thinking)
    request.mayEndThinking = true
    request.continuesAnswer = stream.isContinuation
    return request
  }

  // MARK: Receiving

  mutating func receive(
    _ event: StreamEvent, for request: RequestID, at now: Timestamp
  ) -> [Effect] {
    guard let index = streams.firstIndex(where: { $0.request == request }) else { return [] }
    // Only the answer that is shown may set the notice.
    let isShown = index == streamIndex
    switch event {
    case .retrying(let retry):
      streams[index].phase = .retrying(retry, at: now.advanced(by: retry.delay))
      if isShown { noteRetry(retry, at: streams[index].provider) }
      return []
    case .opened:
      if isShown, case .retrying = streams[index].phase { notice = nil }
      streams[index].phase = .waiting
      return []
    case .received(let delta):
      let isFirst = streams[index].phase != .thinking
      take(delta, at: index)
      return isFirst ? endThinkingAsWished(at: index) : []
    case .thinkingNotEnded(let error):
      if isShown { offerToAskAgain(after: error) } else { streams[index].answerNow = .notAsked }
      return []
    case .ended(let end): return endAnswer(streams[index].answer, end, at: now)
    }
  }

  /// Tells the user about a retry. While a model loads, the status line shows the elapsed time
  /// instead, and plain mode prints one line.
  private mutating func noteRetry(_ retry: Retry, at provider: Provider) {
    guard retry.limit == nil else {
      return notice = Notice(
        .information, ErrorText.sentence(retry.reason, at: provider),
        advice: Words.Asking.retrying)
    }
    if retry.number > 1 { return }
    notice =
      surface == .lines
      ? Notice(.information, Words.Asking.loadingModel, advice: Words.Asking.waitingForModel)
      : nil
  }

  private mutating func take(_ delta: AnswerDelta, at index: Int) {
    let isShown = index == streamIndex
    var stream = streams[index]
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
    // Recount the whole answer, except a continuation, whose text includes earlier parts.
    if delta.contentWasReasoning, !stream.isContinuation, let answer = conversation[stream.answer] {
      stream.tokens = StreamTokens(answer, stream.tokens.estimator)
    } else {
      stream.tokens.add(delta)
    }
    if !delta.reasoning.isEmpty { stream.phase = .thinking }
    if delta.endsThinking {
      stream.phase = .answering
      if stream.answerNow == .offered { withdrawOffer() }
      if isShown, notice?.text == Words.Asking.endsThinkingLater { notice = nil }
      stream.answerNow = .notAsked
    }
    // The database can append only content and reasoning.
    if !delta.onlyAppends { stream.needsWholeSave = true }
    if delta.contentWasReasoning {
      // The text that was laid out as the answer has turned out to be reasoning.
      reading.transcript.forget(stream.answer)
      if isShown { reading.reasoning = ReasoningPane() }
    }
    stream.unshownBytes += delta.textSize
    if !isPrivate {
      stream.unsaved.add(delta)
      stream.isSaveScheduled = true
    }
    streams[index] = stream
  }

  /// Acknowledges the text that was drawn. A server that is faster than the screen has to wait,
  /// which limits the layout work per frame and keeps keys responsive.
  /// - Parameter request: the request whose text to acknowledge; `nil` for all requests.
  mutating func noteShown(of request: RequestID? = nil) -> [Effect] {
    var effects: [Effect] = []
    for index in streams.indices where streams[index].unshownBytes > 0 {
      let stream = streams[index]
      guard request == nil || stream.request == request else { continue }
      streams[index].unshownBytes = 0
      effects.append(.stream(.acknowledge(stream.request, stream.unshownBytes)))
    }
    return effects
  }

  // MARK: Saving

  /// Returns the effect that saves messages, or no effect for a private conversation. After a
  /// failed save, the effect covers the whole path.
  func save(_ changed: [MessageID]) -> [Effect] {
    guard !isPrivate else { return [] }
    return [.store(.save(conversation, isUnwritten ? messagesToSave(changed) : changed))]
  }

  /// The messages of the path, and the running and compared answers in other branches.
  var messagesToSave: [MessageID] { messagesToSave(streams.map(\.answer) + compared) }

  private func messagesToSave(_ others: [MessageID]) -> [MessageID] {
    var saved = conversation.path
    for id in others where conversation[id] != nil && !saved.contains(id) { saved.append(id) }
    return saved
  }

  /// Whether the save timer is running for any of the answers.
  var isSaveScheduled: Bool { streams.contains(where: \.isSaveScheduled) }

  /// Notes that a failed save left a gap in the stored text, so that the next save writes the whole
  /// text.
  mutating func noteGap() {
    for index in streams.indices { streams[index].needsWholeSave = true }
  }

  /// Saves the text received since the last save.
  mutating func saveText(at now: Timestamp) -> [Effect] {
    streams.indices.flatMap { streams[$0].isSaveScheduled ? saveText(at: $0, now) : [] }
  }

  /// Saves the unsaved text of one answer. Tokens without text wait for the next piece, because the
  /// stored pieces are ordered by their text.
  private mutating func saveText(at index: Int, _ now: Timestamp) -> [Effect] {
    let stream = streams[index]
    streams[index].isSaveScheduled = false
    guard stream.needsWholeSave || stream.unsaved.hasText,
      let answer = conversation[stream.answer]
    else { return [] }
    streams[index].needsWholeSave = false
    streams[index].unsaved = AnswerPiece()
    var piece = stream.unsaved
    piece.figures = answer.figures(
      after: now.elapsed(since: stream.startedAt), promptCount: stream.promptCount,
      stream.tokens, stream.prices)
    guard stream.needsWholeSave else {
      return [.store(.appendText(conversation.id, stream.answer, piece))]
    }
    // Set the figures for this save only. Until the answer ends, those on the screen come from the
    // stream.
    conversation.update(stream.answer) { $0.figures = piece.figures }
    defer { conversation.update(stream.answer) { $0.figures = answer.figures } }
    return save([stream.answer])
  }

  // MARK: Ending

  /// Stops an answer and keeps its text. Later events from the engine are dropped.
  /// - Returns: the effects that end the request, and those that save the answer.
  mutating func stop(
    _ answer: MessageID, _ outcome: StreamOutcome, at now: Timestamp
  ) -> (cancelling: [Effect], saving: [Effect]) {
    guard let stream = stream(for: answer) else { return ([], []) }
    let cancel: [Effect] = stream.phase == .saving ? [] : [.stream(.cancel(stream.request))]
    var timings = conversation[answer]?.timings ?? Timings()
    timings.end = now.elapsed(since: stream.startedAt)
    let end = StreamEnd(outcome: outcome, timings: timings)
    return (cancel, endAnswer(answer, end, at: now))
  }

  /// Ends an answer and saves the whole message.
  private mutating func endAnswer(
    _ answer: MessageID, _ end: StreamEnd, at now: Timestamp
  ) -> [Effect] {
    guard let index = indexOfStream(for: answer) else { return [] }
    let isShown = index == streamIndex
    let stream = streams.remove(at: index)
    conversation.update(answer) { answer in
      answer.end(end, window: stream.window) { ErrorText.sentence($0, at: stream.provider) }
      answer.noteEstimate(promptCount: stream.promptCount, stream.tokens, stream.prices)
    }
    conversation.touch(now)
    guard isShown else { return save([answer]) }
    if case .retrying = stream.phase { notice = nil }
    if notice?.isUntilAnswered == true { notice = nil }
    let canGoOn = conversation[answer]?.hasTextToContinue == true
    let asked = conversation[answer]?.origin?.parameters ?? Parameters()
    if let advice = advice(end.outcome, stream.provider, asked, canGoOn: canGoOn) {
      notice = advice.about(answer)
    }
    return save([answer])
  }

  /// Returns advice about the next step, if there is any. The answer itself shows what happened.
  private func advice(
    _ outcome: StreamOutcome, _ provider: Provider, _ asked: Parameters, canGoOn: Bool
  ) -> Notice? {
    let keys = say(canGoOn ? .goOnOrAskAgain : .askAgain)
    let keysWithModel = say(canGoOn ? .chooseModelOrGoOn : .chooseModelOrAskAgain)
    return switch outcome {
    case .complete, .cancelled: nil
    case .truncated: Notice(.information, keys)
    case .failed(let error) where error.isContextExceeded:
      Notice(.information, ErrorText.contextExceeded(error), advice: say(.makeRoom))
    // Naming the keys is better advice than "Try again."
    case .failed(.disconnected), .failed(.malformed): Notice(.information, keys)
    case .failed(let error) where error.stoppedServer(of: provider) != nil || error.isAboutModel:
      Notice(.information, keysWithModel)
    case .failed(let error):
      Notice(
        .information,
        Words.sentences(
          error.blamedParameter(in: asked).map { say(.changeParameter($0)) }
            ?? error.keyStep(for: provider).map { say($0) }
            ?? ErrorText.advice(error, provider: provider),
          keys))
    }
  }
}

extension StreamError {
  /// Returns the name of the request parameter that the server's refusal mentions.
  func blamedParameter(in parameters: Parameters) -> String? {
    guard case .refused(let refusal) = self, refusal.cause == .invalidRequest else { return nil }
    let words = Set(refusal.message.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    return ParameterField.all.first {
      $0.value(in: parameters) != nil && words.contains($0.name[...])
    }?.name
  }
}
