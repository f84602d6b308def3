internal import Screen

/// The composer, with the terminal's cursor at its caret.
enum ComposerView {
  /// The width of ` › `, in columns.
  static let promptWidth = 3

  /// - Parameter first: the first visible row.
  static func draw(
    _ rows: ComposerRows, _ state: State, from first: Int, in area: Rect,
    on canvas: inout Canvas
  ) {
    let selected = state.selectedDraft ?? state.input.vi?.selected(in: state.composer)
    for offset in 0..<area.height where first + offset < rows.rows.count {
      let index = first + offset
      let y = area.y + offset
      canvas.draw(
        mark(index, rows, from: first, height: area.height), promptStyle(state), x: area.x, y: y)
      canvas.draw(rows.rows[index], .text, x: area.x + promptWidth, y: y)
      rows.drawSelection(
        selected, row: index, state.composer.buffer, at: Point(x: area.x + promptWidth, y: y),
        on: &canvas)
    }
    if state.focus == .composer {
      canvas.placeCursor(
        Point(x: area.x + promptWidth + rows.caret.x, y: area.y + rows.caret.y - first),
        state.input.vi?.cursorShape ?? .standard)
    }
  }

  /// Returns the mark before a row: the prompt, or a sign that rows above or below are hidden.
  /// - Parameter first: the first visible row.
  private static func mark(
    _ index: Int, _ rows: ComposerRows, from first: Int, height: Int
  ) -> String {
    if index == 0, rows.isAtStart { return " ›" }
    if index == first { return " ↑" }
    let isLast = index == first + height - 1
    return isLast && index < rows.rows.count - 1 ? " ↓" : ""
  }

  /// Returns the index of the first visible row. The view scrolls only as far as needed to show the
  /// caret's row.
  /// - Parameter top: where the first visible row of the last frame begins in the text, in bytes.
  static func firstRow(_ rows: ComposerRows, from top: Int, height: Int) -> Int {
    let first = min(max(rows.row(of: top), rows.caret.y - height + 1), rows.caret.y)
    return max(0, min(first, rows.rows.count - height))
  }

  /// Returns the style of the prompt, which is bright only if typed text goes to the composer.
  private static func promptStyle(_ state: State) -> Style {
    let isTyping = state.inputMode == .conversation(.composing)
    return isTyping ? Style(.accent, .bold) : .secondary
  }
}
