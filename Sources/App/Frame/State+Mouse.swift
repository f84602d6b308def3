internal import Chat
internal import Screen

/// Passes a mouse event to whatever is under the pointer or being dragged.
extension State {
  mutating func handle(_ mouse: MouseEvent) -> [Effect] {
    walked = nil
    let isDragging = selection?.isDragged == true || input.draftSelection?.isDragged == true
    // The terminal may not have reported the button's release, or a page may cover the edge.
    if mouse.action == .press || !pages.isEmpty { panes.draggedEdge = nil }
    if mouse.action == .press || mouse.action == .release { panes.heldPastEdge = nil }
    if mouse.action == .press {
      endDraftSelection(
        unlessAt: Point(x: mouse.place.x - panes.areas.sideBar, y: mouse.place.y))
    }
    if mouse.action == .press, noteClick(at: mouse.place) { return [] }
    if mouse.action == .press, let effects = press(clickableAt: mouse.place) { return effects }
    if !pages.isEmpty {
      return isDragging && mouse.action == .release ? release() : handleInPage(mouse)
    }
    if dragEdge(mouse) { return [] }
    if panes.areas.list?.contains(mouse.place) == true, !isDragging {
      return handleInList(mouse)
    }
    var mouse = mouse
    mouse.place.x -= panes.areas.sideBar
    if showsSideBar, listHasKeys, mouse.action == .press { leaveList() }
    if !isDragging, let effects = handleInCompletion(mouse) { return effects }
    switch mouse.action {
    case .wheelUp: turnWheel(-3, at: mouse.place)
    case .wheelDown: turnWheel(3, at: mouse.place)
    case .press:
      if panes.areas.systemPrompt?.contains(mouse.place) == true, conversationHasKeys {
        return openSystemPrompt()
      }
      if !pressFurniture(at: mouse.place) { press(at: mouse.place) }
    case .drag: return drag(to: mouse.place)
    case .release: return release()
    }
    return []
  }

  /// Notes a click.
  /// - Returns: whether to ignore it, because it is the second or third of a multiple click and the
  ///   first one replaced what was under the pointer.
  private mutating func noteClick(at place: Point) -> Bool {
    let scene = Click.Scene(
      conversation: front.id, hasList: list != nil, pageCount: pages.count,
      page: pages.last?.keyContext, pageContent: pages.last?.clickedContent)
    let click = Click(place, at: now, on: scene, after: input.lastClick)
    input.lastClick = click
    return click.scene != scene
  }

  /// Drags the edge of a pane. A press on the edge of the side bar starts dragging it.
  /// - Returns: `false` if the mouse event is not part of such a drag.
  private mutating func dragEdge(_ mouse: MouseEvent) -> Bool {
    switch (mouse.action, panes.draggedEdge) {
    case (.press, _):
      let isOnEdge = panes.areas.sideBar > 0 && mouse.place.x == panes.areas.sideBar - 1
      panes.draggedEdge = isOnEdge ? .sideBar : nil
      return isOnEdge
    case (.drag, .pane(let edge)):
      panes.size.move(edge, to: Point(x: mouse.place.x - panes.areas.sideBar, y: mouse.place.y))
      return true
    case (.drag, .sideBar):
      panes.size.moveSideBar(to: mouse.place.x, in: terminal.size.width)
      return true
    case (.release, .some):
      panes.draggedEdge = nil
      return true
    case (.drag, nil), (.release, nil), (.wheelUp, _), (.wheelDown, _): return false
    }
  }

  /// Handles a click on the mark for new lines or on the edge of a pane.
  /// - Returns: whether the click was on either of them.
  private mutating func pressFurniture(at place: Point) -> Bool {
    guard conversationHasKeys else { return false }
    if panes.areas.newLines?.contains(place) == true {
      focus = .composer
      scrollToNewLines()
      return true
    }
    guard let edge = panes.areas.paneEdge, edge.contains(place) else { return false }
    panes.draggedEdge = .pane(edge)
    return true
  }

  private mutating func turnWheel(_ rows: Int, at place: Point) {
    if rows < 0 { selection?.followed = false }
    if listHasKeys, !showsSideBar {
      list?.move(by: rows)
    } else if conversationHasKeys, panes.areas.composer.contains(place), scrollDraft(by: rows) {
      return
    } else if panes.areas.isInReasoning(place) {
      reasoning.scroll(by: rows)
    } else {
      transcript.scroll(by: rows, conversation)
      forgetUnseenMark()
    }
    holdKeyboardSelection()
  }
}
