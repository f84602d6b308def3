internal import CNcurses
internal import Screen

/// Sends a grid to curses row by row, skipping unchanged rows.
struct Painter {
  private var theme: Theme
  private let depth: ColorDepth
  private var pairs = ColorPairs()
  private var last: CellGrid?
  private var brushes: [Style: Brush] = [:]

  private struct Brush {
    let attributes: attr_t
    let pair: Int32
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

  /// Forgets what is on the screen, so that the next paint draws every row.
  mutating func forget() { last = nil }

  mutating func paint(_ grid: CellGrid) {
    let before = last?.size == grid.size ? last : nil
    if before == grid { return }
    for y in 0..<grid.size.height where before?.row(y) != grid.row(y) {
      paint(grid.row(y), y: y)
    }
    paintCursor(grid.cursor)
    aside_flush_screen()
    last = grid
  }

  private mutating func paint(_ row: ArraySlice<Cell>, y: Int) {
    for (x, cell) in row.enumerated() where cell.width > 0 {
      let brush = brush(for: cell.style)
      if cell.width == 1, let ascii = cell.character.asciiValue {
        put([UInt32(ascii)], brush, x: x, y: y)
      } else {
        let text = CellText(cell) { Int(aside_scalar_width($0)) }
        var column = x
        for part in text.parts {
          put(part.scalars, brush, x: column, y: y)
          column += part.width
        }
      }
    }
  }

  private func put(_ scalars: [UInt32], _ brush: Brush, x: Int, y: Int) {
    aside_put_cell(
      Int32(y), Int32(x), scalars, Int32(scalars.count), brush.attributes, brush.pair)
  }

  private func paintCursor(_ cursor: Point?) {
    curs_set(cursor == nil ? 0 : 1)
    if let cursor { aside_move_cursor(Int32(cursor.y), Int32(cursor.x)) }
  }

  private mutating func brush(for style: Style) -> Brush {
    if let brush = brushes[style] { return brush }
    let look = theme.look(of: style)
    let palette = Palette(depth: depth, background: theme.background)
    let brush = Brush(
      attributes: attributes(emphasis(of: look)), pair: pairs.number(for: look, in: palette))
    brushes[style] = brush
    return brush
  }

  /// Returns the emphasis of a look. With eight colours, bold produces the bright ones, as on old
  /// terminals.
  private func emphasis(of look: Look) -> Emphasis {
    guard depth == .eight, case .terminal(9...) = look.foreground else { return look.emphasis }
    return look.emphasis.union(.bold)
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
