internal import Screen
internal import Words

/// All keys on one page: first those of the page that was open and those that a newcomer needs,
/// then the rest by section. Typing filters them.
struct HelpPage {
  /// The first row in view. It can exceed the length of the text; drawing clamps it.
  private(set) var firstRow = 0
  private(set) var query = Composer()
  /// Whether the last frame showed the whole text.
  private var fits = false
  private let isAtKeySettings: Bool
  /// The keys whose section comes first.
  private let opening: KeyContext?

  /// - Parameters:
  ///   - isAtKeySettings: whether to open at the end, which explains how to change keys.
  ///   - opening: the page or list that the help was opened from, whose section comes first.
  init(atKeySettings isAtKeySettings: Bool = false, at opening: KeyContext? = nil) {
    self.isAtKeySettings = isAtKeySettings
    self.opening = opening
    if isAtKeySettings { firstRow = HelpText.rowLimit }
  }

  private mutating func scroll(to row: Int) {
    firstRow = min(max(0, row), HelpText.rowLimit)
  }

  private mutating func edit(_ change: (inout Composer) -> Void) {
    let before = query.text
    change(&query)
    if query.text != before { firstRow = 0 }
  }
}

// MARK: - Keys

extension HelpPage: Page {
  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
    case clear
    case close
    case leave(Command)
  }

  static let name = "help"
  static let takesText = true
  static let opener: Command? = .openHelp

  static let keys = KeyTable<Self, Action>([
    .init(Key(.up), does: .up),
    .init(
      Key(.down), does: .down,
      hint: { $0.fits ? nil : HintLine.Hint(Words.Keys.scrollHint, 0) }),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(Key(.home), does: .first),
    .init(Key(.end), does: .last),
    .init(Key(.function(2)), does: .leave(.openList)),
    .init(.control("r"), does: .leave(.openSearch)),
    .init(.control("p"), does: .leave(.openPalette), hint: Words.Pages.commands, 2),
    .init(.control("l"), does: .leave(.redraw)),
    .init(.control("z"), does: .leave(.suspend)),
    .init(
      .escape, does: .clear,
      hint: {
        HintLine.Hint(wayOut: $0.query.isEmpty ? Words.WayOut.close : Words.WayOut.clear)
      }),
    .init(.control("c"), does: .close),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let page = max(1, context.size.height - 4)
    switch action {
    case .up: scroll(to: firstRow - 1)
    case .down: scroll(to: firstRow + 1)
    case .pageUp: scroll(to: firstRow - page)
    case .pageDown: scroll(to: firstRow + page)
    case .first: scroll(to: 0)
    case .last: scroll(to: HelpText.rowLimit)
    case .clear:
      guard !query.isEmpty else { return .close }
      edit { $0.clear() }
    case .close: return .close
    case .leave(let command): return .closeAndPerform(command)
    }
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    // As in `less`, a slash starts the search and is not part of the query.
    if query.isEmpty, key == .character("/") { return .stay }
    edit { $0.edit(key, by: context.preferences.keymap) }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    edit { $0.insert(LineJoin.joined(text.split(whereSeparator: \.isNewline))) }
    return .stay
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let text = HelpText(
      context.preferences, hasVi: context.vi != nil, query: query.text, opening: opening)
    // Clamp the row, so that scrolling up responds at once even after a jump to the end.
    firstRow = min(firstRow, text.lastTop(in: canvas.size))
    let mark = text.draw(query, from: firstRow, on: &canvas)
    fits = mark.isEmpty
    drawHints(context, mark: mark.bottom, on: &canvas)
  }

  func lines(_ context: PageContext) -> [String] {
    isAtKeySettings ? HelpText.keySettings(context.preferences) : HelpText.lines
  }
}

extension State {
  /// The keys that the help page should explain first: those of the topmost page that has a section
  /// there, or of the list.
  var helpSection: KeyContext? {
    if listHasKeys { return .list }
    return pages.reversed().lazy.map(\.keyContext).first(where: HelpText.explains)
  }
}
