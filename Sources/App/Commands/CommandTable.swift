internal import Screen

/// What people see of a command. The palette, slash commands, the keymap, the help page, `--plain`'s help
/// and docs/keys.md are made from these rows.
struct CommandRow: Sendable {
  /// Where the help page shows it.
  enum Section: String, CaseIterable, Sendable {
    case ask = "Ask"
    case read = "Read"
    case branches = "Branches, in the conversation"
    case conversations = "Conversations"
    case program = "Program"
  }

  let command: Command
  /// Short enough for half of 80 columns beside its keys.
  let title: String
  /// What it is called after a slash; the first is the one that is shown.
  let names: [String]
  let argument: CommandArgument?
  /// The letter after Ctrl-X, in lower case.
  let twin: Character?
  let section: Section
  let keys: [DefaultKey]

  init(
    _ command: Command, _ title: String, _ names: String..., argument: CommandArgument? = nil,
    twin: Character? = nil, _ section: Section, keys: [DefaultKey] = []
  ) {
    self.command = command
    self.title = title
    self.names = names
    self.argument = argument
    self.twin = twin
    self.section = section
    self.keys = keys
  }

  /// It moves or shows something that only a screen has.
  var needsScreen: Bool { CommandTable.needingScreen.contains(command) }

  /// Such as `/set NAME VALUE`.
  var usage: String {
    "/" + (names.first ?? "") + (argument.map { " " + $0.label } ?? "")
  }
}

/// What may follow a command's name.
struct CommandArgument: Sendable {
  /// What completes it.
  enum Source: Sendable {
    case parameters
    case models
    case providers
    case thinking
    case copyForms
    case listedConversations
    case paths
    case words
  }

  /// As the help page shows it: `NAME VALUE`.
  let label: String
  let isRequired: Bool
  let source: Source

  init(_ label: String, isRequired: Bool = false, _ source: Source) {
    self.label = label
    self.isRequired = isRequired
    self.source = source
  }
}

/// A key, and where it means the command.
struct DefaultKey: Sendable {
  enum Context: Sendable {
    case everywhere
    case composer
    case transcript
  }

  let key: Key
  let context: Context

  static func everywhere(_ key: Key) -> DefaultKey { DefaultKey(key: key, context: .everywhere) }
  static func composer(_ key: Key) -> DefaultKey { DefaultKey(key: key, context: .composer) }
  static func transcript(_ key: Key) -> DefaultKey { DefaultKey(key: key, context: .transcript) }
  static func transcript(_ character: Character) -> DefaultKey {
    .transcript(Key(.character(character)))
  }
}

enum CommandTable {
  /// In the order of the help page.
  static let rows: [CommandRow] = ask + read + branches + conversations + program

  private static let ask: [CommandRow] = [
    CommandRow(.send, "Send", "send", twin: "s", .ask, keys: [.composer(.enter)]),
    CommandRow(
      .newLine, "New line", "newline", twin: "j", .ask,
      keys: [.composer(.control("j")), .composer(Key(.enter, alt: true))]),
    CommandRow(
      .closeOrStop, "Close, or stop", "stop", "close", twin: ".", .ask,
      keys: [.everywhere(.escape)]),
    CommandRow(
      .toggleThinking, "Thinking on or off", "think",
      argument: CommandArgument("on, off or BUDGET", .thinking), twin: "t", .ask,
      keys: [.everywhere(.control("t"))]),
    CommandRow(.regenerate, "Ask again", "regenerate", twin: "r", .ask, keys: [.transcript("r")]),
    CommandRow(
      .continueAnswer, "Continue an answer", "continue", twin: "g", .ask,
      keys: [.transcript("c")]),
    CommandRow(
      .openParameters, "Parameters", "params", "parameters", twin: "p", .ask,
      keys: [.everywhere(Key(.function(4)))]),
    CommandRow(
      .set, "Set a parameter", "set",
      argument: CommandArgument("NAME VALUE", isRequired: true, .parameters), .ask),
    CommandRow(
      .unset, "Stop sending a parameter", "unset",
      argument: CommandArgument("NAME", isRequired: true, .parameters), .ask),
    CommandRow(
      .setModel, "Choose a model", "model",
      argument: CommandArgument("ID", isRequired: true, .models), .ask),
    CommandRow(
      .chooseProvider, "Choose a provider", "provider",
      argument: CommandArgument("NAME MODEL", .providers), .ask),
  ]

  private static let read: [CommandRow] = [
    CommandRow(
      .toggleReasoning, "Show, hide thinking", "reasoning", twin: "o", .read,
      keys: [.everywhere(.control("o"))]),
    CommandRow(.focusNext, "Next pane", "pane", twin: "w", .read, keys: [.everywhere(.tab)]),
    CommandRow(
      .focusPrevious, "Pane before", "paneback", twin: "<", .read,
      keys: [.everywhere(Key(.backTab))]),
    CommandRow(.pageUp, "Page up", "up", twin: "-", .read, keys: [.everywhere(Key(.pageUp))]),
    CommandRow(
      .pageDown, "Page down", "down", twin: "+", .read, keys: [.everywhere(Key(.pageDown))]),
    CommandRow(
      .nextCode, "Next code block", "nextcode", twin: "b", .read, keys: [.transcript("b")]),
    CommandRow(
      .previousCode, "Code block before", "previouscode", twin: "a", .read,
      keys: [.transcript("B")]),
    CommandRow(.select, "Select text", "select", twin: "v", .read, keys: [.transcript("v")]),
    CommandRow(
      .find, "Find in this pane", "find", argument: CommandArgument("WORDS", .words), twin: "f",
      .read, keys: [.transcript("/")]),
    CommandRow(
      .copyText, "Copy the answer", "copy", argument: CommandArgument("N or raw", .copyForms),
      twin: "y", .read, keys: [.transcript("y")]),
    CommandRow(
      .copyMarkdown, "Copy as Markdown", "copyraw", twin: "m", .read, keys: [.transcript("Y")]),
  ]

  private static let branches: [CommandRow] = [
    CommandRow(
      .nextMessage, "Next message", "nextmessage", twin: "}", .branches, keys: [.transcript("}")]),
    CommandRow(
      .previousMessage, "Message before", "previousmessage", twin: "{", .branches,
      keys: [.transcript("{")]),
    CommandRow(
      .nextQuestion, "Next question", "nextquestion", twin: ")", .branches,
      keys: [.transcript(")")]),
    CommandRow(
      .previousQuestion, "Question before", "previousquestion", twin: "(", .branches,
      keys: [.transcript("(")]),
    CommandRow(
      .nextSibling, "Next branch", "next", twin: "]", .branches, keys: [.transcript("]")]),
    CommandRow(
      .previousSibling, "Branch before", "previous", twin: "[", .branches,
      keys: [.transcript("[")]),
    CommandRow(
      .edit, "Edit the question", "edit", twin: "e", .branches, keys: [.transcript("e")]),
    CommandRow(.quote, "Quote", "quote", twin: ">", .branches, keys: [.transcript(">")]),
    CommandRow(
      .delete, "Delete a message", "delete", twin: "d", .branches, keys: [.transcript("d")]),
    CommandRow(.undo, "Bring back", "undo", twin: "u", .branches, keys: [.transcript("u")]),
    CommandRow(.fork, "Copy up to here", "fork", twin: "k", .branches, keys: [.transcript("F")]),
    CommandRow(
      .compare, "Two side by side", "compare", twin: "|", .branches, keys: [.transcript("|")]),
  ]

  private static let conversations: [CommandRow] = [
    CommandRow(
      .newConversation, "New conversation", "new", twin: "n", .conversations,
      keys: [.everywhere(.control("n"))]),
    CommandRow(.startPrivate, "Private conversation", "private", twin: "i", .conversations),
    CommandRow(
      .openList, "List of conversations", "list", "conversations", twin: "l", .conversations,
      keys: [.everywhere(Key(.function(2)))]),
    CommandRow(
      .openListed, "Open one of the list", "open",
      argument: CommandArgument("N", isRequired: true, .listedConversations), .conversations),
    CommandRow(
      .openSearch, "Search everything", "search", argument: CommandArgument("WORDS", .words),
      twin: "/", .conversations, keys: [.everywhere(.control("r"))]),
    CommandRow(
      .export, "Export to a file", "export", argument: CommandArgument("PATH", .paths),
      .conversations),
  ]

  private static let program: [CommandRow] = [
    CommandRow(
      .openPalette, "All commands", "palette", "commands", twin: "x", .program,
      keys: [.everywhere(.control("p"))]),
    CommandRow(
      .openHelp, "Keys", "help", "keys", twin: "h", .program,
      keys: [.everywhere(Key(.function(1))), .transcript("?")]),
    CommandRow(
      .stopOrClear, "Stop, clear or quit", "cancel", twin: "c", .program,
      keys: [.everywhere(.control("c"))]),
    CommandRow(
      .deleteOrQuit, "Delete ahead, or quit", "end", twin: ",", .program,
      keys: [.composer(.control("d")), .transcript(.control("d"))]),
    CommandRow(
      .redraw, "Redraw", "redraw", twin: "=", .program, keys: [.everywhere(.control("l"))]),
    CommandRow(
      .suspend, "Suspend", "suspend", twin: "z", .program, keys: [.everywhere(.control("z"))]),
    CommandRow(.quit, "Quit", "quit", "exit", twin: "q", .program),
  ]

  fileprivate static let needingScreen: Set<Command> = [
    .newLine, .focusNext, .focusPrevious, .pageUp, .pageDown, .nextMessage, .previousMessage,
    .nextQuestion, .previousQuestion, .nextCode, .previousCode, .select, .find, .compare,
    .openSearch, .redraw,
  ]

  // MARK: Looking up

  private static let byCommand = Dictionary(
    rows.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })

  private static let byName = Dictionary(
    rows.flatMap { row in row.names.map { ($0, row) } }, uniquingKeysWith: { first, _ in first })

  /// What `/name` in the composer orders.
  static func row(named name: String) -> CommandRow? { byName[name] }

  static func row(of command: Command) -> CommandRow? { byCommand[command] }
}
