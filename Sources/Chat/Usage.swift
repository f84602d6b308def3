/// The usage reported by the server. All counts are in tokens as billed, so one count need not be
/// the sum of others (wire.md 1.3, "Trap").
public struct Usage: Equatable, Sendable {
  public var promptTokens: Int?
  /// Reasoning and answer together.
  public var completionTokens: Int?
  public var reasoningTokens: Int?
  public var cachedTokens: Int?
  /// US dollars, if the server reports it.
  public var cost: Double?

  public init(
    promptTokens: Int? = nil, completionTokens: Int? = nil, reasoningTokens: Int? = nil,
    cachedTokens: Int? = nil, cost: Double? = nil
  ) {
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.reasoningTokens = reasoningTokens
    self.cachedTokens = cachedTokens
    self.cost = cost
  }

  /// Adopts every number that is set in `newer` and keeps the others: servers report usage in one
  /// chunk and cost in another.
  public mutating func merge(_ newer: Usage) {
    promptTokens = newer.promptTokens ?? promptTokens
    completionTokens = newer.completionTokens ?? completionTokens
    reasoningTokens = newer.reasoningTokens ?? reasoningTokens
    cachedTokens = newer.cachedTokens ?? cachedTokens
    cost = newer.cost ?? cost
  }
}

/// When each stage of an answer was reached, measured from the request.
public struct Timings: Equatable, Sendable {
  /// The first piece of reasoning or content.
  public var firstToken: Duration?
  /// The first piece of content. Thinking lasts from `firstToken` until here.
  public var firstContent: Duration?
  /// The last byte, or the moment when the answer was stopped.
  public var end: Duration?

  public init(firstToken: Duration? = nil, firstContent: Duration? = nil, end: Duration? = nil) {
    self.firstToken = firstToken
    self.firstContent = firstContent
    self.end = end
  }

  /// How long the model was writing, including reasoning.
  public var writing: Duration? {
    guard let firstToken, let end, end > firstToken else { return nil }
    return end - firstToken
  }
}
