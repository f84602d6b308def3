/// The string literals of a Swift source, in the order in which they end.
struct StringLiterals {
  struct Literal: Equatable {
    /// The line on which the literal begins, counted from 1.
    let line: Int
    /// The text between the quotes. ``interpolation`` replaces each interpolation, and ``escape``
    /// replaces each escaped character that is neither white space nor printable.
    let text: String
  }

  static let interpolation: Character = "\u{FFFC}"
  static let escape: Character = "\u{FFFD}"

  private(set) var all: [Literal] = []
  private let source: [Character]
  private var index = 0
  private var line = 1

  init(_ source: String) {
    self.source = Array(source)
    readCode(untilParenthesis: false)
  }

  private func isAt(_ text: String) -> Bool { source[index...].starts(with: text) }

  private mutating func skip(_ count: Int) {
    for character in source[index...].prefix(count) where character.isNewline { line += 1 }
    index = min(index + count, source.count)
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while index < source.count {
      if isAt("//") {
        while index < source.count, !source[index].isNewline { skip(1) }
      } else if isAt("/*") {
        skipComment()
      } else if let (hashes, quote) = opening() {
        readLiteral(hashes, quote)
      } else {
        if source[index] == "(" { depth += 1 }
        if source[index] == ")" { depth -= 1 }
        skip(1)
        if untilParenthesis, depth < 0 { return }
      }
    }
  }

  /// Skips a comment, including any comments nested in it.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if isAt("/*") {
        depth += 1
        skip(2)
      } else if isAt("*/") {
        depth -= 1
        skip(2)
      } else {
        skip(1)
      }
    } while depth > 0 && index < source.count
  }

  /// Returns the opening hashes and quotes if a literal begins at the current position.
  private func opening() -> (hashes: String, quote: String)? {
    let hashes = String(source[index...].prefix { $0 == "#" })
    let rest = source[(index + hashes.count)...]
    guard rest.first == "\"" else { return nil }
    return (hashes, rest.starts(with: "\"\"\"") ? "\"\"\"" : "\"")
  }

  private mutating func readLiteral(_ hashes: String, _ quote: String) {
    let first = line
    skip(hashes.count + quote.count)
    var text = ""
    while index < source.count, !isAt(quote + hashes) {
      if isAt("\\" + hashes) {
        skip(1 + hashes.count)
        text += readEscape()
      } else {
        text.append(source[index])
        skip(1)
      }
    }
    skip(quote.count + hashes.count)
    all.append(Literal(line: first, text: text))
  }

  private mutating func readEscape() -> String {
    guard index < source.count else { return "" }
    let character = source[index]
    skip(1)
    switch character {
    case "(":
      readCode(untilParenthesis: true)
      return String(Self.interpolation)
    case "n", "t", "r": return " "
    case "u":
      while index < source.count, source[index] != "}" { skip(1) }
      skip(1)
      return String(Self.escape)
    case "0": return String(Self.escape)
    // The literal continues on the next line.
    case _ where character.isNewline: return ""
    default: return String(character)
    }
  }
}
