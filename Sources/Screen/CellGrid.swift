/// A complete screen as a value: its cells and the position of the cursor.
public struct CellGrid: Sendable {
  public let size: Size
  /// The position of the cursor; `nil` if the cursor is hidden.
  public var cursor: Point?
  public var cursorShape = CursorShape.standard
  private var cells: [PackedCell]
  /// The characters that have several scalars. A cell refers to one of them by index. The array
  /// is never pruned, because a grid lives only as long as its frame.
  private var clusters: [Character] = []

  public init(size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    cells = Array(repeating: .blank, count: self.size.width * self.size.height)
  }

  /// Returns the cells of one row; `y` must be in the grid.
  public func row(_ y: Int) -> [Cell] { packedRow(y).map(unpacked) }

  /// Returns the cells of one row as they are stored; `y` must be in the grid.
  public func packedRow(_ y: Int) -> ArraySlice<PackedCell> {
    cells[y * size.width..<(y + 1) * size.width]
  }

  /// Returns the unpacked form of a cell of this grid.
  public func unpacked(_ cell: PackedCell) -> Cell {
    Cell(character(of: cell), cell.style, width: UInt8(clamping: cell.width))
  }

  /// - Precondition: the position is in the grid.
  subscript(x: Int, y: Int) -> Cell {
    get { unpacked(cells[y * size.width + x]) }
    set {
      let width = Int(newValue.width)
      cells[y * size.width + x] =
        newValue.character.onlyScalar.map { PackedCell($0, newValue.style, width: width) }
        ?? PackedCell(cluster: add(newValue.character), newValue.style, width: width)
    }
  }

  private func character(of cell: PackedCell) -> Character {
    cell.scalar.map(Character.init) ?? clusters[cell.clusterNumber]
  }

  private mutating func add(_ cluster: Character) -> Int {
    clusters.append(cluster)
    return clusters.count - 1
  }

  // MARK: Drawing

  /// Draws a cell. Any wide character that the new cell covers only partly is blanked completely.
  /// - Precondition: the cell lies entirely within the row.
  mutating func put(_ cell: Cell, x: Int, y: Int) {
    let width = Int(cell.width)
    clear(x..<x + width, y)
    self[x, y] = cell
    let rest = PackedCell(" ", cell.style, width: 0)
    for column in x + 1..<max(x + 1, x + width) { cells[y * size.width + column] = rest }
  }

  /// Draws printable ASCII, one byte for each column, like ``put(_:x:y:)``.
  mutating func put(ascii bytes: some Collection<UInt8>, _ style: Style, x: Int, y: Int) {
    guard !bytes.isEmpty else { return }
    clear(x..<x + bytes.count, y)
    let start = y * size.width + x
    cells.withUnsafeMutableBufferPointer { cells in
      var index = start
      for byte in bytes {
        cells[index] = PackedCell(Unicode.Scalar(byte), style, width: 1)
        index += 1
      }
    }
  }

  /// Fills columns of a row with a cell one column wide.
  mutating func fill(_ cell: Cell, _ columns: Range<Int>, _ y: Int) {
    guard let start = columns.first else { return }
    clear(columns, y)
    self[start, y] = cell
    let first = y * size.width
    let packed = cells[first + start]
    cells.withUnsafeMutableBufferPointer { cells in
      for column in columns { cells[first + column] = packed }
    }
  }

  /// Copies another grid to a position in this one, clipping any part that does not fit.
  mutating func put(_ other: CellGrid, x: Int, y: Int) {
    for row in y..<max(y, min(size.height, y + other.size.height)) {
      put(row: row - y, of: other, x: x, y: row)
    }
  }

  /// Copies a row of another grid, starting at column `start`, to a position in this one, clipping
  /// any part that does not fit.
  mutating func put(row: Int, from start: Int = 0, of other: CellGrid, x: Int, y: Int) {
    let right = min(size.width, x + other.size.width - start)
    guard x < right else { return }
    clear(x..<right, y)
    let source = row * other.size.width + start
    if copyPlainly(source..<source + right - x, of: other, to: y * size.width + x) { return }
    for column in x..<right {
      let cell = other.cells[row * other.size.width + start + column - x]
      guard column + cell.width <= size.width else { break }
      cells[y * size.width + column] =
        cell.isCluster
        ? PackedCell(cluster: add(other.character(of: cell)), cell.style, width: cell.width)
        : cell
    }
  }

  /// Copies cells of another grid in one pass, unless they contain a cluster or a wide character
  /// that does not fit.
  /// - Returns: whether the cells were copied.
  private mutating func copyPlainly(
    _ source: Range<Int>, of other: CellGrid, to target: Int
  ) -> Bool {
    other.cells.withUnsafeBufferPointer { others in
      let source = UnsafeBufferPointer(rebasing: others[source])
      let all = source.reduce(UInt64(0)) { $0 | $1.bits }
      guard !PackedCell.hasCluster(all), source.last.map({ $0.width < 2 }) ?? true else {
        return false
      }
      cells.withUnsafeMutableBufferPointer { cells in
        _ = UnsafeMutableBufferPointer(rebasing: cells[target..<target + source.count])
          .update(fromContentsOf: source)
      }
      return true
    }
  }

  /// Returns a copy of an area without the cursor.
  /// - Precondition: the area is in the grid, and no wide character is partly in it.
  func cut(_ area: Rect) -> CellGrid {
    var result = CellGrid(size: Size(width: area.width, height: area.height))
    for row in 0..<area.height {
      result.put(row: area.y + row, from: area.x, of: self, x: 0, y: row)
    }
    return result
  }

  /// Blanks the outer part of a wide character that lies only partly inside `columns`.
  private mutating func clear(_ columns: Range<Int>, _ y: Int) {
    let first = y * size.width
    var start = columns.lowerBound
    while start > 0, cells[first + start].width == 0 {
      blank(first + start)
      start -= 1
    }
    if start < columns.lowerBound { blank(first + start) }
    var rest = columns.upperBound
    while rest < size.width, cells[first + rest].width == 0 {
      blank(first + rest)
      rest += 1
    }
  }

  private mutating func blank(_ index: Int) {
    cells[index] = PackedCell(" ", cells[index].style, width: 1)
  }

  // MARK: Comparing

  /// Returns the range of columns in which a row differs from the same row of another grid of the
  /// same size; `nil` if there is no difference. The range never splits a wide character in
  /// either grid.
  /// - Complexity: O(width)
  public func changedColumns(ofRow y: Int, since other: CellGrid) -> Range<Int>? {
    let first = y * size.width
    let end = first + size.width
    if isPlainlySame(first..<end, other) { return nil }
    guard var start = (first..<end).first(where: { !isSame($0, other) }),
      var last = (start..<end).last(where: { !isSame($0, other) })
    else { return nil }
    while start > first, isContinued(start, other) { start -= 1 }
    while last + 1 < end, isContinued(last + 1, other) { last += 1 }
    return start - first..<last + 1 - first
  }

  /// Whether these cells are equal in both grids and contain no cluster. Makes one pass without
  /// branches, because most rows do not change between frames.
  private func isPlainlySame(_ indices: Range<Int>, _ other: CellGrid) -> Bool {
    cells.withUnsafeBufferPointer { cells in
      other.cells.withUnsafeBufferPointer { others in
        var (difference, all) = (UInt64(0), UInt64(0))
        for index in indices {
          difference |= cells[index].bits ^ others[index].bits
          all |= cells[index].bits
        }
        return difference == 0 && !PackedCell.hasCluster(all)
      }
    }
  }

  private func isSame(_ index: Int, _ other: CellGrid) -> Bool {
    let (cell, old) = (cells[index], other.cells[index])
    guard cell.isCluster else { return cell.bits == old.bits }
    return old.isCluster && cell.bitsWithoutNumber == old.bitsWithoutNumber
      && clusters[cell.clusterNumber] == other.clusters[old.clusterNumber]
  }

  /// Whether the column continues a wide character, in this grid or the other.
  private func isContinued(_ index: Int, _ other: CellGrid) -> Bool {
    cells[index].width == 0 || other.cells[index].width == 0
  }
}

extension CellGrid: Equatable {
  public static func == (left: CellGrid, right: CellGrid) -> Bool {
    left.size == right.size && left.cursor == right.cursor
      && left.cursorShape == right.cursorShape
      && (0..<left.size.height).allSatisfy { left.changedColumns(ofRow: $0, since: right) == nil }
  }
}
