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
  let startedAt: Timestamp
  var phase = Phase.saving
  var answerNow = AnswerNow.notAsked
  /// Bytes of text since the last frame.
  var unshownBytes = 0
  /// The answer continues an incomplete one.
  var isContinuation = false
  /// The continuation has received its own reasoning.
  var hasThought = false

  /// Text received since the last save.
  var unsavedContent = ""
  var unsavedReasoning = ""
  var isSaveScheduled = false
  /// The next save writes the whole text, because an earlier one failed and left a gap.
  var needsWholeSave = false
}
