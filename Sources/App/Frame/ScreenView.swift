internal import Chat
internal import Screen
internal import Words

/// The view of the whole screen.
enum ScreenView {
  static func draw(_ state: State, _ layouts: inout Layouts, on canvas: inout Canvas) {
    guard canvas.size.isEnoughForAFrame else {
      canvas.draw(Words.Status.tooSmall, .text, x: 0, y: 0)
      return
    }
    if state.showsSideBar, let list = state.list {
      ConversationListView.drawSideBar(list, state, &layouts, on: &canvas)
    } else if state.listHasKeys, let list = state.list {
      ConversationListView.draw(list, state, &layouts, on: &canvas)
    } else {
      drawConversation(state, &layouts, on: &canvas)
    }
  }

  static func drawConversation(
    _ state: State, _ layouts: inout Layouts, on canvas: inout Canvas
  ) {
    let size = canvas.size
    let shown = ReasoningSummary(state, &layouts, size: size)
    let column = FrameLayout.textColumn(size, shown.shape, state.panes.size)
    let composer = ComposerRows(
      state.composer, width: column.width + 1 - ComposerView.promptWidth,
      most: FrameLayout.mostComposerRows(size))
    let notice = NoticeView.placed(state, width: column.width, height: size.height)
    let layout = FrameLayout(
      size: size, composerRows: composer.rows.count, isFinding: state.find != nil,
      findsInReasoning: state.find?.isInReasoning == true,
      attachmentRows: AttachmentsView.rowCount(state, size: size),
      queueRows: QueueView.rowCount(state, size: size),
      noticeRows: max(notice.rows.count, state.front.blankNoticeRows),
      reasoning: shown.shape, paneSize: state.panes.size)
    layouts.areas.columns = layout.transcript.x..<layout.transcript.right
    layouts.areas.noticeRows = layout.notice?.height ?? 0
    layouts.areas.paneEdge = PaneEdge(layout, columns: size.width)
    if let header = layout.header { drawHeader(state, in: header, on: &canvas) }
    ReasoningView.draw(state, shown, layout, &layouts, on: &canvas)
    TranscriptView.draw(state, &layouts, in: layout.transcript, on: &canvas)
    ReasoningView.drawTie(state, shown, layout, &layouts, on: &canvas)
    if let area = layout.notice, !notice.rows.isEmpty {
      NoticeView.draw(state, in: area, on: &canvas)
    }
    drawRule(
      layout, state, notice: state.find == nil ? notice.onRule : nil, &layouts, on: &canvas)
    drawFind(state, layout, notice: notice.onRule, &layouts, on: &canvas)
    if let queue = layout.queue { QueueView.draw(state, in: queue, on: &canvas) }
    if let area = layout.attachments { AttachmentsView.draw(state, in: area, on: &canvas) }
    if state.showsCompletion, let menu = state.completion.menu {
      layouts.areas.completion = CompletionView.draw(
        menu, state.preferences.keymap, in: layout, hasNotice: !notice.rows.isEmpty, size: size,
        on: &canvas)
    }
    drawComposer(composer, state, in: layout.composer, &layouts, on: &canvas)
    StatusView.draw(state, layout, on: &canvas)
  }

  private static func drawComposer(
    _ rows: ComposerRows, _ state: State, in area: Rect, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    let first = ComposerView.firstRow(rows, from: layouts.draftTop, height: area.height)
    layouts.draftTop = rows.place(ofRow: first)
    layouts.areas.composer = area
    ComposerView.draw(rows, state, from: first, in: area, on: &canvas)
  }

  /// Draws the search line, which ends before the mark on its part of the rule.
  private static func drawFind(
    _ state: State, _ layout: FrameLayout, notice: StyledLine?, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    guard let area = layout.find, let find = state.find else { return }
    var mark = layouts.areas.newLines?.x
    if layout.isFindBelowReasoning, let rule = layout.rule {
      let words = ReasoningView.markBelow(layout, &layouts)
      mark = words.isEmpty ? nil : rule.right - 1 - words.width
    }
    FindView.draw(find, state, notice: notice, in: area, upTo: mark, on: &canvas)
  }

  private static func drawHeader(_ state: State, in area: Rect, on canvas: inout Canvas) {
    var right = StyledLine()
    if let mark = StoreText.mark(state) {
      right = StyledLine(mark, Style(.warning))
    } else if !state.conversation.isEmpty {
      let shown = state.conversation.path.count
      let all = state.conversation.allMessages.count
      right = StyledLine(Words.Status.messages(shown, of: all), .secondary)
    }
    let room = area.width - right.width - 4
    let title = TitleText.line(
      state.conversation.title,
      placeholder: state.isPrivate
        ? Words.Status.newPrivateConversation : Words.Status.newConversation,
      Style.title)
    canvas.draw(title.endingAtWord(within: room), x: 1, y: area.y)
    canvas.drawRight(right, right: area.right - 1, y: area.y)
  }

  /// Returns the hint for showing a folded paste in the composer as text; `nil` if there is none.
  private static func hintOfComposer(_ state: State) -> String? {
    guard state.inputMode == .conversation(.composing), state.composer.hasFold else { return nil }
    return state.preferences.keymap.adjusted(Words.Composing.unfoldHint, .unfoldPaste)
  }

  /// Draws the rule above the composer. A short notice and the mark that announces new lines are
  /// on the rule, where they cover no text.
  private static func drawRule(
    _ layout: FrameLayout, _ state: State, notice: StyledLine?, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    guard let area = layout.rule else { return }
    canvas.fill("─", .rule, x: area.x, y: area.y, width: area.width)
    var left = area.x
    if var notice {
      notice.append(" ", .text)
      canvas.draw(" ", .text, x: layout.composer.x, y: area.y)
      left = layout.composer.x + 1
      left += canvas.draw(notice, x: left, y: area.y)
    }
    if let divider = layout.divider, divider.bottom == area.y {
      canvas.draw("┴", .rule, x: divider.x, y: area.y)
      canvas.drawRight(
        ReasoningView.markBelow(layout, &layouts), right: area.right - 1, y: area.y)
    }
    // The rule is also the lower edge of a menu that has no box.
    let menu = state.showsCompletion ? state.completion.menu : nil
    if let mark = menu.flatMap({ CompletionView.markBelow($0, size: canvas.size) }) {
      PageMark.draw(mark, y: area.y, right: layout.transcript.right, on: &canvas)
      layouts.areas.newLines = nil
      return
    }
    let mark = TranscriptView.markBelow(state, &layouts)
    let right = layout.transcript.right - 1
    canvas.drawRight(mark, right: right, y: area.y)
    if let hint = hintOfComposer(state) {
      let end = mark.isEmpty ? right : right - mark.width - 1
      let line = StyledLine(" \(hint) ", .secondary)
      if end - line.width > left {
        canvas.drawRight(line, right: end, y: area.y)
        canvas.noteClickArea(.hints(hint), end: end - 1, y: area.y)
      }
    }
    layouts.areas.newLines =
      mark.isEmpty
      ? nil : Rect(x: right - mark.width, y: area.y, width: mark.width, height: 1)
  }
}
