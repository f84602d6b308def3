internal import Chat
internal import Screen
internal import Words

/// The first screen for a user with neither a key nor a configuration: the demo, the servers on
/// this machine, those used in earlier runs and the hosted providers, each with a number.
///
/// Once an entry has a number, it keeps that number, so that nobody chooses the wrong entry by
/// mistake. Typing text or pressing a command's key closes the page and acts on the conversation. A
/// question can therefore be typed immediately, even one that begins with a number. The page returns
/// once the draft is empty again, until the user has asked a question or chosen an entry.
struct StartPage {
  private(set) var entries: [Entry]
  /// Whether the program is looking for servers on this machine.
  private(set) var isLooking = true
  /// Whether the first search for servers has ended. Until then, only the demo has a number.
  private(set) var isNumbered = false
  /// The entry selected without typing its number, as an index into `entries`.
  private var highlighted = 0
  /// Whether the user has pressed a key or clicked on the page.
  private var isTouched = false
  /// The prompt, which contains the text in ``typed``.
  private var field = Composer()
  /// Why Enter did not do what the user wanted; empty after any other key.
  private(set) var problem = ""
  /// Whether the user has conversations. If so, a hint says so.
  var hasConversations = false
  /// The servers found on this machine.
  private var found: [LocalServer] = []
  /// The names of the providers with a key.
  private let keyed: Set<String>
  /// The ports on which the program looks for servers.
  let ports: [String]
  /// Whether the last search for servers found nothing new. The first search does not count.
  private(set) var hasLookedInVain = false
  /// The model for the chosen provider; `nil` for its default model.
  let model: String?
  /// The first line in view.
  private(set) var top = 0

  init(_ providers: KnownProviders, model: String? = nil) {
    self.model = model
    let hosted = providers.choices.filter(Self.isListed)
    let used = providers.listedElsewhere.map(\.provider).filter(\.isNamedByAddress)
    entries = [.demo] + used.map(Entry.used) + hosted.map(Entry.hosted)
    keyed = Set(providers.choices.lazy.filter(\.hasKey).map(\.provider.name))
    let here = providers.choices.filter(\.provider.isLocal).compactMap(\.provider.origin?.authority)
    // An address without a port uses its scheme's default port, which is not listed.
    ports = Set(here.compactMap { $0.split(separator: ":").last.flatMap { Int($0) } })
      .sorted().map(String.init)
    // If a key is saved, the user has already chosen its provider.
    highlighted = entries.firstIndex { keyed.contains($0.name) } ?? 0
  }

  /// The number typed so far, or a colon and digits. Enter chooses the entry with that number, or
  /// connects to that port. Typing other text makes the number the beginning of a question.
  var typed: String { field.text }

  /// Returns whether a provider is listed even if no search has found it. Besides hosted providers,
  /// this is true of servers on this machine that need a key, and of hosted services that the
  /// configuration moved to this machine.
  private static func isListed(_ choice: ProviderChoice) -> Bool {
    let provider = choice.provider
    let own = Provider.builtIn.first { $0.name == provider.name }
    return provider.name != Provider.demo.name
      && (!provider.isLocal || provider.keyVariable != nil || own.map { !$0.isLocal } == true)
  }

  /// The selected entry, as an index into `entries`. A typed number selects its entry only while it
  /// is on the screen, because it may turn out to be the beginning of a question.
  var selected: Int { isNumbered ? typedIndex ?? highlighted : highlighted }

  var selection: Entry { entries.indices.contains(selected) ? entries[selected] : .demo }

  var hasLocalServer: Bool { entries.contains { $0.section == .local } }

  /// Adds the servers that were found on this machine. At the end of the first search, selects one of
  /// them if the user has not touched anything.
  mutating func take(_ servers: [LocalServer]) {
    let before = entries[highlighted].name
    let mayMove = !isNumbered && !isTouched && selection == .demo
    list(servers)
    highlighted = entries.firstIndex { $0.name == before } ?? 0
    guard mayMove else { return }
    // A server that is running is a better choice than the demo.
    highlighted =
      entries.firstIndex { $0.section == .local && keyNeed(of: $0) != .open } ?? highlighted
  }

  private mutating func list(_ servers: [LocalServer]) {
    let isVain = servers.allSatisfy(found.contains)
    hasLookedInVain = isVain && (isLooking ? isNumbered : hasLookedInVain)
    isLooking = false
    for server in servers {
      found.removeAll { $0.provider.name == server.provider.name }
      found.append(server)
    }
    isNumbered = true
    let isFirst = !hasLocalServer
    let unlisted = servers.filter { server in
      !entries.contains { $0.section == .hosted && $0.name == server.provider.name }
    }
    guard !isFirst else {
      entries.insert(contentsOf: unlisted.map(Entry.local), at: 1)
      return
    }
    for server in unlisted {
      let known = entries.firstIndex { $0.name == server.provider.name }
      if let known { entries[known] = .local(server) } else { entries.append(.local(server)) }
    }
  }

  /// Returns the server that was found for an entry.
  func server(of entry: Entry) -> LocalServer? {
    found.first { $0.provider.name == entry.name }
  }

  /// Returns whether the user must enter a key before using an entry.
  func keyNeed(of entry: Entry) -> KeyNeed {
    switch entry {
    case .demo, .used: return .no
    case .local, .hosted:
      if keyed.contains(entry.name) { return .met }
      if case .hosted(let choice) = entry, choice.lacksKey { return .open }
      if let server = server(of: entry) { return server.needsKey ? .open : .no }
      // A server on another machine may or may not need a key.
      if case .hosted(let choice) = entry { return choice.provider.isLocal ? .no : .unknown }
      return .no
    }
  }

  /// Returns an entry's number, counted from 1, or `nil` while it may still change.
  func number(of index: Int) -> Int? { isNumbered || index == 0 ? index + 1 : nil }

  /// The index of the entry whose number has been typed so far; `nil` if no entry has that
  /// number.
  private var typedIndex: Int? {
    guard let number = Int(typed), entries.indices.contains(number - 1) else { return nil }
    return number - 1
  }

  /// Adds a digit to the typed number. If there are too many digits for a port number, they start a
  /// question.
  private mutating func type(digit: Character, _ key: Key) -> PageReply {
    guard typed.count < Self.mostDigits else { return leave(typed: typed, key) }
    field.insert(String(digit))
    return .stay
  }

  /// The length of a colon and a port number.
  private static let mostDigits = 6

  private mutating func leave(typed text: String, _ key: Key) -> PageReply {
    let count = text.isEmpty ? 0 : field.after.count
    field = Composer()
    return .start(.leave(typed: text, afterCaret: count, key))
  }

  /// Edits the number at the prompt, as the composer would. A key that brings back text goes to the
  /// composer if there is nothing to bring back here.
  /// - Returns: `nil` if the key does not edit text.
  private mutating func edit(_ key: Key, by keymap: Keymap) -> PageReply? {
    let action = keymap.edit(for: key)
    let command = keymap.command(for: key, in: .composer)
    if !typed.isEmpty, command == .deleteOrQuit || command == .stopOrClear {
      if command == .stopOrClear { field.clear() } else { field.perform(.deleteForward) }
      return .stay
    }
    let isUndo = command == .undoTyping || command == .redoTyping
    guard action != nil || isUndo else { return nil }
    let before = field.revision
    field.edit(key, by: keymap)
    let isInVain = field.revision == before
    return isInVain && (isUndo || action == .pasteCut) ? leave(typed: typed, key) : .stay
  }

  private mutating func choose() -> PageReply {
    let text = typed
    defer { field.clear() }
    guard !text.isEmpty, typedIndex == nil else {
      highlighted = selected
      return .start(.choose(selection))
    }
    if let address = Self.server(atPort: text) { return .start(.connect(address)) }
    problem = Words.Start.noEntry(text, of: entries.count)
    return .stay
  }

  /// Notes that the user has pressed a key or clicked.
  private mutating func noteUser() {
    problem = ""
    isTouched = true
  }

  /// Shows a problem in place of the hints, until the next key.
  mutating func report(_ problem: String) { self.problem = problem }

  private mutating func move(by count: Int) {
    highlighted = min(max(0, selected + count), entries.count - 1)
    field.clear()
  }

  /// Keeps the selection in view.
  /// - Parameter line: the line of the selected entry.
  mutating func scroll(to line: Int, height: Int, lineCount: Int) {
    // Selecting the first entry also shows the lines above it.
    top = selected == 0 ? 0 : min(top, line)
    top = max(top, line - height + 1)
    top = max(0, min(top, lineCount - height))
  }

  /// Scrolls past the end of a text whose beginning is above the view.
  mutating func skip(_ rows: Int) { top += rows }
}

// MARK: - Keys

extension StartPage: Page {
  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
    case choose
    case look
    case clear
    case close
    case perform(Command)
  }

  static let name = "start"
  /// Typing letters begins a question.
  static let takesText = true

  static let keys = KeyTable<Self, Action>([
    .init(Key(.up), does: .up),
    .init(Key(.down), does: .down, hint: Words.Pages.selectHint, 2),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(Key(.home), does: .first),
    .init(Key(.end), does: .last),
    .init(
      .enter, does: .choose,
      hint: {
        let connects = $0.typedIndex == nil && Self.server(atPort: $0.typed) != nil
        return HintLine.Hint(connects ? Words.Start.connectHint : Words.Start.chooseHint, 0)
      }),
    .init(.control("r"), does: .look, hint: Words.Start.lookHint, 3),
    .init(.escape, does: .close, hint: Words.Start.closeHint),
    .init(Key(.backspace), does: .clear),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    noteUser()
    let page = max(1, context.size.height - 4)
    switch action {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .first: move(by: -entries.count)
    case .last: move(by: entries.count)
    case .choose: return choose()
    case .look:
      guard !isLooking else { return .stay }
      isLooking = true
      return .start(.look)
    case .clear:
      field.perform(.deleteBackward)
    case .close:
      guard typed.isEmpty else {
        field.clear()
        return .stay
      }
      return .start(.choose(.demo))
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    noteUser()
    if case .character(let character) = key.code, !key.control, !key.alt, character.isASCII,
      character.isNumber || character == ":" && typed.isEmpty
    {
      return type(digit: character, key)
    }
    let keymap = context.preferences.keymap
    guard !keymap.isUnbound(key, in: keyContext) else { return .stay }
    if let reply = edit(key, by: keymap) { return reply }
    guard key.isText || keymap.command(for: key, in: .composer) != nil else { return .stay }
    return leave(typed: key.isText ? typed : "", key)
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    noteUser()
    return .start(.paste(field.before + text + field.after))
  }

  /// Returns whether the key must wait: Enter after a number waits until the entries are
  /// numbered.
  func mustWait(_ key: Key, _ keymap: Keymap) -> Bool {
    guard !isNumbered, !typed.isEmpty else { return false }
    if case .choose? = Self.action(for: key, by: keymap) { return true }
    return false
  }

  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    guard let index = StartView.entry(at: place, of: self, in: context.size) else { return .stay }
    highlighted = index
    field.clear()
    noteUser()
    return choose()
  }

  var isWaiting: Bool { !isNumbered }

  func columns(in size: Size) -> Range<Int> {
    let area = StartView.area(size)
    return area.x..<area.right
  }

  func lines(_ context: PageContext) -> [String] { StartView.lines(self) }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let mark = StartView.draw(&self, context.preferences.keymap, on: &canvas)
    drawPrompt(on: &canvas)
    drawProblem(on: &canvas)
    drawHints(context, mark: mark, on: &canvas)
  }

  /// Draws the number typed so far where a question will be written.
  private func drawPrompt(on canvas: inout Canvas) {
    let place = StartView.prompt(canvas.size)
    canvas.draw(FilterField.sign, .accent, x: place.x, y: place.y)
    let x = place.x + ComposerView.promptWidth - 1
    canvas.draw(typed, Style(.accent, .bold), x: x, y: place.y)
    canvas.placeCursor(Point(x: x + DisplayWidth.of(field.before), y: place.y))
  }

  /// Draws the problem over the rows above the prompt.
  private func drawProblem(on canvas: inout Canvas) {
    guard !problem.isEmpty else { return }
    let (size, place) = (canvas.size, StartView.prompt(canvas.size))
    let width = size.width - place.x - 1
    let note = Note(StyledLine(problem, Style.text.own), mark: Note.troubleMark)
    let rows = note.rows(width: width).cut(to: Self.mostProblemRows, width: width)
    let top = place.y - rows.count
    canvas.fill(" ", .text, Rect(x: 0, y: top, width: size.width, height: rows.count))
    for (offset, row) in rows.enumerated() { canvas.draw(row, x: place.x, y: top + offset) }
  }

  private static let mostProblemRows = 4
}
