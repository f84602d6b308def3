internal import Screen

/// The mark on the rule under a page's title that tells how much of the page is out of view.
enum PageMark {
  /// - Parameters:
  ///   - above: rows that are scrolled out at the top.
  ///   - below: rows that do not fit at the bottom.
  static func draw(above: Int, below: Int, on canvas: inout Canvas) {
    let parts = [above > 0 ? "↑ \(above)" : nil, below > 0 ? "↓ \(below) more" : nil]
    let text = parts.compactMap(\.self).joined(separator: "  ")
    guard !text.isEmpty else { return }
    canvas.drawRight(StyledLine(" \(text) ", .accent), right: canvas.size.width - 1, y: 1)
  }
}
