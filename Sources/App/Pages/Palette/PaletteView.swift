internal import Screen
internal import Words

/// The view of the palette: the matching entries with their slash commands and keys, or the
/// completions of an argument.
enum PaletteView {
  /// The narrowest window whose rows show title, detail and keys in columns.
  private static let columnsForReasons = 72
  /// The narrowest window with a column for slash commands.
  private static let columnsForCommands = 100
  private static let mostRows = 30
  private static let titleColumns = 28
  private static let mostKeyColumns = 14

  struct Areas {
    let overlay: Overlay
    let rows: Rect
    /// The line below the rows: a problem, or a note about the argument or the selected entry.
    let foot: Rect?
    /// The row of the rule between the rows and the foot.
    let rule: Int?
  }

  static func areas(_ palette: PalettePage, _ stage: Stage) -> Areas {
    let room = Overlay.room(in: stage.size)
    let isNarrow = stage.size.width < columnsForReasons && palette.asked == nil
    let hasNote = palette.asked?.note.isEmpty == false
    let hasFoot = room >= 2 && (isNarrow || hasNote || !palette.problem.isEmpty)
    let rows = min(mostRows, palette.lineCount)
    let hasRule = hasFoot && palette.asked != nil && rows > 0 && room >= 4
    let overlay = Overlay(on: stage, rows: rows + (hasFoot ? 1 : 0) + (hasRule ? 1 : 0))
    guard hasFoot else {
      return Areas(overlay: overlay, rows: overlay.list, foot: nil, rule: nil)
    }
    // Without rows, the foot is at the top, even where a short window gives the box full height.
    let isAlone = rows == 0
    let (foot, rest) = isAlone ? overlay.inside.splitTop(1) : overlay.inside.splitBottom(1)
    let (rule, list) = rest.splitBottom(hasRule ? 1 : 0)
    return Areas(
      overlay: overlay, rows: overlay.list.rows(of: list), foot: foot,
      rule: hasRule ? rule.y : nil)
  }

  static func rowCount(_ palette: PalettePage, _ stage: Stage) -> Int {
    max(1, areas(palette, stage).rows.height)
  }

  static func draw(
    _ palette: PalettePage, _ context: PageContext, on canvas: inout Canvas
  ) {
    let areas = areas(palette, context.stage)
    let (overlay, area) = (areas.overlay, areas.rows)
    overlay.draw(on: &canvas)
    let count = palette.asked == nil ? Words.Pages.commands(palette.hits.count) : ""
    let note = palette.asked?.row.usage ?? count
    let mark = palette.mark(height: area.height)
    overlay.drawField(
      FilterField(
        text: palette.query, placeholder: palette.asked == nil ? Words.Pages.filter : "",
        note: StyledLine(note, .secondary)), mark: mark, on: &canvas)
    overlay.drawHints(
      palette.hints(context), mark: areas.rule == nil ? mark.bottom : StyledLine(), on: &canvas)
    if let rule = areas.rule { overlay.drawRule(y: rule, mark: mark.bottom, on: &canvas) }
    if let asked = palette.asked {
      drawCandidates(asked, palette, context.preferences.keymap, in: area, on: &canvas)
    } else {
      drawEntries(palette, context.preferences.keymap, in: area, on: &canvas)
    }
    if let foot = areas.foot { drawFoot(palette, areas, in: foot, on: &canvas) }
  }

  private static func drawFoot(
    _ palette: PalettePage, _ areas: Areas, in area: Rect, on canvas: inout Canvas
  ) {
    let isInRule = areas.rule == nil && area.y > areas.rows.y
    let room = isInRule ? areas.overlay.labelColumns : area.width - 2
    let line: StyledLine
    if !palette.problem.isEmpty {
      line = StyledLine(Sanitizer.sanitizeLine(palette.problem), Style(.warning))
        .endingAtSentence(within: room)
    } else if let asked = palette.asked {
      let brief = asked.candidates.isEmpty ? nil : asked.slot?.briefNote
      line = CompletionView.note(asked.note, brief: brief, within: room)
    } else {
      let entry = palette.selection
      let text = entry?.obstacle.map(reason) ?? entry?.detail ?? ""
      line = CompletionView.note(text, brief: nil, within: room)
    }
    guard !isInRule else { return areas.overlay.drawRule(y: area.y, label: line, on: &canvas) }
    canvas.draw(line, x: area.x + 2, y: area.y)
  }

  private static func drawEntries(
    _ palette: PalettePage, _ keymap: Keymap, in area: Rect, on canvas: inout Canvas
  ) {
    if palette.hits.isEmpty {
      canvas.draw(
        FilterField.noMatches(keymap), .secondary, x: area.x + 2, y: area.y,
        width: area.width - 2)
    }
    let drawing = Drawing(
      width: area.width, columns: canvas.size.width,
      keyColumns: columns(palette, \.key), sequenceColumns: columns(palette, \.sequence))
    for (offset, row) in palette.rows.dropFirst(palette.top).prefix(area.height).enumerated() {
      let line: StyledLine
      switch row {
      case .heading(let section): line = StyledLine(section, .secondary)
      case .hit(let index):
        let isSelected = index == palette.selected
        line =
          canvas.size.width >= columnsForReasons
          ? wideRow(palette.hits[index], isSelected: isSelected, drawing)
          : narrowRow(palette.hits[index], isSelected: isSelected, width: area.width)
      }
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
  }

  private struct Drawing {
    let width: Int
    /// The width of the window in columns.
    let columns: Int
    let keyColumns: Int
    let sequenceColumns: Int

    /// Returns the entry's key and its sequence, each in its column. Two spaces separate them,
    /// because a key can be a comma.
    func keys(_ entry: PaletteEntry) -> String {
      guard !entry.key.isEmpty || !entry.sequence.isEmpty else { return "" }
      return padded(entry.key, to: keyColumns) + (keyColumns > 0 ? "  " : "")
        + padded(entry.sequence, to: sequenceColumns)
    }

    private func padded(_ text: String, to columns: Int) -> String {
      text + String(repeating: " ", count: max(0, columns - DisplayWidth.of(text)))
    }
  }

  /// Returns the width of a column of keys. Entries that are filtered out count as well, so that
  /// typing does not move the columns.
  private static func columns(
    _ palette: PalettePage, _ keys: KeyPath<PaletteEntry, String>
  ) -> Int {
    min(mostKeyColumns, palette.entries.map { DisplayWidth.of($0[keyPath: keys]) }.max() ?? 0)
  }

  private static func drawCandidates(
    _ asked: PalettePage.Asked, _ palette: PalettePage, _ keymap: Keymap, in area: Rect,
    on canvas: inout Canvas
  ) {
    let label = CompletionView.labelWidth(asked.candidates, keymap, area.width)
    let rows = asked.candidates.dropFirst(palette.top).prefix(area.height)
    for (offset, candidate) in rows.enumerated() {
      let line = CompletionView.row(
        candidate, keymap,
        isSelected: palette.marksSelection && palette.top + offset == palette.selected,
        label: label, width: area.width)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
  }

  /// Returns a row with title, detail and keys in columns.
  private static func wideRow(
    _ hit: PalettePage.Hit, isSelected: Bool, _ drawing: Drawing
  ) -> StyledLine {
    let keys = drawing.keys(hit.entry)
    let keyStart = drawing.width - DisplayWidth.of(keys)
    let end = keys.isEmpty ? drawing.width : keyStart - 2
    let detail = detail(hit, columns: drawing.columns)
    let places =
      detail.isEmpty || hit.entry.obstacle != nil ? hit.placesWithoutDetail : hit.places
    var line = title(hit, places, isSelected).truncated(to: max(2, end))
    if !detail.isEmpty {
      pad(&line, to: titleColumns)
      let room = max(0, end - line.width)
      let places = hit.entry.obstacle == nil ? hit.detailPlaces : []
      line.append(
        CompletionView.marked(fitting(detail, hit.entry, room), places, .secondary)
          .truncated(to: room))
    }
    guard !keys.isEmpty else { return line }
    pad(&line, to: keyStart)
    line.append(keys, hit.entry.obstacle == nil ? .accent : .secondary)
    return line
  }

  /// Returns a row with the title and the first key. Without a key, an entry that is not a
  /// command shows its detail, because several entries can have the same title.
  private static func narrowRow(
    _ hit: PalettePage.Hit, isSelected: Bool, width: Int
  ) -> StyledLine {
    var line = title(hit, hit.placesWithoutDetail, isSelected)
    let key = hit.entry.key.isEmpty ? hit.entry.sequence : hit.entry.key
    guard !key.isEmpty else {
      let detail = hit.entry.command == nil ? hit.entry.detail : ""
      if !detail.isEmpty { line.append("  " + Sanitizer.sanitizeLine(detail), .secondary) }
      return line.truncated(to: width)
    }
    let start = width - DisplayWidth.of(key)
    line = line.truncated(to: max(2, start - 2))
    pad(&line, to: start)
    line.append(key, hit.entry.obstacle == nil ? .accent : .secondary)
    return line
  }

  /// Returns why the entry is unavailable, or else its detail. A command's detail is shown only in
  /// a wide window.
  private static func detail(_ hit: PalettePage.Hit, columns: Int) -> String {
    if let obstacle = hit.entry.obstacle { return Sanitizer.sanitizeLine(reason(obstacle)) }
    guard hit.entry.command == nil || columns >= columnsForCommands else { return "" }
    return Sanitizer.sanitizeLine(hit.entry.detail)
  }

  /// Returns the detail, without a command's arguments if they do not fit.
  private static func fitting(_ detail: String, _ entry: PaletteEntry, _ room: Int) -> String {
    guard entry.command != nil, entry.obstacle == nil, DisplayWidth.of(detail) > room else {
      return detail
    }
    return detail.split(separator: " ").first.map(String.init) ?? detail
  }

  /// Returns the reason in parentheses, so that it does not read like a command.
  private static func reason(_ obstacle: String) -> String { "(\(obstacle))" }

  private static func title(
    _ hit: PalettePage.Hit, _ places: Set<Int>, _ isSelected: Bool
  ) -> StyledLine {
    // Colour alone is not enough to show that an entry cannot be run, and a narrow window has no
    // room for the reason.
    let isRefused = hit.entry.obstacle != nil
    var line =
      isSelected
      ? StyledLine("▌ ", .accent) : StyledLine(isRefused ? "– " : "  ", .secondary)
    let plain: Style = isRefused ? .secondary : .text
    line.append(
      CompletionView.marked(
        hit.entry.title, places, isSelected ? Style(plain.role, .bold) : plain))
    return line
  }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(2, column - line.width)), .text)
  }
}
