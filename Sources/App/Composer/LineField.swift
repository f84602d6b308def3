internal import Screen

/// A one-row text field. Long text is cut at either end, so that the caret stays visible.
enum LineField {
  /// - Parameter width: the columns for the text and a caret after it.
  static func draw(
    _ text: Composer, _ style: Style, x: Int, y: Int, width: Int, on canvas: inout Canvas
  ) {
    let room = max(1, width - 1)
    var before = Substring(Sanitizer.sanitizeLine(text.before))
    var columns = DisplayWidth.of(String(before))
    while columns > room, let first = before.popFirst() { columns -= DisplayWidth.of(first) }
    let caret = canvas.draw(before, style, x: x, y: y, width: room)
    let after = StyledLine(Sanitizer.sanitizeLine(text.after), style)
    canvas.draw(after.truncated(to: room - caret), x: x + caret, y: y)
    canvas.placeCursor(Point(x: x + caret, y: y))
  }
}
