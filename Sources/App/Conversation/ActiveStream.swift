internal import Chat

/// An answer that is being received.
struct ActiveStream: Equatable {
  enum Phase: Equatable {
    /// The question is being saved before it is sent.
    case saving
    /// The request was sent; no text has arrived.
    case waiting
    /// The request failed and will be retried at that time.
    case retrying(Retry, at: Timestamp)
    case thinking
    case answering
  }

  /// The reader's request to cut the thinking short and begin the answer.
  enum AnswerNow: Equatable {
    case notAsked
    /// The server will be told to end the thinking as soon as it begins.
    case awaitingThinking
    /// The server was told to end the thinking.
    case requested
    /// Repeating the command stops the answer and asks again without thinking.
    case offered
  }

  let request: RequestID
  let answer: MessageID
  /// Identifies the saving that precedes sending. Answers that are asked for together share it.
  let batch: RequestID
  /// Who answers, even if the conversation's session changes meanwhile.
  private(set) var provider: Provider
  private(set) var model: String
  let startedAt: Timestamp
  var phase = Phase.saving
  var answerNow = AnswerNow.notAsked
  /// Bytes of text since the last frame.
  var unshownBytes = 0
  /// The tokens so far.
  var tokens = StreamTokens()
  /// The uncalibrated tokens of the request.
  var promptCount = 0
  /// The model's listed prices.
  var prices: Prices?
  /// The model's context window in tokens.
  var window: Int?
  /// The answer continues an incomplete one.
  var isContinuation = false
  /// The continuation has received its own reasoning.
  var hasThought = false

  /// Received since the last save.
  var unsaved = AnswerPiece()
  var isSaveScheduled = false
  /// The next save writes the whole text, because an earlier one failed and left a gap.
  var needsWholeSave = false

  /// - Parameter batch: `nil` for an answer that is asked for alone.
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

  /// Adopts what was detected about a server.
  mutating func adopt(_ server: Provider) {
    guard provider.name == server.name, provider.baseURL == server.baseURL else { return }
    provider.adopt(server)
    if model.isEmpty { model = server.defaultModel }
  }
}

/// Who was asked for an answer.
struct AnswerSource: Equatable {
  let answer: MessageID
  let provider: Provider
  /// Empty if the server chooses it.
  let model: String
}
