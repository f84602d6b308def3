/// How an HTML block begins and ends (CommonMark 4.6).
enum HTMLShape: Equatable, Sendable {
  /// Ends with a line that contains one of these strings, ignoring case. The first string matches
  /// the opening tag.
  case endsWith([String])
  case endsAtBlankLine
  /// A complete tag alone on its line, which cannot interrupt a paragraph. Ends at a blank line.
  case loneTag

  /// - Parameter rest: the text that begins with `<`.
  init?(_ rest: ArraySlice<UInt8>) {
    guard rest.first == UInt8(ascii: "<") else { return nil }
    let text = rest.prefix(32).dropFirst()
    func begins(_ prefix: String) -> Bool {
      text.count >= prefix.utf8.count && zip(text, prefix.utf8).allSatisfy { Self.lower($0) == $1 }
    }
    let verbatim = ["script", "pre", "style"]
    if let tag = verbatim.first(where: begins) {
      self = .endsWith(([tag] + verbatim.filter { $0 != tag }).map { "</\($0)>" })
    } else if begins("!--") {
      self = .endsWith(["-->"])
    } else if begins("?") {
      self = .endsWith(["?>"])
    } else if begins("![cdata[") {
      self = .endsWith(["]]>"])
    } else if begins("!"), let letter = text.dropFirst().first, (0x41...0x5A).contains(letter) {
      self = .endsWith([">"])
    } else if Self.isBlockTag(text) {
      self = .endsAtBlankLine
    } else if Self.isLoneTag(rest) {
      self = .loneTag
    } else {
      return nil
    }
  }

  /// Returns whether the line contains a string that ends the block; always false for blocks that
  /// end at a blank line.
  func ends(in rest: ArraySlice<UInt8>) -> Bool {
    guard case .endsWith(let marks) = self else { return false }
    let line = rest.map(Self.lower)
    return marks.contains { mark in
      let mark = Array(mark.utf8)
      return line.indices.contains { line[$0...].starts(with: mark) }
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lower(byte)) }

  private static func isBlockTag(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.first == UInt8(ascii: "/") ? text.dropFirst() : text
    let name = text.prefix { isLetter($0) || (0x30...0x39).contains($0) }
    guard blockTags.contains(String(decoding: name.map(lower), as: UTF8.self)) else { return false }
    let after = text.dropFirst(name.count)
    guard let next = after.first else { return true }
    return next == 0x20 || next == 0x09 || next == UInt8(ascii: ">")
      || after.starts(with: "/>".utf8)
  }

  /// Returns whether the line is a complete tag with nothing after it (CommonMark 6.6).
  private static func isLoneTag(_ rest: ArraySlice<UInt8>) -> Bool {
    var tag = TagReader(rest.dropFirst())
    return tag.readTag() && tag.rest.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private static let blockTags = Set(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details \
    dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 head header hr \
    html iframe legend li link main menu menuitem nav noframes ol optgroup option p param section \
    source summary table tbody td tfoot th thead title tr track ul
    """.split(separator: " ").map(String.init))
}

/// A reader of one HTML tag, starting after its `<`.
private struct TagReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ rest: ArraySlice<UInt8>) { self.rest = rest }

  mutating func readTag() -> Bool {
    let isClosing = skip("/")
    guard rest.first.map(Self.isLetter) == true else { return false }
    skip { Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    if !isClosing { while readAttribute() {} }
    skipSpaces()
    if !isClosing { _ = skip("/") }
    return skip(">")
  }

  /// Reads an attribute. Returns false if there is none, in which case nothing is consumed, or if
  /// its value is malformed.
  private mutating func readAttribute() -> Bool {
    var reader = self
    guard reader.skipSpaces() > 0,
      reader.rest.first.map({ Self.isLetter($0) || "_:".utf8.contains($0) }) == true
    else { return false }
    reader.skip {
      Self.isLetter($0) || (0x30...0x39).contains($0) || "_.:-".utf8.contains($0)
    }
    self = reader
    reader.skipSpaces()
    guard reader.skip("=") else { return true }
    reader.skipSpaces()
    guard reader.readValue() else { return false }
    self = reader
    return true
  }

  private mutating func readValue() -> Bool {
    for quote in ["\"", "'"] where skip(quote) {
      skip { $0 != quote.utf8.first }
      return skip(quote)
    }
    return skip { $0 > 0x20 && !"\"'=<>`".utf8.contains($0) } > 0
  }

  private mutating func skip(_ mark: String) -> Bool {
    guard rest.starts(with: mark.utf8) else { return false }
    rest = rest.dropFirst(mark.utf8.count)
    return true
  }

  @discardableResult
  private mutating func skip(_ isPart: (UInt8) -> Bool) -> Int {
    let after = rest.drop(while: isPart)
    defer { rest = after }
    return rest.count - after.count
  }

  @discardableResult
  private mutating func skipSpaces() -> Int { skip { $0 == 0x20 || $0 == 0x09 } }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
