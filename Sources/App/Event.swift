public import Chat
public import Screen

/// What has happened. Facts, in the past tense.
public enum Event: Equatable, Sendable {
  case keyPressed(Key)
  case pasted(String)
  /// A line that was typed where there is no screen.
  case lineEntered(String)
  case mouseMoved(MouseEvent)
  case resized(Size)
  case timerFired(TimerName)
  case resumed
  /// The process was asked to end.
  case terminated

  case streamed(RequestID, StreamEvent)
  /// A text has gone to the clipboard, as far as that can be known.
  /// - Parameter removed: how many characters were left out because they would act where they are pasted.
  case copied(what: String, CopyOutcome, removed: Int = 0)
  /// Servers on this machine were looked for, and these answered.
  case localServersFound([LocalServer])
  /// A server was asked what it is; what its provider is known to be now.
  case serverRecognized(Provider)

  /// The question and the place for its answer are stored, or could not be.
  case questionSaved(RequestID, StoreError?)
  /// Conversations that were not used for so many days were deleted, as the configuration asks.
  case conversationsDeleted(count: Int, unusedForDays: Int)
  /// A save that nothing waits for has ended.
  case saved(StoreError?)
  case summariesLoaded(RequestID, Result<ListPage, StoreError>)
  /// `nil`: no such conversation.
  case conversationLoaded(RequestID, Result<Conversation?, StoreError>)
  /// `nil`: nothing of the conversation is in the trash.
  case deletionRestored(RequestID, Result<DeletedMessages?, StoreError>)
  case found(RequestID, Result<SearchResult, StoreError>)
  /// An export to that path, as it was typed, has ended.
  case exported(String, ExportOutcome)
  /// More of what an older version stored is in the index now.
  case indexed
}

/// How a text went to the clipboard.
public enum CopyOutcome: Equatable, Sendable {
  /// A program took it; its name.
  case taken(by: String)
  /// The terminal was told; whether it listens cannot be known.
  case sentToTerminal
  /// The program of that name did not take it.
  case failed(String)
}

/// What became of an export.
public enum ExportOutcome: Equatable, Sendable {
  /// To a file, or to so many files in a folder.
  case written(String, files: Int)
  /// A file is there already, and was not replaced.
  case isThere(String)
  /// In a sentence.
  case failed(String)
}

/// What can be waited for.
public enum TimerName: Hashable, Sendable {
  /// Streaming text is due for the store.
  case saveText
  /// What is being written is due for the store.
  case saveDraft
  /// What could not be saved is to be tried again.
  case saveAgain
  /// An answer that another program receives may have come further.
  case reload
  /// The seconds of a running answer have changed.
  case second
  /// The store has let something wait for so long that it must be said.
  case storeIsSlow
  /// "Again to quit" is over.
  case quitDisarmed
}
