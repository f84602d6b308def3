internal import Screen
internal import Words

/// The completions in a box above the composer.
enum CompletionView {
  private static let widest = 84
  /// Shorter windows have no rows to spare for borders.
  private static let low = 16

  private static func isBoxed(_ size: Size) -> Bool { size.height >= low }

  /// Draws the menu in the rows above the composer's rule, or above a notice. It covers only the
  /// conversation's pane, never the pane beside it.
  /// - Returns: the area of the candidates.
  static func draw(
    _ menu: CompletionMenu, _ keymap: Keymap, in layout: FrameLayout, size: Size,
    on canvas: inout Canvas
  ) -> Rect {
    let isBoxed = isBoxed(size)
    let bottom =
      [layout.notice?.y, layout.rule?.y, layout.composer.y].compactMap(\.self).min() ?? 0
    let pane = layout.divider?.x ?? size.width
    let end = min(layout.composer.right, layout.divider == nil ? pane : pane - 1)
    let x = layout.composer.x
    let width = min(end - x, widest)
    let note = note(menu, keymap, isBoxed: isBoxed, columns: width - 6)
    let rows = min(menu.candidates.count, CompletionMenu.rowLimit(size))
    let noteRows = !isBoxed && !note.isEmpty && (rows == 0 || !menu.note.isEmpty) ? 1 : 0
    let height = min(rows + noteRows + (isBoxed ? 2 : 0), max(0, bottom - layout.top))
    let box = Rect(x: x, y: bottom - height, width: width, height: height)
    let inside =
      isBoxed
      ? Rect(x: x + 2, y: box.y + 1, width: width - 4, height: max(0, height - 2))
      : Rect(x: x, y: box.y, width: width - 1, height: max(0, height - noteRows))
    for y in box.y..<box.bottom { canvas.fill(" ", .text, x: 0, y: y, width: pane) }
    let mark = PageMark(first: menu.top, shown: inside.height, of: menu.candidates.count)
    drawBox(box, isBoxed: isBoxed, note, mark, on: &canvas)
    drawCandidates(menu, keymap, in: inside, on: &canvas)
    return Rect(x: box.x, y: inside.y, width: box.width, height: inside.height)
  }

  private static func drawCandidates(
    _ menu: CompletionMenu, _ keymap: Keymap, in area: Rect, on canvas: inout Canvas
  ) {
    let label = labelWidth(menu, area.width)
    let marks = menu.marksSelection
    for offset in 0..<area.height where menu.candidates.indices.contains(menu.top + offset) {
      let index = menu.top + offset
      let line = row(
        menu.candidates[index], keymap, isSelected: index == menu.selected && marks,
        label: label, width: area.width)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
  }

  /// Returns the mark for the rule below a menu that has no box; `nil` if the menu has one.
  static func markBelow(_ menu: CompletionMenu, size: Size) -> StyledLine? {
    guard !isBoxed(size) else { return nil }
    let rows = min(menu.candidates.count, CompletionMenu.rowLimit(size))
    return PageMark(first: menu.top, shown: rows, of: menu.candidates.count).line
  }

  private static func note(
    _ menu: CompletionMenu, _ keymap: Keymap, isBoxed: Bool, columns: Int
  ) -> String {
    guard menu.note.isEmpty, isBoxed else { return Sanitizer.sanitizeLine(menu.note) }
    let hints = CompletionKeys.table.hints(for: menu, in: .completion, by: keymap)
    return HintLine.text(hints, separator: " · ", columns: columns)
  }

  private static func drawBox(
    _ box: Rect, isBoxed: Bool, _ note: String, _ mark: PageMark, on canvas: inout Canvas
  ) {
    if isBoxed { drawFrame(box, mark, on: &canvas) }
    guard !note.isEmpty, box.height > 0 else { return }
    let below = isBoxed && !mark.bottom.isEmpty ? mark.bottom.width + 3 : 0
    let room = box.width - (isBoxed ? 6 : 2) - below
    let text = StyledLine(note, .secondary).truncated(to: room)
    if isBoxed { canvas.fill(" ", .text, x: box.x + 1, y: box.bottom - 1, width: text.width + 2) }
    canvas.draw(text, x: box.x + 2, y: box.bottom - 1)
  }

  private static func drawFrame(_ box: Rect, _ mark: PageMark, on canvas: inout Canvas) {
    for y in box.y..<box.bottom {
      let isEdge = y == box.y || y == box.bottom - 1
      canvas.fill(isEdge ? "─" : " ", isEdge ? .rule : .text, x: box.x, y: y, width: box.width)
      let ends = y == box.y ? ("┌", "┐") : isEdge ? ("└", "┘") : ("│", "│")
      canvas.draw(ends.0, .rule, x: box.x, y: y)
      canvas.draw(ends.1, .rule, x: box.right - 1, y: y)
    }
    guard box.height > 1 else { return }
    PageMark.draw(mark.top, y: box.y, right: box.right, on: &canvas)
    PageMark.draw(mark.bottom, y: box.bottom - 1, right: box.right, on: &canvas)
  }

  /// The width of the labels: that of the widest one, but at most half of the box.
  private static func labelWidth(_ menu: CompletionMenu, _ width: Int) -> Int {
    let shown = menu.candidates.map { DisplayWidth.of(Sanitizer.sanitizeLine($0.shown)) }
    let hasHelp = menu.candidates.contains { !$0.help.isEmpty || $0.command != nil }
    return hasHelp ? min(max(shown.max() ?? 0, 16), max(16, width / 2 - 2)) : width
  }

  static func row(
    _ candidate: Candidate, _ keymap: Keymap, isSelected: Bool, label: Int, width: Int
  ) -> StyledLine {
    var line = StyledLine(isSelected ? "▌ " : "  ", .accent)
    var name = StyledLine()
    for (place, character) in candidate.shown.enumerated() {
      let style = isSelected ? Style(.text, .bold) : .text
      name.append(
        Sanitizer.sanitizeLine(String(character)),
        candidate.places.contains(place) ? Style(.match) : style)
    }
    let key = width >= 36 ? candidate.key(keymap) : ""
    line.append(name.truncated(to: min(label, width - 2)))
    guard !candidate.help.isEmpty || !key.isEmpty else { return line }
    line.append(String(repeating: " ", count: max(2, label + 4 - line.width)), .text)
    let room = width - line.width - (key.isEmpty ? 0 : key.count + 2)
    if room >= 8 {
      line.append(
        StyledLine(Sanitizer.sanitizeLine(candidate.help), .secondary).truncated(to: room))
    }
    guard !key.isEmpty, line.width + key.count + 2 <= width else { return line }
    line.append(String(repeating: " ", count: width - key.count - line.width), .text)
    line.append(key, .accent)
    return line
  }
}
