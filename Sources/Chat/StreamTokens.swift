/// The tokens of an answer that is arriving. The calibration stays the same until it ends, so that the
/// figures only grow.
public struct StreamTokens: Equatable, Sendable {
  public private(set) var reasoning = TokenMeter()
  public private(set) var content = TokenMeter()
  public private(set) var estimator = TokenEstimator()

  public init() {}

  /// - Parameter answer: the answer so far, which is not empty if an earlier one is continued.
  public init(_ answer: Message, _ estimator: TokenEstimator) {
    self.estimator = estimator
    reasoning = TokenMeter(answer.reasoning)
    content = TokenMeter(answer.spoken)
  }

  public var reasoningTokens: Int { estimator.tokens(reasoning.count) }
  public var contentTokens: Int { estimator.tokens(content.count) }
  public var total: Int { reasoningTokens.addingClamped(contentTokens) }

  public mutating func add(_ delta: AnswerDelta) {
    reasoning.add(delta.reasoning)
    content.add(delta.content)
    content.add(delta.refusal)
  }
}
