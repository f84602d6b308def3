internal import Chat
internal import Screen
internal import Words

/// The view of the conversation list: fills the window or, if the window is wide, is drawn as a
/// side bar.
enum ConversationListView {
  /// Draws the list to fill the window.
  static func draw(
    _ conversationList: ConversationList, _ state: State, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    draw(conversationList, state, &layouts, in: canvas.bounds, on: &canvas)
  }

  /// Draws the list as a side bar, and the conversation next to it.
  static func drawSideBar(
    _ conversationList: ConversationList, _ state: State, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    let size = canvas.size
    let columns = state.panes.size.sideBarColumns(in: size.width)
    let (list, rest) = canvas.bounds.splitLeft(columns)
    draw(conversationList, state, &layouts, in: list, on: &canvas)
    var beside = Canvas(size: Size(width: rest.width - 1, height: size.height))
    ScreenView.drawConversation(state, &layouts, on: &beside)
    layouts.areas.sideBar = columns + 1
    layouts.areas.columns = layouts.areas.columns.map {
      $0.lowerBound + columns + 1..<$0.upperBound + columns + 1
    }
    canvas.draw(beside.grid, x: columns + 1, y: 0)
    canvas.takeClickAreas(of: beside, x: columns + 1)
    for y in 0..<size.height {
      let left = canvas.cell(x: columns - 1, y: y)
      let right = canvas.cell(x: columns + 1, y: y)
      let divider = divider(isRule(left), isRule(right), isTop: y <= 1)
      if let divider { canvas.draw(divider, .rule, x: columns, y: y) }
    }
    if state.conversationHasKeys, let cursor = beside.grid.cursor {
      canvas.placeCursor(Point(x: cursor.x + columns + 1, y: cursor.y))
    }
  }

  private static func isRule(_ cell: Cell) -> Bool {
    FocusRule.isRule(cell)
  }

  /// Returns a cell of the dividing line between the list and the conversation, or `nil` above
  /// the first rule, where the line begins.
  private static func divider(_ left: Bool, _ right: Bool, isTop: Bool) -> String? {
    switch (left, right) {
    case (true, true): isTop ? "┬" : "┼"
    case (true, false): isTop ? "┬" : "┤"
    case (false, true): isTop ? "┌" : "├"
    case (false, false): isTop ? nil : "│"
    }
  }

  private static func draw(
    _ conversationList: ConversationList, _ state: State, _ layouts: inout Layouts, in area: Rect,
    on canvas: inout Canvas
  ) {
    let hasKeys = state.listHasKeys
    let (header, belowHeader) = area.splitTop(1)
    let (rule, body) = belowHeader.splitTop(1)
    let (hints, aboveHints) = body.splitBottom(1)
    let (below, list) = aboveHints.splitBottom(
      rowsBelow(conversationList, state, area, room: aboveHints.height))
    let notice = notice(state, width: area.width - 2, atMost: below.height - 1)
    let (rows, preview) = below.splitBottom(notice.count)
    drawHeader(conversationList, state, in: header, on: &canvas)
    FocusRule.draw(isFocused: hasKeys && state.showsSideBar, in: rule, on: &canvas)
    let top = ConversationListRow.top(conversationList, state, height: list.height)
    layouts.areas.listTop = top
    drawList(conversationList, state, from: top, in: list, on: &canvas)
    drawPreview(conversationList, state, &layouts, in: preview, on: &canvas)
    for (offset, row) in notice.enumerated() {
      canvas.draw(row, x: rows.x + 1, y: rows.y + offset, width: rows.width - 2)
    }
    let mark = mark(conversationList, state, from: top, height: list.height)
    PageMark.draw(mark.top, y: rule.y, right: rule.right, on: &canvas)
    if !preview.isEmpty {
      PageMark.draw(mark.bottom, y: preview.y, right: preview.right, on: &canvas)
    }
    let taken = preview.isEmpty && !mark.bottom.isEmpty ? mark.bottom.width + 2 : 0
    drawHints(
      conversationList, state, isAlone: below.height < 2,
      in: hints.splitLeft(hints.width - taken).left, on: &canvas)
    if taken > 0 { canvas.drawRight(mark.bottom, right: hints.right - 1, y: hints.y) }
    layouts.areas.list = list
  }

  /// Returns the mark that shows how many conversations are out of view.
  private static func mark(
    _ conversationList: ConversationList, _ state: State, from top: Int, height: Int
  ) -> PageMark {
    let rows = ConversationListRow.rows(from: top, conversationList, state, height: height)
    return PageMark(
      first: top, shown: rows.compactMap(\.place).count, of: conversationList.shown.count)
  }

  private static func drawHeader(
    _ conversationList: ConversationList, _ state: State, in area: Rect, on canvas: inout Canvas
  ) {
    var line = StyledLine(Words.List.heading(conversationList.shelf), Style.title)
    if let count = conversationList.listed?.count {
      let all = conversationList.hasMore ? "\(count)+" : "\(count)"
      let shown = conversationList.shown.count
      line.append(" · " + (shown == count ? all : Words.List.shown(shown, of: all)), .secondary)
    }
    if let mark = StoreText.markOfStore(state) { line.append(" · " + mark, Style(.warning)) }
    if !conversationList.marked.isEmpty {
      line.append(" · " + Words.List.marked(conversationList.marked.count), .accent)
    }
    canvas.draw(line.truncated(to: area.width - 2), x: area.x + 1, y: area.y)
    if !conversationList.filter.isEmpty, conversationList.prompt == nil {
      var filter = StyledLine(FilterField.sign + " ", .secondary)
      filter.append(Sanitizer.sanitizeLine(conversationList.filter), .text)
      let room = area.width - line.width - 4
      canvas.drawRight(filter.truncated(to: room), right: area.right - 1, y: area.y)
    }
  }

  // MARK: The list

  private static func drawList(
    _ conversationList: ConversationList, _ state: State, from top: Int, in area: Rect,
    on canvas: inout Canvas
  ) {
    for (offset, line) in remarks(conversationList, state, columns: area.width - 2).enumerated()
    where offset < area.height {
      canvas.draw(line, x: area.x + 1, y: area.y + offset)
    }
    // Keep the marks at the end of a row clear of the window's edge or the dividing line.
    let columns = area.width - 1
    let rows = ConversationListRow.rows(from: top, conversationList, state, height: area.height)
    let details = ConversationDetails(conversationList, state, columns: columns)
    let marks = conversationList.marks
    for (offset, row) in rows.enumerated() {
      let y = area.y + offset
      switch row {
      case .heading(let text): canvas.draw(text, .secondary, x: area.x + 1, y: y)
      case .conversation(let place):
        guard let summary = conversationList.summary(at: place) else { continue }
        drawRow(
          summary, state,
          look: RowLook(
            isSelected: place == conversationList.selected && state.listHasKeys,
            isMarked: conversationList.marked.contains(summary.id), details: details,
            marks: marks),
          in: Rect(x: area.x, y: y, width: columns, height: 1), on: &canvas)
      }
    }
  }

  /// Returns the text shown if there are no rows, or a warning if loading is slow.
  private static func remarks(
    _ conversationList: ConversationList, _ state: State, columns: Int
  ) -> [StyledLine] {
    let line: StyledLine
    if conversationList.isSlow(at: state.now) {
      line = StyledLine(StoreText.waiting, Style(.warning))
    } else if conversationList.listed == nil, let trouble = conversationList.trouble {
      line = StyledLine(Sanitizer.sanitizeLine(ErrorText.notice(trouble).text), Style(.error))
    } else if conversationList.listed != nil, conversationList.shown.isEmpty {
      line = StyledLine(emptyText(conversationList, state.preferences.keymap), .secondary)
    } else {
      return []
    }
    return Wrapping.wrap(line, width: max(1, columns))
  }

  private static func emptyText(_ list: ConversationList, _ keymap: Keymap) -> String {
    let name = { (action: ListAction) in keymap.name(of: ActionName(of: action), in: .list) }
    if list.filter.isEmpty {
      return Words.List.empty(list.shelf, archive: name(.archive))
    }
    if list.hasMore { return Words.List.noMatchesYet }
    return FilterField.noMatches(keymap, clear: list.prompt == nil ? name(.back) : nil)
  }

  private struct RowLook {
    let isSelected: Bool
    let isMarked: Bool
    let details: ConversationDetails
    /// The words of the filter.
    let marks: [FoldedLetters]
  }

  /// The number of columns before a title. They hold a row's mark and the selection bar.
  private static let titleStart = 5

  private static func drawRow(
    _ summary: ConversationSummary, _ state: State, look: RowLook, in area: Rect,
    on canvas: inout Canvas
  ) {
    let isOpen = summary.id == state.conversation.id
    if look.isSelected { canvas.draw("▌", .accent, x: area.x + 3, y: area.y) }
    if look.isMarked || isOpen {
      canvas.draw(look.isMarked ? "*" : "›", .accent, x: area.x + 1, y: area.y)
    }
    if state.isStreaming(summary.id) {
      canvas.draw("●", .accent, x: area.right - 1, y: area.y)
    } else if hasDraft(summary, state) {
      canvas.draw("✎", .accent, x: area.right - 1, y: area.y)
    }
    let details = look.details.line(of: summary, state)
    canvas.drawRight(details, right: area.right - 2, y: area.y)
    let room = area.width - details.width - 4 - titleStart
    var tags = StyledLine()
    for tag in summary.marks.tags { tags.append(" #" + Sanitizer.sanitizeLine(tag), .accent) }
    var line = title(summary, isOpen || look.isSelected ? Style.title : .text)
    if !tags.isEmpty {
      // Truncate a long title to leave room for the tags.
      line = line.endingAtWord(within: max(room - tags.width, room / 2))
      line.append(tags)
    }
    canvas.draw(
      line.endingAtWord(within: room).marking(look.marks), x: area.x + titleStart, y: area.y)
  }

  private static func hasDraft(_ summary: ConversationSummary, _ state: State) -> Bool {
    summary.id == state.conversation.id ? !state.composer.isEmpty : summary.hasDraft
  }

  private static func title(_ summary: ConversationSummary, _ style: Style) -> StyledLine {
    let isDraft = summary.title.isEmpty && summary.messageCount == 0
    let title = isDraft ? ConversationTitle.of(summary.preview) : summary.title
    return TitleText.line(title, placeholder: Words.List.untitled, style)
  }

  // MARK: Below the list

  /// Returns the number of rows between the list and the hints. A short window has no preview, but
  /// a rule separates the list from a notice that replaces the hints.
  private static func rowsBelow(
    _ conversationList: ConversationList, _ state: State, _ area: Rect, room: Int
  ) -> Int {
    guard state.listHasKeys else { return 0 }
    guard area.height < 12 else {
      return hasPreview(conversationList, state)
        ? previewRows(conversationList, state, room: room) : 0
    }
    let hasNotice =
      conversationList.prompt == nil && !notice(state, width: area.width - 2, atMost: 1).isEmpty
    return hasNotice && room >= 4 ? 1 : 0
  }

  /// Whether the rows below the list have something to show.
  private static func hasPreview(_ conversationList: ConversationList, _ state: State) -> Bool {
    conversationList.selection != nil || state.notice != nil && !state.showsSideBar
  }

  /// Returns the height of the preview and its rule, which fill the space below the list except for
  /// one blank row.
  private static func previewRows(
    _ conversationList: ConversationList, _ state: State, room: Int
  ) -> Int {
    guard conversationList.listed != nil, !conversationList.hasMore else { return least }
    let rows = ConversationListRow.rows(from: 0, conversationList, state, height: room).count
    return max(least, room - max(rows, 1) - 1)
  }

  /// The preview's minimum height: a rule, two rows of text and a blank row.
  private static let least = 4

  /// Returns the rows of the notice, unless the conversation next to the list shows it.
  private static func notice(_ state: State, width: Int, atMost limit: Int) -> [StyledLine] {
    guard !state.showsSideBar else { return [] }
    return NoticeView.rowsBelowList(state, width: width, atMost: limit)
  }

  /// - Parameter isAlone: whether no preview exists, so the notice must replace the hints.
  private static func drawHints(
    _ conversationList: ConversationList, _ state: State, isAlone: Bool, in area: Rect,
    on canvas: inout Canvas
  ) {
    if let prompt = conversationList.prompt {
      return drawPrompt(prompt, conversationList, state, in: area, on: &canvas)
    }
    if isAlone, let row = notice(state, width: area.width - 2, atMost: 1).first {
      canvas.draw(row, x: area.x + 1, y: area.y)
      return
    }
    let hints =
      state.listHasKeys
      ? ConversationListKeys.table.hints(
        for: ConversationListKeys(list: conversationList, isBeside: state.showsSideBar),
        in: .list, by: state.preferences.keymap)
      : [state.preferences.keymap.hint(Words.ListHint.focus, .openList, 0)].compactMap(\.self)
    HintLine.draw(hints, x: area.x + 1, y: area.y, columns: area.width - 2, on: &canvas)
  }

  static func messages(_ count: Int) -> String { Words.messages(count) }
}
