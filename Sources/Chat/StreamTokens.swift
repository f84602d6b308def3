/// The token counts of an answer that is still arriving. The calibration stays the same until
/// the answer ends, so that the counts only grow.
///
/// If the server sends each token with its probability, the tokens are counted instead of
/// estimated. This count may lack the last tokens of the answer, which have no text.
public struct StreamTokens: Equatable, Sendable {
  /// The counts for one part of the answer: its thinking, or its content and tool calls.
  private struct Part: Equatable, Sendable {
    var meter = TokenMeter()
    /// The number of tokens that came with a probability.
    var counted = 0
    /// Whether some of the text came without its tokens, so that the count must be estimated.
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
        reasoning: answer.reasoning, content: answer.spoken, logprobs: answer.logprobs,
        toolCalls: answer.toolCalls))
  }

  /// The uncalibrated ``TokenMeter`` count of the content and the tool calls.
  public var contentCount: Int { answer.meter.count }
  public var reasoningTokens: Int { thought.tokens(estimator) }
  public var contentTokens: Int { answer.tokens(estimator) }
  public var total: Int { reasoningTokens.addingClamped(contentTokens) }

  public mutating func add(_ delta: AnswerDelta) {
    thought.meter.add(delta.reasoning)
    let texts = [delta.content, delta.refusal] + delta.toolCallChanges.map(\.piece.written)
    for text in texts { answer.meter.add(text) }
    let spoken = texts.reduce(0) { $0 + $1.utf8.count }
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

  /// Counts the tokens of a piece in which the thinking ends. If there are too few tokens to cover
  /// both the thinking and the answer, assumes that the server sent only the answer's tokens.
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
