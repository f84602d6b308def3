/// Breaks styled text into rows of a width.
public enum Wrapping {
  /// One grapheme cluster on its way to a row.
  struct Glyph {
    let character: Character
    let width: Int
    let style: Style

    var isSpace: Bool { character == " " }
  }

  /// Rows of at most `width` columns, at least one. Breaks after spaces and hyphens and around wide
  /// characters; a word longer than a row is cut. Spaces at a break are dropped.
  ///
  /// - Parameters:
  ///   - first: what stands before the first row.
  ///   - rest: what stands before the others; wide enough to align them.
  /// - Complexity: O(length)
  public static func wrap(
    _ line: StyledLine, width: Int, first: StyledLine = StyledLine(),
    rest: StyledLine = StyledLine()
  ) -> [StyledLine] {
    let glyphs = glyphs(of: line)
    var rows: [StyledLine] = []
    var start = 0
    var join = StyledLine.Join.none
    repeat {
      let prefix = rows.isEmpty ? first : rest
      let room = max(1, width - prefix.width)
      let (end, next) = breakPoint(in: glyphs, from: start, room: room)
      var row = prefix
      append(glyphs[start..<end], to: &row)
      if !rows.isEmpty { row.margin = prefix.width }
      row.join = join
      join = next > end ? .space : .cut
      rows.append(row)
      start = next
    } while start < glyphs.count
    return rows
  }

  /// The columns of the widest part of a text that is not broken where there is room for it.
  /// - Complexity: O(length)
  public static func widestWord(in line: StyledLine) -> Int {
    var widest = 0
    var width = 0
    var previous: Glyph?
    for glyph in glyphs(of: line) {
      if glyph.isSpace || previous.map({ canBreak(before: glyph, after: $0) }) == true { width = 0 }
      if !glyph.isSpace { width += glyph.width }
      widest = max(widest, width)
      previous = glyph
    }
    return widest
  }

  /// Grows one text a run of a style, as most rows have one.
  private static func append(_ glyphs: ArraySlice<Glyph>, to row: inout StyledLine) {
    var text = ""
    var style: Style?
    for glyph in glyphs {
      if let style, style != glyph.style {
        row.append(text, style)
        text = ""
      }
      style = glyph.style
      text.append(glyph.character)
    }
    if let style { row.append(text, style) }
  }

  /// Tabs become spaces up to the next multiple of four columns.
  static func glyphs(of line: StyledLine) -> [Glyph] {
    var glyphs: [Glyph] = []
    var column = 0
    for span in line.spans {
      for character in span.text {
        if character == "\t" {
          let spaces = 4 - column % 4
          for _ in 0..<spaces { glyphs.append(Glyph(character: " ", width: 1, style: span.style)) }
          column += spaces
        } else {
          let width = span.style.columns(of: character)
          glyphs.append(Glyph(character: character, width: width, style: span.style))
          column += width
        }
      }
    }
    return glyphs
  }

  /// Where the row that begins at `start` ends, and where the next one begins.
  private static func breakPoint(
    in glyphs: [Glyph], from start: Int, room: Int
  ) -> (end: Int, next: Int) {
    var columns = 0
    var lastBreak: Int?
    var index = start
    while index < glyphs.count {
      let glyph = glyphs[index]
      if index > start, canBreak(before: glyph, after: glyphs[index - 1]) { lastBreak = index }
      if columns + glyph.width > room {
        if glyph.isSpace { return skippingSpaces(glyphs, end: index, start: start) }
        let end = lastBreak ?? max(index, start + 1)
        return skippingSpaces(glyphs, end: end, start: start)
      }
      columns += glyph.width
      index += 1
    }
    return (glyphs.count, glyphs.count)
  }

  static func canBreak(before glyph: Glyph, after previous: Glyph) -> Bool {
    canBreak(
      after: previous.character, columns: previous.width, before: glyph.character,
      columns: glyph.width)
  }

  /// Whether a row may end between two characters of these widths.
  public static func canBreak(
    after previous: Character, columns previousColumns: Int, before next: Character,
    columns nextColumns: Int
  ) -> Bool {
    if next == " " { return false }
    if previous == " " { return true }
    if previous == "-", next.isLetter { return true }
    guard nextColumns == 2 || previousColumns == 2 else { return false }
    return !isClosing(next) && !isOpening(previous)
  }

  // By scalar: a set of characters compares each in its normal form, which is most of what wrapping
  // Chinese would take.

  /// Punctuation that must not begin a row (Unicode TR14, classes CL and EX for CJK).
  private static func isClosing(_ character: Character) -> Bool {
    switch character.onlyScalar {
    case "，", "。", "、", "；", "：", "？", "！", "）", "》", "」", "』", "】", "〉", "〕", "”", "’", "…",
      ",", ".", ";", ":", "?", "!", ")", "]", "}", "%":
      true
    default: false
    }
  }

  /// Punctuation that must not end a row (Unicode TR14, class OP for CJK).
  private static func isOpening(_ character: Character) -> Bool {
    switch character.onlyScalar {
    case "（", "《", "「", "『", "【", "〈", "〔", "“", "‘", "(", "[", "{": true
    default: false
    }
  }

  private static func skippingSpaces(
    _ glyphs: [Glyph], end: Int, start: Int
  ) -> (end: Int, next: Int) {
    var next = end
    while next < glyphs.count, glyphs[next].isSpace { next += 1 }
    var trimmed = end
    while trimmed > start + 1, glyphs[trimmed - 1].isSpace { trimmed -= 1 }
    return (trimmed, next)
  }
}
