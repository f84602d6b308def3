internal import Screen

/// A table of wrapped cells.
struct Table: Equatable, Sendable {
  enum Alignment: Equatable, Sendable {
    case left
    case center
    case right
  }

  var alignments: [Alignment] = []
  var head: [StyledLine] = []
  var body: [[StyledLine]] = []

  private var columnCount: Int { max(head.count, body.reduce(0) { max($0, $1.count) }) }

  /// Rows of at most `width` columns: heads, a rule of dashes, the body. No cell is cut: cells wrap,
  /// and a table of too many columns becomes a list of `head: cell` lines.
  func rows(width: Int) -> [StyledLine] {
    guard columnCount > 0 else { return [] }
    guard let layout = TableColumns(of: self, count: columnCount, width: width) else {
      return stackedRows(width: width)
    }
    var rows = self.rows(of: head, in: layout)
    rows.append(rule(in: layout))
    var hasWrapped = false
    for (index, cells) in body.enumerated() {
      let added = self.rows(of: cells, in: layout)
      // A cell of several rows runs into the next one's: a blank row keeps them apart.
      if index > 0, hasWrapped || added.count > 1 { rows.append(StyledLine()) }
      hasWrapped = added.count > 1
      rows += added
    }
    return rows
  }

  private func rule(in layout: TableColumns) -> StyledLine {
    var line = StyledLine()
    for (index, width) in layout.widths.enumerated() {
      if index > 0 { line.append(layout.gap, .text) }
      line.append(String(repeating: "─", count: width), .rule)
    }
    return line
  }

  private func rows(of cells: [StyledLine], in layout: TableColumns) -> [StyledLine] {
    let wrapped = layout.widths.indices.map { index in
      index < cells.count ? Wrapping.wrap(cells[index], width: layout.widths[index]) : []
    }
    let height = wrapped.reduce(1) { max($0, $1.count) }
    return (0..<height).map { row in
      var line = StyledLine()
      var column = 0
      for (index, width) in layout.widths.enumerated() where row < wrapped[index].count {
        let cell = wrapped[index][row]
        guard !cell.isEmpty else { continue }
        let start = layout.starts[index] + offset(of: cell, in: width, column: index)
        if start > column { line.append(String(repeating: " ", count: start - column), .text) }
        line.append(cell)
        column = start + cell.width
      }
      return line
    }
  }

  private func offset(of cell: StyledLine, in width: Int, column: Int) -> Int {
    let free = max(0, width - cell.width)
    switch column < alignments.count ? alignments[column] : .left {
    case .left: return 0
    case .center: return free / 2
    case .right: return free
    }
  }

  private func stackedRows(width: Int) -> [StyledLine] {
    var rows: [StyledLine] = []
    for (index, cells) in body.enumerated() {
      if index > 0 { rows.append(StyledLine()) }
      for (column, cell) in cells.enumerated() where !cell.isEmpty {
        var line = StyledLine()
        if column < head.count, !head[column].isEmpty {
          line = head[column]
          line.append(": ", .secondary)
        }
        line.append(cell)
        rows += Wrapping.wrap(line, width: width, rest: StyledLine(width > 8 ? "  " : ""))
      }
    }
    return body.isEmpty ? head.flatMap { Wrapping.wrap($0, width: width) } : rows
  }
}

/// The widths that a table's columns get: what they ask for, the widest shrunk until all fit.
struct TableColumns {
  let widths: [Int]
  let starts: [Int]
  let gap: String

  /// Narrower columns than this break most words.
  private static let narrowest = 6

  /// - Returns: `nil` where the columns would be too narrow to read.
  init?(of table: Table, count: Int, width: Int) {
    var natural = [Int](repeating: 1, count: count)
    for cells in [table.head] + table.body {
      for (index, cell) in cells.enumerated() { natural[index] = max(natural[index], cell.width) }
    }
    let least = natural.reduce(0) { $0 + min($1, Self.narrowest) }
    guard let gapWidth = [3, 2, 1].first(where: { least + $0 * (count - 1) <= width }) else {
      return nil
    }
    widths = Self.shrink(natural, to: width - gapWidth * (count - 1))
    gap = String(repeating: " ", count: gapWidth)
    var starts: [Int] = []
    var next = 0
    for width in widths {
      starts.append(next)
      next += width + gapWidth
    }
    self.starts = starts
  }

  /// Lowers the widest columns to one common limit, the highest at which all fit.
  private static func shrink(_ natural: [Int], to room: Int) -> [Int] {
    guard natural.reduce(0, +) > room else { return natural }
    var low = 1
    var high = natural.max() ?? 1
    while low < high {
      let middle = (low + high + 1) / 2
      if natural.reduce(0, { $0 + min($1, middle) }) <= room {
        low = middle
      } else {
        high = middle - 1
      }
    }
    var widths = natural.map { min($0, low) }
    var spare = room - widths.reduce(0, +)
    for index in widths.indices where spare > 0 && natural[index] > widths[index] {
      widths[index] += 1
      spare -= 1
    }
    return widths
  }
}
