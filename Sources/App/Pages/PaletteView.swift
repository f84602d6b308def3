internal import Screen
internal import Words

/// Draws the palette: the matching commands, each with its slash command and keys.
enum PaletteView {
  /// The narrowest box with columns for names and keys.
  private static let columnsForColumns = 74
  private static let widest = 84
  private static let mostRows = 30

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
    overlay.drawField(
      palette.query, note: StyledLine(Words.Pages.commands(palette.hits.count), .secondary),
      on: &canvas)
    overlay.drawHints(palette.hints(context), on: &canvas)
    if palette.hits.isEmpty {
      canvas.draw(
        Words.Pages.noCommands, .secondary, x: area.x + 2, y: area.y, width: area.width - 2)
    }
    let keymap = context.preferences.keymap
    for (offset, hit) in palette.hits.dropFirst(palette.top).prefix(area.height).enumerated() {
      let isSelected = palette.top + offset == palette.selected
      let line =
        area.width >= columnsForColumns
        ? row(hit, keymap, isSelected: isSelected)
        : narrowRow(hit, keymap, isSelected: isSelected, width: area.width)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
  }

  /// Returns a row with title, name and keys in columns.
  private static func row(
    _ hit: PalettePage.Hit, _ keymap: Keymap, isSelected: Bool
  ) -> StyledLine {
    var line = title(hit, mark: isSelected ? "▌ " : "  ", isSelected)
    pad(&line, to: 26)
    line.append(hit.row.usage, .secondary)
    pad(&line, to: 46)
    let keys = hit.row.keyNames(keymap).prefix(2) + hit.row.sequenceNames(keymap).prefix(1)
    line.append(keys.joined(separator: ", "), .accent)
    return line
  }

  /// Returns a row without columns, and with one key only.
  private static func narrowRow(
    _ hit: PalettePage.Hit, _ keymap: Keymap, isSelected: Bool, width: Int
  ) -> StyledLine {
    let key = hit.row.keyNames(keymap).first ?? hit.row.sequenceNames(keymap).first ?? ""
    var line = title(hit, mark: isSelected ? "▌" : " ", isSelected)
    line.append(" " + hit.row.usage, .secondary)
    line = line.truncated(to: width - key.count - 1)
    pad(&line, to: width - key.count)
    line.append(key, .accent)
    return line
  }

  private static func title(
    _ hit: PalettePage.Hit, mark: String, _ isSelected: Bool
  ) -> StyledLine {
    var line = StyledLine(mark, .accent)
    for (place, character) in hit.row.title.enumerated() {
      let style = isSelected ? Style(.text, .bold) : .text
      line.append(String(character), hit.places.contains(place) ? Style(.match) : style)
    }
    return line
  }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(1, column - line.width)), .text)
  }
}
