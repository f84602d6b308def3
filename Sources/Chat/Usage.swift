/// The usage reported by the server. All counts are in tokens as billed, so a total need not
/// equal the sum of its parts (wire.md 1.3, "Trap").
public struct Usage: Equatable, Sendable {
  public var promptTokens: Int?
  /// Reasoning and answer tokens combined.
  public var completionTokens: Int?
  public var reasoningTokens: Int?
  public var cachedTokens: Int?
  /// The cost in US dollars, if the server reports it.
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

/// The times at which an answer reached each stage, measured from the request.
public struct Timings: Equatable, Sendable {
  /// When the first piece of reasoning or content arrived.
  public var firstToken: Duration?
  /// When the first piece of content, of a refusal or of a tool call arrived. Thinking lasts from `firstToken` until then.
  public var firstContent: Duration?
  /// When the last byte arrived or the answer was stopped.
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
