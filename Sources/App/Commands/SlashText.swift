/// A draft that begins with a slash, divided into its first word and the rest.
struct SlashText {
  /// The text after the slash, up to the first white space.
  let word: Substring
  /// The text after that white space.
  let rest: Substring

  /// - Returns: `nil` if the text does not begin with a slash.
  init?(_ text: String) {
    guard text.hasPrefix("/") else { return nil }
    word = text.dropFirst().prefix { !$0.isWhitespace }
    rest = text[word.endIndex...].drop { $0.isWhitespace }
  }

  /// The letters that the word begins with, if nothing but punctuation follows them.
  private var name: Substring? {
    let letters = word.prefix { $0.isLetter }
    let isWhole = !word[letters.endIndex...].contains { $0.isLetter || $0.isNumber || $0 == "/" }
    return letters.isEmpty || !isWhole ? nil : letters
  }

  /// The command that the word names.
  var row: CommandRow? {
    name == word ? CommandTable.row(named: word.lowercased()) : nil
  }

  /// Whether the text is a question after all, such as one about a path or a comment.
  ///
  /// Text that may be a misspelt command is never a question, because a question cannot be taken
  /// back once it is sent. As a consequence, a question about `/private/tmp` needs a space in
  /// front of it.
  var isQuestion: Bool {
    guard let first = word.first else {
      let next = rest.prefix { !$0.isWhitespace }
      return !next.isEmpty && !CommandTypo.isNear(next)
    }
    if word.dropFirst().contains("/"), first != "/" { return !isCommandPath }
    if first.isLetter || CommandTypo.isNear(word) { return false }
    return !rest.isEmpty || word.contains { $0.isLetter || $0.isNumber }
  }

  /// Whether the word is a path that begins with a command's name, such as `/provider/model`. Paths
  /// that begin with a capital letter, like `/System`, do not count.
  private var isCommandPath: Bool {
    let first = word.prefix { $0 != "/" }
    return CommandTypo.isNear(first) && first.first?.isUppercase == false
  }

  /// The text that was typed where a command's name belongs.
  var typedName: String { word.isEmpty ? String(rest.prefix { !$0.isWhitespace }) : String(word) }

  /// The command name that was probably meant; `nil` if none is similar.
  var nearestName: String? {
    CommandCandidates.suggestion(
      for: String(typedName.drop { !$0.isLetter }.prefix { $0.isLetter }))
  }
}
