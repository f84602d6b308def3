internal import Screen
internal import Words

/// The completions in a box above the composer.
enum CompletionView {
  private static let widest = 84
  /// Shorter windows have no rows to spare for borders.
  private static let low = 16

  /// Draws the menu in the rows above the rule over the composer, and below a notice if there is one.
  /// - Returns: the area of the candidates.
  static func draw(
    _ menu: CompletionMenu, _ keymap: Keymap, in layout: FrameLayout, size: Size,
    on canvas: inout Canvas
  ) -> Rect {
    let isBoxed = size.height >= low
    // The rule over the composer is the box's lower border, unless a notice is in between.
    let bottom =
      layout.notice?.y
      ?? (layout.rule.map { isBoxed ? $0.bottom : $0.y } ?? layout.composer.y)
    let width = min(size.width, widest)
    let note = note(menu, keymap, isBoxed: isBoxed, columns: width - 6)
    let rows = min(menu.candidates.count, CompletionMenu.rowLimit(size))
    let noteRows = !isBoxed && !note.isEmpty && (rows == 0 || !menu.note.isEmpty) ? 1 : 0
    let height = min(rows + noteRows + (isBoxed ? 2 : 0), max(0, bottom - layout.top))
    let box = Rect(x: 0, y: bottom - height, width: width, height: height)
    let inside =
      isBoxed
      ? Rect(x: 2, y: box.y + 1, width: width - 4, height: max(0, height - 2))
      : Rect(x: 0, y: box.y, width: width, height: max(0, height - noteRows))
    drawBox(box, isBoxed: isBoxed, note, on: &canvas)
    let label = labelWidth(menu, inside.width)
    let marks = menu.marksSelection
    for offset in 0..<inside.height where menu.candidates.indices.contains(menu.top + offset) {
      let index = menu.top + offset
      let line = row(
        menu.candidates[index], keymap, isSelected: index == menu.selected && marks,
        label: label,
        width: inside.width)
      canvas.draw(line, x: inside.x, y: inside.y + offset, width: inside.width)
    }
    return Rect(x: box.x, y: inside.y, width: box.width, height: inside.height)
  }

  private static func note(
    _ menu: CompletionMenu, _ keymap: Keymap, isBoxed: Bool, columns: Int
  ) -> String {
    guard menu.note.isEmpty, isBoxed else { return Sanitizer.sanitizeLine(menu.note) }
    let hints = CompletionKeys.table.hints(for: menu, in: .completion, by: keymap)
    return HintLine.text(hints, separator: " · ", columns: columns)
  }

  private static func drawBox(
    _ box: Rect, isBoxed: Bool, _ note: String, on canvas: inout Canvas
  ) {
    for y in box.y..<box.bottom {
      let isEdge = isBoxed && (y == box.y || y == box.bottom - 1)
      canvas.fill(isEdge ? "─" : " ", isEdge ? .rule : .text, x: box.x, y: y, width: box.width)
      guard isBoxed else { continue }
      let ends = y == box.y ? ("┌", "┐") : isEdge ? ("└", "┘") : ("│", "│")
      canvas.draw(ends.0, .rule, x: box.x, y: y)
      canvas.draw(ends.1, .rule, x: box.right - 1, y: y)
    }
    guard !note.isEmpty, box.height > 0 else { return }
    let room = box.width - (isBoxed ? 6 : 2)
    let text = StyledLine(note, .secondary).truncated(to: room)
    if isBoxed { canvas.fill(" ", .text, x: box.x + 1, y: box.bottom - 1, width: text.width + 2) }
    canvas.draw(text, x: box.x + 2, y: box.bottom - 1)
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
    guard !key.isEmpty, line.width + key.count + 1 <= width else { return line }
    line.append(String(repeating: " ", count: width - key.count - line.width), .text)
    line.append(key, .accent)
    return line
  }
}
