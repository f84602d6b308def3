internal import Chat

extension State {
  // MARK: Asking

  mutating func submit() -> [Effect] {
    notice = nil
    switch Submission(composer.text) {
    case .nothing: return []
    case .command(let command):
      composer.clear()
      return perform(command)
    case .set(let name, let value): return set(name, to: value)
    case .unset(let name): return unset(name)
    case .export(let path): return exportConversation(to: path)
    case .search(let query):
      composer.clear()
      return openSearch(query)
    case .copyCode(let number):
      composer.clear()
      return copyCode(number)
    case .find(let query):
      composer.clear()
      startFind()
      find?.query = query
      find?.isTyping = false
      findNext(1)
      return []
    case .openListed(let number):
      composer.clear()
      return openListed(number)
    case .provider(let name, let model): return choose(name, model: model)
    case .unknownCommand(let word):
      notice = Notice(
        .trouble, "There is no command /\(word).",
        advice: say(.listCommands))
      return []
    case .unexpectedArgument(let word):
      notice = Notice(.trouble, "/\(word) takes nothing behind it; nothing was done.")
      return []
    case .question(let text): return ask(text)
    }
  }

  private mutating func ask(_ text: String) -> [Effect] {
    if let obstacle = obstacle(kept: keptText) {
      notice = obstacle
      return []
    }
    if let editing {
      noteChoices()
      // Beside the question as it was; what follows that one stays there.
      conversation.select(conversation[editing.question]?.parent)
      composer = editing.draft
      self.editing = nil
      leftEdits[conversation.id] = nil
    } else {
      composer.clear()
    }
    if surface == .screen { conversation.draft = composer.text }
    let question = Message(
      id: MessageID(ids.uuid(at: now)), parent: conversation.path.last, role: .user,
      createdAt: now, content: text)
    if conversation.title.isEmpty { conversation.title = ConversationTitle.of(text) }
    conversation.append(question)
    return startAnswer(saving: [question.id])
  }

  /// What becomes of a text that cannot be sent.
  var keptText: String {
    surface == .screen ? "your text is kept" : "the line is not sent"
  }

  func say(_ step: Step) -> String { step.words(on: surface) }

  /// Why nothing can be asked now.
  /// - Parameter kept: what becomes of what the user has done.
  func obstacle(kept: String) -> Notice? {
    if stream != nil {
      return .stillComing(kept: kept, advice: say(.stop))
    }
    if isAnsweredElsewhere {
      return Notice(
        .information, "Another Aside is still receiving the last answer; \(kept).",
        advice: "Ask when the answer is there.")
    }
    if !session.isConfigured {
      return Notice(
        .trouble, "\(ErrorText.notConfigured(session)) Until then \(kept).",
        advice: say(.chooseProvider))
    }
    if session.lacksKey {
      return Notice(
        .trouble, "\(ErrorText.missingKey(session.provider)) Until then \(kept).")
    }
    return conflict().map { Notice(.trouble, "\($0) Until then \(kept).") }
  }

  /// Makes the place for an answer at the end of the path, and has it stored before it is asked for.
  /// - Parameter partial: the answer that this one goes on with.
  mutating func startAnswer(
    saving messages: [MessageID], after partial: Message? = nil
  ) -> [Effect] {
    let thought = partial?.reasoning ?? ""
    let answer = Message(
      id: MessageID(ids.uuid(at: now)), parent: conversation.path.last, role: .assistant,
      createdAt: now, content: partial?.content ?? "",
      reasoning: thought.isEmpty ? "" : thought + "\n\n", status: .streaming,
      origin: AnswerOrigin(
        provider: session.provider.name, model: session.model, parameters: session.parameters,
        thinking: thinking))
    conversation.append(answer)
    conversation.thinking = thinking
    conversation.settings = session.settings
    let request = ids.request()
    stream = ActiveStream(
      request: request, answer: answer.id, startedAt: now, isContinuation: partial != nil)
    notice = nil
    cursor = nil
    walked = nil
    armedLoss = nil
    titleSpending[conversation.id] = nil
    transcript.scrollToEnd()
    if isPrivate { return ask(request, isUnsaved: false) + [.timer(.set(.second, .seconds(1)))] }
    let saved = unsavedMessages(among: messages + [answer.id])
    return [
      .store(.saveQuestion(request, conversation, saved)), .timer(.set(.storeIsSlow, .seconds(1))),
    ]
      + noteInList(conversation)
  }

  mutating func questionSaved(_ request: RequestID, _ error: StoreError?) -> [Effect] {
    let saving = noteSaved(error)
    if let id = background(awaiting: request) {
      return saving + inBackground(id) { $0.ask(request, isUnsaved: error != nil) }
    }
    let asking = ask(request, isUnsaved: error != nil)
    return saving + asking + (asking.isEmpty ? [] : countSeconds)
  }

  /// The seconds of a running answer are shown, but for readers who want nothing to move.
  var countSeconds: [Effect] {
    session.hasReducedMotion ? [] : [.timer(.set(.second, .seconds(1)))]
  }

  private mutating func ask(_ request: RequestID, isUnsaved: Bool) -> [Effect] {
    guard let stream, stream.request == request, stream.phase == .saving else { return [] }
    self.stream?.phase = .waiting
    if isUnsaved { self.stream?.needsWholeSave = true }
    connectedAt = now
    return [.stream(.start(request, answerRequest, session.provider))]
  }

  private var answerRequest: AnswerRequest {
    let order =
      stream?.isContinuation == true
      ? [AnswerRequest.Turn(role: .user, content: Self.continuation)] : []
    return AnswerRequest(
      model: session.model, turns: conversation.turns(followedBy: order),
      parameters: session.parameters, thinking: thinking)
  }

  /// What is sent behind an answer that broke off; every server understands it, while few can go on
  /// with an answer itself.
  static let continuation =
    "Your last answer broke off. Go on exactly where it ended: repeat nothing, and say nothing else."

  private func conflict() -> String? { answerRequest.conflict(for: session.provider.dialect) }

  /// What has to be saved when these messages have changed: after a failed save, all that is seen.
  private func unsavedMessages(among changed: [MessageID]) -> [MessageID] {
    isUnsaved ? conversation.path : changed
  }

  // MARK: Receiving

  mutating func receive(_ event: StreamEvent, for request: RequestID) -> [Effect] {
    if titleRequests[request] != nil { return receiveTitle(event, for: request) }
    guard stream?.request == request else {
      return background(awaiting: request).map { id in
        inBackground(id) { $0.receive(event, for: request) }
      } ?? []
    }
    switch event {
    case .retrying(let retry):
      stream?.phase = .retrying(retry, at: now.advanced(by: retry.delay))
      notice = Notice(
        .information, ErrorText.sentence(retry.reason), advice: "It is asked again by itself.")
      return []
    case .opened:
      if case .retrying = stream?.phase { notice = nil }
      stream?.phase = .waiting
      return []
    case .received(let delta): return take(delta)
    case .ended(let end): return endStream(end)
    }
  }

  private mutating func take(_ delta: AnswerDelta) -> [Effect] {
    guard var stream else { return [] }
    conversation.update(stream.answer) { message in
      message.add(delta)
      message.timings = delta.timings
    }
    if !delta.reasoning.isEmpty { stream.phase = .thinking }
    if !delta.content.isEmpty || !delta.refusal.isEmpty || !delta.toolCallChanges.isEmpty {
      stream.phase = .answering
    }
    // Only content and reasoning can be added to in the store.
    if !delta.onlyAppends { stream.needsWholeSave = true }
    if delta.contentWasReasoning {
      // What was laid out as the answer is none.
      transcript.forget(stream.answer)
      reasoning = ReasoningPane()
    }
    stream.unshownBytes += delta.textSize
    guard !isPrivate else {
      self.stream = stream
      return []
    }
    stream.unsavedContent += delta.content
    stream.unsavedReasoning += delta.reasoning
    let isFirst = !isSaveScheduled
    stream.isSaveScheduled = true
    self.stream = stream
    return isFirst ? [.timer(.set(.saveText, Self.saveInterval))] : []
  }

  /// What came has been drawn. A server that is faster than the screen waits for this, so that a
  /// frame never has more to lay out than keys can wait for.
  mutating func noteShown() -> [Effect] {
    guard let stream, stream.unshownBytes > 0 else { return [] }
    self.stream?.unshownBytes = 0
    return [.stream(.acknowledge(stream.request, stream.unshownBytes))]
  }

  /// A crash loses at most this much of a stream.
  static let saveInterval = Duration.milliseconds(250)

  mutating func saveText() -> [Effect] {
    var effects = saveOwnText()
    for id in background.keys where background[id]?.stream?.isSaveScheduled == true {
      effects += inBackground(id) { $0.saveOwnText() }
    }
    return effects
  }

  private mutating func saveOwnText() -> [Effect] {
    guard var stream else { return [] }
    stream.isSaveScheduled = false
    defer { self.stream = stream }
    if stream.needsWholeSave {
      stream.needsWholeSave = false
      stream.unsavedContent = ""
      stream.unsavedReasoning = ""
      return [.store(.save(conversation, unsavedMessages(among: [stream.answer])))]
    }
    guard !stream.unsavedContent.isEmpty || !stream.unsavedReasoning.isEmpty else { return [] }
    let effect = Effect.store(
      .appendText(
        conversation.id, stream.answer, content: stream.unsavedContent,
        reasoning: stream.unsavedReasoning))
    stream.unsavedContent = ""
    stream.unsavedReasoning = ""
    return [effect]
  }

  // MARK: Ending

  /// Stops at once: the text is kept and marked; what the engine still reports is dropped.
  mutating func stopStream(_ outcome: StreamOutcome = .cancelled) -> [Effect] {
    let cancel = cancelActive()
    return cancel + endStream(StreamEnd(outcome: outcome, timings: elapsedTimings()))
  }

  func cancelActive() -> [Effect] {
    guard let stream, stream.phase != .saving else { return [] }
    return [.stream(.cancel(stream.request))]
  }

  private func elapsedTimings() -> Timings {
    guard let stream else { return Timings() }
    var timings = conversation[stream.answer]?.timings ?? Timings()
    timings.end = now.elapsed(since: stream.startedAt)
    return timings
  }

  mutating func endStream(_ end: StreamEnd) -> [Effect] {
    guard let stream else { return [] }
    conversation.update(stream.answer) { $0.end(end, errorText: ErrorText.sentence) }
    conversation.touch(now)
    if case .retrying = stream.phase { notice = nil }
    if notice?.isUntilAnswered == true { notice = nil }
    if let advice = advice(end.outcome, canGoOn: conversation[stream.answer]?.content != "") {
      notice = advice
    }
    self.stream = nil
    connectedAt = now
    return [
      .timer(.cancel(.second)),
      .store(.save(conversation, unsavedMessages(among: [stream.answer]))),
    ] + noteInList(conversation) + askForTitle(after: stream.answer)
  }

  /// What to do next; what happened stands with the answer itself.
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
