internal import Chat
internal import Words

extension State {
  // MARK: Asking

  mutating func submit() -> [Effect] {
    notice = nil
    switch Submission(composer.text) {
    case .nothing: return []
    case .command(let command, let argument): return perform(command, argument: argument)
    case .unknownCommand(let word):
      notice = Notice(.trouble, Words.CommandProblem.unknown(word), advice: say(.listCommands))
      return []
    case .unexpectedArgument(let word):
      notice = Notice(.trouble, Words.CommandProblem.unexpectedArgument(word))
      return []
    case .missingArgument(let usage):
      notice = Notice(.trouble, Words.CommandProblem.missingArgument(usage: usage))
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
      front.writing.leftEdit = nil
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

  private func conflict() -> String? {
    front.answerRequest.conflict(for: session.provider.dialect)
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

  /// Adds a place for an answer to the end of the path, and has it stored before it is asked for.
  /// - Parameter partial: the answer that this one continues.
  mutating func startAnswer(
    saving messages: [MessageID], after partial: Message? = nil
  ) -> [Effect] {
    let answer = MessageID(ids.uuid(at: now))
    let request = ids.request()
    front.beginAnswer(answer, for: request, after: partial, at: now)
    leaving.armedLoss = nil
    if isPrivate { return send(request, isUnsaved: false) + [.timer(.set(.second, .seconds(1)))] }
    let saved = isUnsaved ? conversation.path : messages + [answer]
    return [
      .store(.saveQuestion(request, conversation, saved)),
      .timer(.set(.storeIsSlow, .seconds(1))),
    ] + noteInList(conversation)
  }

  mutating func questionSaved(_ request: RequestID, _ error: StoreError?) -> [Effect] {
    let saving = noteSaved(error)
    let asking = send(request, isUnsaved: error != nil)
    let isInFront = front.stream?.request == request
    return saving + asking + (asking.isEmpty || !isInFront ? [] : countSeconds)
  }

  /// The seconds of a running answer are shown, but for readers who want nothing to move.
  var countSeconds: [Effect] {
    session.hasReducedMotion ? [] : [.timer(.set(.second, .seconds(1)))]
  }

  private mutating func send(_ request: RequestID, isUnsaved: Bool) -> [Effect] {
    guard let id = awaiting(request) else { return [] }
    let effects = withOpen(id) { $0.send(isUnsaved: isUnsaved) } ?? []
    if !effects.isEmpty { connectedAt = now }
    return effects
  }

  // MARK: Receiving

  mutating func receive(_ event: StreamEvent, for request: RequestID) -> [Effect] {
    if let id = awaitingTitle(request) { return receiveTitle(event, for: id) }
    guard let id = awaiting(request) else { return [] }
    let wasScheduled = isSaveScheduled
    let time = now
    let effects = withOpen(id) { $0.receive(event, at: time) } ?? []
    guard isStreaming(id) else { return ended(id, effects) }
    // Nobody looks: the server need not wait for a frame.
    let shown = id == front.id ? [] : withOpen(id) { $0.noteShown() } ?? []
    let isFirst = !wasScheduled && isSaveScheduled
    return effects + shown + (isFirst ? [.timer(.set(.saveText, Self.saveInterval))] : [])
  }

  /// A crash loses at most this much of a stream.
  static let saveInterval = Duration.milliseconds(250)

  /// Whether the timer for saving runs already: set again it would come later.
  private var isSaveScheduled: Bool {
    front.stream?.isSaveScheduled == true
      || others.values.contains { $0.stream?.isSaveScheduled == true }
  }

  mutating func saveText() -> [Effect] {
    var effects = front.saveText()
    for id in others.keys where others[id]?.stream?.isSaveScheduled == true {
      effects += withOpen(id) { $0.saveText() } ?? []
    }
    return effects
  }

  /// What has come in front was drawn.
  mutating func noteShown() -> [Effect] { front.noteShown() }

  // MARK: Ending

  /// Stops at once: the text is kept and marked; what the engine still reports is dropped.
  mutating func stopStream(_ outcome: StreamOutcome = .cancelled) -> [Effect] {
    stopStream(in: front.id, outcome)
  }

  mutating func stopStream(
    in id: ConversationID, _ outcome: StreamOutcome = .cancelled
  ) -> [Effect] {
    let time = now
    let orders = withOpen(id) { open in
      let cancel = open.cancelRequest()
      return (cancel, open.endAnswer(open.end(as: outcome, at: time), at: time))
    }
    guard let (cancel, saving) = orders else { return [] }
    return cancel + ended(id, saving)
  }

  /// What follows when an answer has ended.
  /// - Parameter saving: the orders that store it.
  private mutating func ended(_ id: ConversationID, _ saving: [Effect]) -> [Effect] {
    guard let conversation = id == front.id ? front.conversation : others[id]?.conversation else {
      return saving
    }
    connectedAt = now
    let seconds: [Effect] = id == front.id ? [.timer(.cancel(.second))] : []
    let title = conversation.lastMessage.map { askForTitle(of: id, after: $0.id) } ?? []
    if id != front.id { sayEnded(conversation) }
    let effects = seconds + saving + noteInList(conversation) + title
    closeIfIdle(id)
    return effects
  }

  // MARK: Titles

  /// Asks for a title if the answer that has just ended is the first.
  private mutating func askForTitle(of id: ConversationID, after answer: MessageID) -> [Effect] {
    guard let (wanted, provider) = withOpen(id, { $0.wantedTitle(after: answer) }) ?? nil else {
      return []
    }
    return askForTitle(of: id, wanted, provider)
  }

  private mutating func askForTitle(
    of id: ConversationID, _ wanted: AnswerRequest, _ provider: Provider, isLast: Bool = false
  ) -> [Effect] {
    let (request, message, time) = (ids.request(), MessageID(ids.uuid(at: now)), now)
    return withOpen(id) {
      $0.askForTitle(wanted, provider, as: request, message, isLast: isLast, at: time)
    } ?? []
  }

  /// A title that cannot be had is no trouble: the first words stay, and that is said once.
  private mutating func receiveTitle(
    _ event: StreamEvent, for id: ConversationID
  ) -> [Effect] {
    let outcome = withOpen(id) { $0.receiveTitle(event) }
    switch outcome {
    case .pending(let effects): return effects
    case .retry(let wanted, let provider):
      return askForTitle(of: id, wanted, provider, isLast: true)
    case .found(let title):
      _ = withOpen(id) { $0.conversation.suggest(title) }
      list?.noteTitle(title, of: id)
      closeIfIdle(id)
      // The database decides anew: another program may have renamed it.
      return [.store(.change([id], .suggestTitle(title)))]
    case .failed(let why):
      sayUntitled(why)
      closeIfIdle(id)
      return []
    case nil: return []
    }
  }

  private mutating func sayUntitled(_ why: String) {
    guard !said.contains(.untitled), notice == nil else { return }
    said.insert(.untitled)
    notice = Notice(
      .information, "The conversation has no title of the model’s: \(why)",
      advice:
        "Its first words stay. This is said once; titles = false in the configuration asks for none."
    )
  }
}
