internal import Screen

/// A page of text that is scrolled. Any key that does not scroll it closes it, and some of these also do
/// what they do elsewhere.
struct ReadingPage<Content: ReadingPageContent>: Page {
  /// The first row in view, as far as the text has so many.
  private(set) var firstRow = 0

  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case close
    case leave(Command)
  }

  static var keys: KeyTable<Self, Action> {
    KeyTable([
      .init(Key(.up), .character("k"), does: .up),
      .init(Key(.down), .character("j"), does: .down, hint: "j k scroll", Content.scrollRank),
      .init(Key(.pageUp), does: .pageUp),
      .init(Key(.pageDown), does: .pageDown),
      .init(Key(.function(2)), does: .leave(.openList)),
      .init(.control("r"), does: .leave(.openSearch)),
      .init(.control("p"), does: .leave(.openPalette), hint: "Ctrl-P all commands", 4),
      .init(.control("l"), does: .leave(.redraw)),
      .init(.control("z"), does: .leave(.suspend)),
      .init(.escape, does: .close, hint: "Esc back", 1),
    ])
  }

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let page = max(1, context.size.height - 4)
    switch action {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scroll(by: -page)
    case .pageDown: scroll(by: page)
    case .close: return .close
    case .leave(let command): return .closeAndPerform(command)
    }
    return .stay
  }

  private mutating func scroll(by rows: Int) {
    firstRow = min(max(0, firstRow + rows), Content.rowLimit)
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .close }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    Content.draw(context, from: firstRow, on: &canvas)
    HintLine.draw(Content.hints + Self.keys.hints(for: self), on: &canvas)
  }

  func lines(_ context: PageContext) -> [String] { Content.lines(context) }
}

/// The text of a page.
protocol ReadingPageContent {
  /// Rows of the longest form of the page: no scrolling goes further.
  static var rowLimit: Int { get }
  static var scrollRank: Int { get }
  /// What is typed elsewhere and belongs to what is shown here.
  static var hints: [HintLine.Hint] { get }
  static func draw(_ context: PageContext, from first: Int, on canvas: inout Canvas)
  static func lines(_ context: PageContext) -> [String]
}
