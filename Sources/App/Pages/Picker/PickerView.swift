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
    Overlay(on: stage, rows: min(mostRows, max(1, page.tallest) + footRows(stage)))
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
      FilterField(
        text: page.query, placeholder: Words.Picker.filter,
        note: StyledLine(Words.Picker.models(page.modelCount), .secondary),
        isActive: page.focus == .filter), mark: mark, on: &canvas)
    let drawing = Drawing(page, context, width: area.width)
    for (offset, row) in page.rows.dropFirst(page.top).prefix(area.height).enumerated() {
      let line = line(row, drawing, isSelected: page.top + offset == page.selected)
      canvas.draw(line, x: area.x, y: area.y + offset, width: area.width)
    }
    if page.rows.isEmpty {
      let text =
        page.content.isLoading
        ? Words.Picker.loading : FilterField.noMatches(context.preferences.keymap)
      canvas.draw(text, .secondary, x: area.x + indent, y: area.y, width: area.width - indent)
    }
    let hasRule = footRows(context.stage) > 1
    if hasRule { overlay.drawRule(y: area.bottom, mark: mark.bottom, on: &canvas) }
    drawDetail(page, context, overlay, on: &canvas)
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
        DisplayWidth.of(Sanitizer.sanitizeLine($0.provider.listedName))
      }
      stateColumn = indent + min(24, names.max() ?? 0) + 3
    }

    /// Returns the words to mark in a model's ID: all except those that match the provider's name
    /// more closely.
    func words(markedIn choice: ModelChoice) -> [FuzzyMatch] {
      guard let entry = page.content.entries[choice] else { return words }
      return words.filter {
        ($0.score(in: entry.id) ?? 0) >= ($0.score(in: entry.provider) ?? 0)
      }
    }
  }

  /// Draws the problem, or the details that the selected row omits. Details after the first are
  /// drawn only if they fit completely.
  private static func drawDetail(
    _ page: PickerPage, _ context: PageContext, _ overlay: Overlay, on canvas: inout Canvas
  ) {
    let inside = overlay.inside
    let rows = footRows(context.stage)
    guard rows > 0 || !page.problem.isEmpty, inside.height > 0 else { return }
    let y = inside.bottom - 1
    let width = rows == 1 ? overlay.labelColumns : max(1, inside.width - 2 * indent)
    var line = StyledLine(page.problem, Style(.warning))
    if page.problem.isEmpty {
      for part in detail(of: page.selection, page.content, width: inside.width) {
        let more = StyledLine((line.isEmpty ? "" : " · ") + part, .secondary)
        if line.isEmpty || line.width + more.width <= width { line.append(more) }
      }
    }
    line = line.endingAtWord(within: width)
    guard rows != 1 else { return overlay.drawRule(y: y, label: line, on: &canvas) }
    canvas.fill(" ", .text, x: inside.x, y: y, width: inside.width)
    canvas.draw(line, x: inside.x + indent, y: y)
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
    let name = PickerName(PickerText.id(choice))
    let isWhole = columns(choice, section, content, width: width)
      .fitting(name, width: nameColumns(width)).isWhole
    return (isWhole ? [] : [PickerText.id(choice)])
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
    let shown = vendor.provider.listedName
    let places = Set(drawing.words.flatMap { $0.best(in: shown)?.places ?? [] })
    line.append(CompletionView.marked(shown, places, style))
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
    let name = PickerName(
      PickerText.id(choice), marking: drawing.words(markedIn: choice),
      isSelected ? Style(.text, .bold) : .text)
    let width = nameColumns(drawing.width)
    let fitted = columns(choice, section, drawing.page.content, width: drawing.width)
      .fitting(name, width: width)
    line.append(fitted.name)
    pad(&line, to: drawing.width - fitted.columns.width)
    line.append(fitted.columns)
  }

  /// Returns the width available for a model's ID and the fields and marks after it.
  private static func nameColumns(_ width: Int) -> Int {
    // Two columns stay free before fields, but one is enough before marks.
    width - 2 * indent - (width >= columnsForNumbers ? 2 : 1)
  }

  /// Returns the columns after the ID, with the marks for the current model and favourites.
  private static func columns(
    _ choice: ModelChoice, _ section: PickerRow.Section, _ content: PickerContent, width: Int
  ) -> PickerColumns {
    var line = StyledLine()
    var providerLength = 0
    if let entry = content.entries[choice], width >= columnsForNumbers {
      if section != .provider {
        let provider = PickerText.shownName(of: choice.provider, content)
        append(provider, columns: providerColumns(width, content), to: &line)
        providerLength = line.text.reversed().drop { $0 == " " }.count
      }
      appendRight(PickerText.context(entry.model), columns: contextColumns, to: &line)
      append(PickerText.price(entry), columns: priceColumns, to: &line)
      if width >= columnsForCapabilities {
        line.append(PickerText.capabilities(entry.model) + " ", .secondary)
      }
    }
    var marks = StyledLine(content.current == choice ? "✓" : " ", .accent)
    marks.append(content.isFavorite(choice) ? "★" : " ", .accent)
    return PickerColumns(fields: line, providerLength: providerLength, marks: marks)
  }

  /// Returns the width of the column for providers. An address without its port would not say which
  /// server it is.
  private static func providerColumns(_ width: Int, _ content: PickerContent) -> Int {
    width >= 100 ? 16 : max(10, min(16, content.addressColumns))
  }

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

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(0, column - line.width)), .text)
  }
}
