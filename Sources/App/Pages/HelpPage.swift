internal import Screen
internal import Words

typealias HelpPage = ReadingPage<HelpText>

/// All keys on one page, in two columns if the window is wide enough.
enum HelpText: ReadingPageContent {
  private struct Section {
    let title: String
    let rows: [Row]
  }

  private struct Row {
    let key: String
    /// The key that runs the same command after Ctrl-X.
    var twin = ""
    let action: String
  }

  private static let sections =
    CommandRow.Section.allCases.map { section in
      Section(
        title: section.title,
        rows: CommandTable.rows.filter { $0.section == section && $0.twin != nil }.map(row)
          + (section == .read ? OtherKeys.reading.map(row) : []))
    } + [
      Section(title: Words.Keys.editing, rows: OtherKeys.editing.map(row)),
      Section(title: Words.Keys.list, rows: ConversationListKeys.table.help.map(row)),
      Section(title: Words.Keys.search, rows: SearchPage.keys.help.map(row)),
      Section(
        title: Words.ParameterForm.heading, rows: ParametersPage.keys.help.map(row)),
      Section(title: Words.Probabilities.title, rows: ProbabilitiesPage.keys.help.map(row)),
      Section(title: Words.Picker.heading, rows: PickerPage.keys.help.map(row)),
      Section(
        title: Words.Comparison.helpHeading, rows: ComparisonPage.keys.help.map(row)),
      Section(
        title: Words.Keys.slashCommands,
        rows: CommandTable.rows.filter { $0.argument != nil }.map {
          Row(key: $0.usage, action: "")
        }),
    ]

  private static func row(_ row: CommandRow) -> Row {
    // Two keys fit only if their names are short.
    let shown = row.keyNames.prefix(2).joined(separator: ", ")
    return Row(
      key: shown.count <= 9 ? shown : row.keyNames.first ?? "",
      twin: row.twin.map(String.init) ?? "", action: row.title)
  }

  private static func row(_ help: KeyHelp) -> Row { Row(key: help.keys, action: help.action) }

  static let scrollRank = 0
  static let hints: [HintLine.Hint] = []
  static let rowLimit = sections.reduce(0) { $0 + $1.rows.count + 2 }

  /// - Parameter first: the first row in view.
  static func draw(_ context: PageContext, from first: Int, on canvas: inout Canvas) {
    let size = canvas.size
    canvas.draw(Words.Keys.heading, Style(.heading), x: 1, y: 0)
    canvas.drawRight(
      StyledLine(Words.Keys.twinNote, .secondary), right: size.width - 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let columns = size.width >= 78 ? 2 : 1
    let width = size.width / columns
    let height = max(0, size.height - 3)
    let rows = sections.map { Self.rows(of: $0, isTight: size.height < 32) }
    let pages = split(rows, into: columns)
    let longest = pages.map(\.count).max() ?? 0
    let shown = min(first, max(0, longest - height))
    PageMark.draw(above: shown, below: longest - shown - height, on: &canvas)
    for (column, page) in pages.enumerated() {
      let start = min(first, max(0, page.count - height))
      for (offset, row) in page.dropFirst(start).prefix(height).enumerated() {
        canvas.draw(row, x: column * width + 1, y: 2 + offset, width: width - 2)
      }
    }
  }

  /// Distributes whole sections over the columns. The first column gets about half of the rows.
  private static func split(_ sections: [[StyledLine]], into columns: Int) -> [[StyledLine]] {
    guard columns > 1 else { return [sections.flatMap(\.self)] }
    let half = sections.joined().count / 2
    var (left, right): ([StyledLine], [StyledLine]) = ([], [])
    for section in sections {
      if right.isEmpty, left.count + section.count / 2 <= half {
        left += section
      } else {
        right += section
      }
    }
    return [left, right]
  }

  private static func rows(of section: Section, isTight: Bool) -> [StyledLine] {
    var rows = [StyledLine(section.title, Style(.secondary))]
    for row in section.rows {
      var line = StyledLine(" " + row.key, Style(.accent))
      if !row.action.isEmpty {
        pad(&line, to: 11)
        line.append(row.twin, .accent)
        pad(&line, to: 14)
        line.append(row.action, .text)
      }
      rows.append(line)
    }
    return isTight ? rows : rows + [StyledLine()]
  }

  private static func pad(_ line: inout StyledLine, to column: Int) {
    line.append(String(repeating: " ", count: max(1, column - line.width)), .text)
  }

  /// Returns the help of `--plain`.
  static func lines(_ context: PageContext) -> [String] {
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
