public import Chat
public import Screen

/// A side effect to perform, as data that tests can compare. Has one case for each external system.
public enum Effect: Equatable, Sendable {
  case store(StoreOrder)
  case stream(StreamOrder)
  case models(ModelOrder)
  case library(LibraryOrder)
  case files(FileOrder)
  case timer(TimerOrder)
  case terminal(TerminalOrder)
}

/// A database operation to perform.
public enum StoreOrder: Equatable, Sendable {
  /// Saves the conversation and the given messages before a request is sent; answered by
  /// `questionSaved`.
  case saveQuestion(RequestID, Conversation, [MessageID])
  /// Saves the conversation and the given messages; answered by `saved`.
  case save(Conversation, [MessageID])
  /// Appends to a stored message that is streaming; answered by `saved`.
  case appendText(ConversationID, MessageID, AnswerPiece)
  /// Saves the conversation without its messages; answered by `saved`.
  case saveHeader(Conversation)
  /// Notes that a stored draft is now in the composer, so that the next save replaces it. Drafts of
  /// other programs are kept.
  case adoptDraft(ConversationID, String)
  /// Moves messages to the trash, and saves the conversation's header; answered by `saved`.
  case deleteMessages([MessageID], Conversation)
  /// Undoes the last deletion in a conversation; answered by `deletionRestored`.
  case restoreDeletion(RequestID, ConversationID)
  /// Restores the last deleted conversation; answered by `conversationLoaded`.
  case restoreLastConversation(RequestID)
  /// Records the cost of generating a title; answered by `saved`.
  case noteExpense(Expense)
  /// Records the cost of a stored answer whose price became known only after the answer had
  /// ended; answered by `saved`.
  case notePrice(Expense)
  /// Loads the amounts spent since a time, and on a conversation; answered by `spendingLoaded`.
  case loadSpending(RequestID, since: Timestamp, ConversationID)
  /// Retries opening the database; answered by `saved`.
  case open
  /// Loads the first page of the conversation list, or the page after a conversation; answered by
  /// `summariesLoaded`.
  case loadSummaries(RequestID, Shelf, after: ConversationSummary?)
  /// Loads a longer preview of a listed conversation; answered by `previewLoaded`.
  case loadPreview(RequestID, ConversationID)
  /// Applies the same change to all these conversations; answered by `saved`.
  case change([ConversationID], ConversationChange)
  /// Deletes conversations permanently; answered by `saved`.
  case erase([ConversationID])
  case loadConversation(RequestID, ConversationID)
  /// Checks at once whether another program has changed the database; if so, answered by
  /// `changedElsewhere`. The store also checks every few seconds.
  case checkForChanges
  /// Loads a conversation's marks, such as pin and tags; answered by `marksLoaded`.
  case loadMarks(RequestID, ConversationID)
  /// Loads the most recent conversation; answered by `conversationLoaded`.
  case loadNewest(RequestID)
  /// Searches the conversations; answered by `found`, unless a newer search cancels this one.
  case search(RequestID, SearchQuery, SearchOrder, includesReasoning: Bool, limit: Int)
  /// Exports conversations to a file or folder; answered by `exported`. The file extension
  /// determines the format.
  case export([ConversationID], path: String, replaces: Bool)
  /// Cancels the exports requested so far. Each is still answered by `exported`.
  case cancelExports
}

extension StoreOrder {
  /// The data that an order writes to the database.
  enum Writing: Equatable {
    case nothing
    /// Messages of a conversation. If writing fails, they are lost when the program ends.
    case messages(ConversationID)
    /// Title, draft and settings of a conversation.
    case header(ConversationID)
    /// Changes to whole conversations that are already stored, such as pins and tags.
    case marks([ConversationID])
  }

  var writing: Writing {
    switch self {
    case .saveQuestion(_, let conversation, _), .save(let conversation, _),
      .deleteMessages(_, let conversation):
      .messages(conversation.id)
    case .appendText(let id, _, _): .messages(id)
    case .saveHeader(let conversation): .header(conversation.id)
    case .noteExpense(let expense), .notePrice(let expense): .header(expense.conversation)
    case .change(let ids, _), .erase(let ids): .marks(ids)
    case .adoptDraft, .restoreDeletion, .restoreLastConversation, .open, .loadSummaries,
      .loadPreview, .loadConversation,
      .checkForChanges, .loadMarks, .loadNewest, .search, .export, .cancelExports, .loadSpending:
      .nothing
    }
  }
}

/// A network operation to perform.
public enum StreamOrder: Equatable, Sendable {
  case start(RequestID, AnswerRequest, Provider)
  case cancel(RequestID)
  /// Tells the server to end the thinking and begin the answer. Failure is reported by
  /// `thinkingNotEnded`.
  case endThinking(RequestID)
  /// Reports that this many bytes of an answer have been shown, so that the engine may read more.
  case acknowledge(RequestID, Int)
  /// Opens a connection in advance while the user types a question.
  case prepareConnection(Provider)
  /// Asks a server to identify itself, unless it is already known. Asks for its model if none was
  /// chosen, and checks whether a local server is running. Answered by `serverRecognized`,
  /// `serverUnreachable` and `serverWantsKey`, whichever apply.
  case recognize(Provider, needsModel: Bool)
  /// Checks which of these servers run on this machine; answered by `localServersFound`.
  case findServers([Provider])
}

/// An operation on providers: their models and keys.
public enum ModelOrder: Equatable, Sendable {
  /// Reads the stored model lists; answered by `catalogLoaded`.
  case loadCatalog
  /// Asks a server for its models, and stores the list; answered by `modelsListed`.
  case list(Provider)
  case setFavorite(ModelChoice, Bool)
  /// Checks a key with the provider, and stores it if the provider accepts it or cannot check it;
  /// answered by `keyChecked`.
  case storeKey(TypedKey, Provider)
  /// Finds out where a provider's key is kept; answered by `keyFound`.
  case findKey(Provider)
  /// Removes the key saved for the provider's address; answered by `keyRemoved`.
  case removeKey(Provider)
}

/// An operation on the user's presets and prompts, which are files.
public enum LibraryOrder: Equatable, Sendable {
  /// Reads all presets; answered by `presetsLoaded`.
  case loadPresets
  /// Reads all prompts; answered by `promptsLoaded`.
  case loadPrompts
  /// Writes a preset to its file; answered by `presetSaved`.
  case savePreset(Preset, replaces: Bool)
}

/// An operation that reads the user's own files or the clipboard.
public enum FileOrder: Equatable, Sendable {
  /// Reads the names in a folder; answered by `folderListed`, unless a newer order replaces this
  /// one.
  /// - Parameter path: as typed; ends with a slash, or is empty for the working folder.
  case listFolder(String)
  /// Reads the system's clipboard; answered by `clipboardRead`.
  case readClipboard(RequestID)
  /// Finds the files below the working folder; answered by `projectListed`.
  case listProject
  /// Reads the files to attach; answered by `attachmentsRead`.
  case readAttachments(RequestID, [AttachmentSpec])
}

/// An API key as typed. Its description hides the text, so it cannot be logged by accident.
public struct TypedKey: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { "TypedKey" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

public enum TimerOrder: Equatable, Sendable {
  case set(TimerName, Duration)
  case cancel(TimerName)
}

public enum TerminalOrder: Equatable, Sendable {
  /// Copies text to the clipboard; answered by `copied`.
  case copy(InertText, what: String)
  /// Opens an address in the desktop's default program for it; answered by `linkNotOpened` if that
  /// fails.
  case open(LinkAddress)
  case redraw
  case suspend
  /// Opens text in the user's editor; answered by `editorClosed`.
  case edit(String, EditedKind)
  /// Alerts the user; answered by `alertFailed` if the user's command fails.
  case alert(AnswerAlert)
  /// Shows a theme until another theme is previewed or chosen.
  case previewTheme(String)
  /// Uses a theme for this run; answered by `themeChosen`.
  case useTheme(String)
}
