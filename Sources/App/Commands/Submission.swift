/// The composer's text as sent: a question or a slash command.
enum Submission: Equatable {
  case nothing
  case question(String)
  /// - Parameter argument: the text after the name, or empty.
  case command(Command, argument: String)
  case unknownCommand(String)
  /// A command that takes no argument was given one.
  case unexpectedArgument(String)
  /// A command that takes one line was given several.
  case unexpectedLines(String)
  /// A command lacks its required argument.
  /// - Parameter usage: the whole command, like `/set NAME VALUE`.
  case missingArgument(usage: String)

  var isSlashCommand: Bool {
    switch self {
    case .nothing, .question: false
    case .command, .unknownCommand, .unexpectedArgument, .unexpectedLines, .missingArgument: true
    }
  }

  /// Returns the command whose argument is missing.
  func commandToAsk(in text: String) -> Command? {
    guard case .missingArgument = self else { return nil }
    return SlashText(text)?.row?.command
  }

  /// Returns whether the submission is this slash command, with any argument.
  func isCommand(_ command: Command) -> Bool {
    if case .command(command, _) = self { true } else { false }
  }

  /// Reads text as a question or a command. Text that begins with a slash is a command, possibly an
  /// invalid one, unless ``SlashText/isQuestion`` is true. A space before the slash makes it a
  /// question.
  init(_ text: String) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      self = .nothing
      return
    }
    guard let slash = SlashText(text), !slash.isQuestion else {
      self = .question(text)
      return
    }
    self = slash.row.map { Self.command($0, slash) } ?? .unknownCommand(slash.typedName)
  }

  private static func command(_ row: CommandRow, _ slash: SlashText) -> Submission {
    guard let argument = row.argument else {
      return slash.rest.isEmpty
        ? .command(row.command, argument: "") : .unexpectedArgument(String(slash.word))
    }
    if slash.rest.isEmpty, argument.isRequired { return .missingArgument(usage: row.usage) }
    var rest = slash.rest
    if case .text = argument.source {
    } else {
      while rest.last?.isWhitespace == true { rest.removeLast() }
      if rest.contains(where: \.isNewline) { return .unexpectedLines(String(slash.word)) }
    }
    return .command(
      row.command, argument: ArgumentText.unquoted(String(rest), argument.source))
  }

  /// Returns where to put the caret, in characters, so that the user can correct a mistake in the
  /// text; `nil` if the text alone shows no mistake. The caret goes after the wrong word, so that
  /// Ctrl-W and Backspace remove the word.
  func fault(in text: String) -> Int? {
    guard let slash = SlashText(text) else { return nil }
    let end = { text.distance(from: text.startIndex, to: $0) }
    return switch self {
    case .nothing, .question, .command: nil
    // If white space follows the slash, the white space is the mistake.
    case .unknownCommand: end(slash.word.isEmpty ? slash.rest.startIndex : slash.word.endIndex)
    case .unexpectedArgument: end(slash.rest.lastWordEnd)
    // Put the caret after the first line end, so that Backspace removes it.
    case .unexpectedLines:
      slash.rest.firstIndex(where: \.isNewline).map { end(text.index(after: $0)) } ?? text.count
    case .missingArgument: text.count
    }
  }
}

extension Substring {
  /// The end of the last word.
  var lastWordEnd: Index {
    lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex
  }
}
