public import Chat
public import Screen

/// The program's logic, which turns events into effects and screens. It has one state and one
/// update function, and must be used on one thread.
public final class Application {
  private var state: State
  private var plain = PlainView()
  private let services: Services
  /// The last frame's title. The next frame usually has the same one.
  private var lastTitle: (title: WindowTitle, line: StyledLine)?
  /// Whether anything visible may have changed since the last `draw`.
  public private(set) var needsFrame = true

  /// Creates the program in its initial state.
  /// - Parameters:
  ///   - session: the session for new conversations.
  ///   - seed: a random number that seeds the ids.
  ///   - notice: a notice to show at the start.
  ///   - surface: `.screen` to call ``draw(_:)``, or `.lines` to call ``news(width:)``.
  public init(
    session: Session, providers: KnownProviders = KnownProviders(),
    options: ChosenOptions = ChosenOptions(), preferences: Preferences = Preferences(),
    services: Services, seed: UInt64, notice: Notice? = nil, surface: Surface = .screen
  ) {
    self.services = services
    state = State(
      session: session, providers: providers, options: options, preferences: preferences,
      surface: surface, seed: seed, now: services.now())
    state.notice = notice
  }

  public var hasQuit: Bool { state.leaving.hasQuit }

  /// The conversation on the screen, for the hint on how to resume it; `nil` if it has no messages.
  public var conversationID: ConversationID? {
    state.conversation.isEmpty ? nil : state.conversation.id
  }

  /// When the thinking pane opens, as configured.
  public var reasoningSetting: ReasoningSetting {
    get { state.panes.reasoningSetting }
    set { state.panes.reasoningSetting = newValue }
  }

  /// Whether the thinking pane was left open. Remembered across runs.
  public var isReasoningOpen: Bool {
    get { state.panes.isReasoningOpen }
    set { state.panes.isReasoningOpen = newValue }
  }

  /// Whether the list is shown as a side bar if there is room. Remembered across runs.
  public var isListOpen: Bool {
    get { state.lists.isOpen }
    set { state.lists.isOpen = newValue }
  }

  /// The pane sizes that the reader has set. Remembered across runs.
  public var paneSize: PaneSize {
    get { state.panes.size }
    set { state.panes.size = newValue }
  }

  /// The provider, model and thinking mode last chosen. Remembered across runs.
  public var lastChoice: LastChoice {
    get { state.recent.choice }
    set {
      state.recent.choice = newValue
      for url in (newValue.addresses.reversed() + [newValue.address].compactMap(\.self)) {
        if let address = ServerAddress(url) { state.providers.note(address) }
      }
    }
  }

  /// The next steps that have not yet been suggested to a newcomer; `nil` for any other user.
  /// Remembered across runs.
  public var nextSteps: [NextStep]? {
    get { state.guidance.nextSteps }
    set { state.guidance.nextSteps = newValue }
  }

  /// The models whose latest answer has no thinking although thinking was on. Remembered across
  /// runs.
  public var modelsWithoutThinking: Set<ModelChoice> {
    get { Set(state.models.facts.filter { $1.thinks == false }.keys) }
    set {
      for model in newValue { state.models.facts[model, default: ModelFacts()].thinks = false }
    }
  }

  /// The palette entries used most recently. Remembered across runs.
  public var recentActions: [String] {
    get { state.recent.actions }
    set { state.recent.actions = newValue }
  }

  /// Whether some of the conversation on the screen could not be saved.
  public var isUnsaved: Bool { state.front.isUnwritten }

  /// Whether the user made the conversation on the screen private.
  public var isPrivate: Bool { state.isPrivate }

  /// The title for the terminal's window.
  public var terminalTitle: StyledLine {
    let title = state.windowTitle
    if let lastTitle, lastTitle.title == title { return lastTitle.line }
    let line = title.line
    lastTitle = (title, line)
    return line
  }

  public func handle(_ event: Event) {
    state.now = services.now()
    let (effects, isQuiet) = state.updateNotingQuiet(event)
    if !isQuiet { needsFrame = true }
    for effect in effects { services.perform(effect) }
  }

  /// Identifies the session's server, finds a model if none was chosen, and loads prices, context
  /// windows and the amounts spent.
  public func start() {
    for effect in state.start() + state.loadFigures() { services.perform(effect) }
  }

  /// Attaches files, and any text that is being read from standard input, to the draft.
  public func attach(_ readings: [AttachmentReading], awaitsInput: Bool) {
    state.attachAtStart(readings, awaitsInput: awaitsInput)
  }

  /// Opens the first screen, for a user who has neither a key nor a configuration.
  public func offerStart() {
    state.offerStart()
    for effect in state.lookForConversations() { services.perform(effect) }
  }

  /// Opens a stored conversation.
  /// - Parameter id: `nil` for the most recent one.
  public func open(_ id: ConversationID?) {
    for effect in state.open(id, .start) { services.perform(effect) }
  }

  /// Returns what is new since the last call, as lines for plain mode.
  /// - Parameter width: the line width, in columns; `nil` to leave lines unwrapped.
  public func news(width: Int? = nil) -> String {
    state.now = services.now()
    needsFrame = false
    let text = state.news(by: &plain, width: width)
    for effect in state.noteShown() { services.perform(effect) }
    return text
  }

  /// Handles a line typed in plain mode.
  public func handle(line: String) {
    plain.noteTyped()
    handle(.lineEntered(line))
  }

  public func draw(_ size: Size) -> CellGrid {
    state.now = services.now()
    state.terminal.size = size
    needsFrame = false
    var canvas = Canvas(size: size)
    state.draw(on: &canvas)
    for effect in state.noteShown() { services.perform(effect) }
    return canvas.grid
  }
}
