internal import Screen
internal import Words

/// The completions in a box above the composer.
enum CompletionView {
  /// The minimum height of a window with a box. Shorter windows have no rows to spare for
  /// borders.
  private static let low = 16

  private static func isBoxed(_ size: Size) -> Bool { size.height >= low }

  /// Draws the menu in the rows above the composer's rule, or above a notice. The menu covers
  /// only the conversation's pane, never the pane next to it.
  /// - Parameter hasNotice: whether the rows of the notice have text. The menu covers blank ones.
  /// - Returns: the area of the candidates.
  static func draw(
    _ menu: CompletionMenu, _ keymap: Keymap, in layout: FrameLayout, hasNotice: Bool, size: Size,
    on canvas: inout Canvas
  ) -> Rect {
    let isBoxed = isBoxed(size)
    let rows = [hasNotice ? layout.notice?.y : nil, layout.rule?.y, layout.composer.y]
    let bottom = rows.compactMap(\.self).min() ?? 0
    let pane = layout.divider?.x ?? size.width
    // A box that reaches the divider shares its line.
    let end = min(layout.composer.right, layout.divider == nil || !isBoxed ? pane : pane + 1)
    // In a wide window, the box lines up with the text above it.
    let x = layout.composer.x + (layout.composer.x > 0 ? 1 : 0)
    let width = min(end - x, TranscriptView.mostColumns)
    let parts = Parts(menu, isBoxed: isBoxed, room: max(0, bottom - layout.top), size)
    let box = Rect(x: x, y: bottom - parts.height, width: width, height: parts.height)
    let inside = Rect(
      x: isBoxed ? x + 2 : x, y: box.y + parts.edge, width: isBoxed ? width - 4 : width - 1,
      height: parts.rows)
    for y in box.y..<box.bottom { canvas.fill(" ", .text, x: 0, y: y, width: pane) }
    let mark = PageMark(first: menu.top, shown: inside.height, of: menu.candidates.count)
    if isBoxed {
      drawFrame(box, menu, keymap, mark, isJoined: box.right > pane, on: &canvas)
    } else if parts.edge > 0 {
      canvas.fill("─", .rule, x: 0, y: box.y, width: pane)
    }
    drawCandidates(menu, keymap, in: inside, on: &canvas)
    if parts.note > 0 {
      let note = note(menu.note, brief: menu.slot.briefNote, within: box.width - 4)
      canvas.draw(note, x: box.x + 2, y: inside.bottom)
    }
    return Rect(x: box.x, y: inside.y, width: box.width, height: inside.height)
  }

  /// The heights of the parts of a menu.
  private struct Parts {
    /// The rows of the border or rule above.
    let edge: Int
    /// The rows of candidates.
    let rows: Int
    /// The rows of the note; 0 if there is no note or if the border contains it.
    let note: Int
    let height: Int

    /// - Parameter room: the rows above the composer.
    init(_ menu: CompletionMenu, isBoxed: Bool, room: Int, _ size: Size) {
      let wanted = min(menu.candidates.count, CompletionMenu.rowLimit(size))
      note = menu.note.isEmpty || (isBoxed && wanted > 0) ? 0 : min(1, room)
      // Without a box, a rule separates the menu from the text above, if any of that text remains
      // visible.
      edge = isBoxed || room >= wanted + note + 2 ? 1 : 0
      let borders = edge + (isBoxed ? 1 : 0)
      rows = max(0, min(wanted, room - note - borders))
      height = min(room, rows + note + borders)
    }
  }

  private static func drawCandidates(
    _ menu: CompletionMenu, _ keymap: Keymap, in area: Rect, on canvas: inout Canvas
  ) {
    let label = labelWidth(menu.candidates, keymap, area.width)
    let marks = menu.marksSelection
    for offset in 0..<area.height where menu.candidates.indices.contains(menu.top + offset) {
      let index = menu.top + offset
      let line = row(
        menu.candidates[index], keymap, isSelected: index == menu.selected && marks,
        label: label, width: area.width)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
  }

  /// Returns the mark for the rule below a menu without a box; `nil` if the menu has a box.
  static func markBelow(_ menu: CompletionMenu, size: Size) -> StyledLine? {
    guard !isBoxed(size) else { return nil }
    let rows = min(menu.candidates.count, CompletionMenu.rowLimit(size))
    return PageMark(first: menu.top, shown: rows, of: menu.candidates.count).line
  }

  /// Returns the note, or its short form if the whole note does not fit.
  static func note(_ text: String, brief: String?, within columns: Int) -> StyledLine {
    let line = StyledLine(Sanitizer.sanitizeLine(text), .secondary)
    guard line.width > columns, let brief else { return line.endingAtSentence(within: columns) }
    return StyledLine(brief, .secondary).endingAtWord(within: columns)
  }

  /// Draws the box, with the note in its upper border and the keys in its lower border. If there
  /// are no candidates, the note appears inside the box instead.
  /// - Parameter isJoined: whether the right border is a part of the divider between the panes.
  private static func drawFrame(
    _ box: Rect, _ menu: CompletionMenu, _ keymap: Keymap, _ mark: PageMark, isJoined: Bool,
    on canvas: inout Canvas
  ) {
    let corners = isJoined ? ("┤", "┤") : ("┐", "┘")
    for y in box.y..<box.bottom {
      let isEdge = y == box.y || y == box.bottom - 1
      canvas.fill(isEdge ? "─" : " ", isEdge ? .rule : .text, x: box.x, y: y, width: box.width)
      let ends = y == box.y ? ("┌", corners.0) : isEdge ? ("└", corners.1) : ("│", "│")
      canvas.draw(ends.0, .rule, x: box.x, y: y)
      canvas.draw(ends.1, .rule, x: box.right - 1, y: y)
    }
    guard box.height > 1 else { return }
    drawNote(menu, mark.top, of: box, on: &canvas)
    let hints = CompletionKeys.table.hints(for: menu, in: .completion, by: keymap)
    let room = room(of: box, beside: mark.bottom)
    let keys = HintLine.text(hints, columns: room)
    drawInBorder(
      StyledLine(keys, .secondary), beside: mark.bottom, y: box.bottom - 1, of: box, on: &canvas)
    canvas.noteClickArea(.hints(keys), end: box.x + 2 + DisplayWidth.of(keys), y: box.bottom - 1)
  }

  private static func room(of box: Rect, beside mark: StyledLine) -> Int {
    box.width - (mark.isEmpty ? 5 : mark.width + 9)
  }

  /// Draws the note in the upper border. In a narrow box, a short note is more important than the
  /// mark.
  private static func drawNote(
    _ menu: CompletionMenu, _ mark: StyledLine, of box: Rect, on canvas: inout Canvas
  ) {
    let brief = menu.slot.briefNote
    let isMarked = brief.map { DisplayWidth.of($0) <= room(of: box, beside: mark) } ?? true
    let mark = isMarked ? mark : StyledLine()
    let text = menu.candidates.isEmpty ? "" : menu.note
    drawInBorder(
      note(text, brief: brief, within: room(of: box, beside: mark)), beside: mark, y: box.y,
      of: box, on: &canvas)
  }

  private static func drawInBorder(
    _ line: StyledLine, beside mark: StyledLine, y: Int, of box: Rect, on canvas: inout Canvas
  ) {
    PageMark.draw(mark, y: y, right: box.right, on: &canvas)
    guard !line.isEmpty else { return }
    canvas.fill(" ", .text, x: box.x + 1, y: y, width: line.width + 2)
    canvas.draw(line, x: box.x + 2, y: y)
  }

  /// Returns the width of the label column, which is that of the widest label. If there is room,
  /// the column has at least 16 columns, so that it seldom moves while the user types. If the help
  /// would get fewer columns than it needs, the labels take at most half of the width.
  static func labelWidth(_ candidates: [Candidate], _ keymap: Keymap, _ width: Int) -> Int {
    let shown = candidates.map { DisplayWidth.of(Sanitizer.sanitizeLine($0.shown)) }
    let help = candidates.map { candidate in
      let key = width >= columnsForKeys ? candidate.key(keymap).count : 0
      let text = DisplayWidth.of(Sanitizer.sanitizeLine(candidate.help))
      return (text > 0 ? text + 2 : 0) + (key > 0 ? key + 2 : 0)
    }
    let room = width - 2 - (help.max() ?? 0)
    return min(max(shown.max() ?? 0, min(16, room)), max(16, width / 2 - 2, room))
  }

  /// The minimum width of a row that shows keys, in columns.
  private static let columnsForKeys = 36

  static func row(
    _ candidate: Candidate, _ keymap: Keymap, isSelected: Bool, label: Int, width: Int
  ) -> StyledLine {
    var line = StyledLine(isSelected ? "▌ " : "  ", .accent)
    let name = marked(
      candidate.shown, candidate.places, isSelected ? Style(.text, .bold) : .text)
    let key = width >= columnsForKeys ? candidate.key(keymap) : ""
    line.append(name.truncated(to: min(label, width - 2)))
    guard !candidate.help.isEmpty || !key.isEmpty else { return line }
    line.append(String(repeating: " ", count: max(2, label + 4 - line.width)), .text)
    let room = width - line.width - (key.isEmpty ? 0 : key.count + 2)
    if room >= 8 {
      let help = marked(candidate.help, candidate.helpPlaces, .secondary)
      let fields = help.endingAtField(within: room)
      line.append(fields.text.hasSuffix("…") ? help.truncated(to: room) : fields)
    }
    guard !key.isEmpty, line.width + key.count + 2 <= width else { return line }
    line.append(String(repeating: " ", count: width - key.count - line.width), .text)
    line.append(key, .accent)
    return line
  }

  /// Returns the text with its matching letters highlighted.
  /// - Parameter places: the indexes of the characters to highlight.
  static func marked(_ text: String, _ places: Set<Int>, _ style: Style) -> StyledLine {
    guard !places.isEmpty else { return StyledLine(Sanitizer.sanitizeLine(text), style) }
    var line = StyledLine()
    for (place, character) in text.enumerated() {
      line.append(
        Sanitizer.sanitizeLine(String(character)), places.contains(place) ? Style(.match) : style)
    }
    return line
  }
}
