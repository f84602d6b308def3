internal import Screen
internal import Words

/// A command's title, names and keys. The palette, the slash commands, the keymap, the help page,
/// the `--plain` help and docs/keys.md all come from these rows.
struct CommandRow: Sendable {
  /// A group of commands on the help page.
  enum Section: CaseIterable, Sendable {
    case ask
    case read
    case branches
    case conversations
    case program

    var title: String {
      switch self {
      case .ask: Words.CommandSection.chat
      case .read: Words.CommandSection.reading
      case .branches: Words.CommandSection.versions
      case .conversations: Words.CommandSection.conversations
      case .program: Words.CommandSection.general
      }
    }
  }

  let command: Command
  /// At most 23 columns wide, because the title shares half of an 80-column screen with the keys.
  let title: String
  /// The names that can be typed after a slash. The usage and the palette show the first one.
  let names: [String]
  let argument: CommandArgument?
  /// The letter that runs the command when typed after Ctrl-X, in lower case.
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

  /// Whether the command does nothing in plain mode.
  var needsScreen: Bool { CommandTable.needingScreen.contains(command) }

  /// The command as the user types it: `/set NAME VALUE`.
  var usage: String {
    "/" + (names.first ?? "") + (argument.map { " " + $0.label } ?? "")
  }
}

/// The argument of a slash command.
struct CommandArgument: Sendable {
  /// A source of completions for an argument.
  enum Source: Sendable {
    case parameters
    case models
    case providers
    case thinking
    case copyForms
    case links
    case listedConversations
    case paths
    case presets
    case prompts
    case themes
    /// The names of the draft's attachments.
    case attachments
    /// Models of any provider, each typed as a single word.
    case comparedModels
    case words
    /// Free text, which may have several lines.
    case text
  }

  /// The argument as the help page shows it: `NAME VALUE`.
  let label: String
  let isRequired: Bool
  let source: Source

  init(_ label: String, isRequired: Bool = false, _ source: Source) {
    self.label = label
    self.isRequired = isRequired
    self.source = source
  }
}

/// A default key of a command, and the context in which the key applies.
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
  /// All commands, in the order of the help page.
  static let rows: [CommandRow] = ask + read + branches + conversations + program

  private static let ask: [CommandRow] = [
    CommandRow(.send, Words.Command.send, "send", twin: "s", .ask, keys: [.composer(.enter)]),
    CommandRow(
      .newLine, Words.Command.newLine, "newline", twin: "j", .ask,
      keys: [.composer(.control("j")), .composer(Key(.enter, alt: true))]),
    CommandRow(
      .closeOrStop, Words.Command.closeOrStop, "stop", "close", twin: ".", .ask,
      keys: [.everywhere(.escape)]),
    CommandRow(.editQueued, Words.Command.editQueued, "queue", twin: "1", .ask),
    CommandRow(.sendQueue, Words.Command.sendQueue, "sendqueue", twin: "2", .ask),
    CommandRow(.discardQueue, Words.Command.discardQueue, "discardqueue", twin: "9", .ask),
    CommandRow(
      .openEditor, Words.Command.openEditor, "editor", twin: ":", .ask,
      keys: [.everywhere(.control("g"))]),
    CommandRow(
      .undoTyping, Words.Command.undoTyping, "undotyping", twin: "_", .ask,
      keys: [.composer(.control("_"))]),
    CommandRow(
      .redoTyping, Words.Command.redoTyping, "redotyping", twin: "~", .ask,
      keys: [.composer(Key(.character("/"), alt: true))]),
    CommandRow(
      .unfoldPaste, Words.Command.unfoldPaste, "unfold", twin: "*", .ask,
      keys: [.composer(Key(.character("e"), alt: true))]),
    CommandRow(
      .toggleThinking, Words.Command.toggleThinking, "think",
      argument: CommandArgument("on|off|TOKENS|EFFORT", .thinking), twin: "t", .ask,
      keys: [.everywhere(.control("t"))]),
    CommandRow(.answerNow, Words.Command.answerNow, "answernow", twin: "a", .ask),
    CommandRow(
      .regenerate, Words.Command.regenerate, "regenerate", twin: "r", .ask,
      keys: [.transcript("r"), .everywhere(Key(.function(8)))]),
    CommandRow(
      .continueAnswer, Words.Command.continueAnswer, "continue", twin: "g", .ask,
      keys: [.transcript("c")]),
    CommandRow(
      .openParameters, Words.Command.openParameters, "params", "parameters", twin: "p", .ask,
      keys: [.everywhere(Key(.function(4)))]),
    CommandRow(
      .set, Words.Command.set, "set",
      argument: CommandArgument("NAME VALUE", isRequired: true, .parameters), .ask),
    CommandRow(
      .unset, Words.Command.unset, "unset",
      argument: CommandArgument("NAME", isRequired: true, .parameters), .ask),
    CommandRow(
      .setModel, Words.Command.setModel, "model", argument: CommandArgument("ID", .models),
      twin: "3", .ask, keys: [.everywhere(Key(.function(3)))]),
    CommandRow(
      .chooseProvider, Words.Command.chooseProvider, "provider",
      argument: CommandArgument("NAME [MODEL]", .providers), .ask),
    CommandRow(.setKey, Words.Command.setKey, "key", twin: "K", .ask),
    CommandRow(
      .setSystemPrompt, Words.Command.setSystemPrompt, "system",
      argument: CommandArgument("TEXT|off", .text), twin: "7", .ask,
      keys: [.everywhere(Key(.function(7)))]),
    CommandRow(
      .choosePreset, Words.Command.choosePreset, "preset",
      argument: CommandArgument("NAME", .presets), twin: "5", .ask,
      keys: [.everywhere(Key(.function(5)))]),
    CommandRow(
      .insertPrompt, Words.Command.insertPrompt, "prompt",
      argument: CommandArgument("NAME", .prompts), twin: "6", .ask,
      keys: [.everywhere(Key(.function(6)))]),
    CommandRow(
      .attach, Words.Command.attach, "attach",
      argument: CommandArgument("PATH", isRequired: true, .paths), .ask),
    CommandRow(
      .detach, Words.Command.detach, "detach", argument: CommandArgument("NAME", .attachments),
      twin: "'", .ask),
    CommandRow(.pasteClipboard, Words.Command.pasteClipboard, "paste", twin: "\"", .ask),
    CommandRow(.dropOldest, Words.Command.dropOldest, "dropoldest", twin: "0", .ask),
  ]

  private static let read: [CommandRow] = [
    CommandRow(
      .toggleReasoning, Words.Command.toggleReasoning, "reasoning", twin: "o", .read,
      keys: [.everywhere(.control("o"))]),
    CommandRow(
      .focusNext, Words.Command.focusNext, "pane", twin: "w", .read, keys: [.everywhere(.tab)]),
    CommandRow(
      .focusPrevious, Words.Command.focusPrevious, "paneback", twin: "<", .read,
      keys: [.everywhere(Key(.backTab))]),
    CommandRow(
      .pageUp, Words.Command.pageUp, "up", twin: "-", .read, keys: [.everywhere(Key(.pageUp))]),
    CommandRow(
      .pageDown, Words.Command.pageDown, "down", twin: "+", .read,
      keys: [.everywhere(Key(.pageDown))]),
    CommandRow(
      .nextCode, Words.Command.nextCode, "nextcode", twin: "b", .read, keys: [.transcript("b")]),
    CommandRow(
      .previousCode, Words.Command.previousCode, "previouscode", twin: ";", .read,
      keys: [.transcript("B")]),
    CommandRow(
      .toggleAttachments, Words.Command.toggleAttachments, "attachments", twin: "?", .read,
      keys: [.transcript("z"), .transcript(.enter)]),
    CommandRow(.select, Words.Command.select, "select", twin: "v", .read, keys: [.transcript("v")]),
    CommandRow(
      .openProbabilities, Words.Command.openProbabilities, "probabilities", "logprobs", twin: "%",
      .read, keys: [.transcript("p")]),
    CommandRow(
      .find, Words.Command.find, "find", argument: CommandArgument("QUERY", .words), twin: "f",
      .read, keys: [.transcript("/")]),
    CommandRow(
      .openLink, Words.Command.openLink, "link", argument: CommandArgument("N", .links),
      twin: "@", .read, keys: [.transcript("o")]),
    CommandRow(
      .copyText, Words.Command.copyText, "copy",
      argument: CommandArgument("N|markdown", .copyForms),
      twin: "y", .read, keys: [.transcript("y")]),
    CommandRow(
      .copyMarkdown, Words.Command.copyMarkdown, "copyraw", twin: "m", .read,
      keys: [.transcript("Y")]),
  ]

  private static let branches: [CommandRow] = [
    CommandRow(
      .nextMessage, Words.Command.nextMessage, "nextmessage", twin: "}", .branches,
      keys: [.transcript("}")]),
    CommandRow(
      .previousMessage, Words.Command.previousMessage, "previousmessage", twin: "{", .branches,
      keys: [.transcript("{")]),
    CommandRow(
      .nextQuestion, Words.Command.nextQuestion, "nextquestion", twin: ")", .branches,
      keys: [.transcript(")")]),
    CommandRow(
      .previousQuestion, Words.Command.previousQuestion, "previousquestion", twin: "(", .branches,
      keys: [.transcript("(")]),
    CommandRow(
      .nextSibling, Words.Command.nextSibling, "next", twin: "]", .branches,
      keys: [.transcript("]")]),
    CommandRow(
      .previousSibling, Words.Command.previousSibling, "previous", twin: "[", .branches,
      keys: [.transcript("[")]),
    CommandRow(
      .edit, Words.Command.edit, "edit", twin: "e", .branches, keys: [.transcript("e")]),
    CommandRow(
      .quote, Words.Command.quote, "quote", twin: ">", .branches, keys: [.transcript(">")]),
    CommandRow(
      .delete, Words.Command.delete, "delete", twin: "d", .branches, keys: [.transcript("d")]),
    CommandRow(.undo, Words.Command.undo, "undo", twin: "u", .branches, keys: [.transcript("u")]),
    CommandRow(.fork, Words.Command.fork, "fork", twin: "k", .branches, keys: [.transcript("F")]),
    CommandRow(
      .compare, Words.Command.compare, "compare",
      argument: CommandArgument("[MODEL…]", .comparedModels), twin: "|", .branches,
      keys: [.transcript("|")]),
  ]

  private static let conversations: [CommandRow] = [
    CommandRow(
      .newConversation, Words.Command.newConversation, "new", twin: "n", .conversations,
      keys: [.everywhere(.control("n"))]),
    CommandRow(.startPrivate, Words.Command.startPrivate, "private", twin: "i", .conversations),
    CommandRow(
      .openList, Words.Command.openList, "list", "conversations", twin: "l", .conversations,
      keys: [.everywhere(Key(.function(2)))]),
    CommandRow(
      .openListed, Words.Command.openListed, "open",
      argument: CommandArgument("TITLE|N", isRequired: true, .listedConversations), .conversations),
    CommandRow(.openLast, Words.Command.openLast, "last", twin: "`", .conversations),
    CommandRow(
      .openSearch, Words.Command.openSearch, "search", argument: CommandArgument("QUERY", .words),
      twin: "/", .conversations, keys: [.everywhere(.control("r"))]),
    CommandRow(
      .renameConversation, Words.Command.renameConversation, "rename",
      argument: CommandArgument("TITLE", isRequired: true, .words), twin: "4", .conversations),
    CommandRow(
      .pinConversation, Words.Command.pinConversation, "pin", twin: "^", .conversations),
    CommandRow(
      .tagConversation, Words.Command.tagConversation, "tag",
      argument: CommandArgument("TAG… -TAG…", isRequired: true, .words), twin: "#",
      .conversations),
    CommandRow(
      .archiveConversation, Words.Command.archiveConversation, "archive", twin: "&",
      .conversations),
    CommandRow(
      .export, Words.Command.export, "export", argument: CommandArgument("PATH", .paths),
      twin: "8", .conversations),
  ]

  private static let program: [CommandRow] = [
    CommandRow(
      .openPalette, Words.Command.openPalette, "palette", "commands", twin: "x", .program,
      keys: [.everywhere(.control("p"))]),
    CommandRow(
      .openHelp, Words.Command.openHelp, "help", twin: "h", .program,
      keys: [.everywhere(Key(.function(1))), .transcript("?")]),
    CommandRow(
      .showKeySettings, Words.Command.showKeySettings, "keys", twin: "\\", .program),
    CommandRow(
      .setTheme, Words.Command.setTheme, "theme",
      argument: CommandArgument("NAME", isRequired: true, .themes), .program),
    CommandRow(.toggleVi, Words.Command.toggleVi, "vi", twin: "!", .program),
    CommandRow(
      .stopOrClear, Words.Command.stopOrClear, "cancel", twin: "c", .program,
      keys: [.everywhere(.control("c"))]),
    CommandRow(
      .deleteOrQuit, Words.Command.deleteOrQuit, "end", twin: ",", .program,
      keys: [.composer(.control("d")), .transcript(.control("d"))]),
    CommandRow(.openFigures, Words.Command.openFigures, "cost", "context", twin: "$", .program),
    CommandRow(
      .redraw, Words.Command.redraw, "redraw", twin: "=", .program,
      keys: [.everywhere(.control("l"))]),
    CommandRow(
      .suspend, Words.Command.suspend, "suspend", twin: "z", .program,
      keys: [.everywhere(.control("z"))]),
    CommandRow(.quit, Words.Command.quit, "quit", "exit", twin: "q", .program),
  ]

  fileprivate static let needingScreen: Set<Command> = [
    .newLine, .editQueued, .openEditor, .undoTyping, .redoTyping, .unfoldPaste, .focusNext,
    .focusPrevious, .pageUp, .pageDown, .nextMessage,
    .previousMessage,
    .nextQuestion, .previousQuestion, .nextCode, .previousCode, .select, .find, .openSearch,
    .toggleAttachments, .redraw, .setTheme, .toggleVi,
  ]

  // MARK: Looking up

  private static let byCommand = Dictionary(
    rows.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })

  private static let byName = Dictionary(
    rows.flatMap { row in row.names.map { ($0, row) } }, uniquingKeysWith: { first, _ in first })

  /// The names of all slash commands, in the order of the rows.
  static let names = rows.flatMap(\.names)

  /// Returns a slash command as the user types it, with these words as its argument.
  static func text(_ command: Command, _ words: String...) -> String {
    (["/" + (row(of: command)?.names.first ?? "")] + words).joined(separator: " ")
  }

  static func row(named name: String) -> CommandRow? { byName[name] }

  static func row(of command: Command) -> CommandRow? { byCommand[command] }
}
