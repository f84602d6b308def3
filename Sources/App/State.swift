internal import Chat
internal import Screen

/// The state of the whole program. Only `update` changes it; views draw it.
public struct State {
  /// The conversation on the screen.
  var front: OpenConversation
  /// Conversations in the background that must stay in memory: a request is running, or they could
  /// not be saved.
  var others: [ConversationID: OpenConversation] = [:]
  /// Conversations that were in front before, newest last.
  var earlierFronts: [ConversationID] = []
  /// State to restore when a conversation is opened again.
  var traces: [ConversationID: OpenConversation.Trace] = [:]
  /// Private conversations the user has left. Late effects must not save them either.
  var closedPrivates: Set<ConversationID> = []
  /// The session for new conversations: from the configuration, or as last changed by the user.
  var newSession: Session
  var lastChoice = LastChoice()
  var providers: KnownProviders
  var options: ChosenOptions
  var preferences: Preferences
  /// The theme on the screen, while the user moves through the themes.
  var previewedTheme: String?
  var ids: IDSource
  /// The time of the current event.
  var now: Timestamp
  var size = Size(width: 80, height: 24)

  /// Whether the terminal has the focus; assumed until it says otherwise.
  var isFocused = true

  var surface: Surface { front.surface }
  var lists = ListPane()
  /// What keys do while the conversation has the focus.
  var mode = ConversationMode.composing
  /// The vi mode of the composer; `nil` if only a shell's keys work in it.
  var vi: ViMode?
  /// Keys that began a sequence, which the next key continues.
  var chord: [Key] = []
  /// Pages covering the conversation. The last one receives the keys.
  var pages: [any Page] = []
  var reasoningSetting = ReasoningSetting.auto
  /// Whether the thinking pane was left open.
  var isReasoningOpen = true
  /// Conversations deleted with the delete command in this run, newest last.
  var deletedConversations: [ConversationID] = []
  var lastClick: Click?
  var areas = PaneAreas()
  var paneSize = PaneSize()
  /// The edge that the mouse is dragging.
  var draggedEdge: PaneEdge?
  var leaving = Leaving()
  /// Whether the last save failed.
  var isUnsaved: Bool { saveTrouble != nil }
  /// Why the last save failed.
  var saveTrouble: StoreError?
  /// Remarks already shown.
  var said: Set<Remark> = []
  /// Servers discovered on this machine.
  var localServers: [LocalServer] = []
  /// The models of all providers.
  var models = ModelDirectory()
  /// When a connection was last prepared or used.
  var connectedAt: Timestamp?
  /// The conversation being loaded. Results of other requests are dropped.
  var awaited: AwaitedLoad?
  /// Changes to conversations that wait for their marks.
  var awaitedMarks: [RequestID: AwaitedMarks] = [:]
  /// Input that waits for something to load.
  var typeAhead = TypeAhead()
  var export = Export()
  /// What is being edited in the user's editor.
  var editor: EditorUse?
  var library = Library()
  /// What this run has learned about models.
  var modelFacts: [ModelChoice: ModelFacts] = [:]
  var daySpending = DaySpending()
  var unpriced: [UnpricedAnswer] = []
  var completion = Completion()
  /// What was searched for in this run, newest last.
  var findHistory: [String] = []
  /// The palette entries used most recently, newest first.
  var recentActions: [String] = []
  /// What a newcomer has not been told yet; `nil` for somebody who never saw the first screen.
  var nextSteps: [NextStep]?

  init(
    session: Session, providers: KnownProviders = KnownProviders(),
    options: ChosenOptions = ChosenOptions(), preferences: Preferences = Preferences(),
    surface: Surface = .screen, seed: UInt64, now: Timestamp
  ) {
    newSession = session
    self.providers = providers
    self.options = options
    self.preferences = preferences
    vi = preferences.usesVi ? ViMode() : nil
    self.now = now
    ids = IDSource(seed: seed)
    front = OpenConversation(
      Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now), session: session,
      surface: surface, keymap: preferences.keymap)
  }

  /// The conversation list, if it is open.
  var list: ConversationList? {
    get { lists.list }
    _modify { yield &lists.list }
  }

  /// Up to 1,000 questions of this conversation, oldest first, for Up and Down.
  var history: [String] {
    conversation.path.reversed().lazy.compactMap { id in
      conversation[id].flatMap { $0.role == .user && !$0.content.isEmpty ? $0.content : nil }
    }.prefix(1000).reversed()
  }

  /// The message whose reasoning the pane shows.
  mutating func reasoningMessage() -> Message? {
    front.reading.transcript.messageInView(of: front.conversation, at: front.reading.cursor)
  }
}

/// A remark that is shown once per run.
enum Remark: Hashable {
  /// A title could not be generated.
  case untitled
  /// A server's dialect could not be detected, and one was assumed.
  case assumedDialect
  /// The user's command for alerts failed.
  case alertFailed
}

/// A conversation being loaded from the database.
struct AwaitedLoad: Equatable {
  enum Purpose: Equatable {
    /// - Parameter hit: the search result to jump to.
    case open(SearchHit?)
    /// Requested on the command line, whose options then apply to it.
    case start
    /// Another instance may have changed it.
    case reload
    /// It is being restored from the trash.
    case undo
    /// The list is being loaded, to find the conversation used most recently.
    case last
  }

  let request: RequestID
  var purpose: Purpose
}

/// The conversation list, and the state that outlives it.
struct ListPane {
  /// The list, while it is open.
  var list: ConversationList?
  /// The undo history, while the list is closed.
  var undos: [ConversationList.Undo] = []
  /// Whether the side bar is shown in windows that are wide enough.
  var isOpen = false
  /// Conversations archived, deleted or restored in this run. Only the database knows where they
  /// belong in the list.
  var moved: Set<ConversationID> = []
  /// The conversations of the last loaded list, in order.
  var lastShown: [ConversationID] = []
}
