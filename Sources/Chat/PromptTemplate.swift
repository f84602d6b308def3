/// A reusable prompt: text with placeholders, written `{{name}}` or `{{name:default}}`. `\{{`
/// is a literal `{{`. Braces around anything but a name are plain text.
public struct PromptTemplate: Equatable, Sendable {
  public struct Placeholder: Equatable, Sendable {
    public var name: String
    /// The default value; empty if there is none.
    public var defaultValue: String
  }

  private enum Part: Equatable {
    case text(String)
    case value(of: String)
  }

  /// The text as written, without trailing line breaks.
  public let source: String
  private let parts: [Part]
  /// The placeholders in order of appearance, one for each name, with the first default given for
  /// that name.
  public let placeholders: [Placeholder]

  public init(_ text: String) {
    var source = text[...]
    while source.last?.isNewline == true { source.removeLast() }
    self.source = String(source)
    var parser = Parser(rest: source)
    parser.run()
    parts = parser.parts
    placeholders = parser.placeholders
  }

  /// The first line that is not blank, without any heading marks.
  public var summary: String {
    let line = source.split(whereSeparator: \.isNewline).first { line in
      line.contains { !$0.isWhitespace }
    }
    let text = (line ?? "").drop { $0 == "#" }
    return String(text.drop(while: \.isWhitespace))
  }

  /// Returns the text with values in place of the placeholders. A placeholder without a value
  /// gets its default. Placeholders within values are not replaced.
  public func filled(with values: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .value(of: let name):
        values[name] ?? placeholders.first { $0.name == name }?.defaultValue ?? ""
      }
    }.joined()
  }

  /// - Complexity: O(length of the text)
  private struct Parser {
    var rest: Substring
    var parts: [Part] = []
    var placeholders: [Placeholder] = []
    private var text = ""

    init(rest: Substring) { self.rest = rest }

    mutating func run() {
      while let character = rest.first {
        if rest.hasPrefix("\\{{") {
          text += "{{"
          rest = rest.dropFirst(3)
        } else if character == "{", rest.hasPrefix("{{"), let found = placeholder() {
          end()
          parts.append(.value(of: found.name))
          note(found)
        } else {
          text.append(character)
          rest.removeFirst()
        }
      }
      end()
    }

    private mutating func end() {
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
    }

    private mutating func note(_ found: Placeholder) {
      guard let index = placeholders.firstIndex(where: { $0.name == found.name }) else {
        return placeholders.append(found)
      }
      if placeholders[index].defaultValue.isEmpty {
        placeholders[index].defaultValue = found.defaultValue
      }
    }

    /// Consumes the placeholder at the start of `rest`. Returns `nil` if there is none; the braces
    /// are then plain text.
    private mutating func placeholder() -> Placeholder? {
      var after = rest.dropFirst(2)
      var name = ""
      while let character = after.first, PromptTemplate.isNamePart(character),
        name.utf8.count <= PromptTemplate.longestName
      {
        name.append(character)
        after.removeFirst()
      }
      let trimmed = PromptTemplate.trimmed(name[...])
      guard let first = trimmed.first, first.isLetter || first == "_",
        name.utf8.count <= PromptTemplate.longestName
      else { return nil }
      var value = ""
      if after.first == ":" {
        after.removeFirst()
        guard let end = PromptTemplate.end(of: after) else { return nil }
        value = PromptTemplate.trimmed(after[..<end])
        after = after[end...]
      }
      guard after.hasPrefix("}}") else { return nil }
      rest = after.dropFirst(2)
      return Placeholder(name: trimmed, defaultValue: value)
    }
  }

  /// The maximum length of a name in bytes. Longer text in braces is not a name.
  private static let longestName = 64
  /// The maximum length of a default in characters. The limit keeps parsing linear if the text
  /// has many braces that are never closed.
  private static let longestDefault = 4096

  private static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-. ".contains(character)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// Returns the end of the default at the start of the text; `nil` if the braces are not closed.
  private static func end(of text: Substring) -> Substring.Index? {
    var index = text.startIndex
    for _ in 0..<longestDefault {
      guard index < text.endIndex else { return nil }
      if text[index] == "}", text[index...].hasPrefix("}}") { return index }
      index = text.index(after: index)
    }
    return nil
  }
}
