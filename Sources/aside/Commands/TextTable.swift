internal import Screen

/// Rows of text in columns. A column is as wide on the screen as its widest cell.
struct TextTable {
  enum Alignment {
    case left
    case right
  }

  /// The number of spaces between two columns.
  static let gap = 2

  private let rows: [[String]]
  private let alignments: [Alignment]
  private let widths: [Int]

  /// - Parameters:
  ///   - rows: each with a cell for every column.
  ///   - alignments: one per column; columns without one are left-aligned.
  init(_ rows: [[String]], _ alignments: [Alignment] = []) {
    self.rows = rows
    self.alignments = alignments
    let count = rows.map(\.count).max() ?? 0
    widths = (0..<count).map { column in
      rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
  }

  /// The total width of the columns, including the gaps between them.
  var width: Int { widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) }

  /// The rows as lines of text, without trailing spaces.
  var lines: [String] {
    rows.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() {
        if column > 0 { line += String(repeating: " ", count: Self.gap) }
        let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
        line += alignment(column) == .left ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private func alignment(_ column: Int) -> Alignment {
    column < alignments.count ? alignments[column] : .left
  }
}
