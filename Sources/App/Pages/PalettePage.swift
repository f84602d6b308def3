internal import Screen
internal import Words

/// The command palette: every command, filtered by a few letters.
struct PalettePage {
  struct Hit {
    let row: CommandRow
    /// Indexes of the matching characters in the title.
    let places: Set<Int>
  }

  private(set) var query = Composer()
  /// Best match first; without a query all commands, in the order of the help page.
  private(set) var hits: [Hit]
  /// An index of `hits`.
  private(set) var selected = 0
  /// The first hit in view. Changes when a frame is drawn, too.
  private(set) var top = 0

  init() { hits = Self.all.map { Hit(row: $0, places: []) } }

  private static let all = CommandTable.rows.filter { $0.command != .openPalette }

  var selection: Command? { hits.indices.contains(selected) ? hits[selected].row.command : nil }

  mutating func move(by rows: Int) {
    selected = min(max(0, selected + rows), max(0, hits.count - 1))
  }

  /// Edits the query. If it changes, the best hit is selected.
  mutating func edit(_ change: (inout Composer) -> Void) {
    let before = query.text
    change(&query)
    guard query.text != before else { return }
    hits = Self.hits(query.text)
    (selected, top) = (0, 0)
  }

  /// Keeps the selection in view.
  private mutating func scroll(height: Int) {
    top = max(min(top, selected), selected - height + 1)
    top = max(0, min(top, hits.count - height))
  }

  /// Every word must match, in the title or in a name.
  private static func hits(_ query: String) -> [Hit] {
    let words = query.split(whereSeparator: \.isWhitespace).map {
      FuzzyMatch(String($0.drop { $0 == "/" }))
    }
    let scored = all.enumerated().compactMap { order, row -> (Int, Int, Hit)? in
      var score = 0
      var places: Set<Int> = []
      for word in words {
        let title = word.best(in: row.title)
        let name = row.names.compactMap { word.best(in: $0)?.score }.max()
        guard let best = [title?.score, name].compactMap({ $0 }).max() else { return nil }
        score += best
        if let title, title.score == best { places.formUnion(title.places) }
      }
      return (score, order, Hit(row: row, places: places))
    }
    return scored.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.2)
  }
}

// MARK: - Keys

extension PalettePage: Page {
  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case choose
    case close
    case perform(Command)
  }

  static let name = "palette"
  static let takesText = true
  static let opener: Command? = .openPalette
  static let isOverlay = true

  static let keys = KeyTable<Self, Action>([
    .init(.enter, does: .choose, hint: Words.Pages.runHint, 0),
    .init(Key(.up), .control("p"), does: .up, hint: Words.Pages.selectHint, 2),
    .init(Key(.down), .control("n"), does: .down, hint: Words.Pages.filterHint, 3),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(.escape, .control("c"), .control("g"), does: .close, hint: Words.Pages.back, 1),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let page = PaletteView.rowCount(context.size)
    switch action {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .choose: return selection.map { .closeAllAndPerform($0) } ?? .stay
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    edit { $0.edit(key, by: context.preferences.keymap) }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    edit { $0.insert(line) }
    return .stay
  }

  func box(in size: Size) -> Rect { PaletteView.overlay(size).box }

  /// A click selects a row. Clicking the selected row runs it.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    let area = PaletteView.overlay(context.size).inside
    let index = top + place.y - area.y
    guard area.contains(place), hits.indices.contains(index) else { return .stay }
    if index == selected { return perform(.choose, context) }
    selected = index
    return .stay
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    scroll(height: PaletteView.rowCount(context.size))
    PaletteView.draw(self, context, on: &canvas)
  }

  func lines(_ context: PageContext) -> [String] {
    hits.map { hit in
      let names = hit.row.names.dropFirst().map { " /" + $0 }.joined()
      return "\(hit.row.usage)\(names): \(hit.row.title)"
    }
  }
}
