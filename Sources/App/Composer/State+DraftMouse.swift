internal import Screen

/// The mouse in the composer: placing the caret and scrolling.
extension State {
  /// Moves the caret to the clicked position.
  mutating func placeCaret(at place: Point) {
    input.vi?.endSelection()
    let (rows, first) = draftRows()
    if let place = rows.place(at: cell(at: place, from: first), in: composer.buffer) {
      composer.move(to: place)
    }
    composer.endRun()
  }

  /// Scrolls a draft that is taller than the composer. The caret moves only if its row would leave
  /// the view.
  /// - Returns: `false` if the draft fits.
  mutating func scrollDraft(by count: Int) -> Bool {
    let height = panes.areas.composer.height
    let (rows, before) = draftRows(more: abs(count))
    let hidden = rows.rows.count - height
    guard hidden > 0 else { return false }
    let first = min(max(0, before + count), hidden)
    guard first != before else { return true }
    front.writing.draftTop = rows.place(ofRow: first)
    let row = min(max(rows.caret.y, first), first + height - 1)
    guard row != rows.caret.y else { return true }
    input.vi?.endSelection()
    if let place = rows.place(at: Point(x: rows.caret.x, y: row), in: composer.buffer) {
      composer.move(to: place)
    }
    composer.endRun()
    return true
  }

  /// Returns the rows of the draft around the caret, and the index of the first visible one.
  /// - Parameter more: how many more rows to lay out than the composer can show.
  private func draftRows(more: Int = 0) -> (rows: ComposerRows, first: Int) {
    let area = panes.areas.composer
    let rows = ComposerRows(
      composer, width: area.width - ComposerView.promptWidth - 1,
      most: FrameLayout.mostComposerRows(terminal.size) + more)
    return (
      rows, ComposerView.firstRow(rows, from: front.writing.draftTop, height: area.height)
    )
  }

  /// Returns the column and the row of the draft at a point.
  private func cell(at place: Point, from first: Int) -> Point {
    let area = panes.areas.composer
    return Point(
      x: place.x - area.x - ComposerView.promptWidth, y: place.y - area.y + first)
  }
}
