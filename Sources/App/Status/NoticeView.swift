internal import Screen

/// The rows of the notice, between the conversation and the composer.
enum NoticeView {
  static func rows(_ state: State, width: Int) -> [StyledLine] {
    let (fact, advice) = parts(state, width: width)
    return fact + advice
  }

  /// What happened, and what to do.
  private static func parts(
    _ state: State, width: Int
  ) -> (fact: [StyledLine], advice: [StyledLine]) {
    guard let notice = state.notice, state.adviceAtEnd == nil, width > 4 else { return ([], []) }
    let role: StyleRole = notice.kind == .trouble ? .error : .accent
    let mark = StyledLine(notice.kind == .trouble ? "! " : "· ", Style(role, .bold))
    let indent = StyledLine("  ")
    let fact = Wrapping.wrap(
      StyledLine(Sanitizer.sanitizeLine(notice.text), Style.text.own), width: width, first: mark,
      rest: indent)
    guard !notice.advice.isEmpty else { return (fact, []) }
    let advice = Wrapping.wrap(
      state.preferences.keymap.marked(notice.advice, .secondary), width: width, first: indent,
      rest: indent)
    return (fact, advice)
  }

  /// Draws as many rows as fit. If space runs out, the advice is the last to be cut.
  static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
    let width = area.width - 2
    let (fact, advice) = parts(state, width: width)
    let shown = fact.cut(to: max(1, area.height - advice.count), width: width)
    for (offset, row) in (shown + advice).prefix(area.height).enumerated() {
      canvas.draw(row, x: area.x + 1, y: area.y + offset)
    }
  }
}
