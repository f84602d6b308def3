/// The figures of an answer, as far as they are known.
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

  /// Adopts the parts that are set in `newer`.
  public mutating func merge(_ newer: AnswerFigures) {
    usage = newer.usage ?? usage
    timings = newer.timings ?? timings
    estimate = newer.estimate ?? estimate
  }
}

/// What has arrived of an answer since it was last saved, with the figures of the whole answer so
/// far. After a crash, the last stored piece says what the answer took and cost.
public struct AnswerPiece: Equatable, Sendable {
  public var content: String
  public var reasoning: String
  /// The tokens of the piece, if requested.
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

  /// Whether there is anything that a stored text can grow by.
  public var hasText: Bool { !content.isEmpty || !reasoning.isEmpty }

  /// Adds what arrived next. The delta must only append (``AnswerDelta/onlyAppends``), or else the
  /// answer must be saved as a whole.
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

  /// The figures of an answer that is still arriving, as if it ended now.
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
