internal import Chat
internal import Screen
internal import Words

/// Asking several models the same question at once.
extension State {
  // MARK: The command

  /// Performs `/compare MODEL…`: sends the chosen question to these models as well or, if there is
  /// no question, prepares to send them the next one.
  mutating func compare(typed argument: String) -> [Effect] {
    if argument == Words.Comparison.off {
      composer.clear()
      disarmComparison()
      return []
    }
    // Record the confirmation now: if the comparison has to wait for model lists, the notice will
    // be gone by the time they arrive.
    if let asked = front.confirmation, asked.notice == input.confirmed,
      case .comparison = asked.sending
    {
      front.confirmation?.isConfirmed = true
    }
    guard models.loading == .loaded else {
      models.awaited = .comparison(argument, conversation.id)
      return loadCatalog()
    }
    return compare(typed: argument, checked: [])
  }

  /// - Parameter checked: the servers on this machine that have already been checked.
  private mutating func compare(typed argument: String, checked: [Provider]) -> [Effect] {
    do throws(ComparisonProblem) {
      let asked = try comparedModels(typed: argument)
      let unchecked = localServers(of: asked).filter { server in
        !checked.contains { $0.name == server.name }
      }
      guard unchecked.isEmpty else { return check(unchecked, for: argument) }
      guard let effects = try compare(asked) else { return [] }
      if case .command(.compare, _) = Submission(composer.text) { composer.clear() }
      return effects
    } catch {
      notice = error.notice
      if Submission(composer.text).isCommand(.compare) { moveCaretToArgument(error.word) }
      return []
    }
  }

  private func localServers(of asked: [AskedModel]) -> [Provider] {
    var servers: [Provider] = []
    for one in asked where one.provider.isLocal && one.provider.name != Provider.demo.name {
      if !servers.contains(where: { $0.id == one.provider.id }) { servers.append(one.provider) }
    }
    return servers
  }

  /// Asks servers on this machine for their model lists, to see whether they are running. A
  /// comparison asks either all its models or none.
  private mutating func check(_ servers: [Provider], for argument: String) -> [Effect] {
    models.awaited = .comparisonCheck(
      argument, conversation.id, asked: servers, waiting: servers.map(\.id))
    notice = Notice(.information, Words.Comparison.checking(servers.map(\.shownName)))
    return list(servers.filter { models.request(to: $0) != .asked })
      + [.timer(.set(.serversChecked, .seconds(1)))]
  }

  /// Continues a comparison that waited for the stored model lists.
  mutating func compareAwaited(_ argument: String, in id: ConversationID) -> [Effect] {
    id == conversation.id ? compare(typed: argument, checked: []) : []
  }

  /// Continues a comparison waiting for servers, if this was the last of them.
  mutating func compareChecked(by provider: Provider) -> [Effect] {
    guard case .comparisonCheck(let argument, let id, let servers, var waiting)? = models.awaited
    else { return [] }
    waiting.removeAll { $0 == provider.id }
    models.awaited =
      waiting.isEmpty ? nil : .comparisonCheck(argument, id, asked: servers, waiting: waiting)
    return waiting.isEmpty ? compare(argument, in: id, after: servers) : []
  }

  /// Continues a comparison that has waited long enough, even if some of its servers have not
  /// answered.
  mutating func compareChecked() -> [Effect] {
    guard case .comparisonCheck(let argument, let id, let servers, _)? = models.awaited
    else { return [] }
    models.awaited = nil
    return compare(argument, in: id, after: servers)
  }

  private mutating func compare(
    _ argument: String, in id: ConversationID, after servers: [Provider]
  ) -> [Effect] {
    guard id == conversation.id else { return [] }
    if notice?.text == Words.Comparison.checking(servers.map(\.shownName)) { notice = nil }
    return compare(typed: argument, checked: servers)
  }

  /// - Returns: `nil` if an obstacle prevents the comparison; a notice then says why.
  private mutating func compare(_ asked: [AskedModel]) throws(ComparisonProblem) -> [Effect]? {
    guard let question = chosenQuestion, surface == .lines || editing == nil else {
      return try arm(asked) ? [] : nil
    }
    let existing = answersToCompare(with: question.id)
    if existing.count + asked.count > Self.mostCompared { throw .tooMany }
    if existing.count + asked.count < 2 { throw .tooFew }
    if let obstacle = obstacle(toAll: asked, kept: .nothingSent) {
      notice = obstacle
      return nil
    }
    guard
      maySend(.comparison(question.id), to: asked, after: question.id, seen: notice)
    else { return nil }
    noteChoices()
    return ask(asked, question.id, saving: [], next: existing, leaf: conversation.path.last)
  }

  /// Returns the answer to a question on the path, and the question's other answers that are still
  /// being received.
  private func answersToCompare(with question: MessageID) -> [MessageID] {
    let path = conversation.path
    let shown = path.firstIndex(of: question).flatMap { index in
      path.indices.contains(index + 1) ? path[index + 1] : nil
    }
    let running = front.streams.map(\.answer).filter {
      $0 != shown && conversation[$0]?.parent == question
    }
    return [shown].compactMap(\.self) + running
  }

  /// Cancels a comparison that waits for a list or for a server.
  /// - Returns: whether a comparison was waiting.
  mutating func cancelAwaitedComparison() -> Bool {
    switch models.awaited {
    case .comparison?, .comparisonCheck?:
      models.awaited = nil
      front.confirmation = nil
      notice = Notice(.information, Words.Comparison.cancelled)
      return true
    case .start?, .list?, .command?, .commandList?, .address?, nil: return false
    }
  }

  // MARK: The next question

  /// Prepares to send the next question to several models. A single model is compared with the
  /// session's model.
  /// - Returns: whether they can be asked; if not, a notice says why.
  mutating func arm(_ asked: [AskedModel]) throws(ComparisonProblem) -> Bool {
    var asked = asked
    if asked.count == 1, asked[0].choice != session.asked.choice {
      asked.insert(session.asked, at: 0)
    }
    if asked.count < 2 { throw .tooFew }
    if let obstacle = obstacle(toAll: asked, kept: .nothingSent) {
      notice = obstacle
      return false
    }
    front.writing.compared = asked
    notice = Notice(
      .information, Words.Comparison.armed(names(of: asked)), advice: say(.disarmComparison))
    return true
  }

  mutating func disarmComparison() {
    guard !front.writing.compared.isEmpty else {
      notice = Notice(.information, Words.Comparison.notArmed)
      return
    }
    front.writing.compared = []
    notice = Notice(
      .information,
      Words.Comparison.disarmed(session.model))
  }

  /// Returns the models' names, or the provider's name where the server chooses the model.
  func names(of asked: [AskedModel]) -> [String] {
    asked.map { $0.model.isEmpty ? $0.provider.shownName : Session.short($0.model) }
  }

  // MARK: Asking

  /// Asks all models at once, adds their answers as siblings, and opens the page that shows the
  /// answers.
  /// - Parameters:
  ///   - messages: the messages to save in addition to the new answers.
  ///   - existing: the answers to show next to the new ones.
  ///   - leaf: the end of the path to keep; `nil` to select the answer of the session's model, or
  ///     else the first answer.
  mutating func ask(
    _ asked: [AskedModel], _ question: MessageID, saving messages: [MessageID],
    next existing: [MessageID] = [], leaf: MessageID? = nil
  ) -> [Effect] {
    let batch = ids.request()
    // All requests get the system prompt and the thinking mode that a single request would get.
    conversation.settings = providers.settings(of: session)
    conversation.thinking = thinking
    conversation.select(question)
    countTokens()
    var answers: [MessageID] = []
    // Distinct times keep the answers in this order when they are loaded again.
    for one in asked.map(current) {
      let answer = MessageID(ids.uuid(at: now))
      conversation.select(question)
      // The models may have windows of different sizes.
      let omitted = omission(in: room(session.asking(one)), sendsDraft: false)
      front.appendAnswer(
        ActiveStream(
          request: answers.isEmpty ? batch : ids.request(), answer: answer, batch: batch,
          from: one, startedAt: now.advanced(by: .milliseconds(answers.count))),
        omitting: omitted)
      answers.append(answer)
    }
    notePrices(in: front.id)
    noteExpectedThinking()
    select(leaf, among: zip(asked, answers).map { ($0, $1) })
    front.compared = existing + answers
    leaving.armedLoss = nil
    if surface == .screen { openComparison(of: front.compared, focus: answers.first) }
    notice = Notice(
      .information, Words.Comparison.asked(names(of: asked), isAgain: leaf != nil))
    let saved = isUnsaved ? front.messagesToSave : messages + answers
    if isPrivate { return send(batch, isUnsaved: false) + countSeconds }
    return [
      .store(.saveQuestion(batch, conversation, saved)),
      .timer(.set(.storeIsSlow, .seconds(1))),
    ] + noteInList(conversation)
  }

  /// Selects the path to show while the answers come in.
  private mutating func select(
    _ leaf: MessageID?, among answers: [(asked: AskedModel, answer: MessageID)]
  ) {
    if let leaf { return conversation.select(leaf) }
    let own = answers.first { $0.asked.choice == session.asked.choice }
    guard let shown = own ?? answers.first else { return }
    // The next question goes to the model whose answer is shown.
    session = session.asking(current(shown.asked))
    conversation.select(shown.answer)
    front.prepareReading(with: providers.settings(of: session))
    if focus == .reasoning, !isPaneBeside { focus = .transcript }
  }

  /// Tells the user that all compared answers have ended, unless the comparison is on the screen.
  mutating func sayCompared(_ answer: MessageID) {
    guard front.compared.contains(answer), front.compared.count > 1,
      !front.compared.contains(where: { front.stream(for: $0) != nil }),
      !(pages.last is ComparisonPage), notice?.kind != .trouble
    else { return }
    notice = Notice(
      .information, Words.Comparison.allEnded(front.compared.count),
      advice: say(.compareAnswers))
  }

  // MARK: Choosing

  /// Continues the conversation with one of the answers, and with its model.
  mutating func continueWith(_ answer: MessageID) -> [Effect] {
    guard let origin = conversation[answer].map({ $0.origin }) else { return [] }
    pages.removeAll { $0 is ComparisonPage }
    noteChoices()
    conversation.select(through: answer, choices: choices)
    (cursor, walked, find) = (nil, nil, nil)
    focus = .composer
    transcript.scrollToEnd()
    let model = origin.map { Session.short($0.model) } ?? Words.Reading.assistant
    var isChanged = false
    if let origin { isChanged = goOnAsking(origin) }
    let coming = front.streams.count { $0.answer != answer && front.compared.contains($0.answer) }
    notice = Notice(
      .information,
      Words.sentences(
        Words.Comparison.continuing(
          with: Sanitizer.sanitizeLine(model), at: isChanged ? session.provider.shownName : nil),
        coming > 0 ? Words.Comparison.stillComing(coming) : ""),
      advice: say(.compareAnswers))
    return [.store(.saveHeader(conversation))] + (isChanged ? recognizeServer() : [])
  }

  /// Sends the next question to the model of an answer, if its provider is known.
  /// - Returns: whether this changed the session's model.
  private mutating func goOnAsking(_ origin: AnswerOrigin) -> Bool {
    let choice = ModelChoice(provider: origin.provider, model: origin.model)
    guard choice != session.asked.choice, !origin.model.isEmpty,
      let known = knownProvider(origin.provider) ?? providers[id: origin.provider]
    else { return false }
    session = session.asking(AskedModel(known, model: origin.model))
    conversation.settings = providers.settings(of: session)
    models.connectedAt = nil
    return true
  }
}
