/// A specification of what to attach, as typed: a path, optionally with lines, or a pattern.
///
/// - `path` means the whole file, `path:10-40` lines 10 to 40, `path:10` line 10, and
///   `path:10-` line 10 to the end.
/// - `*`, `?` and `[…]` match within a name; `**` matches any number of folders
///   (``GlobPattern``).
/// - A leading `~/` means the home folder.
/// - In a draft, `"path with spaces"` and `path\ with\ spaces` are single words, and quoted or
///   escaped characters are never wildcards. On the command line, the shell has already removed
///   the quotes.
///
/// A file whose name is exactly what was typed takes precedence, because `[id].tsx` and
/// `notes:10` are valid names, too.
public struct AttachmentSpec: Hashable, Sendable {
  /// The typed text without quotation marks and backslashes.
  public var whole: String
  /// The text of ``whole`` without the line range.
  public var path: String
  /// The lines, counted from 1; `nil` for the whole file. An upper bound of `Int.max` means the
  /// end of the file.
  public var lines: ClosedRange<Int>?
  /// The pattern in `path`; `nil` if it contains none.
  public var pattern: GlobPattern?

  /// Parses an argument of a command.
  public init(argument: String) throws(AttachmentFault) {
    try self.init(SpecText(literal: argument))
  }

  /// Parses a word of a draft, given without the `@`.
  public init(word: some StringProtocol) throws(AttachmentFault) {
    try self.init(SpecText(word: String(word)))
  }

  private init(_ text: SpecText) throws(AttachmentFault) {
    guard !text.characters.isEmpty else { throw .noPath }
    whole = text.string
    let end = try text.lines()
    lines = end?.lines
    let rest = SpecText(text.characters[..<(end?.start ?? text.characters.count)])
    guard !rest.characters.isEmpty else { throw .noPath }
    path = rest.string
    pattern = try GlobPattern(rest)
  }

  /// Returns a path with a leading `~` replaced by the home folder.
  public static func expanding(_ path: String, home: String?) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}

/// The characters of a specification, each marked as literal if it was quoted.
struct SpecText {
  struct Unit: Equatable {
    var character: Character
    var isQuoted = false

    func `is`(_ special: Character) -> Bool { character == special && !isQuoted }
  }

  var characters: [Unit]

  var string: String { String(characters.map(\.character)) }

  init(_ characters: some Sequence<Unit>) { self.characters = Array(characters) }

  init(literal: String) { characters = literal.map { Unit(character: $0) } }

  /// Parses a word of a draft and removes its quotation marks and backslashes.
  init(word: String) throws(AttachmentFault) {
    characters = []
    var quote: Character?
    var rest = word[...]
    while let character = rest.popFirst() {
      switch character {
      case "\\" where quote != "'":
        guard let next = rest.popFirst() else {
          characters.append(Unit(character: character))
          break
        }
        characters.append(Unit(character: next, isQuoted: true))
      case _ where character == quote: quote = nil
      case "\"", "'":
        // A quotation mark inside a word is an ordinary character of the name.
        if quote == nil, characters.isEmpty {
          quote = character
        } else {
          characters.append(Unit(character: character, isQuoted: quote != nil))
        }
      default: characters.append(Unit(character: character, isQuoted: quote != nil))
      }
    }
    if quote != nil { throw .unclosedQuote }
  }

  /// Returns the line range at the end of the text and the index where it begins; `nil` if there
  /// is none.
  func lines() throws(AttachmentFault) -> (lines: ClosedRange<Int>, start: Int)? {
    guard let colon = characters.lastIndex(where: { $0.is(":") }), colon > 0 else { return nil }
    let text = String(characters[(colon + 1)...].map(\.character))
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let start = parts.first, Self.isNumber(start), parts.count <= 2 else { return nil }
    let end = parts.count == 2 ? parts[1] : start
    guard end.isEmpty || Self.isNumber(end) else { return nil }
    // A number too large for `Int` is beyond the end of any file.
    let first = Int(start) ?? .max
    let last = end.isEmpty ? Int.max : Int(end) ?? .max
    guard first > 0, first <= last else { throw .invalidLines(text) }
    return (first...last, colon)
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
