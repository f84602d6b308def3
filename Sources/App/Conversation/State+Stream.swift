internal import Chat
internal import Words

extension State {
  // MARK: Asking

  mutating func submit() -> [Effect] {
    let seen = notice
    notice = nil
    if composer.unfold(after: CommandTable.text(.unfoldPaste)) { return [] }
    let submission = Submission(composer.text)
    if queue.edited != nil, !submission.isSlashCommand { return finishQueuedEdit() }
    switch submission {
    case .nothing where !attachments.loose.isEmpty && editing == nil:
      return readBeforeSending(seen) ?? ask("", seen)
    case .nothing:
      // The row above the composer tells the user that Enter sends a held queue.
      return queue.isEmpty || !queue.isHeld || surface == .lines ? [] : sendQueue(seen)
    case .command(let command, let argument):
      input.confirmed = seen
      defer { input.confirmed = nil }
      return performTyped(command, argument)
    case .unknownCommand, .unexpectedArgument, .unexpectedLines, .missingArgument:
      if surface == .screen, let command = submission.commandToAsk(in: composer.text) {
        composer.clear()
        return askForArgument(command)
      }
      refuse(submission)
      return []
    case .question(let text):
      return withholdKey(text) ?? connectInsteadOfAsking(text) ?? connectBeforeAsking(text)
        ?? readBeforeSending(seen) ?? ask(text, seen)
    }
  }

  /// - Parameter seen: the notice that was on the screen before the question was sent.
  mutating func ask(_ text: String, _ seen: Notice?) -> [Effect] {
    if let obstacle = attachmentObstacle {
      notice = obstacle
      return []
    }
    if mustQueue { return enqueue(text) }
    let asked = front.writing.compared.map(current)
    if let obstacle = obstacle(toNext: asked, kept: keptText) {
      notice = obstacle
      return []
    }
    // The edited question becomes a sibling of the original.
    let leaf = editing.map { conversation[$0.question]?.parent } ?? conversation.path.last
    guard maySend(.question(text), to: asked, after: leaf, seen: seen) else { return [] }
    let attachments = attachments.attachments
    if let editing {
      noteChoices()
      // The original keeps its place and its answers.
      conversation.select(leaf)
      composer = editing.draft
      self.editing = nil
      front.writing.leftEdit = nil
    } else {
      composer.clearSent()
    }
    if surface == .screen { conversation.draft = front.writtenText }
    let question = MessageID(ids.uuid(at: now))
    front.append(text, with: attachments, as: question, at: now)
    defer { sayModelIsKept() }
    guard !asked.isEmpty else { return startAnswer(saving: [question]) }
    // The next question goes to one model again, so that nobody pays for four answers by accident.
    front.writing.compared = []
    return ask(asked, question, saving: [question])
  }

  private func obstacle(toNext asked: [AskedModel], kept: Words.Kept) -> Notice? {
    guard !asked.isEmpty, stream == nil else { return obstacle(kept: kept) }
    return obstacle(toAll: asked, kept: kept)
  }

  /// Returns a sentence about why the server would refuse the next request; `nil` if there is no
  /// known reason.
  /// - Parameter kept: what happens to the user's work. Also determines whether the draft's images
  ///   count as part of the request.
  private func conflict(
    with session: Session, in open: OpenConversation, kept: Words.Kept
  ) -> String? {
    var request = open.nextRequest
    request.model = session.model
    switch kept {
    case .draft, .line, .queue:
      let images = open.writing.composer.attachments.images
      if !images.isEmpty { request.turns.append(.init(role: .user, content: "", images: images)) }
    case .nothingSent, .nothingDeleted: break
    }
    let conflict =
      request.conflict(for: session.provider.dialect)
      ?? request.visionConflict(listedModel(session)?.capabilities)
    return conflict.map(Words.Parameter.conflict)
  }

  /// What happens to text that cannot be sent.
  var keptText: Words.Kept { surface == .screen ? .draft : .line }

  func say(_ step: Step) -> String { step.words(on: surface, preferences.keymap) }

  /// Returns a notice that something has to wait for the running answer. The notice goes away
  /// when the answer ends.
  func stillAnswering(_ kept: Words.Kept) -> Notice {
    var notice = Notice(.information, Words.Asking.stillAnswering(kept), advice: say(.stop))
    notice.isUntilAnswered = true
    return notice
  }

  /// Returns why nothing can be sent now.
  /// - Parameter kept: what happens to the user's work.
  func obstacle(kept: Words.Kept) -> Notice? {
    if stream != nil { return stillAnswering(kept) }
    return obstacle(to: session, in: front, kept: kept)
  }

  /// Returns why no request can be sent to a session's model now.
  func obstacle(
    to session: Session, in open: OpenConversation, kept: Words.Kept
  ) -> Notice? {
    if open.isAnsweredElsewhere {
      var notice = Notice(
        .information, Words.Asking.answeringElsewhere(kept), advice: Words.Asking.waitForAnswer)
      notice.isUntilAnswered = true
      return notice
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
    return conflict(with: session, in: open, kept: kept).map {
      Notice(.trouble, Words.Asking.obstacle($0, kept))
    }
  }

  /// Appends an empty answer to the path, and saves it before the request is sent.
  /// - Parameters:
  ///   - partial: the answer that this one continues.
  ///   - thinks: `false` to request this answer without thinking.
  ///   - keepsPlace: whether to keep the scroll position if the reader has scrolled up.
  mutating func startAnswer(
    saving messages: [MessageID], after partial: Message? = nil, thinks: Bool = true,
    keepsPlace: Bool = false
  ) -> [Effect] {
    let answer = MessageID(ids.uuid(at: now))
    let request = ids.request()
    let omitted = countOmission(continuing: partial)
    front.beginAnswer(
      answer, for: request, with: providers.settings(of: session), after: partial,
      omitting: omitted, thinks: thinks, keepsPlace: keepsPlace, at: now)
    notePrices(in: front.id)
    noteExpectedThinking()
    if omitted > 0 { notice = Notice(.information, Words.Context.omitted(omitted)) }
    leaving.armedLoss = nil
    if focus == .reasoning, !isPaneBeside { focus = .transcript }
    if isPrivate { return send(request, isUnsaved: false) + countSeconds }
    let saved = isUnsaved ? conversation.path : messages + [answer]
    return [
      .store(.saveQuestion(request, conversation, saved)),
      .timer(.set(.storeIsSlow, .seconds(1))),
    ] + noteInList(conversation)
  }

  mutating func questionSaved(_ request: RequestID, _ error: StoreError?) -> [Effect] {
    let saving = noteSaved(error)
    let asking = send(request, isUnsaved: error != nil)
    let isInFront = front.streams.contains { $0.batch == request }
    return saving + asking + (asking.isEmpty || !isInFront ? [] : countSeconds)
  }

  /// The effect that starts the timer for an answer's elapsed seconds; none if motion is reduced.
  var countSeconds: [Effect] {
    preferences.hasReducedMotion ? [] : [.timer(.set(.second, .seconds(1)))]
  }

  /// - Parameter batch: the request that saved the question.
  mutating func send(_ batch: RequestID, isUnsaved: Bool) -> [Effect] {
    let effects = openIDs.flatMap { id in
      withOpen(id) { $0.send(batch, isUnsaved: isUnsaved) } ?? []
    }
    if !effects.isEmpty { models.connectedAt = now }
    return effects
  }

  // MARK: Receiving

  mutating func receive(_ event: StreamEvent, for request: RequestID) -> [Effect] {
    if let id = awaitingTitle(request) { return receiveTitle(event, for: id) }
    guard let id = awaiting(request) else { return [] }
    let wasScheduled = isSaveScheduled
    let time = now
    guard let source = source(of: request, in: id) else { return [] }
    noteReach(event, of: source.provider)
    noteRefusal(event, of: request, in: id)
    noteFit(event, of: source)
    let wasThinking = front.stream?.phase == .thinking
    let effects = withOpen(id) { $0.receive(event, for: request, at: time) } ?? []
    if wasThinking, front.stream?.phase == .answering { keepPaneOpenForReader() }
    if awaiting(request) == nil {
      let alert = alert(about: source.answer, in: id)
      let orders = ended(source, in: id, effects) + call(alert, from: id)
      if id == front.id { sayNextStep(after: source.answer) }
      return orders
    }
    // Text that is not in view is never drawn, so acknowledge it at once.
    let shown = isShown(request) ? [] : withOpen(id) { $0.noteShown(of: request) } ?? []
    let isFirst = !wasScheduled && isSaveScheduled
    return effects + shown + (isFirst ? [.timer(.set(.saveText, Self.saveInterval))] : [])
  }

  private func source(of request: RequestID, in id: ConversationID) -> AnswerSource? {
    openConversation(id)?.streams.first { $0.request == request }?.source
  }

  /// Records, for the picker, whether a conversation's server could be reached.
  private mutating func noteReach(_ event: StreamEvent, of provider: Provider) {
    // Any web server may begin to answer, but only a model server completes an answer.
    if case .opened = event, !models.isUnlikeModelServer(provider) { noteReached(provider) }
    guard case .ended(let end) = event else { return }
    if end.outcome == .complete { noteReached(provider) }
    if case .failed(let error) = end.outcome, case .unreachable = error {
      models.noteFailure(of: provider, error)
      refreshPicker()
    }
  }

  /// A crash loses at most this much of a streaming answer.
  static let saveInterval = Duration.milliseconds(250)

  /// Whether the save timer is running. Setting it again would delay it.
  private var isSaveScheduled: Bool {
    front.isSaveScheduled || background.open.values.contains(where: \.isSaveScheduled)
  }

  mutating func saveText() -> [Effect] {
    let time = now
    var effects = front.saveText(at: time)
    for id in background.open.keys where background.open[id]?.isSaveScheduled == true {
      effects += withOpen(id) { $0.saveText(at: time) } ?? []
    }
    return effects
  }

  /// Acknowledges the text that was drawn.
  mutating func noteShown() -> [Effect] { front.noteShown() }

  // MARK: Ending

  /// Stops every answer of the conversation on the screen.
  mutating func stopAnswers() -> [Effect] { stopAnswers(in: front.id) }

  /// Stops every answer of a conversation at once and keeps the text received so far.
  mutating func stopAnswers(
    in id: ConversationID, _ outcome: StreamOutcome = .cancelled
  ) -> [Effect] {
    let running = openConversation(id)?.streams ?? []
    return running.flatMap { stop($0.answer, in: id, outcome) }
  }

  /// Stops one answer of the conversation on the screen.
  mutating func stop(_ answer: MessageID) -> [Effect] { stop(answer, in: front.id, .cancelled) }

  private mutating func stop(
    _ answer: MessageID, in id: ConversationID, _ outcome: StreamOutcome
  ) -> [Effect] {
    guard let source = openConversation(id)?.stream(for: answer)?.source else { return [] }
    let time = now
    let orders = withOpen(id) { $0.stop(answer, outcome, at: time) }
    guard let (cancelling, saving) = orders else { return [] }
    return cancelling + ended(source, in: id, saving)
  }

  /// Handles the end of an answer.
  /// - Parameters:
  ///   - source: the provider and model that answered.
  ///   - saving: the effects that save the answer.
  private mutating func ended(
    _ source: AnswerSource, in id: ConversationID, _ saving: [Effect]
  ) -> [Effect] {
    let answer = source.answer
    guard let conversation = openConversation(id)?.conversation else {
      return saving
    }
    models.connectedAt = now
    noteSpent(onAnswerOf: id, answer)
    if let answer = conversation[answer] { noteThinking(of: answer) }
    let isLast = !isStreaming(id)
    let seconds: [Effect] = id == front.id && isLast ? [.timer(.cancel(.second))] : []
    let title = askForTitle(of: id, after: answer)
    if id == front.id {
      sayCompared(answer)
      adviseOnContext()
    }
    let next = continueQueue(after: answer, in: id)
    if id != front.id, isLast, next.isEmpty { sayEnded(conversation) }
    // Other instances may have spent money, too.
    let spending = preferences.limits.day == nil ? [] : loadSpending()
    let effects =
      seconds + saving + noteInList(conversation) + title + askAboutModel() + spending + next
    noteUnpriced(source, in: id)
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
    guard !isAtLimit(id) else {
      sayUntitled(Words.Spending.limitReached)
      return []
    }
    return askForTitle(of: id, wanted, provider)
  }

  private mutating func askForTitle(
    of id: ConversationID, _ wanted: AnswerRequest, _ provider: Provider, isLast: Bool = false
  ) -> [Effect] {
    let (request, message, time) = (ids.request(), MessageID(ids.uuid(at: now)), now)
    let model = models.listing(of: provider)?.models.first { $0.isNamed(wanted.model) }
    return withOpen(id) {
      $0.askForTitle(
        wanted, provider, model?.prices, as: request, message, isLast: isLast, at: time)
    } ?? []
  }

  /// Handles an event of a title request. A failure is reported once, and the provisional title
  /// stays.
  private mutating func receiveTitle(
    _ event: StreamEvent, for id: ConversationID
  ) -> [Effect] {
    let outcome = withOpen(id) { $0.receiveTitle(event) }
    let spent = noteSpent(onTitleOf: id, withOpen(id) { $0.takeTitleExpense() } ?? nil)
    return spent + handle(outcome, for: id)
  }

  private mutating func handle(
    _ outcome: OpenConversation.TitleOutcome?, for id: ConversationID
  ) -> [Effect] {
    switch outcome {
    case .pending(let effects):
      // The title request may have been cancelled because the reply was too long.
      closeIfIdle(id)
      return effects
    case .retry(let wanted, let provider):
      return askForTitle(of: id, wanted, provider, isLast: true)
    case .found(let title):
      _ = withOpen(id) { $0.conversation.suggest(title) }
      list?.noteTitle(title, of: id)
      closeIfIdle(id)
      // Another instance may have renamed the conversation, so the database decides which title to
      // keep.
      return [.store(.change([id], .suggestTitle(title)))]
    case .failed(let why):
      sayUntitled(why)
      closeIfIdle(id)
      return []
    case nil: return []
    }
  }

  private mutating func sayUntitled(_ why: String) {
    guard !guidance.said.contains(.untitled), notice == nil else { return }
    guidance.said.insert(.untitled)
    notice = Notice(
      .information, Words.Asking.noTitle(why), advice: Words.Asking.noTitleAdvice)
  }
}
