internal import Screen

/// The window that an overlay is drawn on.
struct Stage: Equatable {
  let size: Size
  /// The columns of the conversation without the side bar and the thinking pane, or of the page
  /// beneath. The overlay should stay within them, so that it covers nothing else.
  private let preferred: Range<Int>

  init(_ size: Size, columns: Range<Int>? = nil) {
    self.size = size
    let window = 0..<max(0, size.width)
    preferred = columns.map { $0.clamped(to: window) } ?? window
  }

  /// Returns the preferred columns if a box of this width fits there with a free column on either
  /// side, and otherwise all columns.
  func columns(forAtLeast width: Int) -> Range<Int> {
    preferred.count >= width + 2 ? preferred : 0..<max(0, size.width)
  }
}

/// The box of a page drawn over another: a field or a title in the top border, rows, and hints
/// in the bottom border. All boxes have the same width and top edge, and are as tall as their
/// content. In a narrow window, a box takes the full width and drops its side borders.
struct Overlay {
  /// The area of the box, including its borders.
  let box: Rect
  /// The area of the rows. An empty column separates it from each side border.
  let inside: Rect
  private let hasSides: Bool
  /// The columns to clear if the box is drawn alone: those of the conversation or page beneath,
  /// because the other columns show something else.
  private let cleared: Range<Int>

  /// The same as the text's, so that the edges of the box and of the text beneath line up.
  private static let columns = TranscriptView.mostColumns
  /// A narrower box would show less than a window of 80 columns does.
  private static let leastColumns = 72
  /// In windows narrower than this, the box takes the full width.
  private static let wide = 100
  /// In windows narrower than this, the box has no side borders.
  private static let narrow = 60
  /// In windows shorter than this, the box takes the full height.
  private static let low = 16

  private static func isLow(_ size: Size) -> Bool { size.height < low }

  private static func margin(_ size: Size) -> Int { isLow(size) ? 0 : 2 }

  /// Returns the maximum number of rows that a box has room for.
  static func room(in size: Size) -> Int { max(0, size.height - 2 * margin(size) - 2) }

  /// - Parameter rows: the number of rows between the borders, if there is room.
  init(on stage: Stage, rows: Int) {
    let size = stage.size
    let room = Self.room(in: size)
    // In a short window, take the full height: a few rows left below the box would only distract.
    let height = (Self.isLow(size) ? room : min(max(1, rows), room)) + 2
    hasSides = size.width >= Self.narrow
    let columns = stage.columns(forAtLeast: Self.leastColumns)
    let width: Int
    if columns.count < size.width {
      // A column on either side stays empty.
      width = min(Self.columns, columns.count - 2)
    } else {
      width = size.width >= Self.wide ? Self.columns : size.width
    }
    cleared = columns
    box = Rect(
      x: columns.lowerBound + (columns.count - width) / 2, y: Self.margin(size), width: width,
      height: min(height, size.height))
    inside = Rect(
      x: box.x + (hasSides ? 2 : 0), y: box.y + 1, width: width - (hasSides ? 4 : 1),
      height: max(0, box.height - 2))
  }

  /// The area for rows under headings. Headings line up with the top border's field.
  var list: Rect {
    let start = box.x + 2
    return Rect(x: start, y: inside.y, width: inside.right - start, height: inside.height)
  }

  /// The area for text on pages whose rows have no column for a selection mark.
  var text: Rect { hasSides ? inside : box.inset(columns: 1).rows(of: inside) }

  /// Draws the empty box.
  /// - Parameter isAlone: whether to clear the window to the left and right of the box.
  func draw(isAlone: Bool = false, on canvas: inout Canvas) {
    // A blank row separates the box from the text below it.
    if box.bottom < canvas.size.height - Self.margin(canvas.size) {
      canvas.fill(" ", .text, x: box.x - 1, y: box.bottom, width: box.width + 2)
    }
    for y in box.y..<box.bottom {
      if isAlone {
        canvas.fill(" ", .text, x: cleared.lowerBound, y: y, width: cleared.count)
      } else if hasSides {
        clearFragments(y: y, on: &canvas)
      }
      // An empty column on each side separates the box from the text behind it.
      if hasSides { canvas.fill(" ", .text, x: box.x - 1, y: y, width: box.width + 2) }
      let isEdge = y == box.y || y == box.bottom - 1
      canvas.fill(isEdge ? "─" : " ", isEdge ? .rule : .text, x: box.x, y: y, width: box.width)
      drawEnds(y: y, y == box.y ? ("┌", "┐") : isEdge ? ("└", "┘") : ("│", "│"), on: &canvas)
    }
  }

  /// The minimum number of columns in which text next to the box is still legible.
  private static let leastText = 8

  /// Clears short fragments of text on either side of the box. A few letters would only make its
  /// edges look ragged.
  private func clearFragments(y: Int, on canvas: inout Canvas) {
    let left = cleared.lowerBound..<max(cleared.lowerBound, box.x - 1)
    let right = min(box.right + 1, cleared.upperBound)..<cleared.upperBound
    let (before, after) = (fragment(left.reversed(), y, canvas), fragment(right, y, canvas))
    canvas.fill(" ", .text, x: left.upperBound - before, y: y, width: before)
    canvas.fill(" ", .text, x: right.lowerBound, y: y, width: after)
  }

  /// Returns how many of these columns to clear: all columns with text if there is little of it, or
  /// else those with a short fragment that the box cuts off.
  /// - Parameter columns: the columns on one side of the box, nearest first.
  private func fragment(
    _ columns: some Collection<Int>, _ y: Int, _ canvas: Canvas
  ) -> Int {
    let isText = columns.map { column in
      let cell = canvas.cell(x: column, y: y)
      return cell.character != " " || cell.width == 0
    }
    let all = (isText.lastIndex(of: true) ?? -1) + 1
    guard all > Self.leastText else { return all }
    let gap = isText.indices.dropLast().first { !isText[$0] && !isText[$0 + 1] } ?? all
    return gap < Self.leastText ? gap : 0
  }

  /// Draws a rule between rows.
  /// - Parameters:
  ///   - label: drawn at the left end. A short box shows the details of the selected row here,
  ///     because in a row of their own they would look like another entry.
  ///   - mark: drawn at the right end.
  func drawRule(
    y: Int, label: StyledLine = StyledLine(), mark: StyledLine = StyledLine(),
    on canvas: inout Canvas
  ) {
    canvas.fill("─", .rule, x: box.x, y: y, width: box.width)
    drawEnds(y: y, ("├", "┤"), on: &canvas)
    if !label.isEmpty {
      canvas.fill(" ", .text, x: box.x + 2, y: y, width: label.width + 2)
      canvas.draw(label, x: box.x + 3, y: y)
    }
    PageMark.draw(mark, y: y, right: box.right, on: &canvas)
  }

  private func drawEnds(y: Int, _ ends: (String, String), on canvas: inout Canvas) {
    guard hasSides else { return }
    canvas.draw(ends.0, .rule, x: box.x, y: y)
    canvas.draw(ends.1, .rule, x: box.right - 1, y: y)
  }

  /// Draws a text field in the top border.
  /// - Parameter mark: how many rows are out of view. Drawn before the field's note.
  func drawField(_ field: FilterField, mark: PageMark, on canvas: inout Canvas) {
    var field = field
    var end = mark.top
    if !end.isEmpty, !field.note.isEmpty { end.append(" · ", .secondary) }
    end.append(field.note)
    (field.note, field.isOnRule) = (end, true)
    field.draw(in: Rect(x: box.x + 2, y: box.y, width: box.width - 4, height: 1), on: &canvas)
    if !field.isActive { canvas.hideCursor() }
  }

  /// The number of columns available for a rule's label.
  var labelColumns: Int { max(1, box.width - 6) }

  /// Draws a title in the top border.
  func drawTitle(_ title: StyledLine, on canvas: inout Canvas) {
    let line = title.truncated(to: box.width - 4)
    canvas.fill(" ", .text, x: box.x + 1, y: box.y, width: line.width + 2)
    canvas.draw(line, x: box.x + 2, y: box.y)
  }

  /// Draws hints in the bottom border.
  /// - Parameter mark: drawn at the right end.
  func drawHints(
    _ hints: [HintLine.Hint], mark: StyledLine = StyledLine(), on canvas: inout Canvas
  ) {
    // A narrow box has no room for the mark: the hint for leaving the box is more important.
    let mark = box.width < 36 ? StyledLine() : mark
    let room = box.width - 4 - (mark.isEmpty ? 0 : mark.width + 4)
    let text = HintLine.text(hints, columns: room)
    if !text.isEmpty {
      canvas.draw(" ", .secondary, x: box.x + 1, y: box.bottom - 1)
      canvas.drawHints(text, .secondary, x: box.x + 2, y: box.bottom - 1)
      canvas.draw(" ", .secondary, x: box.x + 2 + DisplayWidth.of(text), y: box.bottom - 1)
    }
    PageMark.draw(mark, y: box.bottom - 1, right: box.right, on: &canvas)
  }
}

extension Rect {
  /// Returns an area with the columns of this area and the rows of another.
  func rows(of other: Rect) -> Rect {
    Rect(x: x, y: other.y, width: width, height: other.height)
  }
}
