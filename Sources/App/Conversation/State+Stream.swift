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
      // The edited question is a sibling of the original, which keeps its answers.
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
    front.answerRequest.conflict(for: session.provider.dialect).map(Words.Parameter.conflict)
  }

  /// What happens to text that cannot be sent.
  var keptText: Words.Kept { surface == .screen ? .draft : .line }

  func say(_ step: Step) -> String { step.words(on: surface) }

  /// A notice that something has to wait for the running answer. It goes away when the answer ends.
  func stillAnswering(_ kept: Words.Kept) -> Notice {
    var notice = Notice(.information, Words.Asking.stillAnswering(kept), advice: say(.stop))
    notice.isUntilAnswered = true
    return notice
  }

  /// Returns why nothing can be sent now.
  /// - Parameter kept: what happens to the user's work.
  func obstacle(kept: Words.Kept) -> Notice? {
    if stream != nil { return stillAnswering(kept) }
    if isAnsweredElsewhere {
      return Notice(
        .information, Words.Asking.answeringElsewhere(kept), advice: Words.Asking.waitForAnswer)
    }
    if !session.isConfigured {
      return Notice(
        .trouble, Words.Asking.obstacle(ErrorText.notConfigured(session), kept),
        advice: say(.chooseModel))
    }
    if session.lacksKey {
      return Notice(
        .trouble, Words.Asking.obstacle(ErrorText.missingKey(session.provider), kept),
        advice: say(.addKey))
    }
    if session.lacksModel {
      return Notice(
        .trouble, Words.Asking.obstacle(Words.Picker.noModelChosen, kept),
        advice: say(.chooseModel))
    }
    return conflict().map { Notice(.trouble, Words.Asking.obstacle($0, kept)) }
  }

  /// Appends an empty answer to the path, and saves it before the request is sent.
  /// - Parameters:
  ///   - partial: the answer that this one continues.
  ///   - thinks: `false` to request this answer without thinking.
  mutating func startAnswer(
    saving messages: [MessageID], after partial: Message? = nil, thinks: Bool = true
  ) -> [Effect] {
    let answer = MessageID(ids.uuid(at: now))
    let request = ids.request()
    front.beginAnswer(
      answer, for: request, with: providers.settings(of: session), after: partial, thinks: thinks,
      at: now)
    leaving.armedLoss = nil
    if focus == .reasoning, !isPaneBeside { focus = .transcript }
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

  /// Starts the timer that shows an answer's seconds, unless motion is reduced.
  var countSeconds: [Effect] {
    preferences.hasReducedMotion ? [] : [.timer(.set(.second, .seconds(1)))]
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
    noteReach(event, in: id)
    let wasThinking = front.stream?.phase == .thinking
    let effects = withOpen(id) { $0.receive(event, at: time) } ?? []
    if wasThinking, front.stream?.phase == .answering { keepPaneOpenForReader() }
    guard isStreaming(id) else { return ended(id, effects) }
    // Background text is never drawn, so acknowledge it at once.
    let shown = id == front.id ? [] : withOpen(id) { $0.noteShown() } ?? []
    let isFirst = !wasScheduled && isSaveScheduled
    return effects + shown + (isFirst ? [.timer(.set(.saveText, Self.saveInterval))] : [])
  }

  /// Records, for the picker, whether a conversation's server could be reached.
  private mutating func noteReach(_ event: StreamEvent, in id: ConversationID) {
    let session = id == front.id ? front.session : others[id]?.session
    guard let provider = session?.provider else { return }
    if case .opened = event { models.noteReached(provider) }
    if case .ended(let end) = event, case .failed(let error) = end.outcome,
      case .unreachable = error
    {
      models.noteUnreachable(provider, error)
      refreshPicker()
    }
  }

  /// A crash loses at most this much of a streaming answer.
  static let saveInterval = Duration.milliseconds(250)

  /// Whether the save timer is running. Setting it again would delay it.
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

  /// Acknowledges the text that was drawn.
  mutating func noteShown() -> [Effect] { front.noteShown() }

  // MARK: Ending

  /// Stops the answer at once and keeps its text. The engine's later events are dropped.
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

  /// Handles the end of an answer.
  /// - Parameter saving: the orders that save it.
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

  /// Requests a title if the answer that just ended is the first.
  private mutating func askForTitle(of id: ConversationID, after answer: MessageID) -> [Effect] {
    let providers = providers
    guard preferences.asksForTitles,
      let (wanted, provider) = withOpen(id, { $0.wantedTitle(after: answer, among: providers) })
        ?? nil
    else { return [] }
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

  /// Handles an event of a title request. A failure is reported once, and the provisional title
  /// stays.
  private mutating func receiveTitle(
    _ event: StreamEvent, for id: ConversationID
  ) -> [Effect] {
    let outcome = withOpen(id) { $0.receiveTitle(event) }
    switch outcome {
    case .pending(let effects):
      // The title request may have been cancelled, because the reply was too long.
      closeIfIdle(id)
      return effects
    case .retry(let wanted, let provider):
      return askForTitle(of: id, wanted, provider, isLast: true)
    case .found(let title):
      _ = withOpen(id) { $0.conversation.suggest(title) }
      list?.noteTitle(title, of: id)
      closeIfIdle(id)
      // Another instance may have renamed the conversation, so the database decides.
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
      .information, Words.Asking.noTitle(why), advice: Words.Asking.noTitleAdvice)
  }
}
