internal import Screen
internal import Words

/// The mark on the rule under a page's title that shows how many rows are out of view.
enum PageMark {
  /// - Parameters:
  ///   - above: rows above the view.
  ///   - below: rows below the view.
  static func draw(above: Int, below: Int, on canvas: inout Canvas) {
    let parts = [above > 0 ? "↑ \(above)" : nil, below > 0 ? Words.Pages.moreBelow(below) : nil]
    let text = parts.compactMap(\.self).joined(separator: "  ")
    guard !text.isEmpty else { return }
    canvas.drawRight(StyledLine(" \(text) ", .accent), right: canvas.size.width - 1, y: 1)
  }

  /// Returns the mark in the last row that says whether a page goes on; empty if all of it is in
  /// view.
  /// - Parameters:
  ///   - above: rows above the view.
  ///   - shown: the height of the view.
  static func foot(above: Int, shown: Int, of count: Int) -> StyledLine {
    guard count > shown else { return StyledLine() }
    let seen = min(count, above + shown)
    guard seen < count else { return StyledLine(Words.Pages.end, .secondary) }
    return StyledLine(Words.Pages.goesOn(percent: seen * 100 / count), .accent)
  }
}
