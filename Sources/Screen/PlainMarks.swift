/// ASCII versions of the marks that the program draws, for terminals whose fonts lack the
/// originals or draw them two columns wide.
///
/// Each mark is replaced by exactly one character, so layout does not change. Message text
/// stays as it is, except for the large brackets and lines in formulas, and for `‹` and `›`
/// around the numbers of scalars that cannot be shown.
public enum PlainMarks {
  fileprivate static func ascii(for character: Character, _ style: Style) -> Character? {
    if let angle = angles[character] { return angle }
    if style.isOwn { return marks[character] ?? drawn[character] }
    return style.role == .math ? drawn[character] : nil
  }

  /// Whether the character is one of the program's marks. Marks always count as one column,
  /// because ASCII replaces them where the terminal would draw them two columns wide.
  fileprivate static func isMark(_ character: Character) -> Bool {
    guard let value = character.onlyScalar?.value, value < table.count else { return false }
    return table[Int(value)]
  }

  /// Whether a scalar is a mark, indexed by the scalar's value. This is an array because it is our
  /// most frequent lookup, and hashing a character would normalise it first.
  private static let table: [Bool] = {
    let values = [marks, drawn].flatMap(\.keys).compactMap { $0.onlyScalar.map { Int($0.value) } }
    var table = Array(repeating: false, count: (values.max() ?? 0) + 1)
    for value in values { table[value] = true }
    return table
  }()

  private static let angles: [Character: Character] = ["‹": "<", "›": ">"]

  private static let marks: [Character: Character] = [
    "•": "*", "◦": "-", "▪": "+", "●": "*", "★": "*", "✓": "+", "✎": "+", "▸": ">", "◂": "<",
    "▾": "v", "▌": ">", "▏": "_", "▎": ".", "▍": ":", "▋": "=", "▊": "=", "▉": "#", "█": "#",
    "▰": "#", "▱": ".",
    "→": ">",
    "↓": "v",
    "←": "<", "↑": "^", "…": "~", "≈": "~", "≥": ">", "≤": "<", "·": "-", "“": "\"", "”": "\"",
    "‘": "'", "’": "'",
    "–": "-", "−": "-",
    "—": "-", "×": "x", "▇": "#", "⏎": "$", "␣": "_", "⇥": ">", "∞": "~",
    "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
  ]

  /// Box-drawing lines, and the large brackets of formulas.
  private static let drawn: [Character: Character] = [
    "─": "-", "━": "=", "│": "|", "┬": "+", "┴": "+", "├": "+", "┤": "+", "┼": "+", "┌": "+",
    "┐": "+",
    "└": "+",
    "┘": "+", "⎛": "/", "⎜": "|", "⎝": "\\", "⎞": "\\", "⎟": "|", "⎠": "/", "⎡": "[", "⎢": "|",
    "⎣": "[",
    "⎤": "]", "⎥": "|", "⎦": "]", "⎧": "/", "⎪": "|", "⎨": "{", "⎩": "\\", "⎫": "\\", "⎬": "}",
    "⎭": "/",
  ]
}

extension Style {
  /// Returns the number of columns that a character takes in this style.
  func columns(of character: Character) -> Int {
    isOwn && !character.isASCII && PlainMarks.isMark(character) ? 1 : DisplayWidth.of(character)
  }

  /// - Complexity: O(length of the text)
  func columns(of text: some StringProtocol) -> Int {
    isOwn ? DisplayWidth.of(text, by: columns(of:)) : DisplayWidth.of(text)
  }
}

extension StyledLine {
  /// Returns the line with all of the program's own marks in ASCII.
  public func withPlainMarks() -> StyledLine {
    var line = self
    for (index, span) in spans.enumerated() {
      line.spans[index].text = String(
        span.text.map { PlainMarks.ascii(for: $0, span.style) ?? $0 })
    }
    return line
  }
}

extension CellGrid {
  /// Returns the grid with all of the program's own marks in ASCII.
  public func withPlainMarks() -> CellGrid {
    var grid = self
    for y in 0..<size.height {
      for (x, packed) in packedRow(y).enumerated() where packed.scalar?.isASCII != true {
        let cell = unpacked(packed)
        guard let plain = PlainMarks.ascii(for: cell.character, cell.style) else { continue }
        grid[x, y] = Cell(plain, cell.style, width: cell.width)
      }
    }
    return grid
  }
}
