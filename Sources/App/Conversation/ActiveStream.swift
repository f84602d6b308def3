internal import Chat

/// An answer that is being received.
struct ActiveStream: Equatable {
  enum Phase: Equatable {
    /// The question is being saved before it is sent.
    case saving
    /// The request was sent, but no text has arrived yet.
    case waiting
    /// The request failed and will be retried at the given time.
    case retrying(Retry, at: Timestamp)
    case thinking
    case answering
  }

  /// The reader's request to cut the thinking short and begin the answer.
  enum AnswerNow: Equatable {
    case notAsked
    /// The server will be told to end the thinking as soon as the thinking begins.
    case awaitingThinking
    /// The server was told to end the thinking.
    case requested
    /// Repeating the command stops the answer and asks again without thinking.
    case offered
  }

  let request: RequestID
  let answer: MessageID
  /// Identifies the save that precedes sending. Answers requested together share one save.
  let batch: RequestID
  /// The provider that answers, even if the conversation's session changes meanwhile.
  private(set) var provider: Provider
  private(set) var model: String
  let startedAt: Timestamp
  var phase = Phase.saving
  var answerNow = AnswerNow.notAsked
  /// Bytes of text received since the last frame.
  var unshownBytes = 0
  /// The answer's tokens so far.
  var tokens = StreamTokens()
  /// The request's uncalibrated token count.
  var promptCount = 0
  /// The model's listed prices.
  var prices: Prices?
  /// The model's context window in tokens.
  var window: Int?
  /// Whether the answer continues an incomplete one.
  var isContinuation = false
  /// Whether the continuation has received reasoning of its own.
  var hasThought = false

  /// The part of the answer received since the last save.
  var unsaved = AnswerPiece()
  var isSaveScheduled = false
  /// Whether the next save must write the whole text, because an earlier one failed and left a
  /// gap.
  var needsWholeSave = false

  /// - Parameter batch: `nil` for an answer that is requested on its own.
  init(
    request: RequestID, answer: MessageID, batch: RequestID? = nil, from asked: AskedModel,
    startedAt: Timestamp, isContinuation: Bool = false
  ) {
    self.request = request
    self.answer = answer
    self.batch = batch ?? request
    provider = asked.provider
    model = asked.model
    self.startedAt = startedAt
    self.isContinuation = isContinuation
  }

  var source: AnswerSource { AnswerSource(answer: answer, provider: provider, model: model) }

  /// Adopts what was detected about a server, if that server is giving this answer.
  mutating func adopt(_ server: Provider) {
    guard provider.name == server.name, provider.baseURL == server.baseURL else { return }
    provider.adopt(server)
    if model.isEmpty { model = server.defaultModel }
  }
}

/// The provider and model that were asked for an answer.
struct AnswerSource: Equatable {
  let answer: MessageID
  let provider: Provider
  /// The model's ID; empty if the server chooses the model.
  let model: String
}
