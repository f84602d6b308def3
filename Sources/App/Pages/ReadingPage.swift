internal import Screen
internal import Words

/// A scrolling page of text. Keys that run a command close it first.
struct ReadingPage<Content: ReadingPageContent>: Page {
  /// The first row in view. It can exceed the length of the text; views clamp it.
  private(set) var firstRow = 0
  /// Whether the last frame showed the whole text.
  private var fits = false

  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case close
    case leave(Command)
  }

  static var name: String { Content.name }
  static var opener: Command? { Content.opener }

  static var keys: KeyTable<Self, Action> {
    KeyTable([
      .init(Key(.up), .character("k"), does: .up),
      .init(
        Key(.down), .character("j"), does: .down,
        hint: { $0.fits ? nil : HintLine.Hint(Words.Pages.scroll, Content.scrollRank) }),
      .init(Key(.pageUp), does: .pageUp),
      .init(Key(.pageDown), does: .pageDown),
      .init(Key(.function(2)), does: .leave(.openList)),
      .init(.control("r"), does: .leave(.openSearch)),
      .init(.control("p"), does: .leave(.openPalette), hint: Words.Pages.commands, 4),
      .init(.control("l"), does: .leave(.redraw)),
      .init(.control("z"), does: .leave(.suspend)),
      .init(.character("?"), Key(.function(1)), does: .leave(.openHelp)),
      .init(
        .escape, .character("q"), .control("c"), .control("g"), does: .close,
        hint: Words.WayOut.close),
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

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .stay }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let mark = Content.draw(context, from: firstRow, on: &canvas)
    fits = mark.isEmpty
    drawHints(context, before: Content.hints, mark: mark.bottom, on: &canvas)
  }

  func lines(_ context: PageContext) -> [String] { Content.lines(context) }
}

/// The content of a ``ReadingPage``.
protocol ReadingPageContent: SendableMetatype {
  /// The name of the page in `[keys.pages.NAME]`.
  static var name: String { get }
  static var opener: Command? { get }
  /// The scrolling limit: the number of rows that the page has in its longest form.
  static var rowLimit: Int { get }
  /// The rank of the scrolling hint.
  static var scrollRank: Int { get }
  /// Hints for slash commands related to the text.
  static var hints: [HintLine.Hint] { get }
  /// Draws everything except the hints.
  /// - Returns: marks for text out of view. The lower one belongs at the end of the last row.
  static func draw(
    _ context: PageContext, from first: Int, on canvas: inout Canvas
  ) -> PageMark
  static func lines(_ context: PageContext) -> [String]
}
