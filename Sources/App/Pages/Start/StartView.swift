internal import Chat
internal import Screen
internal import Words

/// The view of the first screen, and its lines in plain mode.
enum StartView {
  private enum Line {
    case text(StyledLine)
    /// A further row of a text that needs several rows.
    case rest(StyledLine)
    case entry(Int)

    var isEntry: Bool { if case .entry = self { true } else { false } }
    var isRest: Bool { if case .rest = self { true } else { false } }
  }

  /// The columns before a name: the bar of the selected entry, aligned with the headings, and the
  /// number.
  private static let indent = 7
  /// In narrower windows, the details of the entries are not aligned in a column.
  private static let narrow = 60
  /// Windows with fewer rows get no empty lines and a shorter introduction.
  private static let low = 16
  /// The number of rows above the entries: the title and a rule.
  private static let headRows = 2
  /// The number of rows below the entries: the prompt and the hints.
  private static let footRows = 2

  /// Returns the area of the page's rows, aligned with the text of the conversation that follows.
  static func area(_ size: Size) -> Rect {
    let column = FrameLayout.textColumn(size, .none).widened(to: size.width)
    return Rect(
      x: column.x - 1, y: headRows, width: column.width + 2,
      height: max(0, size.height - headRows - footRows))
  }

  /// Returns where the prompt is, which is also its place in the conversation that follows.
  static func prompt(_ size: Size) -> Point {
    Point(x: area(size).x + 1, y: max(0, size.height - footRows))
  }

  /// Draws everything except the hints.
  /// - Returns: a mark for the hint line, which shows how many entries are below.
  static func draw(
    _ page: inout StartPage, _ keymap: Keymap, on canvas: inout Canvas
  ) -> StyledLine {
    let size = canvas.size
    canvas.draw(Words.Start.heading, Style.title, x: 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let area = area(size)
    let lines = lines(page, in: size, keymap)
    page.scroll(to: line(of: page.selected, lines), height: area.height, lineCount: lines.count)
    page.skip(lines.dropFirst(page.top).prefix(while: \.isRest).count)
    let columns = nameColumns(page)
    for (offset, line) in whole(lines.dropFirst(page.top), height: area.height).enumerated() {
      let drawn =
        switch line {
        case .text(let text), .rest(let text): text
        case .entry(let index): entry(index, page, keymap, nameColumns: columns, width: area.width)
        }
      canvas.draw(drawn.endingAtWord(within: area.width - 1), x: area.x, y: area.y + offset)
    }
    let mark = PageMark(first: page.top, shown: area.height, items: lines.map(\.isEntry))
    mark.drawTop(on: &canvas)
    return mark.bottom
  }

  /// Returns the lines that fit. Leaves out the beginning of a text that does not fit as a whole.
  private static func whole(_ lines: ArraySlice<Line>, height: Int) -> ArraySlice<Line> {
    var shown = lines.prefix(height)
    guard lines.dropFirst(height).first?.isRest == true else { return shown }
    while shown.last?.isRest == true { shown.removeLast() }
    return shown.dropLast()
  }

  /// Returns the index of the entry at a position in the window.
  static func entry(at place: Point, of page: StartPage, in size: Size) -> Int? {
    let area = area(size)
    let lines = lines(page, in: size)
    let index = page.top + place.y - area.y
    guard area.contains(place), lines.indices.contains(index), case .entry(let entry) = lines[index]
    else { return nil }
    return entry
  }

  /// Returns the first screen as lines for plain mode.
  static func lines(_ page: StartPage) -> [String] {
    var lines = ["* " + Words.Start.plainIntroduction]
    if let model = page.model {
      lines.append("* " + Words.Start.model(Sanitizer.sanitizeLine(model)))
    }
    var section = StartPage.Entry.Section.demo
    for (index, entry) in page.entries.enumerated() {
      if entry.section != section {
        if section == .demo, !page.hasLocalServer { lines.append(Words.Start.noServerHere) }
        if section == .local { lines.append(Words.Start.typeAddress) }
        section = entry.section
        lines.append(title(of: section) + ":")
      }
      let name = Sanitizer.sanitizeLine(entry.label)
      lines.append(Words.Start.entry(index + 1, name, plainDetail(of: entry, page)))
    }
    return lines
  }

  private static func line(of entry: Int, _ lines: [Line]) -> Int {
    lines.firstIndex { if case .entry(entry) = $0 { true } else { false } } ?? 0
  }

  // MARK: Lines

  private static func lines(
    _ page: StartPage, in size: Size, _ keymap: Keymap = .standard
  ) -> [Line] {
    let isLow = size.height < low
    let gap: [Line] = isLow ? [] : [.text(StyledLine())]
    let width = area(size).width - 2
    let introduction = wrapped(
      introduction(page, isShort: isLow || area(size).width < narrow, keymap), .text,
      width: width + 1)
    let head = introduction + model(page, width: width)
    var lines = head
    var section = StartPage.Entry.Section.demo
    for (index, entry) in page.entries.enumerated() {
      if section == .demo, entry.section != .demo, !page.hasLocalServer {
        lines += gap + [heading(Words.Start.onThisMachine)] + search(page, keymap, width: width)
      }
      if entry.section != section {
        if section == .local { lines += searchAgain(page, width: width) }
        section = entry.section
        lines += gap + [heading(title(of: section))]
      }
      lines.append(.entry(index))
    }
    if lines.count + gap.count <= area(size).height {
      lines.insert(contentsOf: gap, at: head.count)
    }
    return lines
  }

  /// Returns the line that names the model given at the start.
  private static func model(_ page: StartPage, width: Int) -> [Line] {
    guard let model = page.model else { return [] }
    return wrapped(
      [Words.Start.model(Sanitizer.sanitizeLine(model))], .secondary, width: width)
  }

  /// Returns wrapped sentences. In a narrow window, each begins in a row of its own, because there
  /// may be no room for all of them.
  /// - Parameters:
  ///   - margin: the columns before each row.
  ///   - width: the columns of a row, including the margin.
  private static func wrapped(
    _ sentences: [String], _ style: Style, after margin: Int = 1, width: Int
  ) -> [Line] {
    let margin = StyledLine(String(repeating: " ", count: margin))
    let shown = sentences.filter { !$0.isEmpty }
    let texts = width < narrow ? shown : [shown.joined(separator: " ")]
    return texts.flatMap { text in
      let rows = Wrapping.wrap(
        StyledLine(text, style), width: max(1, width), first: margin, rest: margin)
      return rows.prefix(1).map(Line.text) + rows.dropFirst().map(Line.rest)
    }
  }

  private static func heading(_ text: String) -> Line {
    .text(StyledLine(" " + text, .secondary))
  }

  private static func title(of section: StartPage.Entry.Section) -> String {
    switch section {
    case .demo: ""
    case .local: Words.Start.onThisMachine
    case .used: Words.Start.usedBefore
    case .hosted: Words.Start.withKey
    }
  }

  private static func introduction(
    _ page: StartPage, isShort: Bool, _ keymap: Keymap
  ) -> [String] {
    let key = keymap.name(of: ActionName(of: StartPage.Action.choose), in: page.keyContext)
    let text = isShort ? Words.Start.shortIntroduction(key) : Words.Start.introduction(key)
    let list = keymap.name(of: .openList)
    return [text, page.hasConversations ? Words.Start.conversations(list) : ""]
  }

  /// Returns the outcome of the search for servers, shown while no local server is listed.
  private static func search(_ page: StartPage, _ keymap: Keymap, width: Int) -> [Line] {
    guard !page.isLooking else { return looking(width: width) }
    let key = keymap.name(of: ActionName(of: StartPage.Action.look), in: page.keyContext)
    let found =
      page.hasLookedInVain ? Words.Start.noServer(onPorts: page.ports) : Words.Start.noServer
    return remark(found, Words.Start.lookOrType(key), width: width)
  }

  /// Returns the outcome of a repeated search, shown below the local servers, and how to reach
  /// another server.
  private static func searchAgain(_ page: StartPage, width: Int) -> [Line] {
    if page.isLooking { return looking(width: width) }
    let outcome = page.hasLookedInVain ? Words.Start.nothingNew(onPorts: page.ports) : ""
    return remark(outcome, Words.Start.typeAddress, width: width)
  }

  private static func looking(width: Int) -> [Line] {
    remark(Words.Start.looking, Words.Start.typeAddress, width: width)
  }

  private static func remark(_ sentences: String..., width: Int) -> [Line] {
    wrapped(sentences, .text, after: indent, width: width)
  }

  private static func entry(
    _ index: Int, _ page: StartPage, _ keymap: Keymap, nameColumns: Int, width: Int
  ) -> StyledLine {
    let isSelected = index == page.selected
    var line = StyledLine(isSelected ? " ▌ " : "   ", .accent)
    let number = page.number(of: index).map(String.init) ?? ""
    line.append(String(repeating: " ", count: max(0, 2 - number.count)) + number, Style(.accent))
    line.append("  ", .text)
    let entry = page.entries[index]
    let name = Sanitizer.sanitizeLine(entry.label)
    line.append(name, isSelected ? Style(.text, .bold) : Style(.model))
    let gap = width < narrow ? 2 : max(2, indent + nameColumns + 2 - line.width)
    line.append(String(repeating: " ", count: gap), .text)
    let key = keymap.name(of: ActionName(of: StartPage.Action.choose), in: page.keyContext)
    var detail = detail(of: entry, page, chooseKey: key)
    if entry == .demo, line.width + DisplayWidth.of(detail) >= width {
      detail = Words.Start.shortDemo
    }
    if [.used, .hosted].contains(entry.section), line.width + DisplayWidth.of(detail) >= width {
      // A truncated address is useless, but its host alone is not.
      detail = entry.section == .used ? "" : String(detail.prefix { $0 != "/" })
      if line.width + DisplayWidth.of(detail) >= width { return line }
    }
    line.append(detail, .secondary)
    return line
  }

  private static func nameColumns(_ page: StartPage) -> Int {
    page.entries.map { DisplayWidth.of(Sanitizer.sanitizeLine($0.label)) }.max() ?? 0
  }

  private static func detail(
    of entry: StartPage.Entry, _ page: StartPage, chooseKey key: String
  ) -> String {
    let need = page.keyNeed(of: entry)
    switch entry {
    case .demo: return Words.Start.demo
    case .local(let server):
      if need == .open { return Words.Picker.noKey(toAdd: key) }
      return running(server, need, page)
    case .used(let server): return Sanitizer.sanitizeLine(server.shownBaseURL)
    case .hosted(let choice):
      switch need {
      case .met: return Words.Start.hasKey
      case .no:
        return page.server(of: entry).map { running($0, need, page) }
          ?? Sanitizer.sanitizeLine(choice.provider.shownBaseURL)
      case .unknown: return Words.Picker.noKey(toAdd: key)
      case .open:
        return choice.provider.keyPage?.replacing("https://", with: "")
          ?? Words.Picker.noKey(toAdd: key)
      }
    }
  }

  private static func running(
    _ server: LocalServer, _ need: StartPage.KeyNeed, _ page: StartPage
  ) -> String {
    let own = page.model == nil ? server.usualModel : nil
    let model = own.map { Sanitizer.sanitizeLine($0) }
    let facts = [Words.Start.running, model, need == .met ? Words.Start.hasKey : nil]
    return facts.compactMap(\.self).joined(separator: " · ")
  }

  /// Returns an entry's detail for plain mode, which has no keys for choosing entries.
  private static func plainDetail(of entry: StartPage.Entry, _ page: StartPage) -> String {
    let isKeyless = [.open, .unknown].contains(page.keyNeed(of: entry))
    if case .hosted(let choice) = entry, isKeyless, choice.provider.keyPage == nil {
      return Sanitizer.sanitizeLine(choice.provider.shownBaseURL)
    }
    if case .local = entry, isKeyless { return Words.Picker.noKey }
    return detail(of: entry, page, chooseKey: "")
  }
}
