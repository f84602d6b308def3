/// An event reported while an answer is in progress. The order is: any number of `retrying`, at
/// most one `opened`, any number of `received` and `thinkingNotEnded`, and exactly one final
/// `ended`.
public enum StreamEvent: Equatable, Sendable {
  /// The request failed before it could cost anything, and will be repeated after a delay.
  case retrying(Retry)
  /// The server accepted the request. There are no retries after this.
  case opened
  /// The text from a single network read, which may contain many tokens or few.
  case received(AnswerDelta)
  /// The request to end thinking failed. The answer continues.
  case thinkingNotEnded(StreamError)
  case ended(StreamEnd)
}

/// An upcoming retry.
public struct Retry: Equatable, Sendable {
  /// The number of the retry, starting at 1.
  public var number: Int
  /// The maximum number of retries; `nil` while the server loads the model, since that can take any
  /// amount of time.
  public var limit: Int?
  /// The time from now until the retry.
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
  /// Whether all content before this piece has turned out to be reasoning: the model closed a block
  /// that its server had opened without saying so (wire.md 3, "Normaliser rules").
  public var contentWasReasoning = false
  public var reasoning: String
  public var content: String
  public var refusal: String
  /// The tokens of this piece's content, if requested.
  public var logprobs: [TokenLogprob]
  /// The changes to the answer's list of tool calls, in order.
  public var toolCallChanges: [ToolCallChange]
  /// The number of server events in this piece that contained text; a lower bound for the number
  /// of tokens.
  public var chunks: Int
  /// The number of the events counted in `chunks` that contained reasoning.
  public var reasoningChunks = 0
  /// The usage of the whole answer so far; `nil` if this piece contained none.
  public var usage: Usage?
  /// The timings known so far.
  public var timings: Timings

  /// - Parameter toolCalls: the answer's first calls, to insert from index 0.
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

  /// Whether the piece contains any text from the model.
  public var hasText: Bool { !reasoning.isEmpty || !content.isEmpty || !refusal.isEmpty }

  /// Whether the piece contains something that follows the thinking: content, a refusal or a tool
  /// call.
  public var endsThinking: Bool {
    !content.isEmpty || !refusal.isEmpty || !toolCallChanges.isEmpty
  }

  /// Whether this piece only appends to content and reasoning. If not, the answer must be saved
  /// as a whole.
  public var onlyAppends: Bool {
    refusal.isEmpty && toolCallChanges.isEmpty && !contentWasReasoning
  }

  /// Appends the text, tokens and calls of a later piece.
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

  /// The size of the model's text in bytes of UTF-8.
  public var textSize: Int { reasoning.utf8.count + content.utf8.count + refusal.utf8.count }
}

/// The end of an answer, with facts about the whole answer.
public struct StreamEnd: Equatable, Sendable {
  public var outcome: StreamOutcome
  public var finishReason: FinishReason?
  public var usage: Usage?
  public var timings: Timings
  public var serverTimings: ServerTimings?
  /// The model name in the server's reply, if it gave one.
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
  /// The stream ended without a finish reason.
  case truncated
  case cancelled
  case failed(StreamError)

  /// The status of a message with this outcome.
  public var status: MessageStatus {
    switch self {
    case .complete: .complete
    case .truncated: .truncated
    case .cancelled: .cancelled
    case .failed: .failed
    }
  }
}
