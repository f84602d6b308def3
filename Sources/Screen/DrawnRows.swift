/// The rows of a pane as they were last drawn. Unchanged rows are copied instead of redrawn, even
/// after scrolling.
public struct DrawnRows: Sendable {
  fileprivate var rows: [StyledLine] = []
  fileprivate var cells = CellGrid(size: Size(width: 0, height: 0))

  public init() {}

  /// Returns the index of an equal row.
  /// - Parameter guess: the index to try first.
  fileprivate func index(of row: StyledLine, guess: Int) -> Int? {
    if rows.indices.contains(guess), rows[guess] == row { return guess }
    // Drawing an empty row is faster than finding an equal one, and a match would not show how far
    // the other rows have moved.
    return row.spans.isEmpty ? nil : rows.firstIndex(of: row)
  }
}

extension Canvas {
  /// Draws the rows of a pane one below the other, each like ``drawRow(_:x:y:width:)``. The area must
  /// be blank and inside the canvas.
  public mutating func drawRows(
    _ rows: [StyledLine], in area: Rect, reusing drawn: inout DrawnRows
  ) {
    let rows = rows.count <= area.height ? rows : Array(rows.prefix(area.height))
    let canReuse = drawn.cells.size.width == area.width
    var isChanged = rows.count != drawn.rows.count || !canReuse
    var shift = 0
    for (offset, row) in rows.enumerated() {
      let y = area.y + offset
      if canReuse, let index = drawn.index(of: row, guess: offset + shift) {
        shift = index - offset
        grid.put(row: index, of: drawn.cells, x: area.x, y: y)
      } else {
        drawRow(row, x: area.x, y: y, width: area.width)
        isChanged = true
      }
      if shift != 0 { isChanged = true }
    }
    guard isChanged else { return }
    drawn.rows = rows
    drawn.cells = grid.cut(
      Rect(x: area.x, y: area.y, width: area.width, height: rows.count))
  }
}
