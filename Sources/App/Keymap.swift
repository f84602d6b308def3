internal import Screen

/// Which key orders what, where.
struct Keymap {
  /// Keys that mean the same everywhere.
  private static let global: [Key: Command] = [
    .escape: .closeOrStop,
    .control("c"): .stopOrClear,
    .control("t"): .toggleThinking,
    .control("o"): .toggleReasoning,
    .control("n"): .newConversation,
    .control("r"): .openSearch,
    .control("p"): .openPalette,
    Key(.function(2)): .openBrowser,
    Key(.function(1)): .openHelp,
    Key(.function(4)): .openParameters,
    .tab: .focusNext,
    Key(.backTab): .focusPrevious,
    Key(.pageUp): .pageUp,
    Key(.pageDown): .pageDown,
    .control("l"): .redraw,
    .control("z"): .suspend,
  ]

  private static let composer: [Key: Command] = [
    .enter: .send,
    .control("j"): .newLine,
    Key(.enter, alt: true): .newLine,
    .control("d"): .deleteOrQuit,
  ]

  private static let transcript: [Key: Command] = [
    .character("r"): .regenerate,
    .character("c"): .continueAnswer,
    .character("}"): .nextMessage,
    .character("{"): .previousMessage,
    .character(")"): .nextQuestion,
    .character("("): .previousQuestion,
    .character("]"): .nextSibling,
    .character("["): .previousSibling,
    .character("e"): .edit,
    .character(">"): .quote,
    .character("d"): .delete,
    .character("u"): .undo,
    .character("F"): .fork,
    .character("|"): .compare,
    .character("b"): .nextCode,
    .character("B"): .previousCode,
    .character("v"): .select,
    .character("/"): .find,
    .character("y"): .copyText,
    .character("Y"): .copyMarkdown,
    .control("d"): .deleteOrQuit,
    .character("?"): .openHelp,
  ]

  static func command(for key: Key, focus: Focus) -> Command? {
    if let command = global[key] { return command }
    return focus == .composer ? composer[key] : transcript[key]
  }

  /// After Ctrl-X: a twin of every action, for terminals that swallow keys.
  static func twin(of key: Key) -> Command? {
    guard case .character(let letter) = key.code else { return nil }
    return twins[Character(letter.lowercased())]
  }

  private static let twins = Dictionary(
    Command.allCases.map { ($0.entry.twin, $0) }, uniquingKeysWith: { first, _ in first })

  /// The keys that order something, but for the twin: those that work everywhere first.
  static func keys(for command: Command) -> [Key] {
    [global, composer, transcript].flatMap { keys in
      keys.filter { $0.value == command }.map(\.key).sorted {
        ($0.rank, $0.name) < ($1.rank, $1.name)
      }
    }.removingDuplicates()
  }
}

extension Key {
  /// As people write it: `Ctrl-T`, `Alt-Enter`, `F2`.
  var name: String {
    let name =
      switch code {
      case .character(let character):
        control ? character.uppercased() : character == " " ? "Space" : String(character)
      case .enter: "Enter"
      case .tab: "Tab"
      case .backTab: "Shift-Tab"
      case .backspace: "Backspace"
      case .delete: "Del"
      case .escape: "Esc"
      case .up: "Up"
      case .down: "Down"
      case .left: "Left"
      case .right: "Right"
      case .home: "Home"
      case .end: "End"
      case .pageUp: "PgUp"
      case .pageDown: "PgDn"
      case .function(let number): "F\(number)"
      }
    return (control ? "Ctrl-" : "") + (alt ? "Alt-" : "") + name
  }

  /// Keys without modifiers come before those with them.
  fileprivate var rank: Int { (control ? 1 : 0) + (alt ? 2 : 0) }
}

extension [Key] {
  fileprivate func removingDuplicates() -> [Key] {
    var seen: Set<Key> = []
    return filter { seen.insert($0).inserted }
  }
}
