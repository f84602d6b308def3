/// The drawing surface for views: a grid that clips, and keeps wide characters whole.
public struct Canvas: Sendable {
  public private(set) var grid: CellGrid

  public init(size: Size) { grid = CellGrid(size: size) }

  public var size: Size { grid.size }
  public var bounds: Rect { Rect(grid.size) }

  /// Returns the cell drawn at a position.
  public func cell(x: Int, y: Int) -> Cell { grid[x, y] }

  /// Sets the caret's position; ignored if outside the screen.
  public mutating func placeCursor(_ point: Point) {
    guard (0..<size.width).contains(point.x), (0..<size.height).contains(point.y) else { return }
    grid.cursor = point
  }

  /// Draws text from a position to the right, up to `width` columns and the edge of the screen.
  /// - Returns: the number of columns drawn.
  @discardableResult
  public mutating func draw(
    _ text: some StringProtocol, _ style: Style = .text, x: Int, y: Int, width: Int = .max
  ) -> Int {
    guard (0..<size.height).contains(y), x < size.width, x >= 0 else { return 0 }
    let end = width < size.width - x ? x + width : size.width
    var column = x
    for character in text {
      let columns = style.columns(of: character)
      guard columns > 0 else { continue }
      guard column + columns <= end else { break }
      put(Cell(character, style, width: UInt8(columns)), x: column, y: y)
      column += columns
    }
    return column - x
  }

  @discardableResult
  public mutating func draw(_ line: StyledLine, x: Int, y: Int, width: Int = .max) -> Int {
    var drawn = 0
    for span in line.spans {
      drawn += draw(span.text, span.style, x: x + drawn, y: y, width: width - drawn)
    }
    return drawn
  }

  /// Draws a whole grid, without its cursor.
  public mutating func draw(_ other: CellGrid, x: Int, y: Int) {
    for row in 0..<min(other.size.height, size.height - y) {
      for column in 0..<min(other.size.width, size.width - x) where other[column, row].width > 0 {
        put(other[column, row], x: x + column, y: y + row)
      }
    }
  }

  /// Draws a line right-aligned, ending before column `right`.
  public mutating func drawRight(_ line: StyledLine, right: Int, y: Int) {
    draw(line, x: max(0, right - line.width), y: y)
  }

  /// Fills a part of one row with a one-column character.
  public mutating func fill(
    _ character: Character, _ style: Style, x: Int, y: Int, width: Int
  ) {
    guard (0..<size.height).contains(y) else { return }
    for column in max(0, x)..<max(max(0, x), min(size.width, x + width)) {
      put(Cell(character, style), x: column, y: y)
    }
  }

  /// Draws a cell. A wide character that it covers only partly is blanked completely.
  private mutating func put(_ cell: Cell, x: Int, y: Int) {
    let end = x + Int(cell.width)
    guard end <= size.width else { return }
    var start = x
    while start > 0, grid[start, y].width == 0 {
      blank(start, y)
      start -= 1
    }
    if start < x { blank(start, y) }
    var rest = end
    while rest < size.width, grid[rest, y].width == 0 {
      blank(rest, y)
      rest += 1
    }
    grid[x, y] = cell
    for column in x + 1..<max(x + 1, end) { grid[column, y] = Cell(" ", cell.style, width: 0) }
  }

  private mutating func blank(_ x: Int, _ y: Int) { grid[x, y] = Cell(" ", grid[x, y].style) }
}
