internal import Screen

/// A document as text to be read elsewhere: no styles, no wraps, no numbers or rules of the screen.
///
/// Code is as its source has it. Quotes, lists and tables keep the marks that Markdown gives them.
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

  /// The columns line up as on a screen of any width; the rule under the heads is left out.
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

extension MarkdownStream {
  /// The document as text to be read elsewhere, in the state of the last layout; ends in a line feed
  /// unless it is empty.
  /// - Complexity: O(length of the text)
  public var plainText: String {
    var lines: [String] = []
    var wasItem = false
    for block in allBlocks {
      let added = text(of: block)
      let isItem = block.piece.continuesList
      let isTight = isItem && wasItem && !block.isLoose
      if !added.isEmpty, !lines.isEmpty, !isTight { lines.append("") }
      lines += added
      wasItem = block.piece.item != nil
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  private func text(of block: LaidOutBlock) -> [String] {
    if case .fence(let fence) = block.piece.start {
      return PlainText.lines(of: source(of: block.piece, in: fence))
    }
    return PlainText.of(block.blocks)
  }
}
