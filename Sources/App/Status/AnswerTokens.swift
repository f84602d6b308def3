internal import Chat

/// The token counts of an answer, including all its parts, as reported by the server or else
/// estimated.
struct AnswerTokens: Equatable {
  /// The tokens of the thinking and the answer together.
  var total: Int
  var isEstimate: Bool
  /// The tokens of the thinking alone; `nil` if the answer has no thinking.
  var thinking: (count: Int, isEstimate: Bool)?

  static func == (one: AnswerTokens, other: AnswerTokens) -> Bool {
    one.total == other.total && one.isEstimate == other.isEstimate
      && one.thinking?.count == other.thinking?.count
      && one.thinking?.isEstimate == other.thinking?.isEstimate
  }

  /// - Parameter stream: the running stream, if any. Ignored unless it belongs to `answer`.
  /// - Complexity: O(1), except for an answer that an older version of the program saved without an
  ///   estimate
  init(_ answer: Message, _ stream: ActiveStream? = nil) {
    let running = stream.flatMap { $0.answer == answer.id ? $0.tokens : nil }
    let (reported, earlier) = (answer.usage?.completionTokens, answer.earlier)
    let own =
      reported ?? running?.total ?? answer.estimate?.completionTokens
      ?? (earlier == nil ? answer.countedTokens : 0)
    total = own.addingClamped(earlier?.tokens ?? 0)
    isEstimate = reported == nil || earlier?.isEstimate == true
    var thinking = (
      count: earlier?.thinkingTokens ?? 0, isEstimate: earlier?.isThinkingEstimate == true
    )
    // Servers whose chat template opens the thinking block report 0 even if the model was thinking.
    if let tokens = answer.usage?.reasoningTokens, tokens > 0 {
      thinking.count = thinking.count.addingClamped(tokens)
    } else if !answer.reasoning.isEmpty {
      let estimate =
        running?.reasoningTokens ?? answer.estimate?.reasoningTokens
        ?? (earlier == nil ? TokenMeter(answer.reasoning).count : 0)
      thinking.count = thinking.count.addingClamped(estimate)
      if estimate > 0 { thinking.isEstimate = true }
    }
    self.thinking = thinking.count > 0 || !answer.reasoning.isEmpty ? thinking : nil
  }
}
