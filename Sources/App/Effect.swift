public import Chat
public import Screen

/// An order to the world outside, as data that tests compare. One case for each edge of the program.
public enum Effect: Equatable, Sendable {
  case store(StoreOrder)
  case stream(StreamOrder)
  case timer(TimerOrder)
  case terminal(TerminalOrder)
}

/// An order to the database.
public enum StoreOrder: Equatable, Sendable {
  /// Answered by `questionSaved`.
  case saveQuestion(RequestID, Conversation, [MessageID])
  /// The conversation with those of its messages; answered by `saved`.
  case save(Conversation, [MessageID])
  /// Adds to the stored text of a streaming message; answered by `saved`.
  case appendText(ConversationID, MessageID, content: String, reasoning: String)
  /// The conversation without its messages; answered by `saved`.
  case saveHeader(Conversation)
  /// Moves messages to the trash, and saves the conversation's header; answered by `saved`.
  case deleteMessages([MessageID], Conversation)
  /// Restores what was deleted last from a conversation; answered by `deletionRestored`.
  case restoreDeletion(RequestID, ConversationID)
  /// Restores the conversation that was deleted last; answered by `conversationLoaded`.
  case restoreLastConversation(RequestID)
  /// Opens the database again after it could not be opened; answered by `saved`.
  case open
  /// One page of a list of conversations: the first, or the one after a conversation.
  case loadSummaries(RequestID, Shelf, after: ConversationSummary?)
  /// Makes one change to whole conversations; answered by `saved`.
  case change([ConversationID], ConversationChange)
  /// Deletes conversations permanently; answered by `saved`.
  case erase([ConversationID])
  case loadConversation(RequestID, ConversationID)
  /// Loads the conversation that was used last.
  case loadNewest(RequestID)
  /// Answered by `found`, unless a newer search has come: only the newest is wanted.
  case search(RequestID, SearchQuery, SearchOrder, includesReasoning: Bool, limit: Int)
  /// Writes documents to a file or folder, in the format of the name's ending; answered by `exported`.
  case export([ConversationID], path: String, replaces: Bool)
}

extension StoreOrder {
  /// What an order writes to the database.
  enum Writing: Equatable {
    case nothing
    /// Messages of a conversation. If this fails, something is lost when the program ends.
    case messages(ConversationID)
    /// Title, draft and settings of a conversation.
    case header(ConversationID)
    /// Marks of whole conversations that are in the database already.
    case marks([ConversationID])
  }

  var writing: Writing {
    switch self {
    case .saveQuestion(_, let conversation, _), .save(let conversation, _),
      .deleteMessages(_, let conversation):
      .messages(conversation.id)
    case .appendText(let id, _, content: _, reasoning: _): .messages(id)
    case .saveHeader(let conversation): .header(conversation.id)
    case .change(let ids, _), .erase(let ids): .marks(ids)
    case .restoreDeletion, .restoreLastConversation, .open, .loadSummaries, .loadConversation,
      .loadNewest, .search, .export:
      .nothing
    }
  }
}

/// An order to the network.
public enum StreamOrder: Equatable, Sendable {
  case start(RequestID, AnswerRequest, Provider)
  case cancel(RequestID)
  /// This many bytes of an answer's text have been shown: the server may send more.
  case acknowledge(RequestID, Int)
  /// Opens a connection, because a question to that provider is being typed.
  case prepareConnection(Provider)
}

public enum TimerOrder: Equatable, Sendable {
  case set(TimerName, Duration)
  case cancel(TimerName)
}

public enum TerminalOrder: Equatable, Sendable {
  /// Copies to the clipboard; answered by `copied`.
  case copy(InertText, what: String)
  case redraw
  case suspend
}
