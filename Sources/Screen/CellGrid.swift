/// A complete screen as a value: its cells and the position of the cursor.
public struct CellGrid: Equatable, Sendable {
  public let size: Size
  /// `nil` hides the cursor.
  public var cursor: Point?
  private var cells: [Cell]

  public init(size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    cells = Array(repeating: .blank, count: self.size.width * self.size.height)
  }

  /// Returns the cells of one row; `y` must be in the grid.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    cells[y * size.width..<(y + 1) * size.width]
  }

  /// - Precondition: the position is in the grid.
  subscript(x: Int, y: Int) -> Cell {
    get { cells[y * size.width + x] }
    set { cells[y * size.width + x] = newValue }
  }
}
