internal import Chat

/// An answer that is being received.
struct ActiveStream: Equatable {
  enum Phase: Equatable {
    /// The question is being saved. It is sent afterwards.
    case saving
    /// The request was sent; no text has arrived.
    case waiting
    /// The request failed, and will be repeated at that time.
    case retrying(Retry, at: Timestamp)
    case thinking
    case answering
  }

  /// The reader's wish that the thinking ends and the answer begins.
  enum AnswerNow: Equatable {
    case notAsked
    /// The server is told to end the thinking as soon as it begins.
    case awaitingThinking
    /// The server was told to end the thinking.
    case requested
    /// The same command again stops the answer and asks again without thinking.
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
  /// The continuation has received reasoning of its own.
  var hasThought = false

  /// Text received since the last save.
  var unsavedContent = ""
  var unsavedReasoning = ""
  var isSaveScheduled = false
  /// The next save writes the whole text, because an earlier one failed and left a gap.
  var needsWholeSave = false
}
