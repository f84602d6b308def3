internal import Chat
internal import Screen

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
  var lists = ListPane()
  /// What keys mean where the conversation has them.
  var mode = ConversationMode.composing
  /// Ctrl-X was pressed: the next key is a twin.
  var isChord = false
  /// What lies over the conversation; the last has the keys.
  var pages: [any Page] = []
  var isReasoningOpen = true
  /// Conversations that were deleted from the screen in this run, newest last.
  var deletedConversations: [ConversationID] = []
  var lastClick: Click?
  var areas = PaneAreas()
  var leaving = Leaving()
  /// The last save failed: what is on the screen is in memory only.
  var isUnsaved: Bool { saveTrouble != nil }
  /// Why the last save failed.
  var saveTrouble: StoreError?
  /// Remarks that were made: each is made once.
  var said: Set<Remark> = []
  /// Servers on this machine, once they have been looked for.
  var localServers: [LocalServer] = []
  /// When a connection was last prepared or used.
  var connectedAt: Timestamp?
  /// The conversation that the database was asked for; answers to other requests are dropped.
  var awaited: AwaitedLoad?
  var export = Export()

  init(session: Session, surface: Surface = .screen, seed: UInt64, now: Timestamp) {
    newSession = session
    self.now = now
    self.surface = surface
    ids = IDSource(seed: seed)
    front = OpenConversation(
      Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now), session: session,
      surface: surface)
  }

  /// The list of conversations, while it is over the conversation or beside it.
  var list: ConversationList? {
    get { lists.list }
    _modify { yield &lists.list }
  }

  /// The last 1,000 questions of this conversation, oldest first, for Up and Down.
  var history: [String] {
    conversation.path.reversed().lazy.compactMap { id in
      conversation[id].flatMap { $0.role == .user ? $0.content : nil }
    }.prefix(1000).reversed()
  }

  /// The message whose reasoning the pane shows.
  mutating func reasoningMessage() -> Message? {
    front.reading.transcript.messageInView(of: front.conversation, at: front.reading.cursor)
  }
}

/// Remarks that are made once in a run.
enum Remark: Hashable {
  /// A title could not be had.
  case untitled
  /// A server does not tell what it is, and a dialect was assumed.
  case assumedDialect
}

/// What was pressed once that ends something, to be pressed again.
struct Leaving {
  /// Ctrl-C or Ctrl-D, once it was pressed with nothing else to do: pressed again, it quits.
  var armedQuit: Key?
  /// What was asked for although something would be lost by it: asked for again, it is done.
  var armedLoss: State.Departure?
  var hasQuit = false
}

/// A conversation that the database was asked for.
struct AwaitedLoad: Equatable {
  enum Purpose: Equatable {
    /// - Parameter hit: what to go to there.
    case open(SearchHit?)
    /// The command line asked for it: its options go with that conversation.
    case start
    /// Another program may have added to it.
    case reload
    /// It was deleted, and is restored.
    case undo
  }

  let request: RequestID
  var purpose: Purpose
}

/// The list of conversations, and what is kept of it while there is none.
struct ListPane {
  /// While it is over the conversation or beside it.
  var list: ConversationList?
  /// What was done in the list, while there is none.
  var undos: [ConversationList.Undo] = []
  /// The list is beside the conversation wherever the window is wide enough.
  var isOpen = false
  /// Conversations that were archived, deleted or restored in this run: only the database knows their
  /// place.
  var moved: Set<ConversationID> = []
  /// The conversations of the list that was loaded last, in its order.
  var lastShown: [ConversationID] = []
}
