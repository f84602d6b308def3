public import Chat
public import Screen

/// The program between its events and its screen: one state, one update. Used on one thread.
public final class Application {
  private var state: State
  private var plain = PlainView()
  private let services: Services
  /// Whether anything that is shown may have changed since the last `draw`.
  public private(set) var needsFrame = true

  /// - Parameters:
  ///   - seed: random; ids are made from it.
  ///   - notice: what the reader should know first.
  ///   - surface: whether there is a screen; ``draw(_:)`` is for one, ``news(width:)`` for lines.
  public init(
    session: Session, services: Services, seed: UInt64, notice: Notice? = nil,
    surface: Surface = .screen
  ) {
    self.services = services
    state = State(session: session, surface: surface, seed: seed, now: services.now())
    state.notice = notice
  }

  public var hasQuit: Bool { state.leaving.hasQuit }

  /// The conversation on the screen, for the line that says how to come back to it; `nil` while it
  /// has no messages.
  public var conversationID: ConversationID? {
    state.conversation.isEmpty ? nil : state.conversation.id
  }

  /// Whether the reasoning is shown; kept from one run to the next.
  public var isReasoningOpen: Bool {
    get { state.isReasoningOpen }
    set { state.isReasoningOpen = newValue }
  }

  /// Whether the list stands beside the conversation where there is room; kept as well.
  public var isListOpen: Bool {
    get { state.lists.isOpen }
    set { state.lists.isOpen = newValue }
  }

  /// What is on the screen is in memory only.
  public var isUnsaved: Bool { state.front.isUnwritten }

  /// What is on the screen is kept in memory only, as the user asked.
  public var isPrivate: Bool { state.isPrivate }

  public func handle(_ event: Event) {
    state.now = services.now()
    if !state.isQuiet(event) { needsFrame = true }
    for effect in state.update(event) { services.perform(effect) }
  }

  /// Opens a stored conversation.
  /// - Parameter id: `nil` for the one that was used last.
  public func open(_ id: ConversationID?) {
    for effect in state.open(id, .start) { services.perform(effect) }
  }

  /// What is new since the last call, as lines for a terminal without a screen.
  /// - Parameter width: where they are broken, in columns.
  public func news(width: Int? = nil) -> String {
    state.now = services.now()
    needsFrame = false
    let text = state.news(by: &plain, width: width)
    for effect in state.noteShown() { services.perform(effect) }
    return text
  }

  /// A line was typed where ``news(width:)`` is printed.
  public func handle(line: String) {
    plain.noteTyped()
    handle(.lineEntered(line))
  }

  public func draw(_ size: Size) -> CellGrid {
    state.now = services.now()
    state.size = size
    needsFrame = false
    var canvas = Canvas(size: size)
    state.draw(on: &canvas)
    for effect in state.noteShown() { services.perform(effect) }
    return canvas.grid
  }
}
