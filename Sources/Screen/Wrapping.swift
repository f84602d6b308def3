/// The wrapping of styled text into rows of a given width.
public enum Wrapping {
  /// One grapheme cluster of a line that is being wrapped.
  struct Glyph {
    let character: Character
    let width: Int
    let style: Style

    var isSpace: Bool { character == " " }
  }

  /// Returns at least one row, each at most `width` columns wide. Breaks after spaces and hyphens
  /// and around wide characters, and cuts words that are longer than a row. Does not break
  /// addresses, paths or code at hyphens unless they are longer than a row. Drops the spaces at a
  /// break.
  ///
  /// - Parameters:
  ///   - first: the prefix of the first row.
  ///   - rest: the prefix of the other rows, as wide as `first` if the rows should be aligned.
  ///   - hasFields: whether a `·` with spaces around it separates fields. If so, no row begins or
  ///     ends with one.
  /// - Complexity: O(length)
  public static func wrap(
    _ line: StyledLine, width: Int, first: StyledLine = StyledLine(),
    rest: StyledLine = StyledLine(), hasFields: Bool = false
  ) -> [StyledLine] {
    let glyphs = glyphs(of: line)
    let whole = hyphensOfAddresses(in: glyphs, room: width - max(first.width, rest.width))
    var rows: [StyledLine] = []
    var start = 0
    var join = StyledLine.Join.none
    repeat {
      let prefix = rows.isEmpty ? first : rest
      let room = max(1, width - prefix.width)
      var (end, next) = breakPoint(in: glyphs, from: start, room: room, whole: whole)
      if hasFields, next < glyphs.count {
        (end, next) = droppingSeparator(glyphs, start: start, end: end, next: next)
      }
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

  /// Returns the width, in columns, of the widest part that `wrap` keeps whole if it fits on a
  /// row.
  /// - Complexity: O(length)
  public static func widestWord(in line: StyledLine) -> Int {
    var widest = 0
    var width = 0
    let glyphs = glyphs(of: line)
    let whole = hyphensOfAddresses(in: glyphs, room: .max)
    for (index, glyph) in glyphs.enumerated() {
      let canBreak = index > 0 && canBreak(before: glyph, after: glyphs[index - 1])
      if glyph.isSpace || canBreak && !whole.contains(index) { width = 0 }
      if !glyph.isSpace { width += glyph.width }
      widest = max(widest, width)
    }
    return widest
  }

  /// Appends glyphs, building one string per run of equal style, because most rows have a single
  /// run.
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

  /// Returns the glyphs of a line. Tabs become spaces up to the next multiple of four columns.
  static func glyphs(of line: StyledLine) -> [Glyph] {
    var glyphs: [Glyph] = []
    var column = 0
    for span in line.spans {
      for character in span.text {
        if character == "\t" {
          let spaces = 4 - column % 4
          for index in 0..<spaces {
            let style = span.style.ofTab(isFirst: index == 0)
            glyphs.append(Glyph(character: " ", width: 1, style: style))
          }
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

  /// Returns the end of the row that begins at `start`, and the start of the next row, after any
  /// spaces.
  private static func breakPoint(
    in glyphs: [Glyph], from start: Int, room: Int, whole: Set<Int>
  ) -> (end: Int, next: Int) {
    var columns = 0
    var lastBreak: Int?
    var index = start
    while index < glyphs.count {
      let glyph = glyphs[index]
      if index > start, canBreak(before: glyph, after: glyphs[index - 1]), !whole.contains(index) {
        lastBreak = index
      }
      if columns + glyph.width > room {
        if glyph.isSpace { return skippingSpaces(glyphs, end: index, start: start) }
        let end = lastBreak ?? cut(glyphs, at: max(index, start + 1), start: start)
        return skippingSpaces(glyphs, end: end, start: start)
      }
      columns += glyph.width
      index += 1
    }
    return (glyphs.count, glyphs.count)
  }

  /// Returns where to cut a word that is longer than a row: at `end`, or earlier if the next row
  /// would otherwise begin with a closing bracket or a full stop.
  private static func cut(_ glyphs: [Glyph], at end: Int, start: Int) -> Int {
    var place = end
    while place < glyphs.count, isClosing(glyphs[place].character), end - place < mostCarried,
      place - 1 > start
    {
      place -= 1
    }
    return place < glyphs.count && isClosing(glyphs[place].character) ? end : place
  }

  /// The maximum number of characters that move to the next row with a closing bracket.
  private static let mostCarried = 4

  /// Returns the positions after hyphens where no row may end, because the hyphen is in an
  /// address, path or code that fits on a row.
  private static func hyphensOfAddresses(in glyphs: [Glyph], room: Int) -> Set<Int> {
    guard glyphs.contains(where: { $0.character == "-" }) else { return [] }
    var found: Set<Int> = []
    var start = 0
    for end in 1...glyphs.count {
      if end < glyphs.count, !endsWord(at: end, in: glyphs) { continue }
      let word = glyphs[start..<end].drop { $0.isSpace }
      let hyphens = word.indices.dropFirst().filter { breaksHyphen(at: $0, in: glyphs) }
      if !hyphens.isEmpty, word.reduce(0, { $0 + $1.width }) <= room {
        let isAddress = isAddress(word)
        found.formUnion(
          hyphens.filter {
            isAddress || glyphs[$0].style.role == .code || isOpening(glyphs[...($0 - 1)])
          })
      }
      start = end
    }
    return found
  }

  private static func endsWord(at index: Int, in glyphs: [Glyph]) -> Bool {
    glyphs[index].isSpace
      || canBreak(before: glyphs[index], after: glyphs[index - 1])
        && !breaksHyphen(at: index, in: glyphs)
  }

  private static func breaksHyphen(at index: Int, in glyphs: [Glyph]) -> Bool {
    isHyphenBreak(before: glyphs[index], after: glyphs[index - 1])
  }

  static func isHyphenBreak(before glyph: Glyph, after previous: Glyph) -> Bool {
    previous.character == "-" && glyph.character.isLetter && glyph.width < 2
  }

  /// Returns whether the hyphen at the end of these glyphs follows an opening bracket or quotation
  /// mark, as in `(-s)`. No row ends there.
  static func isOpening(_ glyphsToHyphen: some BidirectionalCollection<Glyph>) -> Bool {
    glyphsToHyphen.dropLast().last.map { isOpening($0.character) } ?? false
  }

  /// Returns whether a word is an address, a path, an option or code rather than an ordinary
  /// word.
  static func isAddress(_ word: some Collection<Glyph>) -> Bool {
    word.first?.character == "-"
      || word.contains { glyph in
        switch glyph.character {
        case "/", "\\", "`", "=", "@", "_": true
        default: false
        }
      }
  }

  static func canBreak(before glyph: Glyph, after previous: Glyph) -> Bool {
    canBreak(
      after: previous.character, columns: previous.width, before: glyph.character,
      columns: glyph.width)
  }

  /// Returns whether a row may end between two characters of these widths.
  public static func canBreak(
    after previous: Character, columns previousColumns: Int, before next: Character,
    columns nextColumns: Int
  ) -> Bool {
    if next == " " { return false }
    if previous == " " { return true }
    if previous == "-", next.isLetter { return true }
    guard nextColumns == 2 || previousColumns == 2 else { return false }
    if isHangul(previous) || isHangul(next), isPartOfWord(previous), isPartOfWord(next) {
      return false
    }
    return !isClosing(next) && !isOpening(previous)
  }

  /// Returns whether the character is Hangul. Korean puts spaces between words, so a row must not
  /// end inside a word (Unicode TR14, 8.2; `keep-all` in CSS).
  private static func isHangul(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xAC00...0xD7FB: return true
    default: return false
    }
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  // The following functions compare scalars. A set of characters would compare normal forms,
  // which would dominate the cost of wrapping Chinese.

  /// Returns whether the character is punctuation that must not begin a row (Unicode TR14,
  /// classes CL and EX for CJK).
  private static func isClosing(_ character: Character) -> Bool {
    switch character.onlyScalar {
    case "，", "。", "、", "；", "：", "？", "！", "）", "》", "」", "』", "】", "〉", "〕", "”", "’", "…",
      ",", ".", ";", ":", "?", "!", ")", "]", "}", "%":
      true
    default: false
    }
  }

  /// Returns whether the character is punctuation that must not end a row (Unicode TR14, class OP
  /// for CJK).
  private static func isOpening(_ character: Character) -> Bool {
    switch character.onlyScalar {
    case "（", "《", "「", "『", "【", "〈", "〔", "“", "‘", "(", "[", "{": true
    default: false
    }
  }

  /// Returns the end of a row and the start of the next one, without a separator between them.
  private static func droppingSeparator(
    _ glyphs: [Glyph], start: Int, end: Int, next: Int
  ) -> (end: Int, next: Int) {
    func isSpace(_ index: Int) -> Bool { !glyphs.indices.contains(index) || glyphs[index].isSpace }
    func isSeparator(_ index: Int) -> Bool {
      glyphs[index].character == "·" && isSpace(index - 1) && isSpace(index + 1)
    }
    if end - 1 > start, isSeparator(end - 1) {
      return (skippingSpaces(glyphs, end: end - 1, start: start).end, next)
    }
    guard isSeparator(next) else { return (end, next) }
    return (end, skippingSpaces(glyphs, end: next + 1, start: next).next)
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
