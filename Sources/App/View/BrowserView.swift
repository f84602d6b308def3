internal import Chat
internal import Screen

/// The list of saved conversations: the whole window, or a side bar where the window is wide.
enum BrowserView {
  /// Windows from this width on show the conversation beside the list.
  static let columnsForSideBar = 140
  private static let sideBarColumns = 48

  static func draw(_ browser: Browser, _ state: inout State, on canvas: inout Canvas) {
    let size = canvas.size
    guard size.width >= columnsForSideBar else {
      return draw(browser, state, in: canvas.bounds, on: &canvas)
    }
    let columns = sideBarColumns
    let (list, rest) = canvas.bounds.splitLeft(columns)
    draw(browser, state, in: list, on: &canvas)
    for y in 0..<size.height { canvas.draw("│", .rule, x: columns, y: y) }
    var beside = Canvas(size: Size(width: rest.width - 1, height: size.height))
    ScreenView.drawConversation(&state, on: &beside)
    canvas.draw(beside.grid, x: columns + 1, y: 0)
  }

  private static func draw(
    _ browser: Browser, _ state: State, in area: Rect, on canvas: inout Canvas
  ) {
    let (header, belowHeader) = area.splitTop(1)
    let (rule, body) = belowHeader.splitTop(1)
    let (hints, aboveHints) = body.splitBottom(1)
    let (preview, list) = aboveHints.splitBottom(area.height >= 12 ? 3 : 0)
    drawHeader(browser, in: header, on: &canvas)
    canvas.fill("─", .rule, x: area.x, y: rule.y, width: area.width)
    drawList(browser, state, in: list, on: &canvas)
    drawPreview(browser, in: preview, on: &canvas)
    drawHints(browser, state, in: hints, on: &canvas)
  }

  private static func drawHeader(_ browser: Browser, in area: Rect, on canvas: inout Canvas) {
    let name =
      switch browser.shelf {
      case .current: "Conversations"
      case .archived: "Archive"
      case .deleted: "Deleted, for 30 days"
      }
    var line = StyledLine(name, Style(.heading))
    if let all = browser.summaries?.count {
      let shown = browser.shown.count
      line.append(shown == all ? " · \(all)" : " · \(shown) of \(all)", .secondary)
    }
    if !browser.marked.isEmpty { line.append(" · \(browser.marked.count) marked", .accent) }
    canvas.draw(line.truncated(to: area.width - 2), x: area.x + 1, y: area.y)
    if !browser.filter.isEmpty, browser.prompt == nil {
      let filter = StyledLine("/" + Sanitizer.sanitizeLine(browser.filter), .accent)
      let room = area.width - line.width - 4
      canvas.drawRight(filter.truncated(to: room), right: area.right - 1, y: area.y)
    }
  }

  // MARK: The list

  private enum Row {
    case heading(String)
    /// An index of `shown`.
    case conversation(Int)
  }

  /// The conversations under the day of their last use.
  private static func rows(_ browser: Browser, _ state: State) -> [Row] {
    guard let summaries = browser.summaries else { return [] }
    let today = LocalDay(state.now, offset: state.session.utcOffset)
    var rows: [Row] = []
    var last: LocalDay?
    var isInPinned = false
    for (place, index) in browser.shown.enumerated() {
      let summary = summaries[index]
      if summary.marks.isPinned, browser.shelf == .current {
        if !isInPinned { rows.append(.heading("pinned")) }
        isInPinned = true
      } else {
        let time = summary.marks.deletedAt ?? summary.updatedAt
        let day = LocalDay(time, offset: state.session.utcOffset)
        if day != last || isInPinned { rows.append(.heading(day.name(from: today))) }
        (last, isInPinned) = (day, false)
      }
      rows.append(.conversation(place))
    }
    return rows
  }

  private static func drawList(
    _ browser: Browser, _ state: State, in area: Rect, on canvas: inout Canvas
  ) {
    guard let summaries = browser.summaries else { return }
    guard !browser.shown.isEmpty else {
      let text = browser.filter.isEmpty ? empty(browser.shelf) : "Nothing matches the filter."
      canvas.draw(text, .secondary, x: area.x + 1, y: area.y)
      return
    }
    let rows = rows(browser, state)
    let selected = rows.firstIndex { row in
      if case .conversation(browser.selected) = row { true } else { false }
    }
    // The selected row stays in view, with the list as full as it can be.
    let first = max(0, min((selected ?? 0) - area.height / 2, rows.count - area.height))
    for offset in 0..<area.height where first + offset < rows.count {
      let place = Rect(x: area.x, y: area.y + offset, width: area.width, height: 1)
      switch rows[first + offset] {
      case .heading(let name): canvas.draw(name, .secondary, x: place.x + 1, y: place.y)
      case .conversation(let index):
        let summary = summaries[browser.shown[index]]
        drawRow(
          summary, state, isSelected: index == browser.selected,
          isMarked: browser.marked.contains(summary.id), in: place, on: &canvas)
      }
    }
  }

  private static func empty(_ shelf: Shelf) -> String {
    switch shelf {
    case .current: "No conversation is saved yet."
    case .archived: "Nothing is archived. a archives a conversation."
    case .deleted: "Nothing is deleted."
    }
  }

  private static func drawRow(
    _ summary: ConversationSummary, _ state: State, isSelected: Bool, isMarked: Bool,
    in area: Rect, on canvas: inout Canvas
  ) {
    let style = isSelected ? Style(.selection) : Style.text
    let secondary = isSelected ? Style(.selection) : Style.secondary
    let accent = isSelected ? Style(.selection) : Style.accent
    if isSelected {
      canvas.fill(" ", style, x: area.x, y: area.y, width: area.width)
      canvas.draw("▌", style.own, x: area.x + 1, y: area.y)
    }
    if isMarked { canvas.draw("*", accent, x: area.x + 2, y: area.y) }
    if state.isStreaming(summary.id) {
      canvas.draw("●", accent.own, x: area.right - 1, y: area.y)
    } else if hasDraft(summary, state) {
      canvas.draw("✎", accent.own, x: area.right - 1, y: area.y)
    }
    let details = details(of: summary, state, columns: area.width)
    canvas.drawRight(StyledLine(details.text, secondary), right: area.right - 2, y: area.y)
    var line = title(summary, style)
    for tag in summary.marks.tags { line.append(" #" + Sanitizer.sanitizeLine(tag), accent) }
    canvas.draw(
      line.truncated(to: area.width - details.width - 7), x: area.x + 3, y: area.y)
  }

  private static func hasDraft(_ summary: ConversationSummary, _ state: State) -> Bool {
    summary.id == state.conversation.id ? !state.composer.isEmpty : summary.hasDraft
  }

  private static func title(_ summary: ConversationSummary, _ style: Style) -> StyledLine {
    let isDraft = summary.title.isEmpty && summary.messageCount == 0
    let title = isDraft ? ConversationTitle.of(summary.preview) : summary.title
    return TitleText.line(title, placeholder: "untitled", style)
  }

  /// Age, model and size in columns of their own, as many as the width allows.
  private static func details(
    of summary: ConversationSummary, _ state: State, columns: Int
  ) -> StyledLine {
    guard columns >= 30 else { return StyledLine() }
    let age = Figures.age(state.now.elapsed(since: summary.updatedAt))
    guard columns >= 50 else { return StyledLine(padLeft(age, to: 8)) }
    var text = pad(age, to: 8)
    if columns >= 70 {
      let model = StyledLine(Sanitizer.sanitizeLine(Session.short(summary.model)))
      text += pad(model.truncated(to: 18).text, to: 20)
    }
    let size = summary.messageCount == 0 ? "draft" : messages(summary.messageCount)
    return StyledLine(text + padLeft(size, to: 12))
  }

  // MARK: Below the list

  private static func drawPreview(_ browser: Browser, in area: Rect, on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    canvas.fill("─", .rule, x: area.x, y: area.y, width: area.width)
    guard let selection = browser.selection else { return }
    let text = StyledLine(Sanitizer.sanitizeLine(selection.preview), Style.secondary.foreign)
    let rows = Wrapping.wrap(text, width: max(1, area.width - 2)).prefix(2)
    for (offset, row) in rows.enumerated() {
      canvas.draw(row, x: area.x + 1, y: area.y + 1 + offset, width: area.width - 2)
    }
  }

  private static func drawHints(
    _ browser: Browser, _ state: State, in area: Rect, on canvas: inout Canvas
  ) {
    if let prompt = browser.prompt { return drawPrompt(prompt, state, in: area, on: &canvas) }
    let line: StyledLine
    if let notice = state.notice {
      line = StyledLine(
        Sanitizer.sanitizeLine("\(notice.text) \(notice.advice)"),
        notice.kind == .trouble ? Style(.error) : .accent)
    } else {
      line = StyledLine(hints(browser.shelf, columns: area.width), .secondary)
    }
    canvas.draw(line.truncated(to: area.width - 2), x: area.x + 1, y: area.y)
  }

  private static func hints(_ shelf: Shelf, columns: Int) -> String {
    if shelf == .deleted { return "d brings back  Tab conversations  / filter  Esc back" }
    let archive = shelf == .archived ? "a takes out" : "a archive"
    switch columns {
    case ..<78: return "Enter opens  / filter  r p t a d u x  Esc back"
    case ..<108: return "Enter opens  n new  / filter  r rename  p pin  t tag  \(archive)  d delete"
    default:
      let shelves = columns < 120 ? "" : "  Tab archive"
      return "Enter opens  n new  / filter  r rename  p pin  t tag  \(archive)  d delete  u undo  "
        + "x export  Space mark" + shelves
    }
  }

  private static func drawPrompt(
    _ prompt: Browser.Prompt, _ state: State, in area: Rect, on canvas: inout Canvas
  ) {
    let name =
      switch prompt.purpose {
      case .filter: "/"
      case .rename: "title: "
      case .tags: "tags: "
      case .export where state.asksToReplace(prompt.text.text):
        "already there, Enter again replaces: "
      case .export: "export to: "
      }
    let start = area.x + 1 + canvas.draw(name, .accent, x: area.x + 1, y: area.y)
    LineField.draw(
      prompt.text, .accent, x: start, y: area.y, width: area.right - 1 - start, on: &canvas)
  }

  static func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(count) messages" }

  private static func pad(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - DisplayWidth.of(text)))
  }

  private static func padLeft(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - DisplayWidth.of(text))) + text
  }
}
