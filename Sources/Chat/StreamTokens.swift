/// The tokens of an answer that is arriving. The calibration stays the same until it ends, so that the
/// figures only grow.
///
/// Where the server sends each token with its probability, the tokens are counted instead of
/// estimated. The last tokens of an answer, which have no text, may still be missing.
public struct StreamTokens: Equatable, Sendable {
  /// One part of the answer.
  private struct Part: Equatable, Sendable {
    var meter = TokenMeter()
    /// Tokens with a probability.
    var counted = 0
    /// Whether some of the text came without its tokens.
    var hasOtherText = false

    func tokens(_ estimator: TokenEstimator) -> Int {
      counted > 0 && !hasOtherText ? counted : estimator.tokens(meter.count)
    }
  }

  private var thought = Part()
  private var answer = Part()
  public private(set) var estimator = TokenEstimator()

  public init(_ estimator: TokenEstimator = TokenEstimator()) { self.estimator = estimator }

  /// - Parameter answer: the answer so far.
  public init(_ answer: Message, _ estimator: TokenEstimator) {
    self.estimator = estimator
    add(
      AnswerDelta(
        reasoning: answer.reasoning, content: answer.spoken, logprobs: answer.logprobs))
  }

  /// The content as ``TokenMeter`` counts it, uncalibrated.
  public var contentCount: Int { answer.meter.count }
  public var reasoningTokens: Int { thought.tokens(estimator) }
  public var contentTokens: Int { answer.tokens(estimator) }
  public var total: Int { reasoningTokens.addingClamped(contentTokens) }

  public mutating func add(_ delta: AnswerDelta) {
    let spoken = delta.content.utf8.count + delta.refusal.utf8.count
    thought.meter.add(delta.reasoning)
    answer.meter.add(delta.content)
    answer.meter.add(delta.refusal)
    guard !delta.logprobs.isEmpty else {
      if !delta.reasoning.isEmpty { thought.hasOtherText = true }
      if spoken > 0 { answer.hasOtherText = true }
      return
    }
    guard !delta.reasoning.isEmpty else {
      answer.counted += delta.logprobs.count
      return
    }
    guard spoken > 0 else {
      thought.counted += delta.logprobs.count
      return
    }
    divide(delta, spoken: spoken)
  }

  /// Counts the tokens of a piece in which the thinking ends. If they are too few for both texts, the
  /// server sends those of the answer only.
  private mutating func divide(_ delta: AnswerDelta, spoken: Int) {
    var left = delta.logprobs.reduce(0) { $0 + $1.textBytes.count } - spoken
    guard left * 2 >= delta.reasoning.utf8.count else {
      thought.hasOtherText = true
      answer.counted += delta.logprobs.count
      return
    }
    for token in delta.logprobs {
      if left > 0 { thought.counted += 1 } else { answer.counted += 1 }
      left -= token.textBytes.count
    }
  }
}
