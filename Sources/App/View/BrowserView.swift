internal import Chat
internal import Screen

/// The list of saved conversations.
enum BrowserView {
  static func draw(_ browser: Browser, _ state: State, on canvas: inout Canvas) {
    let size = canvas.size
    let (header, belowHeader) = canvas.bounds.splitTop(1)
    let (rule, body) = belowHeader.splitTop(1)
    let (hints, aboveHints) = body.splitBottom(1)
    let (preview, list) = aboveHints.splitBottom(size.height >= 12 ? 3 : 0)
    let count = browser.summaries.map { " · \($0.count)" } ?? ""
    canvas.draw("Conversations\(count)", Style(.heading), x: 1, y: header.y)
    canvas.fill("─", .rule, x: 0, y: rule.y, width: size.width)
    drawList(browser, state, in: list, on: &canvas)
    drawPreview(browser, in: preview, on: &canvas)
    canvas.draw("Enter opens  n new  j k move  Esc back", .secondary, x: 1, y: hints.y)
  }

  private static func drawList(
    _ browser: Browser, _ state: State, in area: Rect, on canvas: inout Canvas
  ) {
    guard let summaries = browser.summaries else { return }
    guard !summaries.isEmpty else {
      canvas.draw("No conversation is saved yet.", .secondary, x: 1, y: area.y)
      return
    }
    // The selected row stays in view, with the list as full as it can be.
    let first = max(0, min(browser.selected - area.height / 2, summaries.count - area.height))
    for offset in 0..<area.height where first + offset < summaries.count {
      let index = first + offset
      drawRow(
        summaries[index], state, isSelected: index == browser.selected,
        in: Rect(x: 0, y: area.y + offset, width: area.width, height: 1), on: &canvas)
    }
  }

  private static func drawRow(
    _ summary: ConversationSummary, _ state: State, isSelected: Bool, in area: Rect,
    on canvas: inout Canvas
  ) {
    let style = isSelected ? Style(.selection) : Style.text
    let secondary = isSelected ? Style(.selection) : Style.secondary
    if isSelected {
      canvas.fill(" ", style, x: 0, y: area.y, width: area.width)
      canvas.draw("▌", style, x: 1, y: area.y)
    }
    if state.isStreaming(summary.id) {
      canvas.draw("●", isSelected ? style : Style(.accent), x: area.right - 1, y: area.y)
    }
    let details = details(of: summary, state, columns: area.width)
    let title = summary.title.isEmpty ? "untitled" : Sanitizer.sanitizeLine(summary.title)
    let room = area.width - details.width - 7
    canvas.draw(StyledLine(title, style).truncated(to: room), x: 3, y: area.y)
    canvas.drawRight(
      StyledLine(details.text, secondary), right: area.right - 2, y: area.y)
  }

  /// Age, model and size in columns of their own, as many as the width allows.
  private static func details(
    of summary: ConversationSummary, _ state: State, columns: Int
  ) -> StyledLine {
    guard columns >= 30 else { return StyledLine() }
    var text = pad(Figures.age(state.now.elapsed(since: summary.updatedAt)), to: 8)
    if columns >= 70 {
      let model = StyledLine(Sanitizer.sanitizeLine(Session.short(summary.model)))
      text += pad(model.truncated(to: 18).text, to: 20)
    }
    if columns >= 50 { text += padLeft(messages(summary.messageCount), to: 12) }
    return StyledLine(text)
  }

  private static func drawPreview(_ browser: Browser, in area: Rect, on canvas: inout Canvas) {
    guard !area.isEmpty, let selection = browser.selection else { return }
    canvas.fill("─", .rule, x: 0, y: area.y, width: area.width)
    let text = StyledLine(Sanitizer.sanitizeLine(selection.preview), .secondary)
    let rows = Wrapping.wrap(text, width: max(1, area.width - 2)).prefix(2)
    for (offset, row) in rows.enumerated() {
      canvas.draw(row, x: 1, y: area.y + 1 + offset)
    }
  }

  static func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(count) messages" }

  private static func pad(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - DisplayWidth.of(text)))
  }

  private static func padLeft(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - DisplayWidth.of(text))) + text
  }
}
