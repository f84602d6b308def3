internal import Screen

/// The rule above a pane. It is heavier, and in the accent colour, if the pane has the focus.
enum FocusRule {
  static func draw(isFocused: Bool, in area: Rect, on canvas: inout Canvas) {
    canvas.fill(
      isFocused ? "━" : "─", isFocused ? .accent : .rule, x: area.x, y: area.y, width: area.width)
  }

  /// Returns whether a cell is part of a rule, with or without the focus.
  static func isRule(_ cell: Cell) -> Bool {
    switch cell.character {
    case "─": cell.style.role == .rule
    case "━": cell.style.role == .accent
    default: false
    }
  }
}
