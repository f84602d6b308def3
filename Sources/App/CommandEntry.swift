/// What people see of a command: the palette, the page of keys and `/name` are made from it.
struct CommandEntry {
  /// Where the page of keys shows it.
  enum Section: String, CaseIterable {
    case ask = "Ask"
    case read = "Read"
    case branches = "Branches, in the conversation"
    case conversations = "Conversations"
    case program = "Program"
  }

  /// Short enough for half of 80 columns beside its keys.
  let title: String
  /// What it is called after a slash; the first is the one that is shown.
  let names: [String]
  /// The letter after Ctrl-X, in lower case; no two commands have the same.
  let twin: Character
  let section: Section

  init(_ title: String, _ names: String..., twin: Character, _ section: Section) {
    self.title = title
    self.names = names
    self.twin = twin
    self.section = section
  }
}

extension Command {
  var entry: CommandEntry {
    switch self {
    case .send: CommandEntry("Send", "send", twin: "s", .ask)
    case .newLine: CommandEntry("New line", "newline", twin: "j", .ask)
    case .closeOrStop: CommandEntry("Close, or stop", "stop", "close", twin: ".", .ask)
    case .toggleThinking: CommandEntry("Thinking on or off", "think", twin: "t", .ask)
    case .regenerate: CommandEntry("Ask again", "regenerate", twin: "r", .ask)
    case .continueAnswer: CommandEntry("Continue an answer", "continue", twin: "g", .ask)
    case .openParameters: CommandEntry("Parameters", "params", "parameters", twin: "p", .ask)

    case .toggleReasoning: CommandEntry("Show, hide thinking", "reasoning", twin: "o", .read)
    case .focusNext: CommandEntry("Next pane", "pane", twin: "w", .read)
    case .focusPrevious: CommandEntry("Pane before", "paneback", twin: "<", .read)
    case .pageUp: CommandEntry("Page up", "up", twin: "-", .read)
    case .pageDown: CommandEntry("Page down", "down", twin: "+", .read)
    case .nextCode: CommandEntry("Next code block", "nextcode", twin: "b", .read)
    case .previousCode: CommandEntry("Code block before", "previouscode", twin: "a", .read)
    case .select: CommandEntry("Select text", "select", twin: "v", .read)
    case .find: CommandEntry("Find in this pane", "find", twin: "f", .read)
    case .copyText: CommandEntry("Copy the answer", "copy", twin: "y", .read)
    case .copyMarkdown: CommandEntry("Copy as Markdown", "copyraw", twin: "m", .read)

    case .nextMessage: CommandEntry("Next message", "nextmessage", twin: "}", .branches)
    case .previousMessage:
      CommandEntry("Message before", "previousmessage", twin: "{", .branches)
    case .nextQuestion: CommandEntry("Next question", "nextquestion", twin: ")", .branches)
    case .previousQuestion:
      CommandEntry("Question before", "previousquestion", twin: "(", .branches)
    case .nextSibling: CommandEntry("Next branch", "next", twin: "]", .branches)
    case .previousSibling: CommandEntry("Branch before", "previous", twin: "[", .branches)
    case .compare: CommandEntry("Two side by side", "compare", twin: "|", .branches)
    case .edit: CommandEntry("Edit the question", "edit", twin: "e", .branches)
    case .quote: CommandEntry("Quote", "quote", twin: ">", .branches)
    case .delete: CommandEntry("Delete a message", "delete", twin: "d", .branches)
    case .undo: CommandEntry("Bring back", "undo", twin: "u", .branches)
    case .fork: CommandEntry("Copy up to here", "fork", twin: "k", .branches)

    case .newConversation: CommandEntry("New conversation", "new", twin: "n", .conversations)
    case .startPrivate:
      CommandEntry("Private conversation", "private", twin: "i", .conversations)
    case .openBrowser:
      CommandEntry("List of conversations", "list", "conversations", twin: "l", .conversations)
    case .openSearch: CommandEntry("Search everything", "search", twin: "/", .conversations)

    case .openPalette:
      CommandEntry("All commands", "palette", "commands", twin: "x", .program)
    case .openHelp: CommandEntry("Keys", "help", "keys", twin: "h", .program)
    case .stopOrClear: CommandEntry("Stop, clear or quit", "cancel", twin: "c", .program)
    case .deleteOrQuit: CommandEntry("Delete ahead, or quit", "end", twin: ",", .program)
    case .redraw: CommandEntry("Redraw", "redraw", twin: "=", .program)
    case .suspend: CommandEntry("Suspend", "suspend", twin: "z", .program)
    case .quit: CommandEntry("Quit", "quit", "exit", twin: "q", .program)
    }
  }

  /// What `/name` in the composer orders.
  static func named(_ name: String) -> Command? { byName[name] }

  private static let byName = Dictionary(
    allCases.flatMap { command in command.entry.names.map { ($0, command) } },
    uniquingKeysWith: { first, _ in first })
}
