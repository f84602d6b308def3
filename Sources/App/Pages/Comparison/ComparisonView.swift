internal import Screen
internal import Words

/// Draws two answers side by side.
enum ComparisonView {
  static func draw(
    _ comparison: inout ComparisonPage, _ context: PageContext, on canvas: inout Canvas
  ) {
    let size = canvas.size
    canvas.draw(Words.Pages.compareHeading, Style(.heading), x: 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let height = max(0, size.height - 3)
    let left = size.width / 2
    let columns = [(x: 1, width: left - 2), (x: left + 2, width: size.width - left - 3)]
    let width = min(TranscriptView.mostColumns, columns.map(\.width).min() ?? 1)
    let rows = comparison.rows(
      of: context.conversation, byLines: context.preferences.hasReducedMotion, width: max(1, width),
      height: height)
    for (column, rows) in zip(columns, rows) {
      for (offset, row) in rows.enumerated() {
        canvas.draw(row, x: column.x, y: 2 + offset, width: column.width)
      }
    }
    canvas.draw("┬", .rule, x: left, y: 1)
    for offset in 0..<height { canvas.draw("│", .rule, x: left, y: 2 + offset) }
  }
}
