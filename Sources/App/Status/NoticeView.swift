internal import Screen

/// The rows of the notice, between the conversation and the composer.
enum NoticeView {
  static func rows(_ state: State, width: Int) -> [StyledLine] {
    guard let notice = state.notice, width > 4 else { return [] }
    let role: StyleRole = notice.kind == .trouble ? .error : .accent
    let mark = StyledLine(notice.kind == .trouble ? "! " : "· ", Style(role, .bold))
    let indent = StyledLine("  ")
    var rows = Wrapping.wrap(
      StyledLine(Sanitizer.sanitizeLine(notice.text), Style.text.own), width: width, first: mark,
      rest: indent)
    if !notice.advice.isEmpty {
      rows += Wrapping.wrap(
        StyledLine(Sanitizer.sanitizeLine(notice.advice), .secondary), width: width, first: indent,
        rest: indent)
    }
    return rows
  }

  static func draw(_ rows: [StyledLine], in area: Rect, on canvas: inout Canvas) {
    for (offset, row) in rows.prefix(area.height).enumerated() {
      canvas.draw(row, x: area.x + 1, y: area.y + offset)
    }
  }
}
