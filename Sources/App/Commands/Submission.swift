/// What the composer's text asks for when it is sent.
enum Submission: Equatable {
  case nothing
  case question(String)
  /// - Parameter argument: what follows its name; empty where nothing does.
  case command(Command, argument: String)
  case unknownCommand(String)
  /// Something follows a command that takes nothing.
  case unexpectedArgument(String)
  /// Nothing follows a command that needs something.
  /// - Parameter usage: such as `/set NAME VALUE`.
  case missingArgument(usage: String)

  /// A line that begins with a word after a slash is a command; `/usr/bin` or a text of several lines
  /// is a question.
  init(_ text: String) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      self = .nothing
      return
    }
    guard text.hasPrefix("/"), !text.contains("\n") else {
      self = .question(text)
      return
    }
    let word = text.dropFirst().prefix { !$0.isWhitespace }
    guard !word.isEmpty, word.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      // Two commands in one line, as "/provider/model", are a slip and no question.
      let first = String(word.prefix { $0 != "/" })
      let isSlip = word.contains("/") && CommandTable.row(named: first) != nil
      self = isSlip ? .unknownCommand(String(word)) : .question(text)
      return
    }
    let rest = text.dropFirst(word.count + 1).drop { $0 == " " }
    self = Self.command(String(word), String(rest))
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
