internal import Chat
internal import Screen
internal import Words

/// Selecting text with the keyboard and the mouse. Copying yields the original text, without the
/// line breaks added by the layout.
extension State {
  // MARK: By keys

  /// Starts a selection in the pane in focus, at the message that the reader jumped to or else at
  /// the first visible row with text.
  mutating func startSelection() {
    if focus == .composer { focus = .transcript }
    let isInReasoning = focus == .reasoning
    let places = visiblePlaces(isInReasoning)
    let chosen = cursor.flatMap { conversation.path.firstIndex(of: $0) }
    let fitting = isInReasoning ? places : places.filter { hasText($0) }
    guard
      let row = fitting.first(where: { !isInReasoning && $0.message == chosen }) ?? fitting.first
        ?? places.first
    else { return }
    let place = TextSelection.Place(row: row, column: 0)
    selection = TextSelection(
      isInReasoning: isInReasoning, anchor: place, head: place, isByRow: true)
    input.mode = .selecting(isInReasoning ? .reasoning : .transcript)
    notice = nil
    holdKeyboardSelection()
  }

  /// Returns whether a row of the conversation has text of its own. Titles of code blocks have
  /// none.
  private mutating func hasText(_ place: Transcript.Position) -> Bool {
    let rows = transcript.rows(place, conversation)
    return rows.indices.contains(place.row) && !rows[place.row].isLabel && !rows[place.row].isEmpty
  }

  /// Handles a key while text is being selected.
  /// - Returns: `nil` for a key with no meaning here, which ends the selection.
  mutating func pressInSelection(_ key: Key) -> [Effect]? {
    guard let selection, !key.control || key.code == .character("c"), !key.alt else {
      endSelection()
      return nil
    }
    let page = max(1, transcript.height - 2)
    switch key.code {
    case .up, .character("k"): extend(by: -1)
    case .down, .character("j"): extend(by: 1)
    case .pageUp: extend(by: -page)
    case .pageDown, .character(" "): extend(by: page)
    case .home, .character("g"): extend(by: -1_000_000_000)
    case .end, .character("G"): extend(by: 1_000_000_000)
    case .character("o"):
      self.selection?.anchor = selection.head
      self.selection?.head = selection.anchor
      showHead(from: selection.head.row)
    case .character("y"), .enter: return copySelection()
    case .escape, .character("v"): endSelection()
    case .character("c") where key.control: endSelection()
    case .character where key.isText: break
    default:
      endSelection()
      return nil
    }
    return []
  }

  private mutating func extend(by rows: Int) {
    guard var selection else { return }
    let before = selection.head.row
    selection.isByRow = true
    selection.head.row =
      selection.isInReasoning
      ? reasoning.moved(selection.head.row, by: rows)
      : transcript.moved(selection.head.row, by: rows, conversation)
    self.selection = selection
    showHead(from: before)
  }

  /// Scrolls as far as needed to show the selection's moving end. If that moves the view up, the
  /// pane does not follow its end again.
  private mutating func showHead(from before: Transcript.Position) {
    guard let selection else { return }
    let row = selection.head.row
    let views = (transcript.viewpoint, reasoning.viewpoint)
    if selection.isInReasoning { reasoning.show(row) } else { transcript.show(row, conversation) }
    guard views != (transcript.viewpoint, reasoning.viewpoint) else { return }
    if row < before { self.selection?.followed = false }
    holdKeyboardSelection()
  }

  /// Stops incoming text from moving the text being selected with the keyboard.
  mutating func holdKeyboardSelection() {
    guard input.mode.isSelecting, let selection, holdStill(selection.isInReasoning) else { return }
    self.selection?.followed = true
  }

  private mutating func visiblePlaces(_ isInReasoning: Bool) -> [Transcript.Position] {
    isInReasoning ? reasoning.visiblePlaces() : transcript.visiblePlaces(conversation)
  }

  /// Copies the selected text and ends the selection.
  mutating func copySelection() -> [Effect] {
    guard let selection else { return [] }
    endSelection()
    let (start, end) = (selection.start, selection.end)
    let rows =
      selection.isInReasoning
      ? reasoning.rows(from: start.row, to: end.row)
      : transcript.rows(from: start.row, to: end.row, conversation)
    // The copied text would otherwise begin with a line break if the selection begins on a blank
    // row.
    let text = SelectedText.of(
      rows, from: selection.isByRow ? 0 : start.column, to: selection.isByRow ? .max : end.column
    ).drop { $0 == "\n" }
    guard text.contains(where: { !$0.isWhitespace }) else { return [] }
    return [.terminal(.copy(InertText(String(text)), what: Words.Reading.name(of: .selection)))]
  }

  private mutating func endSelection() {
    resumeFollowing()
    selection = nil
    if case .selecting(let pane) = input.mode { input.mode = .reading(pane) }
  }

  // MARK: By the mouse

  /// Begins a selection, or moves the caret of the composer.
  mutating func press(at place: Point) {
    guard conversationHasKeys, let click = input.lastClick else { return }
    // Ends any selection, even one by keyboard, or one by mouse whose release the terminal did not
    // report.
    resumeFollowing()
    selection = nil
    codeCursor = nil
    disarmDeletion()
    // Text that is typed after a click goes to the composer, never to a pane as commands.
    focus = .composer
    if panes.areas.composer.contains(place) { return pressDraft(at: place) }
    guard let text = click.text ?? self.place(at: place, isInReasoning: nil) else { return }
    // The first click may have hit something else and removed it.
    let count = click.text == nil ? 1 : click.count
    input.lastClick?.text = text
    let (found, isInReasoning) = (text.place, text.isInReasoning)
    var selection = TextSelection(
      isInReasoning: isInReasoning, anchor: found, head: found, isByRow: count == 3,
      isByWord: count == 2, press: found, isDragged: true)
    selection.followed = holdStill(isInReasoning)
    // The first click of a double click marked the message.
    if count > 1 { cursor = nil }
    self.selection = selection
    if count == 2 { extendSelection(to: found) }
  }

  /// Extends the selection to a point. A point past an edge of the pane scrolls the text by a row,
  /// then on a timer while the button is held there.
  mutating func drag(to place: Point) -> [Effect] {
    let hasTimer = panes.heldPastEdge != nil
    panes.heldPastEdge = nil
    if input.draftSelection?.isDragged == true {
      dragInDraft(to: place)
    } else {
      dragInText(to: place)
    }
    guard panes.heldPastEdge != nil, !hasTimer else { return [] }
    return [.timer(.set(.scrollDrag, .milliseconds(80)))]
  }

  private mutating func dragInText(to place: Point) {
    guard let selection, selection.isDragged else { return }
    let area =
      selection.isInReasoning
      ? panes.areas.reasoning ?? panes.areas.transcript : panes.areas.transcript
    // If a pane ends at the edge of the screen, its outermost row counts as past the edge, because
    // there is no row beyond it.
    if place.y < area.y || (place.y == 0 && area.y == 0) {
      scroll(selection, by: -1, heldAt: place)
    } else if place.y >= area.bottom || place.y == terminal.size.height - 1 {
      scroll(selection, by: 1, heldAt: place)
    }
    extendSelection(to: place, in: area)
  }

  /// Scrolls a row further if the button is still held past the edge of a pane.
  mutating func scrollHeldDrag() -> [Effect] {
    let place = panes.heldPastEdge
    panes.heldPastEdge = nil
    guard pages.isEmpty, let place else { return [] }
    return drag(to: place)
  }

  /// Moves the end of the selection to the text nearest to a point.
  private mutating func extendSelection(to place: Point, in area: Rect) {
    guard let selection else { return }
    let inside = Point(
      x: min(max(place.x, area.x), area.right), y: min(max(place.y, area.y), area.bottom - 1))
    guard let found = self.place(at: inside, isInReasoning: selection.isInReasoning)?.place else {
      return
    }
    extendSelection(to: found)
  }

  /// Selects from where the mouse was pressed to a place, including the characters or words at both.
  private mutating func extendSelection(to end: TextSelection.Place) {
    guard let selection, let start = selection.press else { return }
    guard !selection.isByRow, selection.isByWord || start != end else {
      self.selection?.anchor = start
      self.selection?.head = end
      return
    }
    let (first, last) = (columns(at: start, selection), columns(at: end, selection))
    let isForward = start <= end
    self.selection?.anchor.column = isForward ? first.lowerBound : first.upperBound
    self.selection?.head = end
    self.selection?.head.column = isForward ? last.upperBound : last.lowerBound
  }

  /// Returns the columns of the character or word at a place. A place after the text has a column
  /// of its own.
  private mutating func columns(
    at place: TextSelection.Place, _ selection: TextSelection
  ) -> Range<Int> {
    let line = line(at: place.row, selection.isInReasoning)
    return selection.isByWord
      ? line.wordColumns(at: place.column) : line.characterColumns(at: place.column)
  }

  /// Stops incoming text from moving a pane's text. Does nothing if no answer is streaming.
  /// - Returns: whether the pane was following its end.
  @discardableResult
  mutating func holdStill(_ isInReasoning: Bool) -> Bool {
    guard stream != nil || isAnsweredElsewhere,
      isInReasoning ? reasoning.isFollowing : transcript.isFollowing
    else { return false }
    if isInReasoning { reasoning.holdStill() } else { transcript.holdStill(conversation) }
    return true
  }

  /// Follows the end again after a drag.
  mutating func followAgain() { if selection?.isDragged == true { resumeFollowing() } }

  /// Follows the end again, if the pane did so when the selection began and the reader has not
  /// scrolled up since.
  private mutating func resumeFollowing() {
    guard let selection, selection.followed else { return }
    self.selection?.followed = false
    if selection.isInReasoning { reasoning.scrollToEnd() } else { transcript.scrollToEnd() }
  }

  /// Scrolls the pane of a selection. At the end of the text, the timer stops.
  private mutating func scroll(
    _ selection: TextSelection, by rows: Int, heldAt place: Point
  ) {
    let before = (transcript.viewpoint, reasoning.viewpoint)
    defer {
      if before != (transcript.viewpoint, reasoning.viewpoint) { panes.heldPastEdge = place }
    }
    if rows < 0 { self.selection?.followed = false }
    if selection.isInReasoning {
      reasoning.scroll(by: rows)
    } else {
      transcript.scroll(by: rows, conversation)
    }
  }

  /// Ends a drag and copies the selected text. After a click, acts on what was clicked.
  mutating func release() -> [Effect] {
    followAgain()
    if let effects = releaseDraft() { return effects }
    guard var selection, selection.isDragged else { return [] }
    selection.isDragged = false
    guard !selection.isEmpty else {
      self.selection = nil
      if !selection.isInReasoning,
        transcript.toggleAttachment(at: selection.anchor.row, conversation)
      {
        return []
      }
      let isInReasoning = selection.isInReasoning
      let line = line(at: selection.anchor.row, isInReasoning)
      if let effects = openLink(at: selection.anchor, line, isInReasoning: isInReasoning) {
        return effects
      }
      if !isInReasoning, let effects = copyCode(labelledAt: selection.anchor, line) {
        return effects
      }
      guard !isInReasoning else { return [] }
      if transcript.isSystemPrompt(selection.anchor.row, conversation) { return openSystemPrompt() }
      markClicked(at: selection.anchor, line)
      return []
    }
    let effects = copySelection()
    // The selection stays visible until the next key.
    self.selection = effects.isEmpty ? nil : selection
    return effects
  }

  /// Marks the message of a clicked row, so that commands act on it and its thinking is shown. Blank
  /// rows belong to their message, except for the one before its head. A click next to the text, or
  /// on the marked message, removes the mark.
  private mutating func markClicked(at place: TextSelection.Place, _ line: StyledLine) {
    let index = place.row.message
    let isBlank = place.row.block > 0 && Self.isBlank(line)
    guard conversation.path.indices.contains(index), isBlank || place.column < line.width else {
      return cursor = nil
    }
    let message = conversation.path[index]
    cursor = cursor == message ? nil : message
  }

  /// Returns whether a row has no text apart from a question's or a quote's bar.
  private static func isBlank(_ line: StyledLine) -> Bool {
    line.text.allSatisfy { $0 == " " || $0 == "▌" || $0 == "│" }
  }

  /// Returns the place of the text shown at a screen cell, or the end of the text if the cell is
  /// below it.
  private mutating func place(
    at point: Point, isInReasoning wanted: Bool?
  ) -> Click.Text? {
    let isInReasoning = wanted ?? panes.areas.isInReasoning(point)
    let area =
      isInReasoning ? panes.areas.reasoning ?? panes.areas.transcript : panes.areas.transcript
    guard isInReasoning || area.contains(point) || wanted != nil, !conversation.isEmpty else {
      return nil
    }
    let places = visiblePlaces(isInReasoning)
    guard let last = places.last else { return nil }
    let index = point.y - area.y
    let start = isInReasoning ? area.x : panes.areas.textColumn
    guard places.indices.contains(index) else {
      let end = TextSelection.Place(row: last, column: line(at: last, isInReasoning).width)
      return Click.Text(place: end, isInReasoning: isInReasoning)
    }
    return Click.Text(
      place: TextSelection.Place(row: places[index], column: max(0, point.x - start)),
      isInReasoning: isInReasoning)
  }

  private mutating func line(at row: Transcript.Position, _ isInReasoning: Bool) -> StyledLine {
    let rows =
      isInReasoning
      ? reasoning.rows(from: row, to: row) : transcript.rows(from: row, to: row, conversation)
    return rows.first ?? StyledLine()
  }
}
