internal import Chat
internal import Screen

/// Something that lies over the conversation and has the keys. A page is a value that knows its own keys
/// and how to draw itself; what it wants from the rest of the program it says in its replies.
protocol Page {
  associatedtype Action: Sendable

  static var keys: KeyTable<Self, Action> { get }

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply
  /// A key that is not in the table.
  mutating func type(_ key: Key, _ context: PageContext) -> PageReply
  mutating func paste(_ text: String, _ context: PageContext) -> PageReply
  /// `mutating` for layout caches alone.
  mutating func draw(_ context: PageContext, on canvas: inout Canvas)
  /// What `--plain` prints in its place.
  func lines(_ context: PageContext) -> [String]
}

extension Page {
  mutating func press(_ key: Key, _ context: PageContext) -> PageReply {
    guard let action = Self.keys.action(for: key) else { return type(key, context) }
    return perform(action, context)
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply { .stay }

  func lines(_ context: PageContext) -> [String] { ["* This is shown on the full screen only."] }

  func drawHints(on canvas: inout Canvas) {
    HintLine.draw(Self.keys.hints(for: self), on: &canvas)
  }
}

/// What a page may look at.
struct PageContext {
  let size: Size
  let now: Timestamp
  let conversation: Conversation
  let session: Session
  /// Thinking for the next request.
  let thinking: ThinkingMode
  /// What would be lost if the same key were pressed again.
  let warning: Notice?
}

/// What a page wants once it has taken a key.
enum PageReply {
  case stay
  case close
  /// The page stays as it is.
  case perform(Command)
  /// The page closes first, and what it was opened over is there again.
  case closeAndPerform(Command)
  /// Every page closes first.
  case closeAllAndPerform(Command)
  /// The database is asked for what a search page looks for.
  case search
  case land(SearchHit)
}

extension State {
  var pageContext: PageContext {
    PageContext(
      size: size, now: now, conversation: front.conversation, session: front.session,
      thinking: front.thinking, warning: leaving.armedLoss == nil ? nil : notice)
  }

  /// Whether keys go to the conversation: no page and no list has them.
  var conversationHasKeys: Bool { pages.isEmpty && !listHasKeys }

  var listHasKeys: Bool { pages.isEmpty && list?.hasKeys == true }

  /// Opens a page, or closes the one on top if it is of the same kind.
  mutating func toggle<Content: Page>(_ page: Content) {
    if pages.last is Content { pages.removeLast() } else { pages.append(page) }
  }

  mutating func pressInPage(_ key: Key) -> [Effect] {
    withTopPage { $0.press(key, $1) }
  }

  mutating func pasteIntoPage(_ text: String) -> [Effect] {
    withTopPage { $0.paste(text, $1) }
  }

  private mutating func withTopPage(
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
    case .perform(let command): return perform(command)
    case .closeAndPerform(let command):
      pages.removeLast()
      return perform(command)
    case .closeAllAndPerform(let command):
      pages = []
      return perform(command)
    case .search: return search()
    case .land(let hit): return open(hit.conversation, landingOn: hit)
    }
  }
}
