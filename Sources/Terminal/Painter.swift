internal import CNcurses
internal import Screen

/// A painter of grids. In each row, it sends only the changed columns to curses.
struct Painter {
  private var theme: Theme
  private let depth: ColorDepth
  private var pairs = ColorPairs()
  private var last: CellGrid?
  /// Keyed by ``PackedCell/styleCode``.
  private var brushes: [UInt32: Brush] = [:]
  /// The cells to draw next. The array is kept so that its memory can be reused.
  private var run: [cchar_t] = []

  private struct Brush {
    let style: UInt32
    let attributes: attr_t
    let pair: Int32
    /// Printable ASCII in this style, starting with the space.
    let ascii: [cchar_t]
  }

  init(theme: Theme, depth: ColorDepth) {
    self.theme = depth == .none ? .monochrome : theme
    self.depth = depth
  }

  /// Sets the theme for the next paint, which draws every row.
  mutating func use(_ theme: Theme) {
    guard depth != .none else { return }
    self.theme = theme
    brushes = [:]
    forget()
  }

  var cursorColor: RGB? { theme.cursorColor }

  /// Forgets what is on the screen, so that the next paint draws every row.
  mutating func forget() { last = nil }

  mutating func paint(_ grid: CellGrid) {
    let before = last?.size == grid.size ? last : nil
    var isChanged = before.map { $0.cursor != grid.cursor } ?? true
    isChanged = isChanged || before?.cursorShape != grid.cursorShape
    // Keep the cursor visible if only its row changes, as when the user types.
    var leavesRow = false
    for y in 0..<grid.size.height {
      guard let columns = Self.changedColumns(ofRow: y, of: grid, since: before) else { continue }
      isChanged = true
      leavesRow = leavesRow || y != grid.cursor?.y || y != before?.cursor?.y
      paint(grid, columns, y: y)
    }
    guard isChanged else { return }
    flush(cursor: grid.cursor, hidesCursor: leavesRow && (before == nil || before?.cursor != nil))
    last = grid
  }

  private static func changedColumns(
    ofRow y: Int, of grid: CellGrid, since before: CellGrid?
  ) -> Range<Int>? {
    guard let before else { return 0..<grid.size.width }
    return grid.changedColumns(ofRow: y, since: before)
  }

  private mutating func paint(_ grid: CellGrid, _ columns: Range<Int>, y: Int) {
    let cells = grid.packedRow(y).dropFirst(columns.lowerBound).prefix(columns.count)
    guard let first = cells.first else { return }
    run.removeAll(keepingCapacity: true)
    var brush = brush(for: first)
    for cell in cells where cell.width > 0 {
      if cell.styleCode != brush.style { brush = self.brush(for: cell) }
      if cell.width == 1, let scalar = cell.scalar, (0x20..<0x7F).contains(scalar.value) {
        run.append(brush.ascii[Int(scalar.value) - 0x20])
      } else {
        let text = CellText(grid.unpacked(cell)) { Int(aside_scalar_width($0)) }
        for part in text.parts { run.append(Self.cell(part.scalars, brush.attributes, brush.pair)) }
      }
    }
    aside_put_cells(Int32(y), Int32(columns.lowerBound), run, Int32(run.count))
  }

  private static func cell(_ scalars: [UInt32], _ attributes: attr_t, _ pair: Int32) -> cchar_t {
    aside_make_cell(scalars, Int32(scalars.count), attributes, pair)
  }

  /// - Parameter hidesCursor: whether to hide the cursor until it reaches its position.
  private func flush(cursor: Point?, hidesCursor: Bool) {
    guard let cursor else {
      curs_set(0)
      return aside_flush_screen(false)
    }
    aside_move_cursor(Int32(cursor.y), Int32(cursor.x))
    aside_flush_screen(hidesCursor)
    curs_set(1)
  }

  private mutating func brush(for cell: PackedCell) -> Brush {
    if let brush = brushes[cell.styleCode] { return brush }
    let style = cell.style
    let palette = Palette(depth: depth, background: theme.background)
    var look = palette.patch(palette.faded(theme.look(of: style)), as: style.role)
    let around = theme.look(of: .text).background
    let hasRule = style.role == .codeTitle && !palette.showsSurface(of: look, on: around)
    if hasRule { look.background = around }
    let attributes = attributes(palette.emphasis(of: look, as: style.role))
    let pair = pairs.number(for: look, in: palette)
    var ascii = (0x20..<0x7F).map { Self.cell([$0], attributes, pair) }
    if hasRule, style.written == .filler { ascii[0] = ruleCell(palette) }
    let brush = Brush(style: cell.styleCode, attributes: attributes, pair: pair, ascii: ascii)
    brushes[cell.styleCode] = brush
    return brush
  }

  /// Returns a cell of the rule that replaces the surface of a code block's title.
  private mutating func ruleCell(_ palette: Palette) -> cchar_t {
    let look = theme.look(of: .rule)
    return Self.cell(
      [0x2500], attributes(palette.emphasis(of: look, as: .rule)),
      pairs.number(for: look, in: palette)
    )
  }

  private func attributes(_ emphasis: Emphasis) -> attr_t {
    var attributes: attr_t = 0
    if emphasis.contains(.bold) { attributes |= aside_attribute_bold() }
    // Curses cannot strike through, so struck text is dimmed.
    if !emphasis.isDisjoint(with: [.dim, .strikethrough]) { attributes |= aside_attribute_dim() }
    if emphasis.contains(.italic) { attributes |= aside_attribute_italic() }
    if emphasis.contains(.underline) { attributes |= aside_attribute_underline() }
    if emphasis.contains(.reverse) { attributes |= aside_attribute_reverse() }
    return attributes
  }
}
