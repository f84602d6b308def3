internal import Chat
internal import Screen
internal import Words

/// The view of the picker. In a narrow window, columns are dropped to make room for the model's
/// ID.
enum PickerView {
  private static let mostRows = 40
  /// The narrowest box with columns for numbers.
  private static let columnsForNumbers = 58
  /// The narrowest box with a column for capabilities.
  private static let columnsForCapabilities = 74
  private static let contextColumns = 5
  private static let priceColumns = 13
  private static let markColumns = 2
  /// The columns before a provider's name, for the mark of the selected row.
  private static let indent = 2

  static func overlay(_ page: PickerPage, _ stage: Stage) -> Overlay {
    Overlay(on: stage, rows: min(mostRows, max(1, page.rows.count) + footRows(stage)))
  }

  /// The area of the rows, without the line that describes the selected row.
  static func rowsArea(_ page: PickerPage, _ stage: Stage) -> Rect {
    overlay(page, stage).inside.splitBottom(footRows(stage)).rest
  }

  static func rowCount(_ page: PickerPage, _ stage: Stage) -> Int {
    max(1, rowsArea(page, stage).height)
  }

  /// The number of rows for the detail and the rule above it.
  private static func footRows(_ stage: Stage) -> Int {
    switch Overlay.room(in: stage.size) {
    case ..<6: 0
    case ..<10: 1
    default: 2
    }
  }

  static func draw(_ page: PickerPage, _ context: PageContext, on canvas: inout Canvas) {
    let overlay = overlay(page, context.stage)
    overlay.draw(on: &canvas)
    let area = rowsArea(page, context.stage)
    let mark = PageMark(
      first: page.top, shown: area.height, items: page.rows.map { !$0.isHeading })
    overlay.drawField(
      page.query, note: StyledLine(Words.Picker.models(page.modelCount), .secondary),
      isActive: page.focus == .filter, mark: mark, on: &canvas)
    let drawing = Drawing(page, context, width: area.width)
    for (offset, row) in page.rows.dropFirst(page.top).prefix(area.height).enumerated() {
      let line = line(row, drawing, isSelected: page.top + offset == page.selected)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
    if page.rows.isEmpty {
      let text = page.content.isLoading ? Words.Picker.loading : Words.Picker.noMatches
      canvas.draw(text, .secondary, x: area.x + indent, y: area.y, width: area.width - indent)
    }
    let hasRule = footRows(context.stage) > 1
    if hasRule { overlay.drawRule(y: area.bottom, mark: mark.bottom, on: &canvas) }
    drawDetail(page, context, in: overlay.inside, on: &canvas)
    overlay.drawHints(
      page.hints(context), mark: hasRule ? StyledLine() : mark.bottom, on: &canvas)
  }

  private struct Drawing {
    let page: PickerPage
    let now: Timestamp
    let width: Int
    let words: [FuzzyMatch]
    let chooseKey: String
    /// The column where the state of a provider's list begins.
    let stateColumn: Int

    init(_ page: PickerPage, _ context: PageContext, width: Int) {
      (self.page, now, self.width) = (page, context.now, width)
      words = page.query.text.split(whereSeparator: \.isWhitespace).map { FuzzyMatch($0) }
      chooseKey = context.keyName(of: PickerPage.Action.choose, on: PickerPage.self)
      let names = page.content.vendors.map {
        DisplayWidth.of(Sanitizer.sanitizeLine($0.provider.shownName))
      }
      stateColumn = indent + min(24, names.max() ?? 0) + 3
    }
  }

  /// Draws the problem, or the details that the selected row omits. Details after the first are
  /// drawn only if they fit completely.
  private static func drawDetail(
    _ page: PickerPage, _ context: PageContext, in inside: Rect, on canvas: inout Canvas
  ) {
    let hasRow = footRows(context.stage) > 0
    guard hasRow || !page.problem.isEmpty, inside.height > 0 else { return }
    let y = inside.bottom - 1
    let width = max(1, inside.width - 2 * indent)
    canvas.fill(" ", .text, x: inside.x, y: y, width: inside.width)
    var line = StyledLine(page.problem, Style(.warning))
    if page.problem.isEmpty {
      for part in detail(of: page.selection, page.content, width: inside.width) {
        let more = StyledLine((line.isEmpty ? "" : " · ") + part, .secondary)
        if line.isEmpty || line.width + more.width <= width { line.append(more) }
      }
    }
    canvas.draw(line.endingAtWord(within: width), x: inside.x + indent, y: y)
  }

  private static func detail(
    of row: PickerRow?, _ content: PickerContent, width: Int
  ) -> [String] {
    if case .provider(let name)? = row, let vendor = content.vendor(name) {
      return vendor.standing == .notRunning ? [PickerText.silence(of: vendor.provider)] : []
    }
    guard let choice = row?.choice else { return [] }
    // A row this narrow has no columns. The detail shows their contents instead.
    guard width >= columnsForNumbers else {
      return [PickerText.shownName(of: choice.provider, content)]
        + PickerText.briefDetails(choice, content)
    }
    let section: PickerRow.Section =
      if case .model(_, let section)? = row { section } else { .matches }
    let right = columns(choice, section, content, width: width)
    let id = PickerText.id(choice)
    let isCut = DisplayWidth.of(id) > idRoom(width, right)
    return (isCut ? [id] : [])
      + PickerText.legend(choice, content, hasCapabilities: width >= columnsForCapabilities)
  }

  // MARK: Rows

  private static func line(
    _ row: PickerRow, _ drawing: Drawing, isSelected: Bool
  ) -> StyledLine {
    var line = StyledLine(isSelected ? "▌ " : "  ", .accent)
    switch row {
    case .heading(let section):
      line.append(PickerText.section(section), .secondary)
      return line
    case .provider(let name):
      // Like headings, providers are indented less than models.
      appendProvider(name, drawing, isSelected, to: &line)
      return line
    case .more(let name):
      line = start(nil, drawing, isSelected)
      let text = Words.Picker.moreToFilter(drawing.page.content.vendor(name)?.foldedCount ?? 0)
      line.append(text, isSelected ? Style(.text, .bold) : .secondary)
      return line.truncated(to: drawing.width)
    case .typed(let choice):
      line = start(choice, drawing, isSelected)
      let text = Words.Picker.use(
        PickerText.id(choice),
        with: PickerText.shownName(of: choice.provider, drawing.page.content))
      line.append(text, isSelected ? Style(.text, .bold) : .text)
      return line.truncated(to: drawing.width)
    case .connect(let address):
      line = start(nil, drawing, isSelected)
      line.append(PickerText.connect(to: address), isSelected ? Style(.text, .bold) : .text)
      return line.truncated(to: drawing.width)
    case .model(let choice, in: let section):
      line = start(choice, drawing, isSelected)
      appendModel(choice, section, drawing, isSelected, to: &line)
      return line
    }
  }

  /// Returns the start of a row: the number of a model marked for the next question and, aligned
  /// with the headings, the bar of the selected row.
  private static func start(
    _ choice: ModelChoice?, _ drawing: Drawing, _ isSelected: Bool
  ) -> StyledLine {
    let place = choice.flatMap { drawing.page.marked.firstIndex(of: $0) }
    let number = place.map { String($0 + 1) } ?? " "
    return StyledLine(number + (isSelected ? " ▌ " : "   "), .accent)
  }

  private static func appendProvider(
    _ name: String, _ drawing: Drawing, _ isSelected: Bool, to line: inout StyledLine
  ) {
    let style: Style = isSelected ? Style(.text, .bold) : .secondary
    guard let vendor = drawing.page.content.vendor(name) else { return }
    line.append(Sanitizer.sanitizeLine(vendor.provider.shownName), style)
    pad(&line, to: max(line.width + 2, drawing.stateColumn))
    line.append(
      PickerText.status(
        vendor.standing, at: drawing.now, key: isSelected ? drawing.chooseKey : nil,
        columns: max(0, drawing.width - line.width)))
  }

  private static func appendModel(
    _ choice: ModelChoice, _ section: PickerRow.Section, _ drawing: Drawing, _ isSelected: Bool,
    to line: inout StyledLine
  ) {
    let content = drawing.page.content
    let right = columns(choice, section, content, width: drawing.width)
    line.append(id(choice, drawing.words, isSelected, room: idRoom(drawing.width, right)))
    pad(&line, to: drawing.width - right.width)
    line.append(right)
  }

  /// Returns the number of columns available for an ID.
  private static func idRoom(_ width: Int, _ right: StyledLine) -> Int {
    width - right.width - 2 * indent - 1
  }

  /// Returns the columns after the ID, with the marks for the current model and favourites.
  private static func columns(
    _ choice: ModelChoice, _ section: PickerRow.Section, _ content: PickerContent, width: Int
  ) -> StyledLine {
    var line = StyledLine()
    if let entry = content.entries[choice], width >= columnsForNumbers {
      if section != .provider {
        let provider = PickerText.shownName(of: choice.provider, content)
        append(provider, columns: providerColumns(width), to: &line)
      }
      appendRight(PickerText.context(entry.model), columns: contextColumns, to: &line)
      append(PickerText.price(entry), columns: priceColumns, to: &line)
      if width >= columnsForCapabilities {
        line.append(PickerText.capabilities(entry.model) + " ", .secondary)
      }
    }
    line.append(content.current == choice ? "✓" : " ", .accent)
    line.append(content.isFavorite(choice) ? "★" : " ", .accent)
    return line
  }

  private static func providerColumns(_ width: Int) -> Int { width >= 100 ? 16 : 10 }

  private static func append(_ text: String, columns: Int, to line: inout StyledLine) {
    let shown = StyledLine(text, .secondary).truncated(to: columns)
    let end = line.width + columns + 1
    line.append(shown)
    line.append(String(repeating: " ", count: max(0, end - line.width)), .text)
  }

  private static func appendRight(_ text: String, columns: Int, to line: inout StyledLine) {
    line.append(String(repeating: " ", count: max(0, columns - text.count)) + text, .secondary)
    line.append("  ", .text)
  }

  /// Returns the ID with its matches highlighted. If it is too long, drops the vendor's prefix
  /// first and then the beginning of the rest, because similar models differ at the end.
  private static func id(
    _ choice: ModelChoice, _ words: [FuzzyMatch], _ isSelected: Bool, room: Int
  ) -> StyledLine {
    let id = PickerText.id(choice)
    let places = Set(words.flatMap { $0.best(in: id)?.marks ?? [] })
    let style: Style = isSelected ? Style(.text, .bold) : .text
    var letters = id.enumerated().map { ($1, places.contains($0) ? Style(.match) : style) }
    if DisplayWidth.of(id) > room, let slash = letters.lastIndex(where: { $0.0 == "/" }),
      slash + 1 < letters.count
    {
      letters.removeFirst(slash + 1)
    }
    var columns = letters.reduce(0) { $0 + DisplayWidth.of($1.0) }
    let isCut = columns > room
    if isCut { columns += 1 }
    while columns > max(1, room), !letters.isEmpty {
      columns -= DisplayWidth.of(letters.removeFirst().0)
    }
    var line = StyledLine(isCut ? "…" : "", .secondary)
    for (letter, style) in letters { line.append(String(letter), style) }
    return line
  }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(0, column - line.width)), .text)
  }
}
