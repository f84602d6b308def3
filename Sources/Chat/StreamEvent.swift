/// What a running answer reports, in this order: any number of `retrying`, at most one `opened`, any
/// number of `received`, and exactly one `ended`, after which nothing comes.
public enum StreamEvent: Equatable, Sendable {
  /// The request has failed before it could cost anything, and is made again after a wait.
  case retrying(Retry)
  /// The server has taken the request; nothing is retried from here on.
  case opened
  /// What one read from the network brought, many tokens or few.
  case received(AnswerDelta)
  case ended(StreamEnd)
}

/// Another attempt that is going to be made.
public struct Retry: Equatable, Sendable {
  /// 1 for the first attempt after the one that failed.
  public var number: Int
  /// How many there are at most; `nil` while the server loads the model, which is waited for as long
  /// as it takes.
  public var limit: Int?
  /// From now until the attempt.
  public var delay: Duration
  /// Why the last attempt failed.
  public var reason: StreamError

  public init(number: Int, limit: Int?, delay: Duration, reason: StreamError) {
    self.number = number
    self.limit = limit
    self.delay = delay
    self.reason = reason
  }
}

/// A piece of an answer.
public struct AnswerDelta: Equatable, Sendable {
  /// All the content that came before this piece has turned out to be reasoning: the model closed a
  /// block that its server had opened for it without saying so (wire.md 3, "Normaliser rules").
  public var contentWasReasoning = false
  public var reasoning: String
  public var content: String
  public var refusal: String
  /// The tokens of this piece's content, where they were asked for.
  public var logprobs: [TokenLogprob]
  /// What this piece changes in the answer's list of calls, in order.
  public var toolCallChanges: [ToolCallChange]
  /// Server events in this piece that carried text; a lower bound for its tokens.
  public var chunks: Int
  /// Those of them that carried reasoning.
  public var reasoningChunks = 0
  /// Merged over the answer so far, when this piece brought any.
  public var usage: Usage?
  /// As known so far.
  public var timings: Timings

  /// - Parameter toolCalls: calls that are new, the first calls of the answer.
  public init(
    reasoning: String = "", content: String = "", refusal: String = "",
    logprobs: [TokenLogprob] = [], toolCalls: [ToolCall] = [], chunks: Int = 0,
    usage: Usage? = nil, timings: Timings = Timings()
  ) {
    self.reasoning = reasoning
    self.content = content
    self.refusal = refusal
    self.logprobs = logprobs
    toolCallChanges = toolCalls.enumerated().map { .insert($1, at: $0) }
    self.chunks = chunks
    self.usage = usage
    self.timings = timings
  }

  /// Whether the piece holds anything that the model said.
  public var hasText: Bool { !reasoning.isEmpty || !content.isEmpty || !refusal.isEmpty }

  /// Whether content and reasoning have only grown; if not, an answer must be stored whole.
  public var onlyAppends: Bool {
    refusal.isEmpty && toolCallChanges.isEmpty && !contentWasReasoning
  }

  /// Puts the texts, tokens and calls of a later piece behind this one.
  public mutating func add(_ later: AnswerDelta) {
    if later.contentWasReasoning {
      reasoning += content
      content = ""
      contentWasReasoning = true
    }
    reasoning += later.reasoning
    content += later.content
    refusal += later.refusal
    logprobs += later.logprobs
    toolCallChanges += later.toolCallChanges
  }

  /// Bytes of UTF-8 of what the model said.
  public var textSize: Int { reasoning.utf8.count + content.utf8.count + refusal.utf8.count }
}

/// How an answer ended, with what was learned over its whole length.
public struct StreamEnd: Equatable, Sendable {
  public var outcome: StreamOutcome
  public var finishReason: FinishReason?
  public var usage: Usage?
  public var timings: Timings
  public var serverTimings: ServerTimings?
  /// The name under which the server answered, if it said.
  public var servedModel: String?

  public init(
    outcome: StreamOutcome, finishReason: FinishReason? = nil, usage: Usage? = nil,
    timings: Timings = Timings(), serverTimings: ServerTimings? = nil, servedModel: String? = nil
  ) {
    self.outcome = outcome
    self.finishReason = finishReason
    self.usage = usage
    self.timings = timings
    self.serverTimings = serverTimings
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
