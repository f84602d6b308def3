/// The first place where text is not valid JSON (RFC 8259).
public struct JSONFault: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// The text ends inside a value.
    case unfinished
    case unexpected(Character)
    /// A line break or another control character inside a string.
    case controlCharacter
    /// Values are nested too deeply for most parsers.
    case tooDeep
  }

  public let kind: Kind
  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1.
  public let column: Int

  /// Finds the first fault; `nil` if the text is valid JSON.
  public init?(in text: String) {
    var scanner = JSONSyntax(text)
    do throws(JSONSyntax.Stop) {
      try scanner.readDocument()
      return nil
    } catch {
      kind = error.kind
    }
    let before = scanner.characters[..<scanner.index]
    let start = before.lastIndex(where: \.isNewline).map { $0 + 1 } ?? 0
    line = before.count(where: \.isNewline) + 1
    column = scanner.index - start + 1
  }
}

/// A parser that checks the syntax of JSON without building values. `index` is where it
/// stopped.
private struct JSONSyntax {
  struct Stop: Error { let kind: JSONFault.Kind }

  let characters: [Character]
  private(set) var index = 0
  private static let deepest = 100
  /// Swift treats a carriage return followed by a line feed as one character.
  private static let space: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]

  init(_ text: String) { characters = Array(text) }

  private var next: Character? { index < characters.count ? characters[index] : nil }

  private var fault: Stop {
    Stop(kind: next.map { .unexpected($0) } ?? .unfinished)
  }

  mutating func readDocument() throws(Stop) {
    try readValue(depth: 0)
    if next != nil { throw fault }
  }

  private mutating func skipSpace() {
    while let character = next, Self.space.contains(character) { index += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character else { return false }
    index += 1
    return true
  }

  /// Reads a value and the white space around it.
  private mutating func readValue(depth: Int) throws(Stop) {
    skipSpace()
    guard depth < Self.deepest else { throw Stop(kind: .tooDeep) }
    switch next {
    case "{": try readMembers(depth)
    case "[": try readElements(depth)
    case "\"": try readString()
    case "t": try readWord("true")
    case "f": try readWord("false")
    case "n": try readWord("null")
    default: try readNumber()
    }
    skipSpace()
  }

  private mutating func readMembers(_ depth: Int) throws(Stop) {
    index += 1
    skipSpace()
    if take("}") { return }
    repeat {
      skipSpace()
      guard next == "\"" else { throw fault }
      try readString()
      skipSpace()
      guard take(":") else { throw fault }
      try readValue(depth: depth + 1)
    } while take(",")
    guard take("}") else { throw fault }
  }

  private mutating func readElements(_ depth: Int) throws(Stop) {
    index += 1
    skipSpace()
    if take("]") { return }
    repeat { try readValue(depth: depth + 1) } while take(",")
    guard take("]") else { throw fault }
  }

  private mutating func readString() throws(Stop) {
    index += 1
    while let character = next {
      if character == "\"" {
        index += 1
        return
      }
      guard let first = character.unicodeScalars.first, first.value >= 0x20 else {
        throw Stop(kind: .controlCharacter)
      }
      index += 1
      if character == "\\" { try readEscape() }
    }
    throw fault
  }

  private mutating func readEscape() throws(Stop) {
    guard let character = next, "\"\\/bfnrtu".contains(character) else { throw fault }
    index += 1
    guard character == "u" else { return }
    for _ in 0..<4 {
      guard let digit = next, digit.isHexDigit, digit.isASCII else { throw fault }
      index += 1
    }
  }

  private mutating func readWord(_ word: String) throws(Stop) {
    for character in word { guard take(character) else { throw fault } }
  }

  private mutating func readNumber() throws(Stop) {
    _ = take("-")
    if !take("0") { try readDigits() }
    if take(".") { try readDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try readDigits()
    }
  }

  private mutating func readDigits() throws(Stop) {
    guard let digit = next, digit.isASCII, digit.isNumber else { throw fault }
    while let digit = next, digit.isASCII, digit.isNumber { index += 1 }
  }
}
