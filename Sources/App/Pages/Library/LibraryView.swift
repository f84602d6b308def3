internal import Chat
internal import Screen
internal import Words

/// The view of a library page: a row for each file, with details of the selected file below the
/// rows.
enum LibraryView {
  private static let mostRows = 30
  private static let widestName = 28
  private static let detailRows = 2
  /// A box with room for fewer rows than this shows no detail.
  private static let rowsForDetail = 7
  private static let indent = 2
  /// Rows narrower than this show only the first column after the name.
  private static let narrow = 56

  static func overlay<Shelf>(_ page: LibraryPage<Shelf>, _ stage: Stage) -> Overlay {
    let width = Overlay(on: stage, rows: 1).inside.width
    let rows = page.files.isEmpty ? notice(page, .standard, width: width).count : 0
    return Overlay(
      on: stage, rows: min(mostRows, max(rows, page.fileCount) + footRows(page, stage)))
  }

  /// The number of rows for the detail and the rule above it. It does not depend on the filter, so
  /// that the box keeps its height while the user types.
  private static func footRows<Shelf>(_ page: LibraryPage<Shelf>, _ stage: Stage) -> Int {
    page.fileCount > 0 && Overlay.room(in: stage.size) >= rowsForDetail ? detailRows + 1 : 0
  }

  static func rowsArea<Shelf>(_ page: LibraryPage<Shelf>, _ stage: Stage) -> Rect {
    let overlay = overlay(page, stage)
    return overlay.list.rows(of: overlay.inside.splitBottom(footRows(page, stage)).rest)
  }

  static func rowCount<Shelf>(_ page: LibraryPage<Shelf>, _ stage: Stage) -> Int {
    max(1, rowsArea(page, stage).height)
  }

  /// The first row in view.
  static func top<Shelf>(_ page: LibraryPage<Shelf>, _ stage: Stage) -> Int {
    max(0, page.selected - rowCount(page, stage) + 1)
  }

  static func draw<Shelf>(
    _ page: LibraryPage<Shelf>, _ context: PageContext, on canvas: inout Canvas
  ) {
    let overlay = overlay(page, context.stage)
    overlay.draw(on: &canvas)
    let area = rowsArea(page, context.stage)
    let first = top(page, context.stage)
    let mark = PageMark(first: first, shown: area.height, of: page.files.count)
    overlay.drawField(
      FilterField(
        text: page.query, placeholder: page.files.isEmpty ? "" : Shelf.filter,
        note: StyledLine(Shelf.count(page.files.count), .secondary)), mark: mark, on: &canvas)
    let shown = page.files.dropFirst(first).prefix(area.height)
    let name = min(
      widestName, max(10, page.files.map { DisplayWidth.of(inert($0.name)) }.max() ?? 0))
    let hasCurrent = page.files.contains { Shelf.isCurrent($0.name, context) }
    for (offset, file) in shown.enumerated() {
      var start = StyledLine(first + offset == page.selected ? "▌ " : "  ", .accent)
      if hasCurrent { start.append(Shelf.isCurrent(file.name, context) ? "● " : "  ", .accent) }
      let row = row(
        file, Shelf.self, start: start, marks: page.marks(in: file.name),
        isSelected: first + offset == page.selected, name: name, width: area.width)
      canvas.draw(row, x: area.x, y: area.y + offset, width: area.width)
    }
    if page.files.isEmpty {
      let rows = notice(page, context.preferences.keymap, width: overlay.inside.width)
      for (offset, row) in rows.prefix(area.height).enumerated() {
        canvas.draw(row, x: overlay.inside.x + indent, y: area.y + offset)
      }
    }
    let foot = footRows(page, context.stage)
    if foot > 0 { overlay.drawRule(y: area.bottom, mark: mark.bottom, on: &canvas) }
    drawDetail(page, overlay.inside, hasFoot: foot > 0, on: &canvas)
    overlay.drawHints(
      page.hints(context), mark: foot > 0 ? StyledLine() : mark.bottom, on: &canvas)
  }

  /// Returns the lines that explain why there are no rows.
  private static func notice<Shelf>(
    _ page: LibraryPage<Shelf>, _ keymap: Keymap, width: Int
  ) -> [StyledLine] {
    var style = Style.secondary
    var text = Words.Picker.loading
    if let problem = page.listing?.problem {
      (text, style) = (problem, Style(.error))
    } else if let listing = page.listing {
      text =
        listing.files.isEmpty
        ? Shelf.none(in: listing.folder, keymap) : FilterField.noMatches(keymap)
    }
    return Wrapping.wrap(
      StyledLine(Sanitizer.sanitizeLine(text), style), width: max(1, width - 2 * indent))
  }

  // MARK: Rows

  private static func inert(_ name: String) -> String { Sanitizer.sanitizeLine(name) }

  private static func row<Shelf: LibraryShelf>(
    _ file: LibraryPage<Shelf>.File, _ shelf: Shelf.Type, start: StyledLine, marks: Set<Int>,
    isSelected: Bool, name: Int, width: Int
  ) -> StyledLine {
    var line = start
    let style: Style = isSelected ? Style(.text, .bold) : .text
    line.append(CompletionView.marked(file.name, marks, style).truncated(to: name))
    pad(&line, to: start.width + name + 3)
    switch file.reading {
    case .broken: line.append(Words.Library.broken, Style(.error))
    case .read(let content):
      // Each column gets a share of the row's width; the last one takes the rest.
      let all = shelf.columns(content).map(inert)
      let columns = width < narrow ? Array(all.prefix(1)) : all
      for (index, column) in columns.enumerated() {
        let isLast = index == columns.count - 1
        let room = width - line.width - 1
        guard room >= 8 else { break }
        let share = isLast ? room : min(room, Self.share(of: index, width: width))
        let start = line.width
        line.append(StyledLine(column, .secondary).endingAtWord(within: share))
        if !isLast { pad(&line, to: start + share + 2) }
      }
    }
    return line.truncated(to: width)
  }

  private static func share(of index: Int, width: Int) -> Int { index == 0 ? width / 3 : 14 }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(0, column - line.width)), .text)
  }

  // MARK: Below the rows

  /// Draws the problem with the last choice or with the selected file, or else the file's detail.
  private static func drawDetail<Shelf>(
    _ page: LibraryPage<Shelf>, _ inside: Rect, hasFoot: Bool, on canvas: inout Canvas
  ) {
    let width = max(1, inside.width - 2 * indent)
    let wrapped: [StyledLine]
    switch page.selection?.reading {
    case _ where !page.problem.isEmpty: wrapped = Note.trouble(page.problem).rows(width: width)
    case .broken(let problem)?: wrapped = Note.trouble(problem).rows(width: width)
    case .read(let content)? where hasFoot:
      wrapped = Wrapping.wrap(
        StyledLine(
          inert(Shelf.detail(content, besideColumns: inside.width < narrow ? 1 : .max)), .secondary),
        width: width, hasFields: true)
    case .read?, nil: return
    }
    guard inside.height > 0 else { return }
    let most = page.problem.isEmpty ? detailRows : min(inside.height, wrapped.count)
    let rows = wrapped.cut(to: hasFoot ? max(detailRows, most) : most, width: width)
    // Start at the top of the detail area, or higher if a long problem needs more rows.
    let top = inside.bottom - max(rows.count, hasFoot ? detailRows : 0)
    for (offset, row) in rows.enumerated() {
      canvas.fill(" ", .text, x: inside.x, y: top + offset, width: inside.width)
      canvas.draw(row, x: inside.x + indent, y: top + offset, width: width)
    }
  }
}
