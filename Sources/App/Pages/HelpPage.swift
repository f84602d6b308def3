internal import Screen

typealias HelpPage = ReadingPage<HelpText>

/// All keys on one page, in two columns where there is room.
enum HelpText: ReadingPageContent {
  private struct Section {
    let title: String
    let rows: [Row]
  }

  private struct Row {
    let key: String
    /// The letter that does the same after Ctrl-X.
    var twin = ""
    let action: String
  }

  private static let sections =
    CommandRow.Section.allCases.map { section in
      Section(
        title: section.rawValue,
        rows: CommandTable.rows.filter { $0.section == section && $0.twin != nil }.map(row)
          + own(section))
    } + [
      Section(
        title: "Write",
        rows: [
          Row(key: "Ctrl-A E", action: "line start, end"),
          Row(key: "Ctrl-B F", action: "left, right"),
          Row(key: "Alt-B F", action: "word left, right"),
          Row(key: "Ctrl-W", action: "delete a word"),
          Row(key: "Ctrl-U K", action: "cut to start, end"),
          Row(key: "Up, Down", action: "earlier questions"),
        ]),
      Section(
        title: "In the list of conversations",
        rows: ConversationListKeys.table.help.map { Row(key: $0.keys, action: $0.action) }),
      Section(
        title: "In the search",
        rows: SearchPage.keys.help.map { Row(key: $0.keys, action: $0.action) }),
      Section(
        title: "After a slash: a name of Ctrl-P, or",
        rows: CommandTable.rows.filter { $0.argument != nil }.map {
          Row(key: $0.usage, action: "")
        }),
    ]

  private static func row(_ row: CommandRow) -> Row {
    // Two are shown where they are short.
    let shown = row.keyNames.prefix(2).joined(separator: ", ")
    return Row(
      key: shown.count <= 9 ? shown : row.keyNames.first ?? "",
      twin: row.twin.map(String.init) ?? "", action: row.title)
  }

  /// Keys that are no commands.
  private static func own(_ section: CommandRow.Section) -> [Row] {
    guard section == .read else { return [] }
    return [
      Row(key: "j k g G", action: "Line, edge"), Row(key: "n N", action: "Next find, before"),
      Row(key: "2 y", action: "Copy code block 2"),
    ]
  }

  static let scrollRank = 0
  static let hints: [HintLine.Hint] = []
  static let rowLimit = sections.reduce(0) { $0 + $1.rows.count + 2 }

  /// - Parameter first: the row at the top, for windows that do not hold the page.
  static func draw(_ context: PageContext, from first: Int, on canvas: inout Canvas) {
    let size = canvas.size
    canvas.draw("Keys", Style(.heading), x: 1, y: 0)
    canvas.drawRight(
      StyledLine("second: after Ctrl-X", .secondary), right: size.width - 1, y: 0)
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

  /// Whole sections side by side: the first column takes them while it has not more than its share.
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

  /// What `--plain` prints.
  static func lines(_ context: PageContext) -> [String] {
    [
      "A line and Enter asks; a backslash at its end goes on in the next line.",
      "Ctrl-C stops an answer, or leaves. Ctrl-D leaves.",
    ] + usages() + ["/palette says what each does."]
  }

  /// The commands that do something without a screen, as many in a line as there is room for.
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
