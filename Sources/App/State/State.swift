internal import Chat
internal import Screen

/// Which part of the screen takes plain keys.
enum Focus: Equatable {
  case composer
  case transcript
  case reasoning
}

/// Everything the program knows. Changed by `update` alone, drawn by views.
public struct State {
  /// The conversation on the screen.
  var front: OpenConversation
  /// Conversations that are not on the screen and must not be let go: an answer or a title is still
  /// coming, or they could not be saved.
  var others: [ConversationID: OpenConversation] = [:]
  /// What is kept of conversations that were left, for when they are opened again.
  var traces: [ConversationID: OpenConversation.Trace] = [:]
  /// Private conversations that were left: what they still order must not be stored either.
  var closedPrivates: Set<ConversationID> = []
  /// Whom a new conversation asks: the configuration's choice, or the last that was made here.
  var newSession: Session
  var ids: IDSource
  /// When the event being handled happened.
  var now: Timestamp
  var size = Size(width: 80, height: 24)

  let surface: Surface
  /// The list of conversations, while it is over the conversation or beside it.
  var list: Browser?
  /// What was done in the list, while there is none.
  var listUndos: [Browser.Undo] = []
  /// The list stands beside the conversation wherever the window is wide enough.
  var isListOpen = false
  /// Conversations that were archived, deleted or brought back in this run: where they stand, only the
  /// store knows.
  var moved: Set<ConversationID> = []
  /// The conversations of the list that was loaded last, in its order.
  var lastList: [ConversationID] = []
  var focus = Focus.composer
  /// What lies over the conversation; the last has the keys.
  var pages: [any Page] = []
  var isReasoningOpen = true
  /// Ctrl-X was pressed: the next key is a twin.
  var awaitsTwin = false
  /// Conversations that were deleted from the screen in this run, newest last.
  var deletedConversations: [ConversationID] = []
  var lastClick: Click?
  var areas = PaneAreas()
  /// A number was typed in a pane: it belongs to the next key.
  var count: Int?
  /// Ctrl-C or Ctrl-D, once it was pressed with nothing else to do: pressed again, it quits.
  var armedQuit: Key?
  var hasQuit = false
  /// What was asked for once, although something would be lost by it: once more does it.
  var armedLoss: Departure?
  /// The last save failed: what is on the screen is in memory only.
  var isUnsaved: Bool { saveTrouble != nil }
  /// Why the last save failed.
  var saveTrouble: StoreError?
  /// That a title could not be had was said.
  var hasSaidUntitled = false
  /// The dialect that was assumed for a server was said.
  var hasSaidDialect = false
  /// Servers on this machine, once they have been looked for.
  var localServers: [LocalServer] = []
  /// When a connection was last prepared or used.
  var connectedAt: Timestamp?
  /// The load that is awaited; answers to others are dropped.
  var awaitedLoad: RequestID?
  /// The load that the command line asked for: its options go with that conversation.
  var firstLoad: RequestID?
  /// The undo that the store has not answered yet, and the conversation that it was asked for in.
  var awaitedUndo: AwaitedUndo?
  var pendingExport: PendingExport?
  var failedExport: PendingExport?
  /// Where to go in the conversation that is awaited.
  var awaitedHit: SearchHit?

  init(session: Session, surface: Surface = .screen, seed: UInt64, now: Timestamp) {
    newSession = session
    self.now = now
    self.surface = surface
    ids = IDSource(seed: seed)
    front = OpenConversation(
      Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now), session: session,
      surface: surface)
  }

  /// The last 1,000 questions of this conversation, oldest first, for Up and Down.
  var history: [String] {
    conversation.path.reversed().lazy.compactMap { id in
      conversation[id].flatMap { $0.role == .user ? $0.content : nil }
    }.prefix(1000).reversed()
  }

  /// The message whose reasoning the pane shows: the answer that was jumped to, or to the question that
  /// was; else the newest, or for a reader who has scrolled up the last one in view.
  mutating func reasoningMessage() -> Message? {
    guard let last = reasoningEnd() else { return nil }
    for id in conversation.path[...last].reversed() {
      if let message = conversation[id], message.role == .assistant { return message }
    }
    return nil
  }

  private mutating func reasoningEnd() -> Int? {
    if let index = cursor.flatMap({ conversation.path.firstIndex(of: $0) }) {
      let isQuestion = conversation[conversation.path[index]]?.role == .user
      return isQuestion && index + 1 < conversation.path.count ? index + 1 : index
    }
    return transcript.isFollowing
      ? conversation.path.indices.last : transcript.lastVisibleMessage(conversation)
  }
}
