internal import Screen

/// Wrapping of code between its words and symbols. No character is dropped, so joining a line's
/// rows restores the line.
enum CodeWrap {
  private struct Glyph {
    let character: Character
    let columns: Int
    let style: Style
    let kind: Kind
  }

  private enum Kind {
    case space, word, opening, separator, closing, wide, other
    /// A character that belongs to both of its neighbours, as in `name: Type` and `a::b`.
    case joint
    /// A backslash, or a dot before a name: it belongs to what follows.
    case prefix

    /// - Parameter next: the character that follows.
    init(_ character: Character, next: Character?, columns: Int) {
      switch character {
      case " ": self = .space
      case ":": self = .joint
      case "\\": self = .prefix
      case ".": self = next?.isLetter == true || next == "_" ? .prefix : .separator
      case "(", "[", "{": self = .opening
      case ",", ";": self = .separator
      case ")", "]", "}": self = .closing
      case "_": self = .word
      default:
        let isWord = character.isLetter || character.isNumber
        self = columns > 1 ? .wide : isWord ? .word : .other
      }
    }
  }

  /// Returns one or more rows. Each has at least one character, even if that character is too
  /// wide. A word is cut if moving it to the next row would leave at least half of this row
  /// empty.
  /// - Parameters:
  ///   - width: the width of the first row, in columns.
  ///   - rest: the width of the other rows.
  /// - Complexity: O(length)
  static func rows(of line: StyledLine, width: Int, rest: Int) -> [StyledLine] {
    guard line.width > width else { return [line] }
    let glyphs = glyphs(of: line)
    var rows: [StyledLine] = []
    var start = 0
    while start < glyphs.count {
      let end = end(of: glyphs, from: start, width: rows.isEmpty ? width : rest)
      var row = row(glyphs[start..<end])
      row.join = rows.isEmpty ? line.join : .cut
      rows.append(row)
      start = end
    }
    return rows
  }

  private static func glyphs(of line: StyledLine) -> [Glyph] {
    let characters = line.spans.flatMap { span in span.text.map { ($0, span.style) } }
    return characters.indices.map { index in
      let (character, style) = characters[index]
      let next = index + 1 < characters.count ? characters[index + 1].0 : nil
      let columns = DisplayWidth.of(character)
      return Glyph(
        character: character, columns: columns, style: style,
        kind: Kind(character, next: next, columns: columns))
    }
  }

  /// Returns the end index of the row that begins at `start`.
  private static func end(of glyphs: [Glyph], from start: Int, width: Int) -> Int {
    var end = start
    var column = 0
    var (best, afterBlank): (Int?, Int?)
    while end < glyphs.count {
      column += glyphs[end].columns
      if column > width, end > start { return afterBlank ?? best ?? end }
      end += 1
      if column * 2 > width, end < glyphs.count,
        canBreak(between: glyphs[end - 1].kind, glyphs[end].kind)
      {
        best = end
        if glyphs[end - 1].kind == .space { afterBlank = end }
      }
    }
    return end
  }

  private static func canBreak(between left: Kind, _ right: Kind) -> Bool {
    switch (left, right) {
    // Spaces, closing brackets and separators stay at the end of a row.
    case (_, .space), (_, .closing), (_, .separator): false
    case (.joint, _), (.prefix, _): false
    case (.space, _), (.wide, _), (_, .wide), (.separator, _), (.opening, _): true
    case (.word, .prefix), (.closing, .prefix): true
    case (_, .joint), (.other, .prefix): false
    // An opening bracket stays with the name or closing bracket before it.
    case (.word, .opening), (.closing, .opening): false
    case (.word, .word), (.other, .other): false
    case (.word, .other), (.other, .word), (.other, .opening): true
    case (.closing, .word), (.closing, .other): true
    }
  }

  private static func row(_ glyphs: ArraySlice<Glyph>) -> StyledLine {
    var row = StyledLine()
    var rest = glyphs
    while let first = rest.first {
      let run = rest.prefix { $0.style == first.style }
      row.append(String(run.map(\.character)), first.style)
      rest = rest[run.endIndex...]
    }
    return row
  }
}
