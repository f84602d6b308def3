internal import Screen

/// A layout of blocks as rows of a given width.
struct BlockLayout {
  let base: StyleRole
  /// The number of the next code block.
  var nextCodeNumber: Int

  /// The minimum number of columns that prefixes leave for text, however deeply it is nested.
  static let narrowest = 12

  /// Returns the rows of the blocks, with a blank row between consecutive blocks.
  mutating func rows(of blocks: [Block], width: Int) -> [StyledLine] {
    var rows: [StyledLine] = []
    for block in blocks {
      let added = self.rows(of: block, width: width)
      if !added.isEmpty, !rows.isEmpty { rows.append(StyledLine()) }
      rows += added
    }
    return rows
  }

  private mutating func rows(of block: Block, width: Int, depth: Int = 0) -> [StyledLine] {
    switch block {
    case .paragraph(let lines): Self.rows(of: lines, width: width)
    case .heading(let level, let lines): headingRows(lines, level: level, width: width)
    case .quote(let blocks): quoteRows(blocks, width: width)
    case .list(let list): listRows(list, width: width, depth: depth)
    case .code(let language, let source):
      codeRows(language: language, source: source, width: width)
    case .html(let source): htmlRows(source, width: width)
    case .table(let table): table.rows(width: width)
    case .thematicBreak: [StyledLine(String(repeating: "─", count: max(1, width)), .rule)]
    }
  }

  static func rows(of lines: [TextLine], width: Int) -> [StyledLine] {
    lines.flatMap { line in
      guard line.isFormula else { return Wrapping.wrap(line.content, width: width) }
      let indent = width > narrowest ? StyledLine("  ", .text) : StyledLine()
      return HardWrap.rows(of: line.content, width: max(1, width - indent.width)).map { row in
        indent.spans.reduce(row) { $0.behind(margin: $1) }
      }
    }
  }

  /// Returns the rows of a heading. Emphasis shows the level: all headings are bold, the top
  /// level is also underlined, and the levels below the second are also italic.
  private func headingRows(_ lines: [TextLine], level: Int, width: Int) -> [StyledLine] {
    let emphasis: Emphasis =
      switch level {
      case 1: .underline
      case 2: []
      default: .italic
      }
    return Self.rows(of: lines, width: width).map { row in
      var row = row
      for index in row.spans.indices {
        row.spans[index].style = row.spans[index].style.adding(emphasis)
      }
      return row
    }
  }

  private mutating func quoteRows(_ blocks: [Block], width: Int) -> [StyledLine] {
    guard width - 2 >= Self.narrowest else { return rows(of: blocks, width: width) }
    return rows(of: blocks, width: width - 2).map { row in
      row.behind(margin: StyledSpan(row.isEmpty ? "│" : "│ ", .rule))
    }
  }

  private mutating func codeRows(language: String, source: String, width: Int) -> [StyledLine] {
    var code = CodeRows(CodeHighlighter(language: language), width: width)
    code.append(linesOf: source)
    let title = CodeRows.title(
      language: language, number: nextCodeNumber, copyKey: nil, width: width)
    nextCodeNumber += 1
    return [title] + code.rows
  }

  func htmlRows(_ source: String, width: Int) -> [StyledLine] {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    let style = Style(base == .text ? .secondary : base).foreign
    return lines.flatMap {
      Wrapping.wrap(StyledLine(Sanitizer.sanitizeLine(String($0)), style), width: width)
    }
  }

  // MARK: - Lists

  private mutating func listRows(_ list: ListBlock, width: Int, depth: Int) -> [StyledLine] {
    var rows: [StyledLine] = []
    let last = (list.firstNumber ?? 0) + max(0, list.items.count - 1)
    for (index, item) in list.items.enumerated() {
      let number = list.firstNumber.map { $0 + index }
      let marker = Self.marker(
        of: item, number: number, digits: String(last).utf8.count, depth: depth)
      if index > 0, !list.isTight { rows.append(StyledLine()) }
      rows += itemRows(
        item, marker: marker, number: number, isTight: list.isTight, width: width, depth: depth)
    }
    return rows
  }

  private mutating func itemRows(
    _ item: ListBlock.Item, marker: String, number: Int?, isTight: Bool, width: Int, depth: Int
  ) -> [StyledLine] {
    let columns = StyledLine(marker, .secondary).width
    let indent = width - columns >= Self.narrowest ? columns : 0
    var rows: [StyledLine] = []
    for block in item.blocks {
      let added = self.rows(of: block, width: width - indent, depth: depth + 1)
      if !added.isEmpty, !rows.isEmpty, !isTight || block.standsApart { rows.append(StyledLine()) }
      rows += added
    }
    if indent == 0 || rows.isEmpty {
      let mark = StyledLine(Self.trimmed(marker), .secondary)
      return HardWrap.rows(of: mark, width: max(1, width)) + rows
    }
    let space = String(repeating: " ", count: indent)
    let source = item.isDone == nil ? number.map { "\($0). " } ?? "- " : "- " + marker
    return rows.enumerated().map { index, row in
      if index == 0 {
        return row.behind(marker: StyledSpan(marker, .secondary), source: source)
      }
      return row.isEmpty ? row : row.behind(margin: StyledSpan(space, .text), source: space)
    }
  }

  private static func marker(
    of item: ListBlock.Item, number: Int?, digits: Int, depth: Int
  ) -> String {
    marker(number: number, isDone: item.isDone, digits: digits, depth: depth)
  }

  /// Returns the marker of an item.
  /// - Parameters:
  ///   - digits: how many digits the longest number in the list has.
  ///   - depth: the number of items around the list.
  static func marker(number: Int?, isDone: Bool?, digits: Int, depth: Int) -> String {
    if let isDone { return isDone ? "[x] " : "[ ] " }
    guard let number else { return ["• ", "◦ ", "▪ "][min(depth, 2)] }
    let text = String(number)
    return String(repeating: " ", count: max(0, digits - text.utf8.count)) + text + ". "
  }

  static func trimmed(_ marker: String) -> String {
    String(marker.reversed().drop { $0 == " " }.reversed())
  }
}

extension Block {
  /// Whether the block needs blank rows around it even in a tight list.
  fileprivate var standsApart: Bool {
    switch self {
    case .table, .heading, .thematicBreak: true
    case .paragraph, .quote, .list, .code, .html: false
    }
  }
}
