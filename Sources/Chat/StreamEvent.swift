/// What a running answer reports, in this order: at most one `opened`, any number of `received`,
/// and exactly one `ended`, after which nothing comes.
public enum StreamEvent: Equatable, Sendable {
  /// The server has taken the request; nothing is retried from here on.
  case opened
  /// What one read from the network brought, many tokens or few.
  case received(AnswerDelta)
  case ended(StreamEnd)
}

/// A piece of an answer.
public struct AnswerDelta: Equatable, Sendable {
  public var reasoning: String
  public var content: String
  /// Server events in this piece that carried text; a lower bound for its tokens.
  public var chunks: Int
  /// Merged over the answer so far, when this piece brought any.
  public var usage: Usage?
  /// As known so far.
  public var timings: Timings

  public init(
    reasoning: String = "", content: String = "", chunks: Int = 0, usage: Usage? = nil,
    timings: Timings = Timings()
  ) {
    self.reasoning = reasoning
    self.content = content
    self.chunks = chunks
    self.usage = usage
    self.timings = timings
  }
}

/// How an answer ended, with what was learned over its whole length.
public struct StreamEnd: Equatable, Sendable {
  public var outcome: StreamOutcome
  public var finishReason: FinishReason?
  public var usage: Usage?
  public var timings: Timings
  /// The name under which the server answered, if it said.
  public var servedModel: String?

  public init(
    outcome: StreamOutcome, finishReason: FinishReason? = nil, usage: Usage? = nil,
    timings: Timings = Timings(), servedModel: String? = nil
  ) {
    self.outcome = outcome
    self.finishReason = finishReason
    self.usage = usage
    self.timings = timings
    self.servedModel = servedModel
  }
}

public enum StreamOutcome: Equatable, Sendable {
  case complete
  /// The bytes ended without a finish reason.
  case truncated
  case cancelled
  case failed(StreamError)

  /// The status of a message that ended so.
  public var status: MessageStatus {
    switch self {
    case .complete: .complete
    case .truncated: .truncated
    case .cancelled: .cancelled
    case .failed: .failed
    }
  }
}
