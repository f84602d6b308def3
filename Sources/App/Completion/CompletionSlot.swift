internal import Words

/// The word at the caret that a completion replaces: a word of a slash command, or a file in a
/// question.
struct CompletionSlot: Equatable {
  enum Place: Equatable {
    case name
    /// - Parameter earlier: the words of the argument before the one that the caret is in.
    case argument(Command, earlier: [String])
    /// A file, after `@` in a question.
    case mention
  }

  let place: Place
  /// The word on both sides of the caret, without quotes.
  let typed: String
  /// The range of the word in the draft, in characters.
  let range: Range<Int>
  /// Whether nothing follows the word.
  let isLast: Bool

  /// Whether the value in use is selected at first: nothing was typed, and Enter without a value
  /// would do nothing.
  var beginsAtCurrent: Bool {
    guard typed.isEmpty, case .argument(let command, _) = place else { return false }
    return CommandTable.row(of: command)?.argument?.isRequired == true
  }

  /// A short form of the note about the word, for narrow windows; `nil` if there is none.
  var briefNote: String? {
    guard case .argument(let command, _) = place,
      CommandTable.row(of: command)?.argument?.source == .themes
    else { return nil }
    return Words.Theme.briefNote
  }

  /// The maximum size of a draft in which commands are completed, in bytes. Nobody completes
  /// longer commands.
  private static let longestInBytes = 1000

  init?(_ composer: Composer) {
    // Skip long text, because this code runs after every key.
    guard composer.greatestLength <= Self.longestInBytes else { return nil }
    let text = composer.text
    let caret = composer.before.count
    guard caret > 0, !text.contains(where: \.isNewline), let slash = SlashText(text) else {
      return nil
    }
    if caret <= slash.word.count + 1 {
      guard slash.word.allSatisfy({ $0.isLetter }) else { return nil }
      (place, typed) = (.name, String(slash.word))
      (range, isLast) = (1..<slash.word.count + 1, slash.rest.isEmpty)
    } else {
      guard let row = slash.row, let argument = row.argument else { return nil }
      let start = text.distance(from: text.startIndex, to: slash.rest.startIndex)
      guard caret >= start else { return nil }
      let words = Self.words(slash.rest, from: start, most: argument.wordLimit)
      let index = words.firstIndex { $0.range.lowerBound <= caret && caret <= $0.range.upperBound }
      let earlier = words.prefix { $0.range.upperBound < caret }
      guard earlier.count < argument.wordLimit else { return nil }
      place = .argument(row.command, earlier: (index.map { words[..<$0] } ?? earlier).map(\.text))
      typed = index.map { ArgumentText.unquoted(words[$0].text, argument.source) } ?? ""
      range = index.map { words[$0].range } ?? caret..<caret
      isLast = index.map { $0 == words.count - 1 } ?? (earlier.count == words.count)
    }
  }

  /// Divides an argument into words. The last of `most` words extends to the end of the line.
  private static func words(
    _ rest: Substring, from start: Int, most: Int
  ) -> [(text: String, range: Range<Int>)] {
    var words: [(text: String, range: Range<Int>)] = []
    var rest = rest
    var place = start
    while true {
      let spaces = rest.prefix { $0.isWhitespace }
      place += spaces.count
      rest = rest[spaces.endIndex...]
      guard !rest.isEmpty else { return words }
      let word = words.count == most - 1 ? rest : rest.prefix { !$0.isWhitespace }
      words.append((String(word), place..<place + word.count))
      place += word.count
      rest = rest[word.endIndex...]
    }
  }
}

extension CommandArgument.Source {
  /// Whether all possible values are in a list.
  var isList: Bool {
    switch self {
    case .copyForms, .links, .listedConversations, .presets, .prompts, .themes, .attachments: true
    case .parameters, .models, .providers, .comparedModels, .thinking, .paths, .words, .text: false
    }
  }
}

extension CommandArgument {
  /// The maximum number of words in the argument. The last one extends to the end of the line, so
  /// its spaces need no quotes.
  var wordLimit: Int {
    switch source {
    case .parameters, .providers: 2
    case .comparedModels: .max
    case .models, .thinking, .copyForms, .links, .listedConversations, .paths, .presets, .prompts,
      .themes, .attachments,
      .words, .text:
      1
    }
  }
}

/// The quotes in arguments. An argument extends to the end of the line, so its spaces need
/// none. A path pasted from a shell may still have quotes, and a completed path has them to
/// show where it ends.
enum ArgumentText {
  private static let quotes: [Character] = ["\"", "'"]

  /// Removes quotes around the whole argument, if they cannot belong to the argument itself. The
  /// closing quote may be missing.
  static func unquoted(_ text: String, _ source: CommandArgument.Source) -> String {
    switch source {
    case .words, .text, .parameters, .comparedModels: return text
    case .models, .providers, .thinking, .copyForms, .links, .listedConversations, .paths,
      .presets, .prompts, .themes, .attachments:
      break
    }
    guard let quote = text.first, quotes.contains(quote) else { return text }
    var inner = text.dropFirst()
    if inner.last == quote { inner.removeLast() }
    return inner.contains(quote) ? text : String(inner)
  }

  /// Puts quotes around text with spaces.
  /// - Parameter isOpen: whether more will be typed after it, so that the closing quote is left
  ///   out.
  static func quoted(_ text: String, isOpen: Bool = false) -> String {
    let isBare = !text.contains { $0.isWhitespace } && text.first.map(quotes.contains) != true
    guard !isBare, let quote = quotes.first(where: { !text.contains($0) }) else { return text }
    return "\(quote)\(text)\(isOpen ? "" : String(quote))"
  }
}
