/// What to attach, as people type it: a path, with lines or as a pattern.
///
/// - `path` is the whole file, `path:10-40` those lines, `path:10` that line, `path:10-` the rest.
/// - `*`, `?` and `[…]` match within a name, `**` matches any number of folders (``GlobPattern``).
/// - A leading `~/` is the home folder.
/// - In a draft, `"path with spaces"` and `path\ with\ spaces` are one word, and quoted or escaped
///   characters are never wildcards. On the command line, the shell has already handled quoting.
///
/// A file whose name is exactly what was typed always comes first: `[id].tsx` and `notes:10` are
/// names, too.
public struct AttachmentSpec: Hashable, Sendable {
  /// What was typed, without quotes and backslashes.
  public var whole: String
  /// What was typed, without the lines either.
  public var path: String
  /// The lines, counted from 1; `nil` for the whole file. `Int.max` is the end.
  public var lines: ClosedRange<Int>?
  /// The pattern in `path`; `nil` if it has none.
  public var pattern: GlobPattern?

  /// Reads an argument of a command.
  public init(argument: String) throws(AttachmentFault) {
    try self.init(SpecText(literal: argument))
  }

  /// Reads a word of a draft, without the `@`.
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

  /// Returns a path with the home folder in place of a leading `~`.
  public static func expanding(_ path: String, home: String?) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}

/// Characters of a specification, each marked if it was quoted and therefore literal.
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

  /// Removes quotes and backslashes.
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
        // A quotation mark inside a word is a character of the name.
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

  /// The line range at the end of the text, and where it begins; `nil` if there is none.
  func lines() throws(AttachmentFault) -> (lines: ClosedRange<Int>, start: Int)? {
    guard let colon = characters.lastIndex(where: { $0.is(":") }), colon > 0 else { return nil }
    let text = String(characters[(colon + 1)...].map(\.character))
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let start = parts.first, Self.isNumber(start), parts.count <= 2 else { return nil }
    let end = parts.count == 2 ? parts[1] : start
    guard end.isEmpty || Self.isNumber(end) else { return nil }
    // Numbers with too many digits are beyond any file.
    let first = Int(start) ?? .max
    let last = end.isEmpty ? Int.max : Int(end) ?? .max
    guard first > 0, first <= last else { throw .invalidLines(text) }
    return (first...last, colon)
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
