internal import Chat
internal import Screen
internal import Words

/// The reasoning pane and its title line.
enum ReasoningView {
  static func draw(
    _ state: State, _ summary: ReasoningSummary, _ layout: FrameLayout, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    layouts.areas.reasoning = nil
    if let title = layout.reasoningTitle {
      drawTitle(summary, state, title, layout, on: &canvas)
    }
    guard let pane = layout.reasoning, let message = summary.message else { return }
    layouts.reasoning.prepare(
      message, byLines: state.preferences.hasReducedMotion, width: pane.width)
    layouts.reasoning.show(rows: pane.height)
    let match = state.find?.match
    layouts.areas.reasoning = pane
    var rows =
      match.map { layouts.reasoning.visibleRows(marking: $0, hit: hit(state)) }
      ?? layouts.reasoning.visibleRows()
    if let selection = state.selection, selection.isInReasoning {
      rows = selection.mark(
        rows, at: layouts.reasoning.visiblePlaces(), showsHead: state.input.mode.isSelecting)
    }
    canvas.drawRows(rows, in: pane, reusing: &layouts.reasoning.drawn)
    if let divider = layout.divider {
      canvas.fill("│", .rule, divider)
    }
    if let end = layout.reasoningEnd {
      FocusRule.draw(
        isFocused: state.conversationHasKeys && state.focus == .transcript, in: end, on: &canvas)
      let mark = markBelow(layout, &layouts)
      if !mark.isEmpty { canvas.drawRight(mark, right: end.right - 1, y: end.y) }
    }
  }

  /// Returns the mark for thinking that continues below the pane; empty if none does.
  static func markBelow(_ layout: FrameLayout, _ layouts: inout Layouts) -> StyledLine {
    guard layout.reasoning != nil, layouts.reasoning.continuesBelow() else { return StyledLine() }
    return StyledLine(" \(Words.Reading.moreBelow) ", .accent)
  }

  /// Marks the head of the answer whose thinking the pane shows, if the view has more than one answer.
  static func drawTie(
    _ state: State, _ summary: ReasoningSummary, _ layout: FrameLayout, _ layouts: inout Layouts,
    on canvas: inout Canvas
  ) {
    guard let divider = layout.divider, layout.reasoning != nil, let answer = summary.message
    else { return }
    let (path, conversation) = (state.conversation.path, state.conversation)
    let places = layouts.transcript.visiblePlaces(conversation)
    func isShown(_ message: Int) -> Bool {
      path.indices.contains(message) && path[message] == answer.id
    }
    func isOtherAnswer(_ message: Int) -> Bool {
      path.indices.contains(message) && path[message] != answer.id
        && conversation[path[message]]?.role == .assistant
    }
    guard let head = places.lastIndex(where: { $0.block == 0 && isShown($0.message) }),
      zip(places, [nil] + places).contains(where: { place, before in
        place.message != before?.message && isOtherAnswer(place.message)
      })
    else { return }
    canvas.draw("┤", .accent, x: divider.x, y: layout.transcript.y + head)
  }

  /// Returns the current match if it is in the pane.
  private static func hit(_ state: State) -> MatchPlace? {
    guard let find = state.find, find.isHitInReasoning, var hit = find.hit else { return nil }
    hit.row.message = 0
    return hit
  }

  /// Returns the part of the rule that is above the pane in focus.
  private static func focusedPart(of area: Rect, _ focus: Focus, _ layout: FrameLayout) -> Rect {
    let isStacked = layout.reasoning != nil && layout.divider == nil
    let (left, right) = area.splitLeft((layout.divider?.x).map { $0 - area.x } ?? area.width)
    switch focus {
    case .composer: return Rect(x: area.x, y: area.y, width: 0, height: 1)
    case .transcript: return isStacked ? Rect(x: area.x, y: area.y, width: 0, height: 1) : left
    case .reasoning: return layout.divider == nil ? area : right
    }
  }

  /// The number of columns of the rule that follow the hint.
  private static let hintMargin = 6

  private static func drawTitle(
    _ summary: ReasoningSummary, _ state: State, _ area: Rect, _ layout: FrameLayout,
    on canvas: inout Canvas
  ) {
    // If the list next to the conversation has the focus, none of the panes does.
    let focus = state.listHasKeys ? .composer : state.focus
    FocusRule.draw(isFocused: false, in: area, on: &canvas)
    FocusRule.draw(isFocused: true, in: focusedPart(of: area, focus, layout), on: &canvas)
    guard summary.shape != .none else { return }
    let style = focus == .reasoning ? Style(.accent, .bold) : Style.secondary
    if let divider = layout.divider {
      canvas.draw("┬", .rule, x: divider.x, y: area.y)
      let room = area.right - divider.x - 1
      let line = StyledLine(" \(summary.text(columns: room - 2)) ", style).truncated(to: room)
      canvas.draw(line, x: divider.x + 1, y: area.y)
      canvas.noteClickArea(.thinkingTitle(columns: room), end: area.right, y: area.y)
    } else {
      let isOpen = layout.reasoning != nil
      var line = StyledLine(isOpen ? "▾ " : "▸ ", style)
      line.append(summary.text(columns: area.width - 3) + " ", style)
      // Leave room for the joint with the side bar.
      let x = area.x + (state.showsSideBar ? 1 : 0)
      let columns = canvas.draw(line.truncated(to: area.right - x), x: x, y: area.y)
      canvas.noteClickArea(.thinkingTitle(columns: columns), end: x + columns, y: area.y)
      let written = isOpen ? Words.Reading.foldThinking : Words.Reading.showThinking
      let words = state.preferences.keymap.adjusted(written, .toggleReasoning) ?? ""
      let hint = StyledLine(words.isEmpty ? "" : " \(words) ", .secondary)
      if state.conversationHasKeys, line.width + hint.width + hintMargin < area.width {
        let end = area.right - hintMargin
        canvas.drawRight(hint, right: end, y: area.y)
        canvas.noteClickArea(.hints(words), end: end - 1, y: area.y)
      }
    }
  }
}
