internal import Screen
internal import Words

/// The line that shows a search: its query and the number of the current match.
enum FindView {
  static func draw(_ find: Find, _ state: State, in area: Rect, on canvas: inout Canvas) {
    let count = count(find)
    canvas.drawRight(count, right: area.right - 1, y: area.y)
    canvas.draw("/", Style(.accent, .bold), x: area.x + 1, y: area.y)
    let x = area.x + ComposerView.promptWidth
    let width = area.width - ComposerView.promptWidth - (count.isEmpty ? 1 : count.width + 3)
    guard case .conversation(.finding) = state.inputMode else {
      let query = StyledLine(Sanitizer.sanitizeLine(find.query), .text)
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
