internal import Chat
internal import Screen
internal import Words

/// The first screen for somebody without a key and without a configuration: the demo, the servers
/// on this machine and the hosted providers, each with a number.
///
/// What is already numbered keeps its number, so that nobody chooses something else by mistake. Text
/// and the keys of commands close the page and act on the conversation, so a question can be typed
/// at once.
struct StartPage {
  enum Entry: Equatable {
    case demo
    case local(LocalServer)
    case hosted(ProviderChoice)
  }

  private(set) var entries: [Entry]
  /// Whether servers on this machine are being looked for.
  private(set) var isLooking = true
  /// Whether they have been looked for once. Before that, only the demo has a number.
  private(set) var isNumbered = false
  /// An index of `entries`.
  private(set) var selected = 0
  /// Digits of a number that another digit may continue.
  private(set) var typed = ""
  /// The first line in view.
  private(set) var top = 0

  init(_ providers: KnownProviders) {
    let hosted = providers.choices.filter {
      !$0.provider.isLocal && $0.provider.name != Provider.demo.name
    }
    entries = [.demo] + hosted.map(Entry.hosted)
  }

  var selection: Entry { entries.indices.contains(selected) ? entries[selected] : .demo }

  var hasLocalServer: Bool { entries.contains { $0.section == .local } }

  /// Takes the servers that were found on this machine.
  mutating func take(_ servers: [LocalServer]) {
    isLooking = false
    let before = selection
    defer { select(before) }
    isNumbered = true
    guard hasLocalServer else {
      entries.insert(contentsOf: servers.map(Entry.local), at: 1)
      return
    }
    for server in servers {
      let known = entries.firstIndex {
        if case .local(let other) = $0 {
          other.provider.name == server.provider.name
        } else {
          false
        }
      }
      if let known { entries[known] = .local(server) } else { entries.append(.local(server)) }
    }
  }

  private mutating func select(_ entry: Entry) {
    selected = entries.firstIndex { $0.name == entry.name } ?? 0
  }

  /// The number of an entry, from 1; `nil` while it may still change.
  func number(of index: Int) -> Int? { isNumbered || index == 0 ? index + 1 : nil }

  /// Returns the number that a line in plain mode consists of. With a space before it, it is text.
  static func number(_ line: String) -> Int? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard line.dropFirst(digits.count).allSatisfy(\.isWhitespace) else { return nil }
    return Int(digits)
  }

  /// Whether a digit could follow those typed.
  var isNumberBegun: Bool { !typed.isEmpty }

  /// Selects the entry with the number typed so far; chooses it unless another digit may follow.
  private mutating func type(digit: Character) -> PageReply {
    typed.append(digit)
    guard let number = Int(typed), number > 0, number <= entries.count,
      self.number(of: number - 1) != nil
    else {
      typed = ""
      return .stay
    }
    selected = number - 1
    guard number * 10 > entries.count || !isNumbered else { return .start(.waitForDigit) }
    return choose()
  }

  private mutating func choose() -> PageReply {
    typed = ""
    return .start(.choose(selection))
  }

  private mutating func move(by count: Int) {
    typed = ""
    selected = min(max(0, selected + count), entries.count - 1)
  }

  /// Keeps the selection in view.
  /// - Parameter line: the line of the selected entry.
  mutating func scroll(to line: Int, height: Int, lineCount: Int) {
    // The lines above the first entry come into view with it.
    top = selected == 0 ? 0 : min(top, line)
    top = max(top, line - height + 1)
    top = max(0, min(top, lineCount - height))
  }
}

extension StartPage.Entry {
  enum Section {
    case demo
    case local
    case hosted
  }

  var section: Section {
    switch self {
    case .demo: .demo
    case .local: .local
    case .hosted: .hosted
    }
  }

  /// The provider's name, as everywhere else.
  var name: String {
    switch self {
    case .demo: Provider.demo.name
    case .local(let server): server.provider.name
    case .hosted(let choice): choice.provider.name
    }
  }
}

// MARK: - Keys

/// What the first screen asks of the program.
enum StartRequest {
  case choose(StartPage.Entry)
  /// Looks for servers on this machine again.
  case look
  /// Chooses the selected entry if no digit follows soon.
  case waitForDigit
  /// Closes the page, and passes on the key.
  case leave(Key)
  /// Closes the page, and passes on the text.
  case paste(String)
}

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
  /// Letters begin a question.
  static let takesText = true

  static let keys = KeyTable<Self, Action>([
    .init(Key(.up), does: .up),
    .init(Key(.down), does: .down, hint: Words.Pages.selectHint, 2),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(Key(.home), does: .first),
    .init(Key(.end), does: .last),
    .init(.enter, does: .choose, hint: Words.Start.chooseHint, 0),
    .init(.control("r"), does: .look, hint: Words.Start.lookHint, 3),
    .init(.escape, does: .close, hint: Words.Start.closeHint, 1),
    .init(Key(.backspace), does: .clear),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
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
    case .clear: typed = ""
    case .close: return .start(.choose(.demo))
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    if case .character(let character) = key.code, !key.control, !key.alt, character.isASCII,
      character.isNumber
    {
      return type(digit: character)
    }
    let keymap = context.preferences.keymap
    guard !keymap.isUnbound(key, in: keyContext),
      key.isText || keymap.command(for: key, in: .composer) != nil
    else { return .stay }
    return .start(.leave(key))
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply { .start(.paste(text)) }

  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    guard let index = StartView.entry(at: place, of: self, in: context.size) else { return .stay }
    selected = index
    return choose()
  }

  var isWaiting: Bool { !isNumbered }

  func lines(_ context: PageContext) -> [String] { StartView.lines(self) }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let below = StartView.draw(&self, context.preferences.keymap, on: &canvas)
    let mark = isNumberBegun ? StyledLine(typed + "…", .accent) : below
    drawHints(context, mark: mark, on: &canvas)
  }
}
