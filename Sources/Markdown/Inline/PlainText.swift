internal import Screen

/// A document as plain text for use outside the program, without the screen's styles, wrapping,
/// numbers or drawn lines.
///
/// Code is unchanged. Quotes and lists keep their Markdown markers, and tables become aligned
/// columns.
enum PlainText {
  static func of(_ blocks: [Block]) -> [String] {
    var lines: [String] = []
    for block in blocks {
      let added = self.lines(of: block)
      if !added.isEmpty, !lines.isEmpty { lines.append("") }
      lines += added
    }
    return lines
  }

  private static func lines(of block: Block) -> [String] {
    switch block {
    case .paragraph(let lines), .heading(_, let lines): lines.map { trimmed($0.content.text) }
    case .quote(let blocks): of(blocks).map { $0.isEmpty ? ">" : "> " + $0 }
    case .list(let list): self.lines(of: list)
    case .code(_, let source), .html(let source): self.lines(of: source)
    case .table(let table): self.lines(of: table)
    case .thematicBreak: ["---"]
    }
  }

  static func lines(of source: String) -> [String] {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func lines(of list: ListBlock) -> [String] {
    var lines: [String] = []
    for (offset, item) in list.items.enumerated() {
      var mark = list.firstNumber.map { "\($0 + offset). " } ?? "- "
      if let isDone = item.isDone { mark += isDone ? "[x] " : "[ ] " }
      let indent = String(repeating: " ", count: mark.utf8.count)
      let text = list.isTight ? item.blocks.flatMap { self.lines(of: $0) } : of(item.blocks)
      if !list.isTight, offset > 0 { lines.append("") }
      for (index, line) in (text.isEmpty ? [""] : text).enumerated() {
        lines.append(trimmed((index == 0 ? mark : line.isEmpty ? "" : indent) + line))
      }
    }
    return lines
  }

  /// Returns a table's rows with aligned columns, whatever the screen's width, and without the
  /// rule below the header.
  private static func lines(of table: Table) -> [String] {
    table.rows(width: 100_000).map { trimmed($0.text) }.filter { line in
      !line.contains("─") || line.contains { $0 != "─" && $0 != " " }
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension PlainText {
  /// Returns the lines with the markers of the quotes and list items that contain them.
  static func enclosed(
    _ lines: [String], in path: some Sequence<Enclosure>, carriesMarkers: Bool = true
  ) -> [String] {
    Array(path).reversed().reduce(lines) { lines, enclosure in
      switch enclosure {
      case .quote: return lines.map { $0.isEmpty ? ">" : "> " + $0 }
      case .item(let item):
        let mark = mark(of: item)
        let indent = String(repeating: " ", count: mark.utf8.count)
        let isFirst = item.isFirst && carriesMarkers
        return (lines.isEmpty && isFirst ? [""] : lines).enumerated().map { index, line in
          trimmed((index == 0 && isFirst ? mark : line.isEmpty ? "" : indent) + line)
        }
      }
    }
  }

  private static func mark(of item: Enclosure.Item) -> String {
    let mark = item.number.map { "\($0). " } ?? "- "
    return item.isDone.map { mark + ($0 ? "[x] " : "[ ] ") } ?? mark
  }
}

extension MarkdownStream {
  /// The document as plain text for use outside the program, as of the last layout. The text ends
  /// in a line feed unless it is empty.
  /// - Complexity: O(length of the text)
  public var plainText: String {
    var lines: [String] = []
    var index = 0
    while index < blockCount {
      let piece = piece(at: index)
      let added = PlainText.enclosed(text(from: index), in: piece.path)
      if !added.isEmpty, !lines.isEmpty, piece.isApart {
        let shared = piece.path.prefix(piece.sharedDepth)
        lines += PlainText.enclosed([""], in: shared, carriesMarkers: false)
      }
      lines += added
      index = self.index(afterPartsFrom: index)
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  /// Returns the text of the block that begins at `index`, including all its parts.
  private func text(from index: Int) -> [String] {
    switch piece(at: index).kind {
    case .code, .html: return PlainText.lines(of: source(from: index))
    case .nothing: return []
    case .text, .table: break
    }
    let parser = PieceParser(base: base, definitions: definitions)
    var text = PlainParts()
    for part in index..<self.index(afterPartsFrom: index) {
      let seam = part > index ? piece(at: part - 1).seam : .lineEnd
      text.append(parser.parse(piece(at: part)).blocks, seam: seam)
    }
    return text.finish()
  }
}

/// The text of a long block, assembled from its parts. Each part is read and copied only once.
private struct PlainParts {
  private var lines: [String] = []
  /// The table so far, kept until its last part, because columns are aligned across all parts.
  private var table: Table?
  private var endsInParagraph = false

  mutating func append(_ blocks: [Block], seam: Piece.Seam) {
    var blocks = blocks[...]
    if case .table(let more) = blocks.first, table?.body.append(contentsOf: more.body) != nil {
      blocks.removeFirst()
    }
    if blocks.isEmpty { return }
    closeTable()
    var isJoined = false
    if case .paragraph = blocks.first { isJoined = endsInParagraph }
    if case .table(let last) = blocks.last {
      table = last
      blocks.removeLast()
    }
    var added = PlainText.of(Array(blocks))[...]
    if isJoined {
      if seam != .lineEnd, let first = added.popFirst() {
        lines[lines.count - 1] += (seam == .space ? " " : "") + first
      }
    } else if !added.isEmpty, !lines.isEmpty {
      lines.append("")
    }
    lines += added
    if case .paragraph = blocks.last {
      endsInParagraph = !lines.isEmpty
    } else {
      endsInParagraph = false
    }
  }

  mutating func finish() -> [String] {
    closeTable()
    return lines
  }

  private mutating func closeTable() {
    guard let table else { return }
    self.table = nil
    if !lines.isEmpty { lines.append("") }
    lines += PlainText.of([.table(table)])
  }
}
