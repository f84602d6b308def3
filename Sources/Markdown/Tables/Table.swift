internal import Screen

/// A table of wrapped cells.
struct Table: Equatable, Sendable {
  enum Alignment: Equatable, Sendable {
    case left
    case center
    case right
  }

  var alignments: [Alignment] = []
  var head: [TableCell] = []
  var body: [[TableCell]] = []
  /// Whether the last row of the body is still arriving. Its last cell does not widen its column,
  /// because the columns would otherwise move with every character.
  var hasGrowingRow = false

  /// The widths that the columns need for their complete cells.
  var needs: [ColumnNeed] {
    var rows = [head] + body
    if hasGrowingRow, let row = rows.popLast(), let last = row.lastIndex(where: { !$0.isEmpty }) {
      rows.append(Array(row[..<last]))
    }
    return rows.reduce([]) { ColumnNeed.widest($0, $1.map(ColumnNeed.init)) }
  }

  /// Returns rows of at most `width` columns: the header, a rule, then the body. Cells wrap
  /// rather than being cut, and a table with too many columns becomes a list of `header: cell`
  /// lines.
  func rows(width: Int) -> [StyledLine] { rows(width: width, needs: needs, behind: nil) }

  /// Returns the rows of a table, or of part of it.
  /// - Parameters:
  ///   - needs: the widths that the columns of the whole table need.
  ///   - last: the last row of the previous part; `nil` for the first part.
  func rows(width: Int, needs: [ColumnNeed], behind last: [TableCell]?) -> [StyledLine] {
    guard !needs.isEmpty else { return [] }
    guard let layout = TableColumns(needs, width: width) else {
      return stackedRows(width: width, isFirst: last == nil)
    }
    var rows: [StyledLine] = []
    var hasWrapped: Bool?
    if let last {
      if !last.isEmpty { hasWrapped = self.rows(of: last, in: layout).count > 1 }
    } else {
      rows = self.rows(of: head, in: layout)
      rows.append(rule(in: layout))
    }
    for (index, cells) in body.enumerated() {
      let isGrowing = hasGrowingRow && index == body.count - 1
      let added =
        isGrowing
        ? growingRows(of: cells, in: layout, width: width) : self.rows(of: cells, in: layout)
      // A table row with wrapped cells is separated from its neighbours by a blank row.
      if let hasWrapped, hasWrapped || added.count > 1 { rows.append(StyledLine()) }
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

  private func rows(of cells: [TableCell], in layout: TableColumns) -> [StyledLine] {
    rows(
      of: layout.widths.indices.map { index in
        index < cells.count ? cells[index].rows(width: layout.widths[index]) : []
      }, in: layout)
  }

  /// Returns the rows of a table row that is still arriving. If the columns can still become wider,
  /// its last cell continues to the right edge.
  private func growingRows(
    of cells: [TableCell], in layout: TableColumns, width: Int
  ) -> [StyledLine] {
    guard let last = cells.lastIndex(where: { !$0.isEmpty }), last < layout.widths.count,
      layout.right < width
    else { return rows(of: cells, in: layout) }
    return rows(
      of: layout.widths.indices.map { index in
        guard index < cells.count else { return [] }
        return index == last
          ? cells[index].rows(width: width - layout.starts[index])
          : cells[index].rows(width: layout.widths[index])
      }, in: layout)
  }

  /// - Parameter wrapped: the rows of each cell.
  private func rows(of wrapped: [[StyledLine]], in layout: TableColumns) -> [StyledLine] {
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

  /// Returns one line per cell. Empty cells are omitted, except in the first row, so that every
  /// header appears.
  private func stackedRows(width: Int, isFirst: Bool) -> [StyledLine] {
    var rows: [StyledLine] = []
    for (index, cells) in body.enumerated() {
      if index > 0 || !isFirst { rows.append(StyledLine()) }
      for (column, cell) in cells.enumerated() {
        var line = column < head.count ? head[column].line : StyledLine()
        let hasHead = !line.isEmpty
        guard !cell.isEmpty || hasHead && index == 0 && isFirst else { continue }
        if hasHead { line.append(cell.isEmpty ? ":" : ": ", .secondary) }
        line.append(cell.lines.first ?? StyledLine())
        let indent = StyledLine(width > 8 ? "  " : "")
        rows += Wrapping.wrap(line, width: width, rest: indent)
        for line in cell.lines.dropFirst() {
          rows += Wrapping.wrap(line, width: width, first: indent, rest: indent)
        }
      }
    }
    guard body.isEmpty, isFirst else { return rows }
    return head.flatMap { $0.rows(width: width) }
  }
}

/// The lines of a table cell, separated by explicit breaks.
struct TableCell: Equatable, Sendable {
  var lines: [StyledLine] = []

  var isEmpty: Bool { lines.allSatisfy(\.isEmpty) }

  /// The whole cell on one line.
  var line: StyledLine {
    lines.enumerated().reduce(into: StyledLine()) { result, part in
      let last = result.spans.last?.text.unicodeScalars.last
      let next = part.element.spans.first?.text.unicodeScalars.first
      if part.offset > 0, LineJoin.needsSpace(after: last, before: next) {
        result.append(" ", .text)
      }
      result.append(part.element)
    }
  }

  func rows(width: Int) -> [StyledLine] { lines.flatMap { Wrapping.wrap($0, width: width) } }
}
