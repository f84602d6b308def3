internal import Screen

/// A formula being laid out: rows of equal width, one of which is the baseline.
struct MathBox: Equatable {
  var rows: [String]
  var baseline: Int

  init(_ text: String = "") {
    rows = [text]
    baseline = 0
  }

  init(rows: [String], baseline: Int) {
    let width = rows.reduce(0) { max($0, DisplayWidth.of($1)) }
    self.rows = rows.map { Self.padded($0, to: width) }
    self.baseline = baseline
  }

  var isSingleRow: Bool { rows.count == 1 }
  var text: String { rows.joined(separator: " ") }
  private var width: Int { DisplayWidth.of(rows.first ?? "") }

  /// Appends another box on the right, with both baselines aligned.
  mutating func append(_ other: MathBox) {
    if isSingleRow, other.isSingleRow {
      rows[0] += other.rows[0]
      return
    }
    let above = max(baseline, other.baseline)
    let below = max(rows.count - baseline, other.rows.count - other.baseline)
    let left = aligned(above: above, below: below)
    let right = other.aligned(above: above, below: below)
    rows = zip(left, right).map { $0 + $1 }
    baseline = above
  }

  private func aligned(above: Int, below: Int) -> [String] {
    let blank = String(repeating: " ", count: width)
    let top = [String](repeating: blank, count: above - baseline)
    return top + rows + [String](repeating: blank, count: below - (rows.count - baseline))
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }

  /// Returns cells arranged in columns, between brackets that span all rows.
  static func grid(_ cells: [[String]], left: Brackets, right: Brackets) -> MathBox {
    let count = cells.reduce(0) { max($0, $1.count) }
    var widths = [Int](repeating: 0, count: count)
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], DisplayWidth.of(cell))
      }
    }
    let rows = cells.enumerated().map { index, row in
      let padded = widths.enumerated().map { column, width in
        Self.padded(column < row.count ? row[column] : "", to: width)
      }
      let body = padded.joined(separator: "  ")
      return left.part(index, of: cells.count) + body + right.part(index, of: cells.count)
    }
    return MathBox(rows: rows, baseline: max(0, (cells.count - 1) / 2))
  }

  /// Returns rows aligned at LaTeX's `&`. If there are several columns, they are alternately
  /// right-aligned and left-aligned.
  static func aligned(_ cells: [[String]]) -> MathBox {
    let count = cells.reduce(0) { max($0, $1.count) }
    let widths = (0..<count).map { column in
      cells.reduce(0) { max($0, column < $1.count ? DisplayWidth.of($1[column]) : 0) }
    }
    let rows = cells.map { row in
      row.enumerated().map { column, cell in
        let isFlushRight = column % 2 == 0 && count > 1
        let space = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
        let gap = column == 0 ? "" : column % 2 == 0 ? "   " : widths[column - 1] > 0 ? " " : ""
        return gap + (isFlushRight ? space + cell : cell + space)
      }.joined()
    }
    return MathBox(rows: rows, baseline: max(0, (cells.count - 1) / 2))
  }

  /// The characters that draw a bracket: `one` for a single row; `parts` for the top, extension,
  /// centre and bottom of a taller bracket.
  struct Brackets: Equatable {
    let one: String
    let parts: [String]

    static let none = Brackets(one: "", parts: ["", "", "", ""])

    func part(_ row: Int, of count: Int) -> String {
      if count == 1 { return one }
      if row == 0 { return parts[0] }
      if row == count - 1 { return parts[3] }
      return row == (count - 1) / 2 ? parts[2] : parts[1]
    }
  }

  static func brackets(for environment: String) -> (Brackets, Brackets) {
    switch environment {
    case "pmatrix":
      (
        Brackets(one: "(", parts: ["⎛ ", "⎜ ", "⎜ ", "⎝ "]),
        Brackets(one: ")", parts: [" ⎞", " ⎟", " ⎟", " ⎠"])
      )
    case "bmatrix":
      (
        Brackets(one: "[", parts: ["⎡ ", "⎢ ", "⎢ ", "⎣ "]),
        Brackets(one: "]", parts: [" ⎤", " ⎥", " ⎥", " ⎦"])
      )
    case "Bmatrix", "cases":
      (
        Brackets(one: "{", parts: ["⎧ ", "⎪ ", "⎨ ", "⎩ "]),
        environment == "cases"
          ? .none : Brackets(one: "}", parts: [" ⎫", " ⎪", " ⎬", " ⎭"])
      )
    case "vmatrix":
      (
        Brackets(one: "|", parts: ["│ ", "│ ", "│ ", "│ "]),
        Brackets(one: "|", parts: [" │", " │", " │", " │"])
      )
    case "Vmatrix":
      (
        Brackets(one: "‖", parts: ["║ ", "║ ", "║ ", "║ "]),
        Brackets(one: "‖", parts: [" ║", " ║", " ║", " ║"])
      )
    default: (.none, .none)
    }
  }
}
