/// The parts of a programming language's syntax that colouring needs.
struct CodeLanguage: Sendable {
  /// The delimiters of a comment or a string.
  struct Delimiter: Sendable {
    let open: [UInt8]
    /// Empty for a line comment, which ends with its line.
    let close: [UInt8]
    let isComment: Bool
    /// Whether a backslash escapes the next character.
    var escapes = true
    var spansLines = false
    var nests = false
  }

  /// The kind of syntax that a language has, beyond its keywords and delimiters.
  enum Shape: Sendable {
    case words
    /// Markup such as `<name attribute="value">`.
    case tags
    /// Patches, where the beginning of each line determines its colour.
    case lines
    /// Settings such as `name: value` and `name = value`, where the name is coloured.
    case keys
  }

  var shape = Shape.words
  var keywords: Set<String> = []
  var ignoresCase = false
  /// Whether a number must be a whole word, as in shells, where options and addresses also
  /// contain digits.
  var numbersAreWords = false
  /// The characters that names may contain besides letters and digits, as in `for.txt`, `if-up` or
  /// `/usr/bin/time`. A word next to one of them is not a keyword.
  var nameMarks: Set<UInt8> = []
  /// The delimiters in the order in which they are tried. A longer opener comes before a shorter
  /// one.
  var delimiters: [Delimiter] = []

  static func named(_ name: String) -> CodeLanguage? {
    let lower = name.lowercased()
    return CodeLanguageData.languages[CodeLanguageData.aliases[lower] ?? lower]
  }

  func isKeyword(_ word: String) -> Bool {
    keywords.contains(ignoresCase ? word.lowercased() : word)
  }

  /// Words such as `true` and `nil` that are literal values in at least one language.
  static let literals: Set<String> = [
    "true", "false", "nil", "null", "None", "True", "False", "undefined", "NULL", "nullptr", "NaN",
  ]
}

extension CodeLanguage.Delimiter {
  static func line(_ open: String) -> Self {
    Self(open: Array(open.utf8), close: [], isComment: true, escapes: false)
  }

  static func block(_ open: String, _ close: String, nests: Bool = false) -> Self {
    Self(
      open: Array(open.utf8), close: Array(close.utf8), isComment: true, escapes: false,
      spansLines: true, nests: nests)
  }

  static func string(_ open: String, _ close: String? = nil) -> Self {
    Self(open: Array(open.utf8), close: Array((close ?? open).utf8), isComment: false)
  }

  static func text(_ open: String, _ close: String? = nil, escapes: Bool = true) -> Self {
    Self(
      open: Array(open.utf8), close: Array((close ?? open).utf8), isComment: false,
      escapes: escapes, spansLines: true)
  }
}
