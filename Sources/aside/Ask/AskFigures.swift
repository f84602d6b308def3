internal import App
internal import Chat
internal import Storage
internal import Words

/// Estimates, made before a question is sent, of how much of the context window it uses and what it
/// may cost.
struct AskFigures {
  let estimator: TokenEstimator
  let prices: Prices?
  /// The model's capabilities according to the last known list of models; `nil` if the model is not
  /// listed.
  let capabilities: ModelCapabilities?
  private let room: ContextRoom?
  /// The model's context window in tokens, if it is known.
  let window: Int?
  private let model: String
  /// The maximum number of tokens that the request allows for the answer.
  private let answerLimit: Int?
  private(set) var promptCount = 0
  /// The number of oldest messages that are left out.
  private(set) var omitted = 0

  /// - Parameter store: the store that holds the model lists; `nil` if it could not be opened.
  init(_ session: Session, after past: Conversation?, in store: ConversationStore?) {
    // If the lists cannot be read, prices and windows are unknown.
    let catalog = try? store?.modelCatalog()
    let model = catalog?.listings
      .first { $0.provider == session.provider.name && $0.baseURL == session.provider.baseURL }?
      .models.first { $0.isNamed(session.model) }
    self.model = session.model
    answerLimit = session.parameters.answerLimit
    prices = model?.prices
    capabilities = model?.capabilities
    window = session.provider.contextLength ?? model?.contextLength
    room = window.map { ContextRoom(window: $0, session.parameters) }
    let answers = past?.messages.reversed().lazy.filter { $0.origin?.model == session.model }
    estimator =
      answers?.compactMap { TokenEstimator(calibratedBy: $0) }.first ?? TokenEstimator()
  }

  private static func count(_ turns: [AnswerRequest.Turn]) -> Int {
    turns.reduce(0) { $0.addingClamped($1.countedTokens + TokenMeter.envelope) }
  }

  /// Returns the turns to send. Leaves out the oldest ones if not all of them fit and the
  /// configuration says so.
  mutating func turns(
    _ new: [AnswerRequest.Turn], after past: Conversation?, _ full: FullContext
  ) -> [AnswerRequest.Turn] {
    guard let past else {
      promptCount = Self.count(new)
      return new
    }
    var turns = past.turns(followedBy: new)
    promptCount = Self.count(turns)
    guard full == .dropOldest, let room else { return turns }
    let messages = past.messages.dropFirst(past.leadingSystemMessages)
    for (offset, message) in messages.enumerated() {
      guard estimator.tokens(promptCount) > room.forRequest else { break }
      promptCount -= message.sentTokens + TokenMeter.envelope
      let next = offset + 1
      let rest = messages.dropFirst(next)
      if rest.isEmpty || rest.first?.role == .user { omitted = next }
    }
    guard omitted > 0 else { return turns }
    turns = past.turns(followedBy: new, omitting: omitted)
    promptCount = Self.count(turns)
    StandardStreams.complain(Words.Context.omitted(omitted))
    return turns
  }

  /// Returns why the limits forbid the question; `nil` if they do not. Derives the answer's
  /// likely cost from the model's answers in this conversation, or else from its newest answer in
  /// another conversation.
  func excess(
    over limits: SpendingLimits, after past: Conversation?, in store: ConversationStore
  ) throws(StoreError) -> String? {
    let now = WallClock.now()
    let report = try store.spending(
      since: now.startOfDay(offset: WallClock.utcOffset), on: past?.id)
    let messages = past?.allMessages.map({ $0 }) ?? []
    let prompt = estimator.tokens(promptCount)
    var next = messages.likelyCost(of: model, prompt: prompt, limit: answerLimit, prices)
    if !messages.contains(where: { $0.origin?.model == model }),
      let other = try store.newestAnswer(of: model)
    {
      next = other.likelyCost(elsewhere: prompt, prices) ?? next
    }
    var spent = report.otherThanMessages
    spent.add(messages.spending)
    return limits.excess(conversation: spent, day: report.sinceTime, next: next).first
  }
}
