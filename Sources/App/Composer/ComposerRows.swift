internal import Screen

/// The rows of the composer's text around its caret, and where the caret is among them.
///
/// Rows break where those of messages do, but every space stays: the one behind a word goes to the next
/// row together with it. A very long line is laid out in parts, each of which begins a row: what a key
/// costs depends on what is shown, not on how much was pasted.
struct ComposerRows: Equatable {
  private(set) var rows: [String] = []
  private(set) var caret = Point(x: 0, y: 0)
  /// Whether the first of the rows begins the text.
  private(set) var isAtStart = true
  private let width: Int

  /// - Parameter most: how many rows are wanted before the caret's part, and how many behind it.
  /// - Complexity: O(`most` · (`width` + ``ComposerParts/longest``)), and a look through the caret's line
  init(_ composer: Composer, width: Int, most: Int = .max) {
    self.width = max(2, width)
    let parts = ComposerParts(before: composer.before, after: composer.after)
    addEarlier(parts, most: most)
    let part = parts.caretPart
    addCaretLine(part.before, part.after)
    let count = rows.count
    for part in parts.later {
      guard rows.count - count < most else { break }
      add(part)
    }
  }

  private mutating func addEarlier(_ parts: ComposerParts, most: Int) {
    var earlier: [[String]] = []
    var count = 0
    for part in parts.earlier {
      guard count < most else {
        isAtStart = false
        break
      }
      add(part)
      earlier.append(rows)
      count += rows.count
      rows = []
    }
    rows = earlier.reversed().flatMap { $0 }
  }

  /// Printable ASCII: a byte is a column.
  private static func isPlain(_ line: Substring) -> Bool {
    line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  private mutating func add(_ line: Substring) {
    if Self.isPlain(line) {
      addPlain(line, caret: nil)
    } else {
      addGlyphs(Self.glyphs(line), caret: nil)
    }
  }

  private mutating func addCaretLine(_ before: Substring, _ after: Substring) {
    if Self.isPlain(before), Self.isPlain(after) {
      return addPlain(before + after, caret: before.utf8.count)
    }
    // What joins across the caret is shown apart, as it is deleted apart.
    let start = Self.glyphs(before)
    addGlyphs(start + Self.glyphs(after), caret: start.count)
  }

  private struct Glyph {
    let character: Character
    /// What stands for it on the screen; a tab depends on its place.
    let shown: String
    let width: Int

    /// Pasted text is as untrusted as any.
    init(_ character: Character) {
      self.character = character
      shown = Sanitizer.sanitize(String(character))
      width = DisplayWidth.of(shown)
    }

    /// A tab reaches to the next multiple of four columns, as in messages.
    func shown(at column: Int) -> String {
      character == "\t" ? String(repeating: " ", count: columns(at: column)) : shown
    }

    func columns(at column: Int) -> Int { character == "\t" ? 4 - column % 4 : width }
  }

  private static func glyphs(_ line: Substring) -> [Glyph] { line.map { Glyph($0) } }

  // MARK: Rows

  private mutating func addPlain(_ line: Substring, caret: Int?) {
    let bytes = line.utf8
    var start = bytes.startIndex
    var caret = caret
    repeat {
      let rest = bytes[start...]
      let length = rest.count <= width ? rest.count : plainBreak(rest)
      let end = bytes.index(start, offsetBy: length)
      rows.append(String(line[start..<end]))
      if let place = caret, place < length || end == bytes.endIndex {
        setCaret(column: place)
        caret = nil
      }
      caret = caret.map { $0 - length }
      start = end
    } while start < bytes.endIndex
  }

  /// Bytes of the first row of a line that is too long for it.
  private func plainBreak(_ line: Substring.UTF8View) -> Int {
    var end = line.index(line.startIndex, offsetBy: width)
    for length in stride(from: width, to: 0, by: -1) {
      let before = line[line.index(before: end)]
      if before == UInt8(ascii: " ") { return length }
      if before == UInt8(ascii: "-"), Character(Unicode.Scalar(line[end])).isLetter {
        return length
      }
      end = line.index(before: end)
    }
    return width
  }

  private mutating func addGlyphs(_ glyphs: [Glyph], caret: Int?) {
    var start = 0
    repeat {
      let end = glyphBreak(glyphs, from: start)
      var row = ""
      var column = 0
      var caretColumn = caret == start && end > start ? 0 : nil
      for index in start..<end {
        if index == caret { caretColumn = column }
        row += glyphs[index].shown(at: column)
        column += glyphs[index].columns(at: column)
      }
      if end == glyphs.count, caret == end { caretColumn = column }
      rows.append(row)
      if let caretColumn { setCaret(column: caretColumn) }
      start = end
    } while start < glyphs.count
  }

  private func glyphBreak(_ glyphs: [Glyph], from start: Int) -> Int {
    var column = 0
    var lastBreak: Int?
    for index in start..<glyphs.count {
      if index > start, Self.canBreak(before: glyphs[index], after: glyphs[index - 1]) {
        lastBreak = index
      }
      column += glyphs[index].columns(at: column)
      if column > width { return lastBreak ?? max(index, start + 1) }
    }
    return glyphs.count
  }

  /// The first space behind a word stays with it; those that follow go where there is room.
  private static func canBreak(before glyph: Glyph, after previous: Glyph) -> Bool {
    if glyph.character == " " { return previous.character == " " }
    return Wrapping.canBreak(
      after: previous.character, columns: previous.width, before: glyph.character,
      columns: glyph.width)
  }

  /// In the row that was added last; behind a full one the caret has a row of its own.
  private mutating func setCaret(column: Int) {
    if column >= width { rows.append("") }
    caret = Point(x: column >= width ? 0 : column, y: rows.count - 1)
  }
}
