/// Our own figures for an answer, for everything that its server did not report. They are kept with
/// the answer, so that they are the same whenever it is shown. Marked ≈ on the screen.
public struct AnswerEstimate: Equatable, Sendable {
  /// The request as ``TokenMeter`` counts it, uncalibrated, to be compared with later requests.
  public var promptCount: Int?
  /// Thinking and answer together; `nil` if the server reported them.
  public var completionTokens: Int?
  public var reasoningTokens: Int?
  /// US dollars, from the model's listed price; `nil` if the server reported the cost, or the price is
  /// unknown.
  public var cost: Double?

  public init(
    promptCount: Int? = nil, completionTokens: Int? = nil, reasoningTokens: Int? = nil,
    cost: Double? = nil
  ) {
    self.promptCount = promptCount
    self.completionTokens = completionTokens
    self.reasoningTokens = reasoningTokens
    self.cost = cost
  }
}

/// What a model's tokens cost.
public struct Prices: Equatable, Sendable {
  /// US dollars per million tokens.
  public var input: Double
  public var output: Double
  /// For input tokens in the server's cache; `nil` if they cost the same.
  public var cachedInput: Double?

  public init(input: Double, output: Double, cachedInput: Double? = nil) {
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
  }

  /// US dollars.
  public func cost(prompt: Int, cached: Int = 0, completion: Int) -> Double? {
    let prompt = Double(max(0, prompt))
    let cached = min(Double(max(0, cached)), prompt)
    let millionths =
      (prompt - cached) * input + cached * (cachedInput ?? input)
      + Double(max(0, completion)) * output
    return Money.clamped(millionths / 1e6)
  }
}

/// The tokens that a request is billed for.
public struct BilledTokens: Equatable, Sendable {
  public let prompt: Int
  /// The part of the prompt that was in the server's cache.
  public let cached: Int
  public let completion: Int
}

extension Prices {
  /// US dollars.
  public func cost(of tokens: BilledTokens) -> Double? {
    cost(prompt: tokens.prompt, cached: tokens.cached, completion: tokens.completion)
  }
}

extension Model {
  /// `nil` unless both prices are known.
  public var prices: Prices? {
    guard let inputPrice, let outputPrice else { return nil }
    return Prices(input: inputPrice, output: outputPrice, cachedInput: cachedPrice)
  }

  /// Whether the ID refers to this model.
  public func isNamed(_ id: String) -> Bool { self.id == id || aliases.contains(id) }
}

/// An amount of money, and whether some of it is an estimate from listed prices.
public struct Spending: Equatable, Sendable {
  /// US dollars.
  public private(set) var dollars = 0.0
  public private(set) var isEstimate = false

  public init() {}

  public init(_ dollars: Double, isEstimate: Bool) {
    self.dollars = Money.clamped(dollars) ?? 0
    self.isEstimate = isEstimate
  }

  /// Whether nothing was spent.
  public var isNothing: Bool { dollars == 0 }

  public mutating func add(_ other: Spending) {
    dollars = Money.clamped(dollars + other.dollars) ?? dollars
    isEstimate = isEstimate || other.isEstimate
  }
}

/// What one request cost.
public struct Expense: Equatable, Sendable {
  /// The message that the request was for: an answer, or the reply with a title.
  public let id: MessageID
  public let conversation: ConversationID
  public let time: Timestamp
  public let spending: Spending

  public init(
    id: MessageID, conversation: ConversationID, time: Timestamp, spending: Spending
  ) {
    self.id = id
    self.conversation = conversation
    self.time = time
    self.spending = spending
  }
}

/// What the database knows about expenses.
public struct SpendingReport: Equatable, Sendable {
  /// In all conversations since a given time.
  public var sinceTime = Spending()
  /// In one conversation, for what is not among its messages: titles and deleted messages.
  public var otherThanMessages = Spending()

  public init() {}
}

extension Message {
  /// What the answer cost; `nil` if nobody knows.
  public var spending: Spending? {
    if let cost = Money.clamped(usage?.cost) { return Spending(cost, isEstimate: false) }
    return Money.clamped(estimate?.cost).map { Spending($0, isEstimate: true) }
  }

  /// Fills in what the server did not report, or has not reported yet.
  /// - Parameters:
  ///   - promptCount: the request's token count, uncalibrated.
  ///   - tokens: the estimate for thinking and answer that was shown while they arrived.
  public mutating func noteEstimate(
    promptCount: Int, _ tokens: StreamTokens, _ prices: Prices?
  ) {
    var estimate = AnswerEstimate(promptCount: promptCount)
    if usage?.completionTokens == nil, !isEmpty { estimate.completionTokens = tokens.total }
    if usage?.reasoningTokens ?? 0 <= 0, !reasoning.isEmpty {
      estimate.reasoningTokens = Self.share(
        tokens.reasoningTokens, of: tokens.total, in: usage?.completionTokens)
    }
    self.estimate = estimate
    if let prices { noteCost(prices, tokens.estimator) }
  }

  /// Fills in the cost from the listed prices, unless it is known or nothing was billed.
  private mutating func noteCost(_ prices: Prices, _ estimator: TokenEstimator) {
    guard let tokens = billedTokens(estimator) else { return }
    estimate?.cost = prices.cost(of: tokens)
  }

  /// The text of the earlier parts, which the request contains apart from what is counted.
  private var continuedTokens: Int {
    earlier.map { max(0, $0.tokens.subtractingClamped($0.thinkingTokens)) } ?? 0
  }

  /// What the request is billed for; `nil` if its cost is known or there is none.
  public func billedTokens(_ estimator: TokenEstimator) -> BilledTokens? {
    guard spending == nil, mayHaveCost, let estimate else { return nil }
    return BilledTokens(
      prompt: usage?.promptTokens
        ?? estimator.tokens(estimate.promptCount ?? 0).addingClamped(continuedTokens),
      cached: usage?.cachedTokens ?? 0,
      completion: usage?.completionTokens ?? estimate.completionTokens ?? 0)
  }

  /// A part of an estimated total, scaled to the total that the server reported.
  private static func share(_ part: Int, of total: Int, in reported: Int?) -> Int {
    guard let reported, reported > 0, total > 0 else { return part }
    return Int(clamping: (Double(part) / Double(total) * Double(reported)).rounded())
  }

  /// A request that returned nothing is not billed.
  private var mayHaveCost: Bool {
    let hasText = earlier == nil ? !isEmpty : estimate?.completionTokens ?? 0 > 0
    return hasText || usage?.promptTokens != nil || status == .complete
  }
}
