internal import Chat
internal import Screen
internal import Words

/// A page that covers the conversation and receives the keys. It is a value that handles its own
/// keys and draws itself. Its replies tell the rest of the program what to do.
protocol Page: SendableMetatype {
  associatedtype Action: Sendable

  /// The name in `[keys.pages.NAME]`.
  static var name: String { get }
  static var keys: KeyTable<Self, Action> { get }
  /// Whether this kind of page accepts letters as text, at least in part of the page.
  static var takesText: Bool { get }
  /// Whether the page currently accepts letters as text.
  var typesLetters: Bool { get }
  /// The command that opens the page, and closes it when it is on top.
  static var opener: Command? { get }
  /// Whether the page is drawn over what is beneath it, instead of replacing it.
  static var isOverlay: Bool { get }
  /// Whether an overlay dims what is beneath it.
  var dimsBeneath: Bool { get }

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply
  /// Handles typed text, and any other key that is not bound to an action.
  mutating func type(_ key: Key, _ context: PageContext) -> PageReply
  mutating func paste(_ text: String, _ context: PageContext) -> PageReply
  /// Handles a key in vi mode, before the keymap sees it.
  /// - Returns: `nil` if the keymap should handle the key.
  mutating func pressInVi(_ key: Key, _ context: PageContext) -> PageReply?
  /// The text deleted or yanked on the page; `nil` if the page has no text for vi to edit.
  var viRegisters: ViRegisters? { get }
  /// The text that the user's editor can edit; `nil` if there is none.
  var editableText: EditableText? { get }
  /// Replaces the text with what the user's editor returned.
  mutating func replaceText(_ text: String, _ context: PageContext) -> PageReply
  /// Returns whether the key acts on something that is still loading, and so must wait until it has
  /// loaded.
  func mustWait(_ key: Key, _ keymap: Keymap) -> Bool
  /// Identifies a page's current rows if a click can replace them all.
  var clickedContent: String { get }
  /// Handles a click with the left button.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply
  /// Handles the mouse moving with the left button held down.
  mutating func drag(to place: Point, _ context: PageContext) -> PageReply
  /// Handles the release of the left button.
  mutating func endDrag()
  /// Scrolls the content under the mouse pointer.
  /// - Returns: `nil` if the wheel should act like the arrow keys instead.
  mutating func turnWheel(
    by rows: Int, at place: Point, _ context: PageContext
  ) -> PageReply?
  func box(on stage: Stage) -> Rect
  /// Whether the page has text that a click outside must not discard.
  var holdsText: Bool { get }
  /// The columns that an overlay over this page should keep to.
  func columns(in size: Size) -> Range<Int>
  /// Draws the page. May change only cached state, such as the layout and the scroll position.
  mutating func draw(_ context: PageContext, on canvas: inout Canvas)
  /// Returns the lines that `--plain` prints instead of drawing the page.
  func lines(_ context: PageContext) -> [String]
  /// Whether something is still loading, so that the lines are incomplete.
  var isWaiting: Bool { get }
}

extension Page {
  /// Performs the action that a key binding names. If it names a command rather than an action of
  /// the page, returns a reply that performs the command.
  mutating func perform(_ rule: KeyBinding, _ context: PageContext) -> PageReply {
    if let action = Self.keys.action(named: ActionName(rule.action)) {
      return perform(action, context)
    }
    if case .command(let command)? = rule.action { return .perform(command) }
    return .stay
  }

  /// Performs the default action of a key.
  mutating func performDefault(_ key: Key, _ context: PageContext) -> PageReply {
    guard let action = Self.keys.action(for: key) else { return .stay }
    return perform(action, context)
  }

  static func action(for key: Key, by keymap: Keymap) -> Action? {
    keys.action(for: key, in: .page(name), by: keymap)
  }

  var keyContext: KeyContext { .page(Self.name) }
  static var takesText: Bool { false }
  var typesLetters: Bool { Self.takesText }
  static var opener: Command? { nil }

  static var isOverlay: Bool { false }

  var isOverlay: Bool { Self.isOverlay }
  var dimsBeneath: Bool { true }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply { .stay }

  mutating func pressInVi(_ key: Key, _ context: PageContext) -> PageReply? { nil }
  var viRegisters: ViRegisters? { nil }

  var editableText: EditableText? { nil }
  mutating func replaceText(_ text: String, _ context: PageContext) -> PageReply { .stay }

  func mustWait(_ key: Key, _ keymap: Keymap) -> Bool { false }
  var clickedContent: String { "" }
  mutating func click(at place: Point, _ context: PageContext) -> PageReply { .stay }
  mutating func drag(to place: Point, _ context: PageContext) -> PageReply { .stay }
  mutating func endDrag() {}
  mutating func turnWheel(
    by rows: Int, at place: Point, _ context: PageContext
  ) -> PageReply? { nil }

  var isWaiting: Bool { false }

  func lines(_ context: PageContext) -> [String] { ["* " + Words.Pages.notInPlainMode] }

  /// The area that the page covers. A click outside it closes the page.
  func box(on stage: Stage) -> Rect { Rect(stage.size) }
  var holdsText: Bool { false }

  func columns(in size: Size) -> Range<Int> { 0..<max(0, size.width) }

  /// Returns the hints for the keys that work now.
  func hints(_ context: PageContext) -> [HintLine.Hint] {
    guard context.isOnTop else { return [] }
    return Self.keys.hints(
      for: self, in: keyContext, by: context.preferences.keymap, isOverPage: context.isOverPage)
  }

  /// Draws the hints in the last row.
  /// - Parameters:
  ///   - first: drawn before the hints of the keys.
  ///   - mark: drawn at the right end.
  func drawHints(
    _ context: PageContext, before first: [HintLine.Hint] = [], mark: StyledLine = StyledLine(),
    on canvas: inout Canvas
  ) {
    let size = canvas.size
    // A narrow window has no room for the mark: the hint for leaving the page is more important.
    let mark = size.width < 36 ? StyledLine() : mark
    canvas.drawRight(mark, right: size.width - 1, y: size.height - 1)
    let room = size.width - 2 - (mark.isEmpty ? 0 : mark.width + 2)
    HintLine.draw(context.isOnTop ? first + hints(context) : [], columns: room, on: &canvas)
  }
}

/// The state that a page can read.
struct PageContext {
  let stage: Stage
  let now: Timestamp
  let conversation: Conversation
  let session: Session
  let preferences: Preferences
  /// The settings of the next request.
  let settings: RequestSettings
  let draft: Composer
  /// The vi mode of the composer; `nil` if it is off.
  let vi: ViMode?
  /// Whether a change to the request settings can be undone.
  let canUndoSettings: Bool
  let figures: ContextAndCost
  /// How many of the oldest messages the next request omits.
  let omission: Int
  /// A warning about what pressing the same key again would discard.
  let warning: Notice?
  let notice: Notice?
  /// The answers being received.
  let streams: [ActiveStream]
  /// Whether the page receives the keys. If not, it is drawn beneath another page.
  var isOnTop = true
  /// Whether closing the page uncovers another page, or the list shown as one.
  var isOverPage = false

  var size: Size { stage.size }
}

extension PageContext {
  /// Returns the name of the shortest key that triggers an action of a page.
  func keyName<Shown: Page>(of action: Shown.Action, on page: Shown.Type) -> String {
    preferences.keymap.name(of: ActionName(of: action), in: .page(page.name))
  }
}

/// A page's request to the program after it has handled a key.
enum PageReply {
  case stay
  case close
  case copy(String)
  /// Performs the command while the page stays open.
  case perform(Command)
  /// Closes this page, which uncovers the one below, and then performs the command.
  case closeAndPerform(Command)
  /// Closes all pages, and then performs the command.
  case closeAllAndPerform(Command)
  /// Runs the query of the search page.
  case search
  case land(SearchHit)
  /// Puts another page on top.
  case open(any Page)
  /// Changes the settings of the next request.
  case adjust(RequestSettings)
  /// Changes the settings as part of a drag, which is undone as a whole.
  /// - Parameter start: the settings before the drag.
  case slide(RequestSettings, since: RequestSettings)
  /// Closes this page, changes the settings of the next request and, if a point is given, passes
  /// the click there to the page beneath.
  case closeAndAdjust(RequestSettings, thenClickAt: Point? = nil)
  /// Undoes the last change to the settings of the next request.
  case undoSettings
  case picker(PickerRequest)
  case library(LibraryRequest)
  case start(StartRequest)
  case palette(PaletteRequest)
  case comparison(ComparisonRequest)
}

extension State {
  var pageContext: PageContext {
    PageContext(
      stage: stage, now: now, conversation: front.conversation, session: front.session,
      preferences: preferences, settings: front.requestSettings, draft: composer, vi: input.vi,
      canUndoSettings: !front.settingsSteps.isEmpty,
      figures: ContextAndCost(self), omission: nextOmission,
      warning: leaving.armedLoss == nil ? nil : notice, notice: notice, streams: front.streams)
  }

  /// The window in which overlays are drawn, with the columns that they should keep to.
  var stage: Stage {
    let size = terminal.size
    guard let page = pages.last(where: { !$0.isOverlay }) else {
      return Stage(size, columns: panes.areas.columns)
    }
    return Stage(size, columns: page.columns(in: size))
  }

  /// Whether keys go to the conversation, not to a page or the list.
  var conversationHasKeys: Bool { pages.isEmpty && !listHasKeys }

  var listHasKeys: Bool { pages.isEmpty && list?.hasKeys == true }

  /// Opens a page, or closes the one on top if it is of the same kind.
  mutating func toggle<Content: Page>(_ page: Content) {
    if !closeTop(Content.self) { pages.append(page) }
  }

  /// Closes the page on top if it is of this kind.
  /// - Returns: whether the page was closed.
  mutating func closeTop<Content: Page>(_ kind: Content.Type) -> Bool {
    guard pages.last is Content else { return false }
    pages.removeLast()
    return true
  }

  /// Applies a change to all open pages of a kind.
  mutating func updatePages<Content: Page>(
    _ kind: Content.Type, _ change: (inout Content) -> Void
  ) {
    for index in pages.indices {
      guard var page = pages[index] as? Content else { continue }
      change(&page)
      pages[index] = page
    }
  }

  mutating func performInPage(_ rule: KeyBinding) -> [Effect] {
    withTopPage { $0.perform(rule, $1) }
  }

  mutating func typeInPage(_ key: Key) -> [Effect] {
    withTopPage { $0.type(key, $1) }
  }

  mutating func pasteIntoPage(_ text: String) -> [Effect] {
    withTopPage { $0.paste(text, $1) }
  }

  /// Passes a mouse event to the page on top. A click outside an overlay closes the overlay, unless
  /// that would discard text. The wheel scrolls the page or moves its selection.
  mutating func handleInPage(_ mouse: MouseEvent) -> [Effect] {
    switch mouse.action {
    case .wheelUp, .wheelDown:
      let isUp = mouse.action == .wheelUp
      var isDone = false
      let effects = withTopPage { page, context in
        let reply = page.turnWheel(by: isUp ? -3 : 3, at: mouse.place, context)
        isDone = reply != nil
        return reply ?? .stay
      }
      if isDone { return effects }
      let key = Key(isUp ? .up : .down)
      return (0..<3).flatMap { _ in withTopPage { $0.performDefault(key, $1) } }
    case .press:
      guard pages.last?.box(on: stage).contains(mouse.place) == true else {
        input.chord = []
        if pages.last?.holdsText == true { return [] }
        return withTopPage { $0.performDefault(.escape, $1) }
      }
      return withTopPage { $0.click(at: mouse.place, $1) }
    case .drag: return withTopPage { $0.drag(to: mouse.place, $1) }
    case .release:
      return withTopPage { page, _ in
        page.endDrag()
        return .stay
      }
    }
  }

  mutating func withTopPage(
    _ body: (inout any Page, PageContext) -> PageReply
  ) -> [Effect] {
    let context = pageContext
    guard var page = pages.popLast() else { return [] }
    let reply = body(&page, context)
    pages.append(page)
    return follow(reply)
  }

  private mutating func follow(_ reply: PageReply) -> [Effect] {
    switch reply {
    case .stay: return []
    case .close:
      pages.removeLast()
      return []
    case .copy(let text): return copyFromVi(text)
    case .perform(let command): return perform(command)
    case .closeAndPerform(let command):
      pages.removeLast()
      return perform(command)
    case .closeAllAndPerform(let command):
      pages = []
      return perform(command)
    case .search: return search()
    case .picker(let request): return follow(request)
    case .library(let request): return follow(request)
    case .start(let request): return follow(request)
    case .palette(let request): return follow(request)
    case .comparison(let request): return follow(request)
    case .land(let hit): return open(hit.conversation, landingOn: hit)
    case .open(let page):
      pages.append(page)
      return []
    case .adjust(let settings): return adjust(settings)
    case .slide(let settings, let start): return slide(to: settings, since: start)
    case .closeAndAdjust(let settings, let place):
      pages.removeLast()
      let effects = adjust(settings)
      guard let place else { return effects }
      return effects + withTopPage { $0.click(at: place, $1) }
    case .undoSettings: return undoSettings()
    }
  }
}
