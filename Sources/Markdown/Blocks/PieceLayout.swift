internal import Screen

/// The layout of the quotes and items around the rows of a block.
struct Enclosing {
  private struct Level {
    let enclosure: Enclosure
    /// The width available before this level's columns are subtracted.
    let width: Int
    /// The item's marker; empty for a quote.
    var marker = ""
    /// The columns that the level takes from its content; 0 if too few are left.
    var columns: Int
  }

  private var levels: [Level] = []
  /// The columns available for the content.
  private(set) var innerWidth: Int

  /// - Parameter digits: how many digits the longest number in each item's list has.
  init(_ path: some Sequence<Enclosure>, digits: [Int], width: Int) {
    innerWidth = width
    var depth = 0
    var digits = digits[...]
    for enclosure in path {
      var level = Level(enclosure: enclosure, width: innerWidth, columns: 2)
      switch enclosure {
      case .quote: depth = 0
      case .item(let item):
        level.marker = BlockLayout.marker(
          number: item.number, isDone: item.isDone, digits: digits.popFirst() ?? 0, depth: depth)
        level.columns = DisplayWidth.of(level.marker)
        depth += 1
      }
      if innerWidth - level.columns < BlockLayout.narrowest { level.columns = 0 }
      innerWidth -= level.columns
      levels.append(level)
    }
  }

  /// - Parameter carriesMarkers: whether to show the markers of those items that begin with this
  ///   block.
  func rows(_ rows: [StyledLine], carriesMarkers: Bool = true) -> [StyledLine] {
    let marked = levels.map { level in
      if case .item(let item) = level.enclosure { carriesMarkers && item.isFirst } else { false }
    }
    // The spaces before a marker are also the indentation of the surrounding items.
    let indented = zip(levels, marked).map { level, isMarked in
      if isMarked, case .item(let item) = level.enclosure { item.beginsLine } else { false }
    }.lastIndex(of: true)
    var rows = rows
    for (index, level) in levels.enumerated().reversed() {
      switch level.enclosure {
      case .quote: rows = Self.quoted(rows, level)
      case .item(let item) where marked[index]: rows = Self.marked(rows, level, item)
      case .item(let item):
        let indent = String(repeating: " ", count: item.indent)
        let isWritten = indented.map { index > $0 } ?? true
        rows = rows.enumerated().map { row, line in
          Self.indented(line, level, source: row > 0 || isWritten ? indent : "")
        }
      }
    }
    return rows
  }

  private static func quoted(_ rows: [StyledLine], _ level: Level) -> [StyledLine] {
    guard level.columns > 0 else { return rows }
    return rows.map { row in
      row.behind(margin: StyledSpan(row.isEmpty && row.surface == nil ? "│" : "│ ", .rule))
    }
  }

  private static func indented(
    _ row: StyledLine, _ level: Level, source: String
  ) -> StyledLine {
    if row.isEmpty, row.surface == nil { return row }
    guard level.columns > 0 else { return row.led(by: .init(columns: 0, source: source)) }
    let space = StyledSpan(String(repeating: " ", count: level.columns), .text)
    return row.behind(margin: space, source: row.isEmpty ? "" : source)
  }

  private static func marked(
    _ rows: [StyledLine], _ level: Level, _ item: Enclosure.Item
  ) -> [StyledLine] {
    let source = item.marker + (item.isDone.map { $0 ? "[x] " : "[ ] " } ?? "")
    let indent = String(repeating: " ", count: item.indent)
    let rest = rows.dropFirst().map { indented($0, level, source: indent) }
    guard var first = rows.first, level.columns > 0 else {
      var mark = HardWrap.rows(
        of: StyledLine(BlockLayout.trimmed(level.marker), .secondary), width: max(1, level.width))
      for index in mark.indices {
        mark[index] = mark[index].led(
          by: .init(columns: mark[index].width, source: index == 0 ? source : ""))
      }
      guard var first = rows.first else { return mark }
      // When copied, the text follows on the same line as the marker.
      first.join = .cut
      return mark + [first] + rest
    }
    first = first.behind(marker: StyledSpan(level.marker, .secondary), source: source)
    return [first] + rest
  }
}

/// A parser of single pieces that gives the same result as parsing them within the whole text.
struct PieceParser {
  let base: StyleRole
  let definitions: LinkDefinitions

  /// - Returns: the blocks, usually one, and the bracketed labels, which later definitions may
  ///   turn into links.
  func parse(
    _ piece: Piece, collecting links: LinkCollector? = nil
  ) -> (blocks: [Block], labels: Set<String>) {
    let parser = MarkdownParser(base: base, isQuoted: piece.path.contains(.quote))
    var labels: Set<String> = []
    if piece.text.contains(UInt8(ascii: "[")) {
      labels = LinkDefinitions.labels(in: piece.text[...])
    }
    let source = definitions.source(for: labels) + Self.source(of: piece)
    let blocks = parser.parse(source, collecting: links, repeatsHead: piece.part > 0)
    if case .text = piece.kind, piece.part > 0 { return (Self.withoutFirstWord(blocks), labels) }
    return (blocks, labels)
  }

  private static func source(of piece: Piece) -> [UInt8] {
    switch piece.kind {
    case .table(_, let head): piece.part == 0 ? piece.text : head + piece.text
    // Prefixing a later part with a word keeps it a paragraph, however the part begins.
    case .text: piece.part == 0 ? escapingFootnotes(piece.text) : Array("x ".utf8) + piece.text
    case .code, .html, .nothing: []
    }
  }

  /// Returns the text with its footnotes escaped. Otherwise md4c would mistake them for link
  /// definitions and not show them.
  private static func escapingFootnotes(_ text: [UInt8]) -> [UInt8] {
    guard text.first == UInt8(ascii: "[") else { return text }
    var result: [UInt8] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if !result.isEmpty { result.append(0x0A) }
      if line.starts(with: "[^".utf8) { result.append(UInt8(ascii: "\\")) }
      result += line
    }
    return result
  }

  private static func withoutFirstWord(_ blocks: [Block]) -> [Block] {
    let lines: [TextLine]
    let level: Int?
    switch blocks.first {
    case .paragraph(let all): (lines, level) = (all, nil)
    case .heading(let number, let all): (lines, level) = (all, number)
    case .quote, .list, .code, .html, .table, .thematicBreak, nil: return blocks
    }
    guard var first = lines.first, let span = first.content.spans.first else { return blocks }
    // Removes scalars rather than characters, because the text may combine with the space before
    // it.
    first.content.spans[0].text = String(span.text.unicodeScalars.dropFirst(2))
    if first.content.spans[0].text.isEmpty { first.content.spans.removeFirst() }
    let rest = [first] + lines.dropFirst()
    return [level.map { .heading(level: $0, rest) } ?? .paragraph(rest)] + blocks.dropFirst()
  }
}
