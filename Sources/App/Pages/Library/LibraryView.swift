internal import Chat
internal import Screen
internal import Words

/// Draws a page of the library: a row for each file, and below them more about the selected one.
enum LibraryView {
  private static let widest = 110
  private static let mostRows = 30
  private static let widestName = 28
  private static let detailRows = 2
  /// Boxes with fewer rows show no detail.
  private static let rowsForDetail = 7
  private static let indent = 2
  /// Narrower rows have only the first column.
  private static let narrow = 56

  static func overlay(_ size: Size) -> Overlay {
    Overlay(in: size, rows: mostRows, columns: widest)
  }

  static func rowsArea(_ size: Size) -> Rect {
    let inside = overlay(size).inside
    return inside.splitBottom(inside.height >= rowsForDetail ? detailRows : 0).rest
  }

  static func rowCount(_ size: Size) -> Int { max(1, rowsArea(size).height) }

  /// The first row in view.
  static func top<Shelf>(_ page: LibraryPage<Shelf>, _ size: Size) -> Int {
    max(0, page.selected - rowCount(size) + 1)
  }

  static func draw<Shelf>(
    _ page: LibraryPage<Shelf>, _ context: PageContext, on canvas: inout Canvas
  ) {
    let overlay = overlay(canvas.size)
    overlay.draw(on: &canvas)
    overlay.drawField(
      page.query, note: StyledLine(Shelf.count(page.files.count), .secondary), on: &canvas)
    let area = rowsArea(canvas.size)
    let first = top(page, canvas.size)
    let shown = page.files.dropFirst(first).prefix(area.height)
    let name = min(
      widestName, max(10, page.files.map { DisplayWidth.of(inert($0.name)) }.max() ?? 0))
    for (offset, file) in shown.enumerated() {
      let row = row(
        file, Shelf.self, isSelected: first + offset == page.selected,
        isCurrent: Shelf.isCurrent(file.name, context), name: name, width: area.width)
      canvas.draw(row, x: area.x, y: area.y + offset, width: area.width)
    }
    drawNotice(page, context.preferences.keymap, in: area, on: &canvas)
    drawDetail(page, overlay.inside, on: &canvas)
    overlay.drawHints(page.hints(context), on: &canvas)
  }

  /// Says why there are no rows.
  private static func drawNotice<Shelf>(
    _ page: LibraryPage<Shelf>, _ keymap: Keymap, in area: Rect, on canvas: inout Canvas
  ) {
    guard page.files.isEmpty else { return }
    var style = Style.secondary
    var text = Words.Picker.loading
    if let problem = page.listing?.problem {
      (text, style) = (problem, Style(.error))
    } else if let listing = page.listing {
      text =
        listing.files.isEmpty ? Shelf.none(in: listing.folder, keymap) : Shelf.noMatches
    }
    let width = max(1, area.width - 2 * indent)
    let rows = Wrapping.wrap(StyledLine(Sanitizer.sanitizeLine(text), style), width: width)
    for (offset, row) in rows.prefix(area.height).enumerated() {
      canvas.draw(row, x: area.x + indent, y: area.y + offset, width: width)
    }
  }

  // MARK: Rows

  private static func inert(_ name: String) -> String { Sanitizer.sanitizeLine(name) }

  private static func row<Shelf: LibraryShelf>(
    _ file: LibraryPage<Shelf>.File, _ shelf: Shelf.Type, isSelected: Bool, isCurrent: Bool,
    name: Int, width: Int
  ) -> StyledLine {
    var line = StyledLine(isSelected ? "▌ " : "  ", .accent)
    let style: Style = isSelected ? Style(.text, .bold) : .text
    line.append(StyledLine(inert(file.name), style).truncated(to: name))
    pad(&line, to: indent + name)
    line.append(isCurrent ? " ● " : "   ", .accent)
    switch file.reading {
    case .broken: line.append(Words.Library.broken, Style(.error))
    case .read(let content):
      // A column is as wide as its share of the row; the last one takes the rest.
      let all = shelf.columns(content).map(inert)
      let columns = width < narrow ? Array(all.prefix(1)) : all
      for (index, column) in columns.enumerated() {
        let isLast = index == columns.count - 1
        let room = width - line.width - 1
        guard room >= 8 else { break }
        let share = isLast ? room : min(room, Self.share(of: index, width: width))
        let start = line.width
        line.append(StyledLine(column, .secondary).truncated(to: share))
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

  /// Draws why the last choice was not used, what is wrong with the selected file, or its detail.
  private static func drawDetail<Shelf>(
    _ page: LibraryPage<Shelf>, _ inside: Rect, on canvas: inout Canvas
  ) {
    let line: StyledLine
    if !page.problem.isEmpty {
      line = StyledLine(inert(page.problem), Style(.error))
    } else {
      switch page.selection?.reading {
      case .read(let content)?: line = StyledLine(inert(Shelf.detail(content)), .secondary)
      case .broken(let problem)?: line = StyledLine(inert(problem), Style(.error))
      case nil: return
      }
    }
    let hasDetail = inside.height >= rowsForDetail
    guard hasDetail || line.spans.first?.style.role == .error, inside.height > 0 else { return }
    let width = max(1, inside.width - 2 * indent)
    let wrapped = Wrapping.wrap(line, width: width)
    let most = page.problem.isEmpty ? detailRows : min(inside.height, wrapped.count)
    let rows = wrapped.cut(to: hasDetail ? max(detailRows, most) : most, width: width)
    let top = inside.bottom - rows.count
    for (offset, row) in rows.enumerated() {
      canvas.fill(" ", .text, x: inside.x, y: top + offset, width: inside.width)
      canvas.draw(row, x: inside.x + indent, y: top + offset, width: width)
    }
  }
}
