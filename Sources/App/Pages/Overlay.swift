internal import Screen

/// The box of a page drawn over another: a field or a title in the top border, rows, and hints in
/// the bottom border. In a narrow window it takes the full width and drops its side borders.
struct Overlay {
  /// Includes the borders.
  let box: Rect
  /// The area of the rows.
  let inside: Rect
  private let hasSides: Bool

  /// Narrower windows have no columns to spare for side borders.
  private static let narrow = 60
  /// Shorter windows have no rows to spare above and below the box.
  private static let low = 16

  /// - Parameters:
  ///   - rows: the maximum number of rows between the borders.
  ///   - columns: the maximum width, including the borders.
  ///   - offset: how many rows lower to place the box, so that part of another overlay stays
  ///     visible.
  init(in size: Size, rows: Int, columns: Int, offset: Int = 0) {
    let isLow = size.height < Self.low
    let margin = isLow ? 0 : 2
    let height = isLow ? size.height : min(rows + 2, size.height - 2 * margin - offset)
    hasSides = size.width >= Self.narrow
    let width = hasSides ? min(columns, size.width) : size.width
    box = Rect(
      x: (size.width - width) / 2, y: isLow ? 0 : margin + offset, width: width, height: height)
    inside = Rect(
      x: box.x + (hasSides ? 1 : 0), y: box.y + 1, width: width - (hasSides ? 2 : 0),
      height: max(0, height - 2))
  }

  /// Draws the empty box.
  func draw(on canvas: inout Canvas) {
    for y in box.y..<box.bottom {
      let isEdge = y == box.y || y == box.bottom - 1
      canvas.fill(isEdge ? "─" : " ", isEdge ? .rule : .text, x: box.x, y: y, width: box.width)
      guard hasSides else { continue }
      let ends = y == box.y ? ("┌", "┐") : isEdge ? ("└", "┘") : ("│", "│")
      canvas.draw(ends.0, .rule, x: box.x, y: y)
      canvas.draw(ends.1, .rule, x: box.right - 1, y: y)
    }
  }

  /// Draws a text field in the top border.
  /// - Parameters:
  ///   - note: drawn at the right end.
  ///   - isActive: whether the field is being typed in and has the caret.
  func drawField(
    _ text: Composer, note: StyledLine, isActive: Bool = true, on canvas: inout Canvas
  ) {
    let right = box.right - 2
    let x = box.x + 2
    let room = max(1, right - note.width - 6 - x)
    let shown = min(room, DisplayWidth.of(Sanitizer.sanitizeLine(text.text)) + 1)
    canvas.fill(" ", .text, x: x - 1, y: box.y, width: shown + 4)
    canvas.draw("›", isActive ? Style(.accent, .bold) : .secondary, x: x, y: box.y)
    LineField.draw(text, .text, x: x + 2, y: box.y, width: room, on: &canvas)
    if !isActive { canvas.hideCursor() }
    drawRight(note, y: box.y, on: &canvas)
  }

  /// Draws a title in the top border.
  func drawTitle(_ title: StyledLine, on canvas: inout Canvas) {
    let line = title.truncated(to: box.width - 4)
    canvas.fill(" ", .text, x: box.x + 1, y: box.y, width: line.width + 2)
    canvas.draw(line, x: box.x + 2, y: box.y)
  }

  /// Draws hints in the bottom border.
  func drawHints(_ hints: [HintLine.Hint], on canvas: inout Canvas) {
    let text = HintLine.text(hints, separator: " · ", columns: box.width - 4)
    guard !text.isEmpty else { return }
    let line = StyledLine(" \(text) ", .secondary)
    canvas.draw(line, x: box.x + 1, y: box.bottom - 1)
  }

  private func drawRight(_ line: StyledLine, y: Int, on canvas: inout Canvas) {
    guard !line.isEmpty else { return }
    canvas.fill(" ", .text, x: box.right - line.width - 3, y: y, width: line.width + 2)
    canvas.drawRight(line, right: box.right - 2, y: y)
  }
}
