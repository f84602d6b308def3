internal import Screen
internal import Words

/// Draws the palette: the matching entries with their slash commands and keys, or the completions of
/// an argument.
enum PaletteView {
  /// The narrowest box with columns for names and keys.
  private static let columnsForColumns = 74
  private static let widest = 84
  private static let mostRows = 30
  private static let titleColumns = 26

  static func overlay(_ size: Size) -> Overlay {
    Overlay(in: size, rows: mostRows, columns: widest)
  }

  static func rowCount(_ size: Size) -> Int { max(1, overlay(size).inside.height) }

  static func draw(
    _ palette: PalettePage, _ context: PageContext, on canvas: inout Canvas
  ) {
    let overlay = overlay(canvas.size)
    let area = overlay.inside
    overlay.draw(on: &canvas)
    let count = palette.asked == nil ? Words.Pages.commands(palette.hits.count) : ""
    let note = palette.asked?.row.usage ?? count
    overlay.drawField(palette.query, note: StyledLine(note, .secondary), on: &canvas)
    overlay.drawHints(palette.hints(context), on: &canvas)
    if let asked = palette.asked {
      drawCandidates(asked, palette, context.preferences.keymap, in: area, on: &canvas)
    } else {
      drawEntries(palette, in: area, on: &canvas)
    }
    guard !palette.problem.isEmpty, area.height > 0 else { return }
    canvas.fill(" ", .text, x: area.x, y: area.bottom - 1, width: area.width)
    let line = StyledLine(Sanitizer.sanitizeLine(palette.problem), Style(.warning))
    canvas.draw(line.truncated(to: area.width - 4), x: area.x + 2, y: area.bottom - 1)
  }

  private static func drawEntries(
    _ palette: PalettePage, in area: Rect, on canvas: inout Canvas
  ) {
    if palette.hits.isEmpty {
      canvas.draw(
        Words.Pages.noCommands, .secondary, x: area.x + 2, y: area.y, width: area.width - 2)
    }
    for (offset, row) in palette.rows.dropFirst(palette.top).prefix(area.height).enumerated() {
      let line: StyledLine
      switch row {
      case .heading(let section): line = StyledLine(" " + section, .secondary)
      case .hit(let index):
        let isSelected = index == palette.selected
        line =
          area.width >= columnsForColumns
          ? wideRow(palette.hits[index], isSelected: isSelected, width: area.width)
          : narrowRow(palette.hits[index], isSelected: isSelected, width: area.width)
      }
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
  }

  private static func drawCandidates(
    _ asked: PalettePage.Asked, _ palette: PalettePage, _ keymap: Keymap, in area: Rect,
    on canvas: inout Canvas
  ) {
    let shown = asked.candidates.map { DisplayWidth.of(Sanitizer.sanitizeLine($0.shown)) }
    let label = min(max(shown.max() ?? 0, 16), max(16, area.width / 2 - 2))
    let rows = asked.candidates.dropFirst(palette.top).prefix(area.height)
    for (offset, candidate) in rows.enumerated() {
      let line = CompletionView.row(
        candidate, keymap,
        isSelected: palette.marksSelection && palette.top + offset == palette.selected,
        label: label, width: area.width)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
    guard !asked.note.isEmpty, rows.count < area.height else { return }
    let note = StyledLine(Sanitizer.sanitizeLine(asked.note), .secondary)
    canvas.draw(note.truncated(to: area.width - 4), x: area.x + 2, y: area.y + rows.count)
  }

  /// Returns a row with title, name and keys in columns.
  private static func wideRow(
    _ hit: PalettePage.Hit, isSelected: Bool, width: Int
  ) -> StyledLine {
    var line = title(hit, mark: isSelected ? "▌ " : "  ", isSelected)
    let keys = hit.entry.keys.joined(separator: ", ")
    let end = keys.isEmpty ? width - 1 : 45
    if line.width > titleColumns - 1 { line = line.truncated(to: end - 2) }
    pad(&line, to: titleColumns)
    line.append(StyledLine(detail(hit), .secondary).truncated(to: max(0, end - line.width)))
    guard !keys.isEmpty else { return line }
    pad(&line, to: 46)
    line.append(keys, hit.entry.obstacle == nil ? .accent : .secondary)
    return line
  }

  /// Returns a row without columns, and with one key only.
  private static func narrowRow(
    _ hit: PalettePage.Hit, isSelected: Bool, width: Int
  ) -> StyledLine {
    let key = hit.entry.keys.first ?? ""
    var line = title(hit, mark: isSelected ? "▌" : " ", isSelected)
    line.append(" " + detail(hit), .secondary)
    line = line.truncated(to: width - key.count - 1)
    pad(&line, to: width - key.count)
    line.append(key, hit.entry.obstacle == nil ? .accent : .secondary)
    return line
  }

  /// The slash command, or why it does nothing now.
  private static func detail(_ hit: PalettePage.Hit) -> String {
    Sanitizer.sanitizeLine(hit.entry.obstacle ?? hit.entry.detail)
  }

  private static func title(
    _ hit: PalettePage.Hit, mark: String, _ isSelected: Bool
  ) -> StyledLine {
    var line = StyledLine(mark, .accent)
    let plain: Style = hit.entry.obstacle == nil ? .text : .secondary
    for (place, character) in hit.entry.title.enumerated() {
      let style = isSelected ? Style(plain.role, .bold) : plain
      line.append(String(character), hit.places.contains(place) ? Style(.match) : style)
    }
    return line
  }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(1, column - line.width)), .text)
  }
}
