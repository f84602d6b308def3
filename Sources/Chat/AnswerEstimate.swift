/// Our own estimates for everything that the server did not report about an answer. They are
/// saved with the answer, so that it always shows the same figures. The screen marks them
/// with ≈.
public struct AnswerEstimate: Equatable, Sendable {
  /// The uncalibrated token count of the request, as counted by ``TokenMeter``, to compare with
  /// later requests.
  public var promptCount: Int?
  /// Tokens of the thinking and the answer together; `nil` if the server reported them.
  public var completionTokens: Int?
  public var reasoningTokens: Int?
  /// The cost in US dollars, calculated from the model's listed prices; `nil` if the server
  /// reported the cost or the prices are unknown.
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

/// The prices of a model's tokens.
public struct Prices: Equatable, Sendable {
  /// The price of input tokens, in US dollars per million.
  public var input: Double
  public var output: Double
  /// The price of input tokens found in the server's cache; `nil` if the same as `input`.
  public var cachedInput: Double?

  public init(input: Double, output: Double, cachedInput: Double? = nil) {
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
  }

  /// Returns the cost in US dollars.
  public func cost(prompt: Int, cached: Int = 0, completion: Int) -> Double? {
    let prompt = Double(max(0, prompt))
    let cached = min(Double(max(0, cached)), prompt)
    let millionths =
      (prompt - cached) * input + cached * (cachedInput ?? input)
      + Double(max(0, completion)) * output
    return Money.clamped(millionths / 1e6)
  }
}

/// The token counts that a request is billed for.
public struct BilledTokens: Equatable, Sendable {
  public let prompt: Int
  /// The number of prompt tokens found in the server's cache.
  public let cached: Int
  public let completion: Int
}

extension Prices {
  /// Returns the cost in US dollars.
  public func cost(of tokens: BilledTokens) -> Double? {
    cost(prompt: tokens.prompt, cached: tokens.cached, completion: tokens.completion)
  }
}

extension Model {
  /// The model's prices; `nil` unless both the input and the output price are known.
  public var prices: Prices? {
    guard let inputPrice, let outputPrice else { return nil }
    return Prices(input: inputPrice, output: outputPrice, cachedInput: cachedPrice)
  }

  /// Returns whether an ID is this model's own or one of its aliases.
  public func isNamed(_ id: String) -> Bool { self.id == id || aliases.contains(id) }
}

/// An amount of money, and whether any of it is an estimate from listed prices.
public struct Spending: Equatable, Sendable {
  /// The amount in US dollars.
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

/// The cost of one request.
public struct Expense: Equatable, Sendable {
  /// The message that the request produced: an answer, or the reply with a title.
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

/// The expenses recorded in the database.
public struct SpendingReport: Equatable, Sendable {
  /// The cost of all conversations since a given time.
  public var sinceTime = Spending()
  /// The cost of titles and deleted messages in one conversation. Its remaining messages do not
  /// include these amounts.
  public var otherThanMessages = Spending()

  public init() {}
}

extension Message {
  /// The cost of the answer; `nil` if unknown.
  public var spending: Spending? {
    if let cost = Money.clamped(usage?.cost) { return Spending(cost, isEstimate: false) }
    return Money.clamped(estimate?.cost).map { Spending($0, isEstimate: true) }
  }

  /// Adds estimates for everything that the server did not report, or has not reported yet.
  /// - Parameters:
  ///   - promptCount: the uncalibrated token count of the request.
  ///   - tokens: the estimates for the thinking and the answer, as shown while they arrived.
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

  /// Adds the cost from the listed prices, unless it is already known or nothing was billed.
  private mutating func noteCost(_ prices: Prices, _ estimator: TokenEstimator) {
    guard let tokens = billedTokens(estimator) else { return }
    estimate?.cost = prices.cost(of: tokens)
  }

  /// The tokens of the answer's earlier parts, without thinking. The request contains them, but
  /// `promptCount` does not.
  private var continuedTokens: Int {
    earlier.map { max(0, $0.tokens.subtractingClamped($0.thinkingTokens)) } ?? 0
  }

  /// Returns what the request is billed for; `nil` if its cost is already known or it is not
  /// billed.
  public func billedTokens(_ estimator: TokenEstimator) -> BilledTokens? {
    guard spending == nil, mayHaveCost, let estimate else { return nil }
    return BilledTokens(
      prompt: usage?.promptTokens
        ?? estimator.tokens(estimate.promptCount ?? 0).addingClamped(continuedTokens),
      cached: usage?.cachedTokens ?? 0,
      completion: usage?.completionTokens ?? estimate.completionTokens ?? 0)
  }

  /// Returns a part of an estimated total, scaled to the total that the server reported.
  private static func share(_ part: Int, of total: Int, in reported: Int?) -> Int {
    guard let reported, reported > 0, total > 0 else { return part }
    return Int(clamping: (Double(part) / Double(total) * Double(reported)).rounded())
  }

  /// Whether the request may be billed. A request that returned nothing is not billed.
  private var mayHaveCost: Bool {
    let hasText = earlier == nil ? !isEmpty : estimate?.completionTokens ?? 0 > 0
    return hasText || usage?.promptTokens != nil || status == .complete
  }
}
