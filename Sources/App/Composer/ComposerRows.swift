internal import Screen

/// The rows of the composer's text around its caret, and the caret's position in them.
///
/// Rows break in the same places as the rows of messages, but no space is dropped: if a word moves
/// to the next row, the space after it moves too. A very long line is laid out in parts, each
/// starting a row, so the cost of a keypress depends on the visible rows, not on the length of a
/// paste.
struct ComposerRows: Equatable {
  private(set) var rows: [String] = []
  private(set) var caret = Point(x: 0, y: 0)
  /// Whether the first row is the start of the text.
  private(set) var isAtStart = true
  private let width: Int
  /// Where each row begins in the text, in bytes.
  private var places: [Int] = []
  private let folds: PasteFolds

  /// - Parameter most: how many rows to lay out before the caret's part, and how many after it.
  /// - Complexity: O(`most` · (`width` + ``ComposerParts/longest``))
  init(_ composer: Composer, width: Int, most: Int = .max) {
    self.width = max(2, width)
    folds = composer.folds
    let parts = ComposerParts(composer.buffer)
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
    var earlier: [(rows: [String], places: [Int])] = []
    var count = 0
    for part in parts.earlier {
      guard count < most else {
        isAtStart = false
        break
      }
      add(part)
      earlier.append((rows, places))
      count += rows.count
      (rows, places) = ([], [])
    }
    rows = earlier.reversed().flatMap(\.rows)
    places = earlier.reversed().flatMap(\.places)
  }

  /// Returns whether the line is printable ASCII, so that each byte takes one column.
  private static func isPlain(_ line: Substring) -> Bool {
    line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  private mutating func add(_ part: ComposerParts.Part) {
    if Self.isPlain(part.text) {
      addPlain(part.text, from: part.place, caret: nil)
    } else {
      addGlyphs(glyphs(part.text), from: part.place, caret: nil)
    }
  }

  private mutating func addCaretLine(_ before: ComposerParts.Part, _ after: ComposerParts.Part) {
    if Self.isPlain(before.text), Self.isPlain(after.text) {
      return addPlain(
        before.text + after.text, from: before.place, caret: before.text.utf8.count)
    }
    // Characters that would combine across the caret stay separate, as they do for deletion.
    let start = glyphs(before.text)
    addGlyphs(start + glyphs(after.text), from: before.place, caret: start.count)
  }

  private struct Glyph {
    let character: Character
    /// The sanitized character as drawn; for tabs, see ``shown(at:)``.
    let shown: String
    let width: Int

    /// Sanitizes the character, because pasted text is not trusted.
    init(_ character: Character, _ folds: PasteFolds) {
      self.character = character
      shown = folds.label(of: character) ?? Sanitizer.sanitize(String(character))
      width = DisplayWidth.of(shown)
    }

    /// Returns the character as drawn at a column. A tab extends to the next multiple of four
    /// columns, as in messages.
    func shown(at column: Int) -> String {
      character == "\t" ? String(repeating: " ", count: columns(at: column)) : shown
    }

    func columns(at column: Int) -> Int { character == "\t" ? 4 - column % 4 : width }
  }

  private func glyphs(_ line: Substring) -> [Glyph] { line.map { Glyph($0, folds) } }

  // MARK: Rows

  private mutating func addPlain(_ line: Substring, from place: Int, caret: Int?) {
    let bytes = line.utf8
    var start = bytes.startIndex
    var (caret, rowPlace) = (caret, place)
    repeat {
      let rest = bytes[start...]
      let length = rest.count <= width ? rest.count : plainBreak(rest)
      let end = bytes.index(start, offsetBy: length)
      addRow(String(line[start..<end]), at: rowPlace)
      rowPlace += length
      if let column = caret, column < length || end == bytes.endIndex {
        setCaret(column: column, end: rowPlace)
        caret = nil
      }
      caret = caret.map { $0 - length }
      start = end
    } while start < bytes.endIndex
  }

  /// Returns how many bytes of a long line fit in its first row.
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

  private mutating func addRow(_ row: String, at place: Int) {
    rows.append(row)
    places.append(place)
  }

  private mutating func addGlyphs(_ glyphs: [Glyph], from place: Int, caret: Int?) {
    var (start, place) = (0, place)
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
      addRow(row, at: place)
      place += glyphs[start..<end].reduce(0) { $0 + $1.character.utf8.count }
      if let caretColumn { setCaret(column: caretColumn, end: place) }
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

  /// Returns whether a row may break between two characters. The first space after a word stays
  /// with the word, but a row may break before any further space.
  private static func canBreak(before glyph: Glyph, after previous: Glyph) -> Bool {
    if glyph.character == " " { return previous.character == " " }
    return Wrapping.canBreak(
      after: previous.character, columns: previous.width, before: glyph.character,
      columns: glyph.width)
  }

  /// Places the caret in the last row, or in a new row if that one is full.
  private mutating func setCaret(column: Int, end: Int) {
    if column >= width { addRow("", at: end) }
    caret = Point(x: column >= width ? 0 : column, y: rows.count - 1)
  }

  // MARK: Selections

  /// Draws the selected part of a row. A selected line feed takes one column.
  /// - Parameter range: the selected bytes of the text.
  func drawSelection(
    _ range: Range<Int>?, row: Int, _ buffer: GapBuffer, at origin: Point,
    on canvas: inout Canvas
  ) {
    guard let range, places.indices.contains(row) else { return }
    let end = row + 1 < places.count ? places[row + 1] : buffer.count
    var (place, column) = (places[row], 0)
    var columns: Range<Int>?
    while place <= end, place < range.upperBound, place < buffer.count {
      guard let character = buffer.character(after: place) else { break }
      let next = character.isNewline ? 1 : Glyph(character, folds).columns(at: column)
      if place >= range.lowerBound, place < end || character.isNewline {
        columns = (columns?.lowerBound ?? column)..<column + next
      }
      column += next
      place = buffer.characterEnd(after: place)
      if character.isNewline { break }
    }
    guard let columns else { return }
    canvas.restyle(
      columns.lowerBound + origin.x..<columns.upperBound + origin.x, y: origin.y,
      Style(.selection))
  }

  // MARK: Places

  /// Returns the index of the row that a place in the text is in, or the nearest row.
  func row(of place: Int) -> Int {
    max(0, (places.firstIndex { $0 > place } ?? places.count) - 1)
  }

  /// Returns where a row begins in the text, in bytes; 0 if there is no such row.
  func place(ofRow row: Int) -> Int { places.indices.contains(row) ? places[row] : 0 }

  /// Returns the place in the text that is nearest to a cell; `nil` if there are no rows.
  func place(at cell: Point, in buffer: GapBuffer) -> Int? {
    guard let row = row(at: cell) else { return nil }
    // The caret goes to the nearer edge of a wide character, but never after the last character of
    // a wrapped row, because that place is in the next row.
    return place(inRow: row, buffer) { column, columns, isLast in
      column + (columns + 1) / 2 > cell.x || isLast
    }
  }

  /// Returns the range of the character at a cell, in bytes. It is empty if the cell is after the
  /// end of a line.
  func character(at cell: Point, in buffer: GapBuffer) -> Range<Int>? {
    guard let row = row(at: cell) else { return nil }
    let place = place(inRow: row, buffer) { column, columns, isLast in
      column + columns > cell.x || isLast
    }
    guard let character = buffer.character(after: place), !character.isNewline else {
      return place..<place
    }
    return place..<buffer.characterEnd(after: place)
  }

  /// Returns the range of the row at a cell, in bytes, without the line feed.
  func range(ofRowAt cell: Point, in buffer: GapBuffer) -> Range<Int>? {
    guard let row = row(at: cell) else { return nil }
    let end = end(ofRow: row, buffer)
    guard end > places[row], buffer.character(before: end)?.isNewline == true else {
      return places[row]..<end
    }
    return places[row]..<buffer.characterStart(before: end)
  }

  private func row(at cell: Point) -> Int? {
    rows.indices.last.map { min(max(0, cell.y), $0) }
  }

  private func end(ofRow row: Int, _ buffer: GapBuffer) -> Int {
    row + 1 < places.count ? places[row + 1] : buffer.count
  }

  /// Returns the place before the first character of a row for which `isFound` is true, or else the
  /// end of the line.
  /// - Parameter isFound: receives the character's column, its width, and whether it is the last
  ///   one of a wrapped row.
  private func place(
    inRow row: Int, _ buffer: GapBuffer, _ isFound: (Int, Int, Bool) -> Bool
  ) -> Int {
    let end = end(ofRow: row, buffer)
    var (place, column) = (places[row], 0)
    while place < end, let character = buffer.character(after: place), !character.isNewline {
      let columns = Glyph(character, folds).columns(at: column)
      let next = buffer.characterEnd(after: place)
      if isFound(column, columns, next >= end && end < buffer.count) { break }
      column += columns
      place = next
    }
    return place
  }
}
