public import Chat
public import Screen

/// An event for the program to handle. Case names are in the past tense where possible.
public enum Event: Equatable, Sendable {
  case keyPressed(Key)
  case pasted(String)
  /// A line was typed in plain mode.
  case lineEntered(String)
  case mouseMoved(MouseEvent)
  case resized(Size)
  /// The terminal gained or lost focus.
  case focusChanged(Bool)
  case timerFired(TimerName)
  case resumed
  /// The user's editor was suspended.
  case editorStopped
  /// The user's editor ended, or did not start.
  case editorClosed(EditorOutcome)
  /// The process was asked to end.
  case terminated

  case streamed(RequestID, StreamEvent)
  /// Text was copied to the clipboard, or copying failed.
  /// - Parameter removed: the number of control characters removed because pasting them is unsafe.
  case copied(what: String, CopyOutcome, removed: Int = 0)
  /// The program with this name failed to open an address.
  case linkNotOpened(LinkAddress, by: String)
  /// The search for servers on this machine ended. Contains those that responded, which may be
  /// none.
  case localServersFound([LocalServer])
  /// A server was asked to identify itself. The provider contains everything now known about it.
  case serverRecognized(Provider)
  /// A local server is not running.
  case serverUnreachable(Provider)
  /// A server refused to identify itself because it wants a key or, if one was sent, another key.
  case serverWantsKey(Provider, hasKey: Bool)

  case catalogLoaded(ModelCatalog)
  /// A provider listed its models, or the request failed.
  case modelsListed(Provider, Result<ModelListing, StreamError>)
  /// A typed key was checked with this provider, or could not be checked.
  case keyChecked(Provider, KeyOutcome)
  case keyFound(Provider, KeyStanding)
  case keyRemoved(Provider, KeyRemoval)

  case presetsLoaded(LibraryListing<Preset>)
  case promptsLoaded(LibraryListing<PromptTemplate>)
  /// Saving a preset succeeded or failed.
  case presetSaved(Preset, PresetSaving)

  /// The question and its empty answer were saved, or saving failed.
  case questionSaved(RequestID, StoreError?)
  /// Saving a conversation (ID, title) undid another program's deletion.
  case deletionUndone(ConversationID, String, UndoneDeletion)
  /// Conversations unused for the configured number of days were moved to the trash.
  case conversationsDeleted(count: Int, unusedForDays: Int)
  /// Another program has changed the database.
  case changedElsewhere
  /// The result of a save that nothing waits for.
  case saved(StoreError?)
  case summariesLoaded(RequestID, Result<ListPage, StoreError>)
  /// Contains empty text if the conversation does not exist.
  case previewLoaded(RequestID, Result<String, StoreError>)
  /// A conversation was loaded. Contains `nil` if it does not exist.
  case conversationLoaded(RequestID, Result<Conversation?, StoreError>)
  /// A conversation's marks were loaded. Contains `nil` if the conversation is not stored.
  case marksLoaded(RequestID, Result<ConversationMarks?, StoreError>)
  /// The last deletion in a conversation was undone. Contains `nil` if the trash has no messages
  /// from the conversation.
  case deletionRestored(RequestID, Result<DeletedMessages?, StoreError>)
  case found(RequestID, Result<SearchResult, StoreError>)
  /// The files in a folder were listed. Contains the folder's path as given in the order.
  case folderListed(String, FolderListing)
  /// Files below the working folder were listed, the least deeply nested first. The list may be
  /// incomplete.
  case projectListed([String])
  /// The files to attach were read, as far as possible. The results are in the order in which the
  /// files were requested.
  case attachmentsRead(RequestID, [AttachmentReading])
  case clipboardRead(RequestID, ClipboardReading)
  /// The text piped into the program was read to its end.
  case standardInputRead(StandardInputReading)
  /// A theme was chosen by name.
  case themeChosen(String, ThemeOutcome)
  /// The user's command for alerts failed.
  /// - Parameter status: `nil` if the command did not start, or was stopped.
  case alertFailed(status: Int32?)
  /// An export is under way. Contains the path as typed, and the number of conversations written
  /// so far.
  case exporting(String, done: Int)
  /// An export ended. Contains the path as typed.
  case exported(String, ExportOutcome)
  /// The amounts spent today and on one conversation were loaded.
  case spendingLoaded(RequestID, ConversationID, Result<SpendingReport, StoreError>)
  /// More conversations from an older version have been added to the search index.
  case indexed
}

extension Event {
  /// Whether the event may add new completions.
  var bringsCandidates: Bool {
    switch self {
    case .catalogLoaded, .modelsListed, .localServersFound, .presetsLoaded, .promptsLoaded,
      .summariesLoaded, .folderListed, .projectListed, .keyChecked, .keyRemoved:
      true
    case .keyPressed, .pasted, .lineEntered, .mouseMoved, .resized, .timerFired, .resumed,
      .focusChanged, .alertFailed, .terminated, .streamed, .copied, .linkNotOpened,
      .serverRecognized, .serverUnreachable, .serverWantsKey, .keyFound,
      .presetSaved,
      .questionSaved, .deletionUndone, .conversationsDeleted, .saved, .previewLoaded,
      .conversationLoaded,
      .marksLoaded,
      .deletionRestored, .found, .changedElsewhere,
      .exporting, .exported, .indexed, .themeChosen, .spendingLoaded, .editorStopped, .editorClosed,
      .attachmentsRead, .clipboardRead, .standardInputRead:
      false
    }
  }
}

/// The result of checking a typed key.
public enum KeyOutcome: Equatable, Sendable {
  /// Stored in the named place, such as a file or a keyring.
  case stored(in: String)
  /// The key contains characters that are never part of a key.
  case invalid
  /// The provider refused the key or could not be reached. Nothing was stored.
  case notAccepted(StreamError)
  /// The key is used in this run, but could not be stored. Contains the reason as a sentence.
  case notStored(String)
  /// Not checked, because no key may be sent to the address. Contains the reason as a sentence.
  case refused(String)
}

/// What is known about the keys for a provider's address.
public struct KeyStanding: Equatable, Sendable {
  /// Where a key for the address is saved; `nil` if none is.
  public var savedIn: String?
  /// The variable or command whose key takes precedence over a saved one.
  public var overriddenBy: String?

  public init(savedIn: String?, overriddenBy: String?) {
    self.savedIn = savedIn
    self.overriddenBy = overriddenBy
  }
}

/// The result of removing a saved key.
public enum KeyRemoval: Equatable, Sendable {
  /// - Parameter hasOther: whether another key is used from now on, such as one in a variable.
  case removed(hasOther: Bool)
  /// Contains the reason as a sentence.
  case failed(String)
}

/// The result of copying text.
public enum CopyOutcome: Equatable, Sendable {
  /// The program with this name accepted the text.
  case taken(by: String)
  /// The text was sent to the terminal, which does not confirm that it was copied.
  case sentToTerminal
  /// The program with this name failed.
  case failed(String)
}

/// The result of an export.
public enum ExportOutcome: Equatable, Sendable {
  /// Written to a file, or to several files in a folder.
  case written(String, files: Int)
  /// The file already exists and was not overwritten.
  case isThere(String)
  /// The user cancelled the export. Files that were already complete are kept.
  case cancelled(files: Int)
  /// The export failed. Contains the reason as a sentence.
  case failed(String)
}

/// A timer, named by purpose.
public enum TimerName: Hashable, Sendable {
  /// Time to save streaming text.
  case saveText
  /// Time to read the files that the draft names.
  case readAttachments
  /// Time to save the draft.
  case saveDraft
  /// Time to retry a failed save.
  case saveAgain
  /// Time to reload an answer that another program is receiving.
  case reload
  /// Time to count more matches of a search.
  case countMatches
  /// An export has taken so long that the user should be told.
  case exportIsSlow
  /// A search has taken so long that the user should be told.
  case searchIsSlow
  /// Time to update the seconds shown for a running answer.
  case second
  /// The database has been busy so long that the user should be told.
  case storeIsSlow
  /// Servers on this machine have had time to respond. A short wait is enough, because connections
  /// to a server that is not running are refused at once.
  case serversChecked
  /// The time to confirm quitting with a second key press has run out.
  case quitDisarmed
  /// Time to scroll the text if the mouse still holds a selection past the edge of its pane.
  case scrollDrag
}
