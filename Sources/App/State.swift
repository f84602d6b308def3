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
  /// What the user's external editor is editing; `nil` if it is not open.
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
    self.providers.note(session.provider)
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

  /// Returns the message whose reasoning the pane shows.
  mutating func reasoningMessage() -> Message? {
    front.reading.transcript.messageInView(of: front.conversation, at: front.reading.cursor)
  }
}

/// A remark that is shown once per run.
enum Remark: Hashable {
  /// A title could not be generated.
  case untitled
  /// A server's dialect could not be detected, so the program assumed one.
  case assumedDialect
  /// The user's command for alerts failed.
  case alertFailed
  /// The demo does not use the model that was named for this run.
  case modelIsKept
}

/// The conversations that are not on the screen, and the state kept for those that were closed.
struct Background {
  /// The conversations that must stay in memory, because a request is running or they could not
  /// be saved.
  var open: [ConversationID: OpenConversation] = [:]
  /// The conversations that were in front before, newest last.
  var earlierFronts: [ConversationID] = []
  /// State to restore when a conversation is opened again.
  var traces: [ConversationID: OpenConversation.Trace] = [:]
  /// The private conversations that the user has left. Effects produced later must not save them.
  var closedPrivates: Set<ConversationID> = []
  /// The conversations deleted with the delete command in this run, newest last.
  var deleted: [ConversationID] = []
}

/// The known state of the terminal.
struct TerminalState {
  var size = Size(width: 80, height: 24)
  /// Whether the terminal has the focus, which is assumed until it reports otherwise.
  var isFocused = true
  /// The name of the theme being previewed while the user browses the themes.
  var previewedTheme: String?
}

/// The division of the window into panes.
struct Panes {
  var reasoningSetting = ReasoningSetting.auto
  /// Whether the thinking pane is open, unless it opens automatically.
  var isReasoningOpen = true
  var size = PaneSize()
  /// The areas of the last frame.
  var areas = PaneAreas()
  /// The preview below the conversation list in the last frame.
  var preview = PreviewLayout()
  /// The hints and settings in the last frame that can be clicked, with positions in the window.
  var clickAreas: [ClickArea] = []
  /// The edge that the mouse is dragging.
  var draggedEdge: DraggedEdge?
  /// Where a drag that selects text is held past the edge of its pane, so that a timer scrolls the
  /// text; relative to the right edge of the side bar.
  var heldPastEdge: Point?
}

/// The state that decides what the next key or click means.
struct InputState {
  /// What keys do while the conversation has the focus.
  var mode = ConversationMode.composing
  /// The vi mode of the composer; `nil` if it uses shell-style keys only.
  var vi: ViMode?
  /// Keys that began a sequence, which the next key continues.
  var chord: [Key] = []
  /// How the current command was given.
  var way = CommandWay.chosen
  /// Why the last key did nothing on the topmost page; `nil` after any other key.
  var refusal: String?
  /// The notice that was on the screen when a slash command was given. If the notice asked for
  /// that command, the command is confirmed.
  var confirmed: Notice?
  /// Input that waits for something to load.
  var typeAhead = TypeAhead()
  var lastClick: Click?
  /// The text of the draft that is selected with the mouse, until the next key or click.
  var draftSelection: DraftSelection?
}

/// Recent choices, palette entries and searches, newest first unless a comment says otherwise.
struct Recent {
  var choice = LastChoice()
  /// The identifiers of the palette entries used.
  var actions: [String] = []
  /// The search queries used in this run, newest last.
  var searches: [String] = []
}

/// Guidance that is given only once.
struct Guidance {
  /// Remarks already shown.
  var said: Set<Remark> = []
  /// The next steps that have not been suggested yet; `nil` if there are none to suggest because the
  /// user is no newcomer.
  var nextSteps: [NextStep]?
  /// The first screen that was printed in plain mode, whose entries can be chosen by number.
  var printedStart: StartPage?
  /// The first screen that the user left by typing or by opening another page. It opens again
  /// unless a question is asked or a provider chosen.
  var leftStart: StartPage?
  /// The address that was typed on the first screen, until its server can be used. It returns to the
  /// composer if connecting fails.
  var typedAddress: String?
}

/// Pending orders to the database, and whether the database works.
struct Storing {
  /// Why the last save failed.
  var trouble: StoreError?
  /// The conversation being loaded. Results of other requests are dropped.
  var awaitedLoad: AwaitedLoad?
  /// The open conversations that another program may have changed since they were loaded.
  var outdated: Set<ConversationID> = []
  /// Outdated conversations that are being loaded.
  var awaitedChanges: [RequestID: AwaitedChanges] = [:]
  /// Changes waiting until the marks of their conversations are loaded.
  var awaitedMarks: [RequestID: AwaitedMarks] = [:]
}

/// A conversation being loaded from the database.
struct AwaitedLoad: Equatable {
  enum Purpose: Equatable {
    /// The user asked to open the conversation.
    /// - Parameter hit: the search result to jump to, if any.
    case open(SearchHit?)
    /// The command line requested the conversation. The options given there apply to it.
    case start
    /// The conversation is being restored from the trash.
    case undo
    /// The list is being loaded, to find the conversation used most recently.
    case last
  }

  let request: RequestID
  var purpose: Purpose
}

/// An open conversation that is being loaded because another program may have changed it.
struct AwaitedChanges {
  let id: ConversationID
  /// The conversation when the request was made. If it has changed since, the result is outdated.
  let base: Conversation
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
  /// Titles given to forks in this run.
  var forkTitles: Set<String> = []
  /// The conversations in the list that was last loaded, in order. Commands refer to them by
  /// number.
  var lastShown: [ConversationID] = []
}
