/// The composer's text as sent: a question or a slash command.
enum Submission: Equatable {
  case nothing
  case question(String)
  /// - Parameter argument: the text after the name, or empty.
  case command(Command, argument: String)
  case unknownCommand(String)
  /// A command that takes no argument was given one.
  case unexpectedArgument(String)
  /// A command lacks its required argument.
  /// - Parameter usage: the whole command, like `/set NAME VALUE`.
  case missingArgument(usage: String)

  var isSlashCommand: Bool {
    switch self {
    case .nothing, .question: false
    case .command, .unknownCommand, .unexpectedArgument, .missingArgument: true
    }
  }

  /// Whether it is this slash command, with any argument.
  func isCommand(_ command: Command) -> Bool {
    if case .command(command, _) = self { true } else { false }
  }

  /// A single line that starts with a slash and a word is a command. `/usr/bin` is a question. So
  /// is text of several lines, unless the command takes several lines.
  init(_ text: String) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      self = .nothing
      return
    }
    guard text.hasPrefix("/"), !text.contains("\n") || Self.takesLines(text) else {
      self = .question(text)
      return
    }
    let word = text.dropFirst().prefix { !$0.isWhitespace }
    guard !word.isEmpty, word.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      // Two commands in one word, like "/provider/model", are a typing error, not a question.
      let first = String(word.prefix { $0 != "/" })
      let isSlip = word.contains("/") && CommandTable.row(named: first) != nil
      self = isSlip ? .unknownCommand(String(word)) : .question(text)
      return
    }
    let rest = text.dropFirst(word.count + 1).drop { $0 == " " || $0 == "\n" }
    self = Self.command(String(word), String(rest))
  }

  /// Whether the text begins with a command whose argument may have several lines.
  private static func takesLines(_ text: String) -> Bool {
    let name = text.dropFirst().prefix { $0.isASCII && $0.isLetter }
    guard let argument = CommandTable.row(named: String(name))?.argument else { return false }
    if case .text = argument.source { return true }
    return false
  }

  private static func command(_ word: String, _ rest: String) -> Submission {
    guard let row = CommandTable.row(named: word) else { return .unknownCommand(word) }
    guard let argument = row.argument else {
      return rest.isEmpty ? .command(row.command, argument: "") : .unexpectedArgument(word)
    }
    if rest.isEmpty, argument.isRequired { return .missingArgument(usage: row.usage) }
    return .command(row.command, argument: rest)
  }
}
