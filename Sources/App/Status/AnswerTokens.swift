internal import Chat

/// The tokens of an answer: as the server reported them, or else our estimate.
struct AnswerTokens: Equatable {
  /// Thinking and answer together.
  var total: Int
  var isEstimate: Bool
  /// `nil` if there is none.
  var thinking: (count: Int, isEstimate: Bool)?

  static func == (one: AnswerTokens, other: AnswerTokens) -> Bool {
    one.total == other.total && one.isEstimate == other.isEstimate
      && one.thinking?.count == other.thinking?.count
      && one.thinking?.isEstimate == other.thinking?.isEstimate
  }

  /// - Parameter stream: the running answer, which may be this one.
  /// - Complexity: O(1), except for an answer saved by an older version, without an estimate
  init(_ answer: Message, _ stream: ActiveStream? = nil) {
    let running = stream.flatMap { $0.answer == answer.id ? $0.tokens : nil }
    let reported = answer.usage?.completionTokens
    total = reported ?? running?.total ?? answer.estimate?.completionTokens ?? answer.countedTokens
    isEstimate = reported == nil
    // Servers whose chat template opens the thinking block report 0 even if there was thinking.
    if let tokens = answer.usage?.reasoningTokens, tokens > 0 {
      thinking = (tokens, false)
    } else if !answer.reasoning.isEmpty {
      let estimate =
        running?.reasoningTokens ?? answer.estimate?.reasoningTokens
        ?? TokenMeter(answer.reasoning).count
      thinking = (estimate, true)
    }
  }
}

/// The tokens of an answer that is arriving. The calibration stays the same until it ends, so that the
/// figures only grow.
struct StreamTokens: Equatable {
  private(set) var reasoning = TokenMeter()
  private(set) var content = TokenMeter()
  private(set) var estimator = TokenEstimator()

  init() {}

  /// - Parameter answer: the answer so far, which is not empty if an earlier one is continued.
  init(_ answer: Message, _ estimator: TokenEstimator) {
    self.estimator = estimator
    reasoning = TokenMeter(answer.reasoning)
    content = TokenMeter(answer.spoken)
  }

  var reasoningTokens: Int { estimator.tokens(reasoning.count) }
  var contentTokens: Int { estimator.tokens(content.count) }
  var total: Int { reasoningTokens.addingClamped(contentTokens) }

  mutating func add(_ delta: AnswerDelta) {
    reasoning.add(delta.reasoning)
    content.add(delta.content)
    content.add(delta.refusal)
  }
}
