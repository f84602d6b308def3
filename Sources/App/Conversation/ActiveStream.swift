internal import Chat

/// The answer that is being received.
struct ActiveStream: Equatable {
  enum Phase: Equatable {
    /// The question goes to the store first.
    case saving
    /// Asked; nothing has come yet.
    case waiting
    /// Refused, and asked again then.
    case retrying(Retry, at: Timestamp)
    case thinking
    case answering
  }

  let request: RequestID
  let answer: MessageID
  let startedAt: Timestamp
  var phase = Phase.saving
  /// Bytes of text since the last frame.
  var unshownBytes = 0
  /// The answer goes on with one that broke off.
  var isContinuation = false
  /// The continuation has brought reasoning of its own.
  var hasThought = false

  /// What has come since the last save.
  var unsavedContent = ""
  var unsavedReasoning = ""
  var isSaveScheduled = false
  /// A save has failed: the next one writes the whole text, as the store's copy has a gap.
  var needsWholeSave = false
}
