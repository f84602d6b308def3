/// The known figures of an answer.
public struct AnswerFigures: Equatable, Sendable {
  public var usage: Usage?
  public var timings: Timings?
  public var estimate: AnswerEstimate?

  public init(
    usage: Usage? = nil, timings: Timings? = nil, estimate: AnswerEstimate? = nil
  ) {
    self.usage = usage
    self.timings = timings
    self.estimate = estimate
  }

  /// Replaces the figures that are set in `newer`, and keeps the others.
  public mutating func merge(_ newer: AnswerFigures) {
    usage = newer.usage ?? usage
    timings = newer.timings ?? timings
    estimate = newer.estimate ?? estimate
  }
}

/// The part of an answer that has arrived since it was last saved, and the figures of the whole
/// answer so far. After a crash, the last saved piece still has the answer's usage, timings and
/// cost.
public struct AnswerPiece: Equatable, Sendable {
  public var content: String
  public var reasoning: String
  /// The tokens of this piece with their log probabilities, if requested.
  public var logprobs: [TokenLogprob]
  public var figures: AnswerFigures

  public init(
    content: String = "", reasoning: String = "", logprobs: [TokenLogprob] = [],
    figures: AnswerFigures = AnswerFigures()
  ) {
    self.content = content
    self.reasoning = reasoning
    self.logprobs = logprobs
    self.figures = figures
  }

  /// Whether there is any text to append to the saved text.
  public var hasText: Bool { !content.isEmpty || !reasoning.isEmpty }

  /// Adds a delta. The delta must be one that only appends (``AnswerDelta/onlyAppends``);
  /// otherwise the whole answer must be saved.
  public mutating func add(_ delta: AnswerDelta) {
    content += delta.content
    reasoning += delta.reasoning
    logprobs += delta.logprobs
  }
}

extension Message {
  public var figures: AnswerFigures {
    get { AnswerFigures(usage: usage, timings: timings, estimate: estimate) }
    set { (usage, timings, estimate) = (newValue.usage, newValue.timings, newValue.estimate) }
  }

  /// Returns the figures that an answer still arriving would have if it ended now.
  /// - Parameter elapsed: the time since the request.
  public func figures(
    after elapsed: Duration, promptCount: Int, _ tokens: StreamTokens, _ prices: Prices?
  ) -> AnswerFigures {
    var answer = self
    answer.noteEstimate(promptCount: promptCount, tokens, prices)
    var timings = answer.timings ?? Timings()
    timings.end = elapsed
    answer.timings = timings
    return answer.figures
  }
}
