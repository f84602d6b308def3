public import Chat
public import Screen

/// What is to be done in the world. Orders, as data that tests compare.
public enum Effect: Equatable, Sendable {
  /// Answered by `questionSaved`.
  case saveQuestion(RequestID, Conversation, [MessageID])
  /// The conversation with those of its messages; answered by `saved`.
  case save(Conversation, [MessageID])
  /// Adds to the stored text of a streaming message; answered by `saved`.
  case appendText(MessageID, content: String, reasoning: String)
  /// The conversation without its messages; answered by `saved`.
  case saveHeader(Conversation)
  /// Moves messages to the trash, and saves the conversation's header; answered by `saved`.
  case deleteMessages([MessageID], Conversation)
  /// Restores what was deleted last from a conversation; answered by `deletionRestored`.
  case restoreDeletion(RequestID, ConversationID)
  /// Restores the conversation that was deleted last; answered by `conversationLoaded`.
  case restoreLastConversation(RequestID)
  /// Tries the store again that could not be opened; answered by `saved`.
  case openStore
  /// A part of a list of conversations: its beginning, or what stands behind one of them.
  case loadSummaries(RequestID, Shelf, after: ConversationSummary?)
  /// Does one thing with conversations as a whole; answered by `saved`.
  case change([ConversationID], ConversationChange)
  /// Takes conversations out of the store for good; answered by `saved`.
  case erase([ConversationID])
  case loadConversation(RequestID, ConversationID)
  /// The conversation that was used last.
  case loadNewest(RequestID)

  /// Answered by `found`, unless a newer search has come: only the newest is wanted.
  case search(
    RequestID, SearchQuery, SearchOrder, includesReasoning: Bool, limit: Int)

  /// Writes documents to a file or folder, by the name's ending; answered by `exported`.
  case export([ConversationID], path: String, replaces: Bool)

  case startStream(RequestID, AnswerRequest, Provider)
  case cancelStream(RequestID)
  /// So many bytes of an answer's text have been shown: more may come.
  case acknowledge(RequestID, Int)
  /// A question to that provider is being typed: a connection will be wanted.
  case prepareConnection(Provider)

  case setTimer(TimerName, Duration)
  case cancelTimer(TimerName)

  /// To the clipboard; answered by `copied`.
  case copy(InertText, what: String)

  case redraw
  case suspend
}
