/// A draft that begins with a slash, divided into its first word and the rest.
struct SlashText {
  /// After the slash, up to the first white space.
  let word: Substring
  /// After that white space.
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
  /// What may be a misspelt command is never a question, because a question that was sent cannot be
  /// taken back. The price is that a question about `/private/tmp` needs a space in front of it.
  var isQuestion: Bool {
    guard let first = word.first else {
      let next = rest.prefix { !$0.isWhitespace }
      return !next.isEmpty && !CommandTypo.isNear(next)
    }
    if word.dropFirst().contains("/"), first != "/" { return !isCommandPath }
    if first.isLetter || CommandTypo.isNear(word) { return false }
    return !rest.isEmpty || word.contains { $0.isLetter || $0.isNumber }
  }

  /// Whether the word is a path made up of commands: `/provider/model`. Folders whose names begin
  /// with a capital, like `/System`, are not.
  private var isCommandPath: Bool {
    let first = word.prefix { $0 != "/" }
    return CommandTypo.isNear(first) && first.first?.isUppercase == false
  }

  /// What was typed where a command's name belongs.
  var typedName: String { word.isEmpty ? String(rest.prefix { !$0.isWhitespace }) : String(word) }

  /// The name that was probably meant.
  var nearestName: String? {
    CommandTypo.nearest(to: typedName.drop { !$0.isLetter }.prefix { $0.isLetter })
  }
}
