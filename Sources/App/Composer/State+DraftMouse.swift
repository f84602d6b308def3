internal import Chat
internal import Screen
internal import Words

/// The mouse in the composer: placing the caret, selecting text and scrolling.
extension State {
  /// The selected bytes of the draft; `nil` if no text is selected.
  var selectedDraft: Range<Int>? {
    guard let selection = draftSelection, !selection.range.isEmpty else { return nil }
    return selection.range
  }

  /// The selection in the draft, unless the draft has changed since.
  private var draftSelection: DraftSelection? {
    input.draftSelection.flatMap { $0.revision == composer.revision ? $0 : nil }
  }

  /// Moves the caret to the clicked position, and starts a selection there. A double click selects
  /// a word, a triple click a row.
  mutating func pressDraft(at place: Point) {
    // The first click of a double click may have hit something else.
    let count = draftSelection == nil ? 1 : input.lastClick?.count ?? 1
    input.draftSelection = nil
    input.vi?.endSelection()
    let (rows, first) = draftRows()
    let cell = cell(at: place, from: first)
    guard let caret = rows.place(at: cell, in: composer.buffer) else { return }
    composer.move(to: caret)
    composer.endRun()
    let unit = DraftSelection.Unit(clicks: count)
    input.draftSelection = DraftSelection(
      unit, at: range(of: unit, at: cell, rows) ?? caret..<caret, in: composer.revision)
  }

  /// Ends the selection in the draft if the mouse is pressed anywhere else.
  /// - Parameter place: relative to the right edge of the side bar.
  mutating func endDraftSelection(unlessAt place: Point) {
    if pages.isEmpty, panes.areas.composer.contains(place) { return }
    input.draftSelection = nil
  }

  /// Extends the selection in the draft to a point, and moves the caret there. A point past an edge
  /// of the composer scrolls a tall draft by a row.
  mutating func dragInDraft(to place: Point) {
    guard draftSelection != nil else { return }
    let area = panes.areas.composer
    let top = front.writing.draftTop
    if place.y < area.y || (place.y == 0 && area.y == 0) {
      _ = scrollDraft(by: -1)
    } else if place.y >= area.bottom || place.y == terminal.size.height - 1 {
      _ = scrollDraft(by: 1)
    }
    if front.writing.draftTop != top { panes.heldPastEdge = place }
    let (rows, first) = draftRows()
    let inside = Point(x: place.x, y: min(max(place.y, area.y), area.bottom - 1))
    let cell = cell(at: inside, from: first)
    guard let unit = draftSelection?.unit, let end = range(of: unit, at: cell, rows) else { return }
    input.draftSelection?.extend(to: end)
    let isForward = end.lowerBound > (draftSelection?.anchor.lowerBound ?? 0)
    // The end of a wrapped row is the start of the next one, which may be out of view.
    let isInRow = rows.row(of: end.upperBound) == rows.row(of: end.lowerBound)
    composer.move(to: isForward && isInRow ? end.upperBound : end.lowerBound)
  }

  /// Ends a drag in the draft and copies the selected text.
  /// - Returns: `nil` if the mouse was not pressed in the draft.
  mutating func releaseDraft() -> [Effect]? {
    guard input.draftSelection?.isDragged == true else { return nil }
    input.draftSelection?.isDragged = false
    guard let range = selectedDraft else { return [] }
    // As in the conversation, the copied text does not begin with a line break.
    let text = composer.expandedText(in: range).drop { $0 == "\n" }
    guard text.contains(where: { !$0.isWhitespace }) else { return [] }
    return [.terminal(.copy(InertText(String(text)), what: Words.Reading.name(of: .selection)))]
  }

  // MARK: Typing over the selection

  /// Removes the selected text if the key types or deletes something, as in other editors.
  /// - Returns: whether that is all that the key does.
  mutating func replaceSelectedDraft(with key: Key) -> Bool {
    guard input.chord.isEmpty, inputMode == .conversation(.composing), selectedDraft != nil else {
      return false
    }
    switch preferences.keymap.find([key], in: .composer) {
    case .nothing:
      if key.isText { removeSelectedDraft() }
      return false
    case .bound(let rule):
      switch rule.action {
      case .edit(.pasteCut)?, .command(.newLine)?:
        removeSelectedDraft()
        return false
      case .edit(.deleteBackward)?, .edit(.deleteForward)?, .command(.deleteOrQuit)?:
        return removeSelectedDraft()
      case .edit(let action)? where action.isCutting: return removeSelectedDraft(isCut: true)
      default: return false
      }
    case .begins: return false
    }
  }

  /// Removes the selected text of the draft, unless keys are commands of vi.
  /// - Parameter isCut: whether the text can be inserted again like other cut text.
  /// - Returns: whether any text was removed.
  @discardableResult
  mutating func removeSelectedDraft(isCut: Bool = false) -> Bool {
    guard let range = selectedDraft, input.draftSelection?.isDragged == false,
      input.vi?.isInserting != false
    else { return false }
    composer.remove(range, isCut: isCut)
    return true
  }

  /// Scrolls a draft that is taller than the composer. The caret moves only if its row would leave
  /// the view.
  /// - Returns: `false` if the draft fits.
  mutating func scrollDraft(by count: Int) -> Bool {
    let height = panes.areas.composer.height
    let (rows, before) = draftRows(more: abs(count))
    let hidden = rows.rows.count - height
    guard hidden > 0 else { return false }
    let first = min(max(0, before + count), hidden)
    guard first != before else { return true }
    front.writing.draftTop = rows.place(ofRow: first)
    let row = min(max(rows.caret.y, first), first + height - 1)
    guard row != rows.caret.y else { return true }
    input.vi?.endSelection()
    if let place = rows.place(at: Point(x: rows.caret.x, y: row), in: composer.buffer) {
      composer.move(to: place)
    }
    composer.endRun()
    return true
  }

  /// Returns the rows of the draft around the caret, and the index of the first visible one.
  /// - Parameter more: how many more rows to lay out than the composer can show.
  private func draftRows(more: Int = 0) -> (rows: ComposerRows, first: Int) {
    let area = panes.areas.composer
    let rows = ComposerRows(
      composer, width: area.width - ComposerView.promptWidth - 1,
      most: FrameLayout.mostComposerRows(terminal.size) + more)
    return (
      rows, ComposerView.firstRow(rows, from: front.writing.draftTop, height: area.height)
    )
  }

  /// Returns the column and the row of the draft at a point.
  private func cell(at place: Point, from first: Int) -> Point {
    let area = panes.areas.composer
    return Point(
      x: place.x - area.x - ComposerView.promptWidth, y: place.y - area.y + first)
  }

  private func range(
    of unit: DraftSelection.Unit, at cell: Point, _ rows: ComposerRows
  ) -> Range<Int>? {
    guard let character = rows.character(at: cell, in: composer.buffer) else { return nil }
    return switch unit {
    case .characters: character
    case .words: composer.word(at: character)
    case .rows: rows.range(ofRowAt: cell, in: composer.buffer)
    }
  }
}
