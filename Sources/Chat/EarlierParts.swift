/// The combined tokens, times and costs of the answers that an answer continues. Those answers
/// remain separate versions and are counted in totals on their own, so use this only for the
/// figures of the whole answer. It is stored with the answer, in case those versions are deleted.
public struct EarlierParts: Equatable, Sendable {
  /// The tokens of the thinking and the answer together.
  public var tokens = 0
  /// Whether some of `tokens` are our own estimate.
  public var isEstimate = false
  public var thinkingTokens = 0
  public var isThinkingEstimate = false
  /// The total time from each request to the last byte of its answer, where known.
  public var time: Duration?
  /// How long the model was writing, including reasoning; `nil` unless that is known for every
  /// part.
  public var writing: Duration?
  public var thinkingTime: Duration?
  /// The cost of the parts, as far as it is known.
  public var spending: Spending?

  public init() {}

  /// - Parameter partial: the answer that is continued.
  public init(_ partial: Message) {
    self = partial.earlier ?? EarlierParts()
    let isFirst = partial.earlier == nil
    let own = partial.usage?.completionTokens
    tokens = tokens.addingClamped(
      own ?? partial.estimate?.completionTokens ?? (isFirst ? partial.countedTokens : 0))
    isEstimate = isEstimate || own == nil
    if let thinking = partial.usage?.reasoningTokens, thinking > 0 {
      thinkingTokens = thinkingTokens.addingClamped(thinking)
    } else if let thinking = partial.estimate?.reasoningTokens, thinking > 0 {
      thinkingTokens = thinkingTokens.addingClamped(thinking)
      isThinkingEstimate = true
    }
    time = time.adding(partial.timings?.end)
    let ownWriting = partial.serverTimings?.generation ?? partial.timings?.writing
    writing = isFirst || writing != nil ? ownWriting.map { writing.adding($0) ?? $0 } : nil
    thinkingTime = thinkingTime.adding(partial.ownThinkingTime)
    spending = spending.adding(partial.spending)
  }
}

extension EarlierParts: Codable {
  private enum CodingKeys: String, CodingKey {
    case tokens, cost, seconds
    case isEstimate = "tokens_estimated"
    case thinkingTokens = "thinking_tokens"
    case isThinkingEstimate = "thinking_tokens_estimated"
    case writing = "writing_seconds"
    case thinkingTime = "thinking_seconds"
    case isCostEstimate = "cost_estimated"
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    func tokens(_ key: CodingKeys) throws -> Int {
      max(0, Int(clamping: try members.decodeIfPresent(Double.self, forKey: key) ?? 0))
    }
    func time(_ key: CodingKeys) throws -> Duration? {
      try members.decodeIfPresent(Double.self, forKey: key).map { Duration(clampingSeconds: $0) }
    }
    func flag(_ key: CodingKeys) throws -> Bool {
      try members.decodeIfPresent(Bool.self, forKey: key) ?? false
    }
    self.tokens = try tokens(.tokens)
    isEstimate = try flag(.isEstimate)
    thinkingTokens = try tokens(.thinkingTokens)
    isThinkingEstimate = try flag(.isThinkingEstimate)
    self.time = try time(.seconds)
    writing = try time(.writing)
    thinkingTime = try time(.thinkingTime)
    let isCostEstimate = try flag(.isCostEstimate)
    spending = Money.clamped(try members.decodeIfPresent(Double.self, forKey: .cost))
      .map { Spending($0, isEstimate: isCostEstimate) }
  }

  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(tokens, forKey: .tokens)
    if isEstimate { try members.encode(true, forKey: .isEstimate) }
    if thinkingTokens > 0 { try members.encode(thinkingTokens, forKey: .thinkingTokens) }
    if isThinkingEstimate { try members.encode(true, forKey: .isThinkingEstimate) }
    try members.encodeIfPresent(time?.inSeconds, forKey: .seconds)
    try members.encodeIfPresent(writing?.inSeconds, forKey: .writing)
    try members.encodeIfPresent(thinkingTime?.inSeconds, forKey: .thinkingTime)
    try members.encodeIfPresent(spending?.dollars, forKey: .cost)
    if spending?.isEstimate == true { try members.encode(true, forKey: .isCostEstimate) }
  }
}

extension Duration? {
  /// Returns the sum of the values that are known; `nil` if neither is.
  public func adding(_ other: Duration?) -> Duration? {
    guard let self, let other else { return self ?? other }
    return (self.clamped + other.clamped).clamped
  }
}

extension Spending? {
  /// Returns the sum of the values that are known; `nil` if neither is.
  fileprivate func adding(_ other: Spending?) -> Spending? {
    guard var sum = self, let other else { return self ?? other }
    sum.add(other)
    return sum
  }
}

extension Message {
  /// The time from request to last byte, added up over all parts of the answer; `nil` if it is
  /// not known for the last part.
  public var wholeTime: Duration? { timings?.end.map { earlier?.time.adding($0) ?? $0 } }

  /// The known cost of all parts of the answer; `nil` if no part's cost is known.
  public var wholeSpending: Spending? { (earlier?.spending).adding(spending) }

  /// The known thinking time of all parts of the answer; `nil` if no part's thinking time is
  /// known.
  public var thinkingTime: Duration? { (earlier?.thinkingTime).adding(ownThinkingTime) }

  fileprivate var ownThinkingTime: Duration? {
    guard !reasoning.isEmpty, let timings, let start = timings.firstToken,
      let end = timings.firstContent ?? timings.end,
      // If the reasoning and the answer arrived together, the thinking time is unknown.
      end > start
    else { return nil }
    return end - start
  }
}
