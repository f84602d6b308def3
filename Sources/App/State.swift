internal import Chat
internal import Screen

/// The state of the whole program. Only `update` changes it; views draw it.
public struct State {
  /// The conversation on the screen.
  var front: OpenConversation
  var background = Background()
  /// The session for new conversations: from the configuration, or as last changed by the user.
  var newSession: Session
  var providers: KnownProviders
  var options: ChosenOptions
  var preferences: Preferences
  var ids: IDSource
  /// The time of the current event.
  var now: Timestamp
  var terminal = TerminalState()
  var panes = Panes()
  var lists = ListPane()
  var input = InputState()
  /// Pages covering the conversation. The last one receives the keys.
  var pages: [any Page] = []
  var leaving = Leaving()
  var storing = Storing()
  var models = ModelDirectory()
  var export = Export()
  /// What is being edited in the user's editor.
  var editor: EditorUse?
  var library = Library()
  var spending = SpendingRecord()
  var completion = Completion()
  var recent = Recent()
  var guidance = Guidance()

  init(
    session: Session, providers: KnownProviders = KnownProviders(),
    options: ChosenOptions = ChosenOptions(), preferences: Preferences = Preferences(),
    surface: Surface = .screen, seed: UInt64, now: Timestamp
  ) {
    newSession = session
    self.providers = providers
    self.options = options
    self.preferences = preferences
    input.vi = preferences.usesVi ? ViMode() : nil
    self.now = now
    ids = IDSource(seed: seed)
    front = OpenConversation(
      Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now), session: session,
      surface: surface, keymap: preferences.keymap)
  }

  var surface: Surface { front.surface }

  /// Whether the last save failed.
  var isUnsaved: Bool { storing.trouble != nil }

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

/// The conversations that are not on the screen, and what remains of those that were closed.
struct Background {
  /// Those that must stay in memory: a request is running, or they could not be saved.
  var open: [ConversationID: OpenConversation] = [:]
  /// Those that were in front before, newest last.
  var earlierFronts: [ConversationID] = []
  /// State to restore when a conversation is opened again.
  var traces: [ConversationID: OpenConversation.Trace] = [:]
  /// Private ones that the user has left. Late effects must not save them either.
  var closedPrivates: Set<ConversationID> = []
  /// Those deleted with the delete command in this run, newest last.
  var deleted: [ConversationID] = []
}

/// What is known about the terminal.
struct TerminalState {
  var size = Size(width: 80, height: 24)
  /// Whether it has the focus; assumed until it says otherwise.
  var isFocused = true
  /// The theme on the screen, while the user moves through the themes.
  var previewedTheme: String?
}

/// How the window is divided.
struct Panes {
  var reasoningSetting = ReasoningSetting.auto
  /// Whether the thinking pane was left open.
  var isReasoningOpen = true
  var size = PaneSize()
  /// In the last frame.
  var areas = PaneAreas()
  /// The edge that the mouse is dragging.
  var draggedEdge: DraggedEdge?
}

/// What the next key or click means.
struct InputState {
  /// What keys do while the conversation has the focus.
  var mode = ConversationMode.composing
  /// The vi mode of the composer; `nil` if it uses shell-style keys only.
  var vi: ViMode?
  /// Keys that began a sequence, which the next key continues.
  var chord: [Key] = []
  /// How the current command was given.
  var way = CommandWay.chosen
  /// Why the last key did nothing on the page on top; `nil` after any other key.
  var refusal: String?
  /// The notice that a slash command replaces. If it asked for that very command, it is confirmed.
  var confirmed: Notice?
  /// Input that waits for something to load.
  var typeAhead = TypeAhead()
  var lastClick: Click?
}

/// What was used last, newest first unless it says otherwise.
struct Recent {
  var choice = LastChoice()
  /// The entries of the palette.
  var actions: [String] = []
  /// What was searched for in this run, newest last.
  var searches: [String] = []
}

/// What is said only once.
struct Guidance {
  /// Remarks already shown.
  var said: Set<Remark> = []
  /// What a newcomer has not been told yet; `nil` for somebody who never saw the first screen.
  var nextSteps: [NextStep]?
  /// In plain mode, the first screen that was printed: its numbers can be typed.
  var printedStart: StartPage?
}

/// Orders to the database that wait for a reply, and whether the database works.
struct Storing {
  /// Why the last save failed.
  var trouble: StoreError?
  /// The conversation being loaded. Results of other requests are dropped.
  var awaitedLoad: AwaitedLoad?
  /// Changes to conversations that wait for their marks.
  var awaitedMarks: [RequestID: AwaitedMarks] = [:]
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
  /// The titles of the forks made in this run.
  var forkTitles: Set<String> = []
  /// The conversations of the last loaded list, in order.
  var lastShown: [ConversationID] = []
}
