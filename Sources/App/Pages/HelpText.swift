internal import Screen
internal import Words

/// The rows of the help page, with the current key bindings.
struct HelpText {
  private struct Section {
    let title: String
    var rows: [Row]
    /// Whether the rows make sense only together, so that a filter keeps all or none of them.
    var isWhole = false
  }

  private struct Row {
    let key: String
    /// The key that runs the same command after Ctrl-X.
    var twin = ""
    let action: String
    /// Words that the filter matches, but that are not shown.
    var keywords = ""

    var text: String { "\(key) \(twin) \(action) \(keywords)" }
  }

  private let sections: [Section]
  private let words: [String]
  private let keymap: Keymap
  /// Whether any row has a second key, which follows Ctrl-X.
  private let hasTwins: Bool
  /// The column in which descriptions begin. It fits the longest key, and is the same for all rows,
  /// whatever the filter.
  private let actionColumn: Int

  /// - Parameters:
  ///   - query: the filter. Only rows that contain all its words are shown.
  ///   - opening: the keys whose section comes first.
  init(
    _ preferences: Preferences, hasVi: Bool, query: String, opening: KeyContext? = nil
  ) {
    keymap = preferences.keymap
    words = query.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    let whole = Section(
      title: Words.Keys.changing,
      rows: Self.keySettings(preferences).map { Row(key: "", action: $0) }, isWhole: true)
    var sections = Self.sections(preferences.keymap, hasVi: hasVi) + [whole]
    let title = Self.contexts.first { $0.context == opening }?.title
    if let place = sections.firstIndex(where: { $0.title == title }) {
      sections.insert(sections.remove(at: place), at: 0)
    }
    let found = sections.compactMap { [words] section in
      var section = section
      let all = section.rows.map(\.text).joined(separator: " ")
      section.rows.removeAll { row in
        let text = "\(section.title) \(section.isWhole ? all : row.text)".lowercased()
        return !words.allSatisfy(text.contains)
      }
      return section.rows.isEmpty ? nil : section
    }
    let described = sections.flatMap(\.rows).filter { !$0.action.isEmpty }
    actionColumn = described.reduce(14) { max($0, DisplayWidth.of($1.key) + 2) }
    hasTwins = found.contains { $0.rows.contains { !$0.twin.isEmpty } }
    self.sections = found
  }

  /// Returns the lines that explain how to change keys.
  static func keySettings(_ preferences: Preferences) -> [String] {
    Words.Keys.howToChange(in: Sanitizer.sanitizeLine(preferences.configurationPath))
  }

  /// An upper bound on the number of rows of the page.
  static let rowLimit = sections(.standard, hasVi: true).reduce(0) { $0 + $1.rows.count + 2 } + 100

  /// The commands that a newcomer needs.
  private static let first: [Command] = [
    .send, .newLine, .closeOrStop, .toggleThinking, .toggleReasoning, .focusNext, .openList,
    .setModel, .openParameters, .openPalette,
  ]

  private static func sections(_ keymap: Keymap, hasVi: Bool) -> [Section] {
    let row = { (help: KeyHelp, context: KeyContext) in
      Row(key: keymap.label(help, in: context), action: help.action)
    }
    var sections = [
      Section(
        title: Words.Keys.first,
        rows: first.compactMap { CommandTable.row(of: $0).map { self.row($0, keymap) } })
    ]
    sections += CommandRow.Section.allCases.map { section in
      let rows = CommandTable.rows.filter {
        $0.section == section && !keymap.sequences(of: $0.command).isEmpty
          && !first.contains($0.command)
      }
      let others = section == .read ? OtherKeys.reading.map { row($0, .transcript) } : []
      return Section(title: section.title, rows: rows.map { self.row($0, keymap) } + others)
    }
    sections += pages(keymap, hasVi: hasVi)
    let typed = CommandTable.rows.filter {
      $0.argument != nil || keymap.sequences(of: $0.command).isEmpty
    }
    sections.append(
      Section(
        title: Words.Keys.slashCommands(palette: keymap.name(of: .openPalette)),
        rows: typed.map { Row(key: $0.usage, action: "") }))
    return sections
  }

  /// The sections with the keys of pages and of the list.
  private static var contexts: [(title: String, help: [KeyHelp], context: KeyContext)] {
    [
      (Words.Keys.editing, OtherKeys.editing, .composer),
      (Words.Completion.heading, CompletionKeys.table.help, .completion),
      (Words.Keys.list, ConversationListKeys.table.help, .list),
      (Words.Keys.search, SearchPage.keys.help, .page(SearchPage.name)),
      (Words.ParameterForm.heading, ParametersPage.keys.help, .page(ParametersPage.name)),
      (
        Words.Probabilities.title, ProbabilitiesPage.keys.help, .page(ProbabilitiesPage.name)
      ),
      (Words.Picker.heading, PickerPage.keys.help, .page(PickerPage.name)),
      (Words.Comparison.helpHeading, ComparisonPage.keys.help, .page(ComparisonPage.name)),
    ]
  }

  /// Returns whether the help page has a section about these keys.
  static func explains(_ context: KeyContext) -> Bool {
    contexts.contains { $0.context == context }
  }

  private static func pages(_ keymap: Keymap, hasVi: Bool) -> [Section] {
    var sections = contexts.map { title, help, context in
      Section(
        title: title,
        rows: help.map { Row(key: keymap.label($0, in: context), action: $0.action) })
    }
    if hasVi {
      // These keys cannot be changed.
      let rows = OtherKeys.vi.map { Row(key: $0.keys, action: $0.action) }
      sections.insert(Section(title: Words.Vi.heading, rows: rows), at: 1)
    }
    return sections
  }

  private static func row(_ row: CommandRow, _ keymap: Keymap) -> Row {
    let names = row.keyNames(keymap)
    let sequences = keymap.sequences(of: row.command).filter { $0.count > 1 }
    let twin = sequences.first { $0.count == 2 && $0[0] == DefaultKeys.prefix }
    // A command that only sequences run may have one that is easier to press than its twin.
    let other = sequences.first { $0.last?.isText == false }
    let all = names.prefix(2) + (twin == nil ? sequences.prefix(1).map(\.name) : [])
    let shown = all.joined(separator: ", ")
    // Two keys fit only if their names are short.
    let fits = shown.count <= (twin == nil ? 12 : 9)
    // Without a first key, show the whole sequence: the twin alone would look like a single key.
    let alone = all.isEmpty ? (other ?? twin)?.name : nil
    return Row(
      key: alone ?? (fits ? shown : all.first ?? ""),
      twin: alone == nil ? twin?[1].name ?? "" : "", action: row.title,
      keywords: row.command == .openParameters ? parameterNames : "")
  }

  private static let parameterNames = FormField.all.map(\.name).joined(separator: " ")

  // MARK: Drawing

  private static let narrowestColumn = 39
  private static let mostColumns = 4

  private static func columns(_ size: Size) -> Int {
    max(1, min(mostColumns, size.width / narrowestColumn))
  }

  private func columns(in size: Size) -> [[StyledLine]] {
    let columns = Self.columns(size)
    return split(sections.map { rows(of: $0, width: size.width / columns - 2) }, into: columns)
  }

  /// Returns the first row in view when the page is scrolled to its end.
  func lastTop(in size: Size) -> Int {
    let longest = columns(in: size).map(\.count).max() ?? 0
    return max(0, longest - max(0, size.height - 3))
  }

  /// Draws everything except the hints.
  /// - Returns: marks for rows out of view. The lower one belongs at the end of the last row.
  func draw(_ query: Composer, from first: Int, on canvas: inout Canvas) -> PageMark {
    let size = canvas.size
    let width = size.width / Self.columns(size)
    let height = max(0, size.height - 3)
    let columns = columns(in: size)
    let longest = columns.map(\.count).max() ?? 0
    let mark = PageMark(first: first, shown: height, of: longest)
    drawHead(query, mark, on: &canvas)
    if longest == 0 { canvas.draw(FilterField.noMatches(keymap), .secondary, x: 1, y: 2) }
    for (column, page) in columns.enumerated() {
      let start = min(first, max(0, page.count - height))
      for (offset, row) in page.dropFirst(start).prefix(height).enumerated() {
        // Do not show a title alone in the last row.
        if row.isLabel, offset == height - 1 { continue }
        canvas.draw(row, x: column * width + 1, y: 2 + offset, width: width - 2)
      }
    }
    return mark
  }

  /// Draws the filter, and a legend for the second column.
  private func drawHead(_ query: Composer, _ mark: PageMark, on canvas: inout Canvas) {
    let size = canvas.size
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    mark.drawTop(on: &canvas)
    if hasTwins {
      // On the right, where it does not look like the first section's title.
      let right = size.width - (mark.top.isEmpty ? 0 : mark.top.width + 3)
      let line = StyledLine(Words.Keys.twinNote(DefaultKeys.prefix.name), .secondary)
        .truncated(to: max(0, right - 4))
      PageMark.draw(line, y: 1, right: right, on: &canvas)
    }
    let field = FilterField(
      text: query, placeholder: Words.Keys.filter,
      note: StyledLine(query.isEmpty ? "" : Words.Keys.entries(entryCount), .secondary))
    field.draw(in: Rect(x: 1, y: 0, width: size.width - 2, height: 1), on: &canvas)
  }

  /// The number of rows that match the filter, without the text that explains how to change keys.
  private var entryCount: Int {
    sections.reduce(0) { $0 + $1.rows.count { !$0.key.isEmpty } }
  }

  /// Distributes whole sections over the columns, with about the same number of rows in each.
  private func split(_ sections: [[StyledLine]], into columns: Int) -> [[StyledLine]] {
    let all = sections.reduce(0) { $0 + $1.count }
    var pages: [[StyledLine]] = [[]]
    var placed = 0
    for section in sections {
      let end = all * pages.count / columns
      if placed + section.count / 2 > end, pages.count < columns, pages.last?.isEmpty == false {
        pages.append([])
      }
      pages[pages.count - 1] += section
      placed += section.count
    }
    return pages
  }

  private func rows(of section: Section, width: Int) -> [StyledLine] {
    var title = StyledLine(section.title, .title)
    title.isLabel = true
    var rows = [title]
    for row in section.rows {
      guard !section.isWhole else {
        for part in Self.parts(ofPath: row.action, columns: width - 1) {
          rows += Wrapping.wrap(
            marked(part, .text), width: max(1, width), first: StyledLine(" "),
            rest: StyledLine("   "))
        }
        continue
      }
      var line = marked(" " + row.key, Style(.accent))
      if !row.action.isEmpty {
        if !row.twin.isEmpty {
          pad(&line, to: actionColumn - 3)
          line.append(row.twin, .accent)
        }
        pad(&line, to: actionColumn)
        line.append(marked(row.action, .text))
      }
      rows.append(line)
    }
    return rows + [StyledLine()]
  }

  /// Splits a path that is too long for a row, but only after slashes. Returns any other text
  /// unchanged, as the only part.
  private static func parts(ofPath text: String, columns: Int) -> [String] {
    guard !text.contains(" "), DisplayWidth.of(text) > columns else { return [text] }
    let names = text.split(separator: "/", omittingEmptySubsequences: false)
    var parts = [""]
    for (index, name) in names.enumerated() {
      let next = name + (index < names.count - 1 ? "/" : "")
      if DisplayWidth.of(parts[parts.count - 1] + next) > columns { parts.append("") }
      parts[parts.count - 1] += next
    }
    return parts
  }

  /// Returns the text with the words of the query highlighted.
  private func marked(_ text: String, _ style: Style) -> StyledLine {
    var line = StyledLine()
    var rest = text[...]
    while let found = words.compactMap({ rest.range(ofLetters: $0) }).min(by: {
      $0.lowerBound < $1.lowerBound
    }) {
      line.append(String(rest[..<found.lowerBound]), style)
      line.append(String(rest[found]), Style(.match))
      rest = rest[found.upperBound...]
    }
    line.append(String(rest), style)
    return line
  }

  private func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(1, column - line.width)), .text)
  }

  // MARK: Plain mode

  /// The help for plain mode.
  static var lines: [String] {
    Words.Keys.plainIntroduction + usages() + [Words.Keys.plainEnd]
  }

  /// Returns the commands that work in plain mode, packed into lines of 78 columns.
  private static func usages() -> [String] {
    var lines = [""]
    for row in CommandTable.rows where !row.needsScreen && !row.names.isEmpty {
      let last = lines[lines.count - 1]
      let longer = last.isEmpty ? row.usage : last + "  " + row.usage
      if longer.count <= 78 { lines[lines.count - 1] = longer } else { lines.append(row.usage) }
    }
    return lines
  }
}

extension Substring {
  /// Returns the range where letters first occur, in upper or lower case.
  /// - Parameter letters: in lower case, not empty.
  fileprivate func range(ofLetters letters: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if let end = index(start, offsetBy: letters.count, limitedBy: endIndex),
        self[start..<end].lowercased() == letters
      {
        return start..<end
      }
      start = index(after: start)
    }
    return nil
  }
}

extension Keymap {
  /// Returns the key column for a row of the help page: the keys bound by the user, and the row's
  /// own keys that still perform its action.
  func label(_ help: KeyHelp, in context: KeyContext) -> String {
    guard !isStandard else { return help.keys }
    let defaults = DefaultKeys.rules(of: context)
    var signs: [String] = []
    var hasChanged = false
    for name in help.names {
      // Look up the key's default binding. A name that has none, such as a digit, is shown
      // unchanged.
      let key = try? KeyNotation.keys(name)
      let rule = defaults.first { $0.keys == key }
      guard let key, let action = rule?.action else {
        signs.append(name)
        continue
      }
      let now = sequences(of: action, in: context)
      let usual = Keymap.standard.sequences(of: action, in: context)
      let own = now.filter { !usual.contains($0) }.map(\.sign)
      hasChanged = hasChanged || !own.isEmpty || !now.contains(key)
      for sign in own + (now.contains(key) ? [key.sign] : []) where !signs.contains(sign) {
        signs.append(sign)
      }
    }
    guard hasChanged else { return help.keys }
    while signs.count > 1, signs.joined(separator: " ").count > Self.columnsOfLabel {
      signs.removeLast()
    }
    return signs.joined(separator: " ")
  }

  /// The width of the key column.
  private static let columnsOfLabel = 12
}
