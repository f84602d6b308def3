internal import Screen
internal import Words

/// Draws the palette: the matching commands, each with its slash command and keys.
enum PaletteView {
  /// Rows above and below the list: the query, the rule and the hints.
  static let furniture = 3
  /// The narrowest window with columns for names and keys.
  private static let columnsForColumns = 74

  static func draw(_ palette: PalettePage, on canvas: inout Canvas) {
    let size = canvas.size
    drawQuery(palette, on: &canvas)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let height = max(0, size.height - furniture)
    let first = max(0, palette.selected - height + 1)
    if palette.hits.isEmpty, height > 0 {
      canvas.draw(Words.Pages.noCommands, .secondary, x: 1, y: 2)
    }
    let isWide = size.width >= columnsForColumns
    for (offset, hit) in palette.hits.dropFirst(first).prefix(height).enumerated() {
      let isSelected = first + offset == palette.selected
      let line =
        isWide
        ? row(hit, isSelected: isSelected)
        : narrowRow(hit, isSelected: isSelected, width: size.width - 1)
      canvas.draw(line, x: isWide ? 1 : 0, y: 2 + offset, width: size.width - 1)
    }
  }

  private static func drawQuery(_ palette: PalettePage, on canvas: inout Canvas) {
    let width = canvas.size.width
    let count = StyledLine(Words.Pages.commands(palette.hits.count), .secondary)
    canvas.draw("›", Style(.accent, .bold), x: 1, y: 0)
    LineField.draw(palette.query, .text, x: 3, y: 0, width: width - count.width - 6, on: &canvas)
    canvas.drawRight(count, right: width - 1, y: 0)
  }

  /// Returns a row with title, name and keys in columns.
  private static func row(_ hit: PalettePage.Hit, isSelected: Bool) -> StyledLine {
    var line = title(hit, mark: isSelected ? "▌ " : "  ", isSelected)
    pad(&line, to: 26)
    line.append(hit.row.usage, .secondary)
    pad(&line, to: 46)
    let keys = hit.row.keyNames.prefix(2) + twin(hit.row)
    line.append(keys.joined(separator: ", "), .accent)
    return line
  }

  /// Returns a row without columns, and with one key only.
  private static func narrowRow(
    _ hit: PalettePage.Hit, isSelected: Bool, width: Int
  ) -> StyledLine {
    let key = hit.row.keyNames.first ?? twin(hit.row).first ?? ""
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

  private static func twin(_ row: CommandRow) -> [String] {
    row.twin.map { ["Ctrl-X \($0)"] } ?? []
  }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(1, column - line.width)), .text)
  }
}
