/// Everything a person can order, whatever key, slash command or list it comes from.
public enum Command: String, CaseIterable, Sendable {
  case send
  case newLine
  case closeOrStop
  case stopOrClear
  case deleteOrQuit
  case toggleThinking
  case toggleReasoning
  case newConversation
  case openBrowser
  case openHelp
  case focusNext
  case focusPrevious
  case pageUp
  case pageDown
  case regenerate
  case redraw
  case suspend
  case quit

  /// What `/name` in the composer orders.
  static let slashNames: [String: Command] = [
    "new": .newConversation,
    "think": .toggleThinking,
    "reasoning": .toggleReasoning,
    "conversations": .openBrowser,
    "list": .openBrowser,
    "regenerate": .regenerate,
    "stop": .closeOrStop,
    "redraw": .redraw,
    "help": .openHelp,
    "quit": .quit,
  ]
}

/// What the composer's text asks for when it is sent.
enum Submission: Equatable {
  case question(String)
  case command(Command)
  case unknownCommand(String)
  case nothing

  /// A single word after a slash is a command; `/usr/bin` or a text of several lines is a question.
  init(_ text: String) {
    let trimmed = String(text.drop { $0.isWhitespace })
    guard trimmed.contains(where: { !$0.isWhitespace }) else {
      self = .nothing
      return
    }
    let word = trimmed.dropFirst().prefix { !$0.isWhitespace }
    let isCommand =
      text.hasPrefix("/") && !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLetter }
      && !text.contains("\n")
    guard isCommand else {
      self = .question(text)
      return
    }
    self = Command.slashNames[String(word)].map(Submission.command) ?? .unknownCommand(String(word))
  }
}
