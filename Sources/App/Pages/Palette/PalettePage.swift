internal import Chat
internal import Screen
internal import Words

/// A request from the palette to the rest of the program.
enum PaletteRequest {
  /// - Parameter id: the ID of the chosen entry.
  case perform(Command, id: String)
  /// Submits a slash command.
  case submit(String, id: String)
  case open(ConversationID)
}

/// The command palette: everything the program can do, with a fuzzy filter. Arguments are typed
/// in the same field.
struct PalettePage {
  /// A command whose argument is being typed.
  struct Asked {
    let row: CommandRow
    /// What was typed to find the command.
    let query: Composer
    var candidates: [Candidate] = [] { didSet { tallest = max(tallest, candidates.count) } }
    /// The largest number of candidates so far.
    private(set) var tallest = 0
    var note = ""
    var slot: CompletionSlot?
    /// Whether the candidates are up to date with the text in the field.
    var isCurrent = false
    /// Whether the user selected a candidate, rather than typing the whole argument.
    var isMoved = false
    /// Whether the palette was opened just for this argument, so that Esc closes the palette.
    var isDirect = false
  }

  /// How many entries are shown under "recent".
  private static let mostRecent = 5
  /// How many entries are remembered: more than are shown, because some may no longer exist.
  static let mostRemembered = 20

  private(set) var entries: [PaletteEntry]
  private let recent: [String]
  private(set) var query = Composer()
  /// The matching entries, best match first. Without a query, the recently used entries, followed
  /// by all others by section.
  private(set) var hits: [Hit] = []
  private(set) var asked: Asked?
  /// The largest number of rows so far.
  private(set) var tallest = 0
  /// An index into `hits`, or into the candidates for an argument.
  private(set) var selected = 0
  /// The first row in view. Also changes when a frame is drawn.
  private(set) var top = 0
  /// Why the last choice did nothing. Cleared by the next key.
  var problem = ""

  /// - Parameter recent: the IDs of the most recently used entries, newest first.
  init(_ entries: [PaletteEntry], recent: [String]) {
    self.entries = entries
    self.recent = recent
    filter()
    selected = start
  }

  var selection: PaletteEntry? { hits.indices.contains(selected) ? hits[selected].entry : nil }

  private var count: Int { asked?.candidates.count ?? hits.count }

  /// Replaces the entries. Keeps the same entry selected, unless the selection is at the start.
  mutating func take(_ entries: [PaletteEntry]) {
    let (before, isAtStart) = (selection?.id, selected == start)
    self.entries = entries
    filter()
    guard asked == nil else { return }
    let same = isAtStart ? start : hits.firstIndex { $0.entry.id == before }
    selected = same ?? min(selected, max(0, hits.count - 1))
  }

  /// Moves the selection. If no row is marked, moves from the current value's row, or else selects
  /// the first or last row.
  mutating func move(by rows: Int) {
    if !marksSelection {
      let current = asked?.candidates.firstIndex(where: \.isCurrent)
      selected = min(
        max(0, current.map { $0 + rows } ?? (rows > 0 ? 0 : count - 1)), max(0, count - 1))
      asked?.isMoved = true
      return
    }
    selected = min(max(0, selected + rows), max(0, count - 1))
    asked?.isMoved = true
  }

  /// Edits the field. If its text changes, the best match is selected.
  mutating func edit(_ change: (inout Composer) -> Void) {
    let before = query
    change(&query)
    guard query != before else { return }
    asked?.isCurrent = false
    asked?.isMoved = false
    guard query.text != before.text else { return }
    if asked == nil { filter() }
    (selected, top) = (start, 0)
  }

  // MARK: Arguments

  /// The slash command with its argument as typed so far; `nil` if no argument is being typed.
  var askedText: Composer? {
    guard let asked else { return nil }
    var text = Composer(Self.start(asked.row) + query.text)
    text.moveCaret(to: Self.start(asked.row).count + query.before.count)
    return text
  }

  var isCompleted: Bool { asked?.isCurrent == true }

  private static func start(_ row: CommandRow) -> String { "/\(row.names.first ?? "") " }

  mutating func offer(_ candidates: [Candidate], note: String, for slot: CompletionSlot?) {
    let current = slot?.beginsAtCurrent == true ? candidates.firstIndex(where: \.isCurrent) : nil
    let before = asked?.isMoved == true ? selected : current ?? 0
    asked?.candidates = candidates
    asked?.note = note
    asked?.slot = slot
    asked?.isCurrent = true
    selected = min(before, max(0, candidates.count - 1))
  }

  private mutating func ask(for command: Command, proposal: String = "") {
    guard let row = CommandTable.row(of: command), row.argument != nil else { return }
    asked = Asked(row: row, query: query)
    query = Composer(proposal)
    (selected, top) = (0, 0)
  }

  /// Asks for the argument of a command that was chosen outside the palette.
  mutating func askDirectly(for command: Command, argument: String?) {
    let usual = entries.first { $0.command == command }?.proposal ?? ""
    ask(for: command, proposal: argument ?? usual)
    asked?.isDirect = true
  }

  /// Inserts the selected candidate.
  /// - Returns: whether the argument is complete.
  private mutating func complete() -> Bool {
    guard let asked, let slot = asked.slot, asked.candidates.indices.contains(selected) else {
      return false
    }
    let candidate = asked.candidates[selected]
    let offset = Self.start(asked.row).count
    let range = max(0, slot.range.lowerBound - offset)..<max(0, slot.range.upperBound - offset)
    let isOpen = candidate.use == .enter
    edit {
      $0.replaceCharacters(
        range,
        with: ArgumentText.quoted(candidate.text, isOpen: isOpen)
          + (candidate.use == .goOn || candidate.use == .mayGoOn ? " " : ""))
    }
    switch candidate.use {
    case .finish, .draft, .open: return true
    case .goOn, .mayGoOn, .enter: return false
    }
  }

  private mutating func answer() -> PageReply {
    guard let asked else { return .stay }
    let id = asked.row.names.first ?? ""
    if asked.candidates.indices.contains(selected), isChosen(asked) {
      let candidate = asked.candidates[selected]
      if case .draft(let text) = candidate.use { return .palette(.submit(text, id: id)) }
      if case .open(let conversation) = candidate.use { return .palette(.open(conversation)) }
      guard complete() else { return .stay }
    }
    return .palette(.submit(Self.start(asked.row) + query.text, id: id))
  }

  /// Returns whether Enter accepts the selected candidate rather than the typed text. The name of a
  /// new file may be a prefix of an existing file's name, and a value must be accepted as typed.
  private func isChosen(_ asked: Asked) -> Bool {
    guard !asked.isMoved else { return true }
    if asked.slot?.beginsAtCurrent == true {
      return asked.candidates[safe: selected]?.isCurrent == true
    }
    guard let typed = asked.slot?.typed, !typed.isEmpty, Int(typed) == nil,
      !asked.candidates.contains(where: { $0.text == typed })
    else { return false }
    return switch asked.row.argument?.source {
    case .paths: asked.row.command.takesFile && !TypedFile(typed).name.isEmpty
    case .comparedModels, .copyForms, .words, .text, nil: false
    case .parameters: asked.slot?.isParameterName == true
    case .models, .providers, .thinking, .links, .listedConversations, .presets, .prompts,
      .themes, .attachments:
      true
    }
  }

  /// Whether to mark the selected row: only if Enter accepts it, or if it equals the typed text.
  var marksSelection: Bool {
    guard let asked else { return true }
    return isChosen(asked)
      || (asked.candidates.indices.contains(selected) && !query.isEmpty
        && asked.candidates[selected].text == asked.slot?.typed)
  }

  // MARK: Filtering

  private mutating func filter() {
    let text = asked?.query.text ?? query.text
    hits = text.contains { !$0.isWhitespace } ? Self.hits(text, entries) : all
    tallest = max(tallest, rows.count)
  }

  /// All entries: the recently used ones first, then the others by section.
  private var all: [Hit] {
    let used = recent.compactMap { id in entries.first { $0.id == id } }.prefix(Self.mostRecent)
    let ids = Set(used.map(\.id))
    return used.map { Hit(entry: $0.under(Words.Palette.recent)) }
      + entries.filter { !ids.contains($0.id) }.map { Hit(entry: $0) }
  }

  /// Scrolls to keep the selection in view, together with any heading directly above it.
  fileprivate mutating func scroll(height: Int) {
    let rows = rows
    let place = asked == nil ? rows.firstIndex(of: .hit(selected)) ?? 0 : selected
    var first = place
    if place > 0, case .heading? = rows[safe: place - 1] { first = place - 1 }
    // If no entry above the selected one can be used, show the list from the top.
    if rows[..<min(first, rows.count)].allSatisfy({ !isAvailable($0) }) { first = 0 }
    top = max(min(top, first), place - height + 1)
    top = max(0, min(top, (asked == nil ? rows.count : count) - height))
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
    case complete
    case close
    case perform(Command)
  }

  static let name = "palette"
  static let takesText = true
  static let opener: Command? = .openPalette
  static let isOverlay = true
  /// Themes are previewed on the conversation.
  var dimsBeneath: Bool { asked?.row.command != .setTheme }

  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .choose,
      hint: {
        $0.asked == nil && $0.selection == nil ? nil : HintLine.Hint(Words.Pages.runHint, 0)
      }),
    .init(
      Key(.up), .control("p"), does: .up,
      hint: { $0.count > 1 ? HintLine.Hint(Words.Pages.selectHint, 3) : nil }),
    .init(Key(.down), .control("n"), does: .down),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(
      .tab, does: .complete,
      hint: { page in
        let isPossible =
          page.asked.map { !$0.candidates.isEmpty } ?? (page.selection?.takesArgument == true)
        guard isPossible else { return nil }
        return HintLine.Hint(
          page.asked == nil ? Words.Palette.argumentHint : Words.Palette.completeHint, 2)
      }),
    .init(
      .escape, .control("c"), .control("g"), does: .close,
      hint: { page in
        HintLine.Hint(
          wayOut: page.asked?.isDirect == false ? Words.WayOut.back : Words.WayOut.close)
      }),
    .init(Key(.function(1)), does: .perform(.openHelp)),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    problem = ""
    let page = PaletteView.rowCount(self, context.stage)
    switch action {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .choose: return asked == nil ? choose() : answer()
    case .complete:
      if asked != nil {
        _ = complete()
      } else if let entry = selection, entry.obstacle == nil, let command = entry.command {
        ask(for: command, proposal: entry.proposal)
      }
    case .close:
      guard let asked, !asked.isDirect else { return .close }
      query = asked.query
      self.asked = nil
      filter()
      selected = start
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  private mutating func choose() -> PageReply {
    guard let entry = selection else { return .stay }
    if let obstacle = entry.obstacle {
      problem = Words.Palette.notNow(entry.title, obstacle)
      return .stay
    }
    switch entry.action {
    case .perform(let command): return .palette(.perform(command, id: entry.id))
    case .ask(let command):
      ask(for: command, proposal: entry.proposal)
      return .stay
    case .typed(let text): return .palette(.submit(text, id: entry.id))
    case .open(let conversation): return .palette(.open(conversation))
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    problem = ""
    let keymap = context.preferences.keymap
    if asked != nil, query.isEmpty, keymap.edit(for: key) == .deleteBackward {
      return perform(.close, context)
    }
    edit { $0.edit(key, by: keymap) }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    problem = ""
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    edit { $0.insert(line) }
    return .stay
  }

  func box(on stage: Stage) -> Rect { PaletteView.areas(self, stage).overlay.box }

  var clickedContent: String { (asked?.row.names.first ?? "") + " " + query.text }

  /// Selects the clicked row and does what Enter does on it.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    let area = PaletteView.areas(self, context.stage).rows
    guard area.contains(place) else { return .stay }
    var index = top + place.y - area.y
    if asked == nil {
      guard case .hit(let hit)? = rows[safe: index] else { return .stay }
      index = hit
    }
    guard index < count else { return .stay }
    selected = index
    asked?.isMoved = true
    return perform(.choose, context)
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    scroll(height: PaletteView.rowCount(self, context.stage))
    PaletteView.draw(self, context, on: &canvas)
  }

  func lines(_ context: PageContext) -> [String] {
    CommandTable.rows.filter { $0.command != .openPalette }.map { row in
      let names = row.names.dropFirst().map { " /" + $0 }.joined()
      return "\(row.usage)\(names): \(row.title)"
    }
  }
}

extension PaletteEntry {
  fileprivate var takesArgument: Bool {
    command.flatMap { CommandTable.row(of: $0)?.argument } != nil && obstacle == nil
  }
}
