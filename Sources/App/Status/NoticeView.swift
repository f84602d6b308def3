internal import Screen

/// The notice, on the rule above the composer or in rows of its own above that rule.
enum NoticeView {
  /// Returns the notice as it is shown in a window of some height: `onRule` if it is information
  /// that needs no action and fits there, where it moves no text, otherwise in `rows`.
  static func placed(
    _ state: State, width: Int, height: Int
  ) -> (onRule: StyledLine?, rows: [StyledLine]) {
    if state.notice?.isPassing == true, height >= FrameLayout.leastHeightForRule,
      let taken = FindView.columnsOnRule(state)
    {
      let line = rows(state, width: width - columnsForMark - taken)
      if line.count == 1 { return (line.first, []) }
    }
    return (nil, rows(state, width: width))
  }

  /// The columns of the rule that are reserved for the mark that announces new lines.
  private static let columnsForMark = 20

  private static func rows(_ state: State, width: Int) -> [StyledLine] {
    let (fact, advice) = parts(state, width: width)
    return fact + advice
  }

  /// Returns the notice's rows for the area below the list, at most `limit`.
  static func rowsBelowList(_ state: State, width: Int, atMost limit: Int) -> [StyledLine] {
    guard let notice = state.notice else { return [] }
    let (fact, advice) = parts(of: notice, state.preferences.keymap, width: width)
    return fitted(fact, advice, rows: limit, width: width)
  }

  /// Returns the rows that say what happened, and those that say what to do.
  private static func parts(
    _ state: State, width: Int
  ) -> (fact: [StyledLine], advice: [StyledLine]) {
    guard let notice = state.notice, !state.isNoticeAtEnd else { return ([], []) }
    return parts(of: notice, state.preferences.keymap, width: width)
  }

  private static func parts(
    of notice: Notice, _ keymap: Keymap, width: Int
  ) -> (fact: [StyledLine], advice: [StyledLine]) {
    guard width > 4 else { return ([], []) }
    let mark =
      notice.kind == .trouble ? Note.troubleMark : StyledLine("· ", Style(.accent, .bold))
    let fact = Note(StyledLine(Sanitizer.sanitizeLine(notice.text), Style.text.own), mark: mark)
      .rows(width: width)
    guard !notice.advice.isEmpty else { return (fact, []) }
    let advice = Note(keymap.marked(notice.advice, .secondary), mark: StyledLine("  "))
    return (fact, advice.rows(width: width))
  }

  /// Cuts a notice to a number of rows. The advice is the last to be cut.
  private static func fitted(
    _ fact: [StyledLine], _ advice: [StyledLine], rows: Int, width: Int
  ) -> [StyledLine] {
    let shown = fact.cut(to: max(1, rows - advice.count), width: width)
    return Array((shown + advice).prefix(max(0, rows)))
  }

  /// Draws as many rows as fit.
  static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
    let width = area.width - 2
    let (fact, advice) = parts(state, width: width)
    let rows = fitted(fact, advice, rows: area.height, width: width)
    for (offset, row) in rows.enumerated() {
      canvas.draw(row, x: area.x + 1, y: area.y + offset)
    }
  }
}
