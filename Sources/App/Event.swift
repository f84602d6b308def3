public import Chat
public import Screen

/// What has happened. Facts, in the past tense.
public enum Event: Equatable, Sendable {
  case keyPressed(Key)
  case pasted(String)
  case resized(Size)
  case timerFired(TimerName)
  case resumed
  /// The process was asked to end.
  case terminated

  case streamed(RequestID, StreamEvent)
  /// Servers on this machine were looked for, and these answered.
  case localServersFound([LocalServer])

  /// The question and the place for its answer are stored, or could not be.
  case questionSaved(RequestID, StoreError?)
  /// A save that nothing waits for has ended.
  case saved(StoreError?)
  case summariesLoaded(RequestID, Result<[ConversationSummary], StoreError>)
  /// `nil`: no such conversation.
  case conversationLoaded(RequestID, Result<Conversation?, StoreError>)
}

/// What can be waited for.
public enum TimerName: Hashable, Sendable {
  /// Streaming text is due for the store.
  case saveText
  /// What could not be saved is to be tried again.
  case saveAgain
  /// An answer that another program receives may have come further.
  case reload
  /// The seconds of a running answer have changed.
  case second
  /// "Again to quit" is over.
  case quitDisarmed
}
