/// The marks that the program draws, in ASCII: for terminals whose fonts lack the others or draw them
/// two columns wide.
///
/// One mark for one, so that layout is the same either way. What a text holds stays as it is, but
/// for `‹` and `›`, which stand around the numbers of scalars that cannot be shown.
public enum PlainMarks {
  fileprivate static func ascii(for cell: Cell) -> Character? {
    if let angle = angles[cell.character] { return angle }
    if cell.style.isOwn { return marks[cell.character] ?? drawn[cell.character] }
    return cell.style.role == .math ? drawn[cell.character] : nil
  }

  /// One of those that always take one column, as they are drawn in ASCII where they would take two.
  fileprivate static func isMark(_ character: Character) -> Bool {
    marks[character] != nil || drawn[character] != nil
  }

  private static let angles: [Character: Character] = ["‹": "<", "›": ">"]

  private static let marks: [Character: Character] = [
    "•": "*", "◦": "-", "▪": "+", "●": "*", "✎": "+", "▸": ">", "▾": "v", "▌": ">", "▏": "_",
    "→": ">",
    "↓": "v",
    "←": "<", "↑": "^", "…": "~", "≈": "~", "·": "-", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    "–": "-",
    "—": "-", "×": "x",
  ]

  /// Lines and the large brackets of formulas.
  private static let drawn: [Character: Character] = [
    "─": "-", "│": "|", "┬": "+", "┴": "+", "├": "+", "┤": "+", "┼": "+", "┌": "+", "┐": "+",
    "└": "+",
    "┘": "+", "⎛": "/", "⎜": "|", "⎝": "\\", "⎞": "\\", "⎟": "|", "⎠": "/", "⎡": "[", "⎢": "|",
    "⎣": "[",
    "⎤": "]", "⎥": "|", "⎦": "]", "⎧": "/", "⎪": "|", "⎨": "{", "⎩": "\\", "⎫": "\\", "⎬": "}",
    "⎭": "/",
  ]
}

extension Style {
  /// The columns of a character in this style.
  func columns(of character: Character) -> Int {
    isOwn && !character.isASCII && PlainMarks.isMark(character) ? 1 : DisplayWidth.of(character)
  }

  /// - Complexity: O(length of the text)
  func columns(of text: some StringProtocol) -> Int {
    isOwn && !text.utf8.allSatisfy { $0 < 0x80 }
      ? text.reduce(0) { $0 + columns(of: $1) } : DisplayWidth.of(text)
  }
}

extension CellGrid {
  /// The grid with every mark of the program's own in ASCII.
  public func withPlainMarks() -> CellGrid {
    var grid = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        let cell = grid[x, y]
        guard !cell.character.isASCII, let plain = PlainMarks.ascii(for: cell) else { continue }
        grid[x, y].character = plain
      }
    }
    return grid
  }
}
