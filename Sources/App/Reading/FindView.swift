internal import Screen
internal import Words

/// The line that shows a search: its query and the number of the current match. It is on the rule
/// above the composer, or in a row of its own if there is no rule.
enum FindView {
  /// - Parameter mark: the column of a mark on the rule.
  static func draw(
    _ find: Find, _ state: State, in area: Rect, upTo mark: Int?, on canvas: inout Canvas
  ) {
    // A mark on the rule keeps a piece of the rule before it.
    let right = mark.map { min(area.right, $0 - 1) } ?? area.right
    let count = count(find)
    let x = area.x + ComposerView.promptWidth
    let width = right - x - (count.isEmpty ? 2 : count.width + 4)
    let query = StyledLine(Sanitizer.sanitizeLine(find.query), .text)
    // The caret may be behind the text.
    let taken = max(1, min(width, query.width + 1))
    canvas.fill(" ", .text, x: area.x, y: area.y, width: x - area.x + taken)
    canvas.draw("/", Style(.accent, .bold), x: area.x + 1, y: area.y)
    if !count.isEmpty {
      canvas.fill(" ", .text, x: right - count.width - 2, y: area.y, width: count.width + 2)
      canvas.drawRight(count, right: right - 1, y: area.y)
    }
    guard case .conversation(.finding) = state.inputMode else {
      canvas.draw(query.truncated(to: width), x: x, y: area.y)
      return
    }
    LineField.draw(find.field, .text, x: x, y: area.y, width: width, on: &canvas)
  }

  /// Returns `3/17`, for example, or `3/17…` while matches are still being counted.
  private static func count(_ find: Find) -> StyledLine {
    guard find.match != nil else { return StyledLine() }
    let tally = find.tally
    if find.hasNone {
      return StyledLine(Words.Reading.noMatches, Style(.warning))
    }
    let total = Figures.count(tally.total) + (tally.isComplete ? "" : "…")
    guard let number = tally.number else {
      return StyledLine(find.hit == nil ? Words.Reading.matches(total) : "…/\(total)", .secondary)
    }
    return StyledLine("\(Figures.count(number))/\(total)", .secondary)
  }
}
