/// The drawing surface for views: a grid that clips what is drawn and keeps wide characters
/// whole.
public struct Canvas: Sendable {
  public internal(set) var grid: CellGrid
  /// What can be clicked, in drawing order.
  public internal(set) var clickAreas: [ClickArea] = []

  public init(size: Size) { grid = CellGrid(size: size) }

  public var size: Size { grid.size }
  public var bounds: Rect { Rect(grid.size) }

  /// Returns the cell drawn at a position.
  public func cell(x: Int, y: Int) -> Cell { grid[x, y] }

  /// Places the cursor. A position outside the screen is ignored.
  public mutating func placeCursor(_ point: Point, _ shape: CursorShape = .standard) {
    guard (0..<size.width).contains(point.x), (0..<size.height).contains(point.y) else { return }
    grid.cursor = point
    grid.cursorShape = shape
  }

  public mutating func hideCursor() { grid.cursor = nil }

  /// Draws text rightward from a position, at most `width` columns, up to the edge of the screen.
  /// - Returns: the number of columns drawn.
  @discardableResult
  public mutating func draw(
    _ text: some StringProtocol, _ style: Style = .text, x: Int, y: Int, width: Int = .max
  ) -> Int {
    guard (0..<size.height).contains(y), x < size.width, x >= 0 else { return 0 }
    let end = width < size.width - x ? x + width : size.width
    var column = x
    var rest = Substring(text)
    while column < end, !rest.isEmpty {
      let count = drawPlain(rest, style, x: column, y: y, width: end - column)
      if count > 0 {
        column += count
        rest = rest[rest.utf8.index(rest.startIndex, offsetBy: count)...]
        continue
      }
      let character = rest.takeFirst()
      let columns = style.columns(of: character)
      guard column + columns <= end else { break }
      if columns > 0 {
        grid.put(Cell(character, style, width: UInt8(columns)), x: column, y: y)
      }
      column += columns
    }
    return column - x
  }

  /// Draws the printable ASCII at the start of the text, where each byte is a character that is
  /// one column wide.
  /// - Returns: the number of bytes drawn.
  private mutating func drawPlain(
    _ text: Substring, _ style: Style, x: Int, y: Int, width: Int
  ) -> Int {
    let count = min(width, text.plainPrefixLength)
    text.utf8.withContiguousStorageIfAvailable { bytes in
      grid.put(ascii: bytes.prefix(count), style, x: x, y: y)
    }
    return count
  }

  @discardableResult
  public mutating func draw(_ line: StyledLine, x: Int, y: Int, width: Int = .max) -> Int {
    var drawn = 0
    for span in line.spans {
      drawn += draw(span.text, span.style, x: x + drawn, y: y, width: width - drawn)
    }
    return drawn
  }

  /// Draws a row of a pane that is `width` columns wide: the row's text, surface and note.
  public mutating func drawRow(_ row: StyledLine, x: Int, y: Int, width: Int) {
    let drawn = draw(row, x: x, y: y, width: width)
    if let surface = row.surface, drawn < width {
      fill(" ", surface, x: x + drawn, y: y, width: width - drawn)
    }
    guard !row.note.isEmpty else { return }
    let note = StyledLine(row.note)
    draw(note, x: max(x, x + width - note.width), y: y, width: width)
  }

  /// Draws a whole grid, without its cursor.
  public mutating func draw(_ other: CellGrid, x: Int, y: Int) { grid.put(other, x: x, y: y) }

  /// Makes everything drawn so far faint and removes the cursor, so that an overlay is easy to see.
  public mutating func recede() {
    grid.cursor = nil
    grid.cursorShape = .standard
    for y in 0..<size.height {
      for x in 0..<size.width { grid[x, y].style = grid[x, y].style.receded }
    }
  }

  /// Changes the style of the characters in these columns of a row.
  public mutating func restyle(_ columns: Range<Int>, y: Int, _ style: Style) {
    guard (0..<size.height).contains(y) else { return }
    for x in columns.clamped(to: 0..<size.width) { grid[x, y].style = style }
  }

  /// Draws a line right-aligned, ending before column `right`.
  public mutating func drawRight(_ line: StyledLine, right: Int, y: Int) {
    draw(line, x: max(0, right - line.width), y: y)
  }

  /// Fills part of one row with a one-column character.
  public mutating func fill(
    _ character: Character, _ style: Style, x: Int, y: Int, width: Int
  ) {
    guard (0..<size.height).contains(y) else { return }
    let start = max(0, x)
    grid.fill(Cell(character, style), start..<max(start, min(size.width, x + width)), y)
  }

  /// Fills an area with a one-column character.
  public mutating func fill(_ character: Character, _ style: Style, _ area: Rect) {
    for y in area.y..<max(area.y, area.bottom) {
      fill(character, style, x: area.x, y: y, width: area.width)
    }
  }
}
