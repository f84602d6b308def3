internal import Screen
internal import Words

/// The line that shows a search: its query and the number of the current match. It is on the rule
/// above the composer, or in a row of its own if there is no rule.
enum FindView {
  /// Returns the columns that a search takes on the rule; 0 without a search, and `nil` if a notice
  /// has no place beside it.
  static func columnsOnRule(_ state: State) -> Int? {
    guard let find = state.find else { return 0 }
    guard !find.isInReasoning else { return nil }
    return DisplayWidth.of(find.field.text) + columnsOfCount
  }

  /// What the sign, the count and the rule beside them take.
  private static let columnsOfCount = 16

  /// - Parameters:
  ///   - notice: drawn before the count.
  ///   - mark: the column of a mark on the rule.
  static func draw(
    _ find: Find, _ state: State, notice: StyledLine?, in area: Rect, upTo mark: Int?,
    on canvas: inout Canvas
  ) {
    // A mark on the rule keeps a piece of the rule before it.
    let right = mark.map { min(area.right, $0 - 1) } ?? area.right
    let isActive = if case .conversation(.finding) = state.inputMode { true } else { false }
    let field = FilterField(
      text: find.field, sign: "/",
      placeholder: find.isInReasoning ? Words.Reading.findInThinking : Words.Reading.find,
      note: note(notice, count(find)), isActive: isActive, isOnRule: true)
    field.draw(
      in: Rect(x: area.x + 1, y: area.y, width: right - area.x - 2, height: 1), on: &canvas)
  }

  private static func note(_ notice: StyledLine?, _ count: StyledLine) -> StyledLine {
    guard var line = notice else { return count }
    line.append("  ", .text)
    for span in count.spans { line.append(span.text, span.style) }
    return line
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
      let text =
        find.hit == nil ? Words.Reading.matches(total) : Words.Reading.match("…", of: total)
      return StyledLine(text, .secondary)
    }
    return StyledLine(Words.Reading.match(Figures.count(number), of: total), .secondary)
  }
}
