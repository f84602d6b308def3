internal import Chat
internal import Words

/// The context window of the model, and what to do when it is full.
extension State {
  /// Counts the tokens of the conversation on the screen. Called after every event.
  mutating func countTokens() {
    let choice = ModelChoice(provider: session.provider.id, model: session.model)
    let learned = models.facts[choice]?.estimator
    front.countTokens(learned: learned)
    guard front.counts.isCalibrated, learned != front.counts.estimator else { return }
    models.facts[choice, default: ModelFacts()].estimator = front.counts.estimator
    front.countTokens(learned: front.counts.estimator)
  }

  /// Returns the session's model, if its provider has listed it.
  func listedModel(_ session: Session) -> Model? {
    listedModel(session.model, at: session.provider)
  }

  func listedModel(_ id: String, at provider: Provider) -> Model? {
    models.listing(of: provider)?.models.first { $0.isNamed(id) }
  }

  func room(_ session: Session) -> ContextRoom? {
    window(of: session.model, at: session.provider)
      .map { ContextRoom(window: $0, session.parameters) }
  }

  /// Returns the size of the model's context window in tokens; `nil` if it is unknown.
  func window(of model: String, at provider: Provider) -> Int? {
    let choice = ModelChoice(provider: provider.id, model: model)
    return provider.contextLength ?? models.facts[choice]?.window
      ?? listedModel(model, at: provider)?.contextLength
  }

  /// Whether the conversation on the screen leaves out its oldest turns when they do not fit.
  var dropsOldest: Bool { (front.fullContext ?? preferences.fullContext) == .dropOldest }

  /// How much of the context window the running request uses, or the next one, including the draft,
  /// if none is running.
  var contextUse: ContextUse {
    front.contextUse(room(session), dropsOldest: dropsOldest, sendsDraft: true)
  }

  /// How many of the oldest messages are left out if the draft is sent next.
  var nextOmission: Int { omission(in: room(session), sendsDraft: true) }

  /// Returns how many of the oldest messages a request that follows the path leaves out.
  /// - Parameter sendsDraft: whether the draft is part of the request.
  func omission(in room: ContextRoom?, sendsDraft: Bool) -> Int {
    guard dropsOldest, stream == nil else { return 0 }
    let all = front.contextUse(room, dropsOldest: false, sendsDraft: sendsDraft)
    return front.omission(all.tokens, in: room, sendsDraft: sendsDraft)
  }

  /// Counts the path's tokens, and returns how many of the oldest messages a request to answer its
  /// last question leaves out.
  /// - Parameter partial: the answer to that question that the request continues.
  mutating func countOmission(continuing partial: Message?) -> Int {
    guard let partial else {
      countTokens()
      return omission(in: room(session), sendsDraft: false)
    }
    // The request ends with the answer so far.
    let question = conversation.path.last
    conversation.select(partial.id)
    countTokens()
    let omitted = omission(in: room(session), sendsDraft: false)
    conversation.select(question)
    countTokens()
    return omitted
  }

  /// Toggles whether the oldest turns are left out, for the conversation on the screen.
  mutating func toggleDroppingOldest() -> [Effect] {
    front.fullContext = dropsOldest ? .ask : .dropOldest
    front.confirmation = nil
    let isOn = dropsOldest
    notice = Notice(
      .information, isOn ? Words.Context.dropsOldest : Words.Context.keepsOldest,
      advice: isOn && stream == nil && lastAnswerDidNotFit ? say(.askAgain) : "")
    return []
  }

  private var lastAnswerDidNotFit: Bool {
    guard let last = conversation.lastMessage else { return false }
    return last.role == .assistant && last.status == .failed && last.isEmpty
  }

  /// Tells the user that the context window is nearly full. Does so only once, until the window
  /// has had room again.
  mutating func adviseOnContext() {
    countTokens()
    // The draft may never be sent.
    let use = front.contextUse(room(session), dropsOldest: dropsOldest, sendsDraft: false)
    guard use.isNearlyFull, let part = use.part, let window = use.window else {
      front.hasAdvisedOnContext = false
      return
    }
    guard !front.hasAdvisedOnContext, !dropsOldest, notice == nil, stream == nil else { return }
    front.hasAdvisedOnContext = true
    let (used, whole) = Figures.used(use.tokens, of: window)
    notice = Notice(
      .information,
      Words.Context.nearlyFull(Figures.percent(min(1, part)), used: used, window: whole),
      advice: say(.makeRoom))
  }

  /// Remembers what a server reports about the model's context window when it refuses a request.
  mutating func noteRefusal(_ event: StreamEvent, of request: RequestID, in id: ConversationID) {
    guard case .ended(let end) = event, case .failed(.refused(let refusal)) = end.outcome,
      case .contextExceeded(let needed, let window) = refusal.cause
    else { return }
    let facts = withOpen(id) { open -> (ModelChoice, TokenEstimator?)? in
      guard let stream = open.streams.first(where: { $0.request == request }) else { return nil }
      let choice = ModelChoice(provider: stream.provider.id, model: stream.model)
      // The count includes the answer so far, which is in no other request for this question.
      guard let needed, !stream.isContinuation else { return (choice, nil) }
      open.noteRefused(needed, stream.answer)
      return (choice, TokenEstimator(needed, for: stream.promptCount))
    }
    guard let (choice, estimator) = facts ?? nil else { return }
    models.facts[choice, default: ModelFacts()].window = window ?? models.facts[choice]?.window
    if let estimator { models.facts[choice]?.estimator = estimator }
  }

  /// Forgets the context window that a server once reported if it has now completed an answer that
  /// does not fit into it.
  mutating func noteFit(_ event: StreamEvent, of source: AnswerSource) {
    guard case .ended(let end) = event, end.outcome == .complete,
      let prompt = end.usage?.promptTokens, let completion = end.usage?.completionTokens
    else { return }
    let choice = ModelChoice(provider: source.provider.id, model: source.model)
    guard let window = models.facts[choice]?.window, prompt.addingClamped(completion) > window
    else { return }
    models.facts[choice]?.window = nil
    // The list may date from the same time as the refusal.
    models.noteOutdated(source.provider)
  }

  /// Asks the server for its model list if the list may have more information on the current model.
  /// Called after an answer, so as not to delay one.
  mutating func askAboutModel() -> [Effect] {
    let provider = session.provider
    guard models.loading == .loaded, session.isConfigured, !session.isDemo,
      !session.lacksKey || provider.listsModelsWithoutKey, models.request(to: provider) == nil
    else { return [] }
    // The user may have changed the context window of a local server.
    let isKnown = listedModel(session) != nil
    guard !isKnown || provider.isLocal, models.isStale(provider, at: now) else { return [] }
    return list([provider])
  }
}
