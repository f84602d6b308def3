internal import Screen

/// Puts the rows of a block into the quotes and items around it.
struct Enclosing {
  private struct Level {
    let enclosure: Enclosure
    /// What is left of the width before it.
    let width: Int
    /// An item's marker.
    var marker = ""
    /// The columns that it takes from what is in it; 0 where they are too few.
    var columns: Int
  }

  private var levels: [Level] = []
  /// Columns for what is inside.
  private(set) var innerWidth: Int

  /// - Parameter digits: of the longest number in each item's list.
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

  /// - Parameter carriesMarkers: whether the rows are the first of the items that say so.
  func rows(_ rows: [StyledLine], carriesMarkers: Bool = true) -> [StyledLine] {
    levels.reversed().reduce(rows) { rows, level in
      switch level.enclosure {
      case .quote: Self.quoted(rows, level)
      case .item(let item) where item.isFirst && carriesMarkers: Self.marked(rows, level)
      case .item: Self.indented(rows, level)
      }
    }
  }

  private static func quoted(_ rows: [StyledLine], _ level: Level) -> [StyledLine] {
    guard level.columns > 0 else { return rows }
    return rows.map { row in
      row.behind(margin: StyledSpan(row.isEmpty ? "│" : "│ ", .rule))
    }
  }

  private static func indented(_ rows: some Sequence<StyledLine>, _ level: Level) -> [StyledLine] {
    let space = StyledSpan(String(repeating: " ", count: level.columns), .text)
    return rows.map { row in
      row.isEmpty || level.columns == 0 ? row : row.behind(margin: space)
    }
  }

  private static func marked(_ rows: [StyledLine], _ level: Level) -> [StyledLine] {
    guard level.columns > 0, let first = rows.first else {
      let mark = StyledLine(BlockLayout.trimmed(level.marker), .secondary)
      return HardWrap.rows(of: mark, width: max(1, level.width)) + rows
    }
    return [StyledLine([StyledSpan(level.marker, .secondary)] + first.spans)]
      + indented(rows.dropFirst(), level)
  }
}

/// Parses pieces as if the rest of the text stood around them.
struct PieceParser {
  let base: StyleRole
  let definitions: LinkDefinitions

  /// - Returns: the blocks, mostly one, and what stands in brackets: definitions to come may make
  ///   links of that.
  func parse(_ piece: Piece) -> (blocks: [Block], labels: Set<String>) {
    let parser = MarkdownParser(base: base, isQuoted: piece.path.contains(.quote))
    var labels: Set<String> = []
    if piece.text.contains(UInt8(ascii: "[")) {
      labels = LinkDefinitions.labels(in: piece.text[...])
    }
    let source = definitions.source(for: labels) + Self.source(of: piece)
    let blocks = parser.parse(source)
    if case .text = piece.kind, piece.part > 0 { return (Self.withoutFirstWord(blocks), labels) }
    return (blocks, labels)
  }

  private static func source(of piece: Piece) -> [UInt8] {
    switch piece.kind {
    case .table(_, let head): piece.part == 0 ? piece.text : head + piece.text
    // A word before the rest keeps it a paragraph, whatever it begins with.
    case .text: piece.part == 0 ? escapingFootnotes(piece.text) : Array("x ".utf8) + piece.text
    case .code, .html, .nothing: []
    }
  }

  /// md4c would take a footnote for a link definition, which is not shown.
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
    // By scalars: what follows the space may join with it.
    first.content.spans[0].text = String(span.text.unicodeScalars.dropFirst(2))
    if first.content.spans[0].text.isEmpty { first.content.spans.removeFirst() }
    let rest = [first] + lines.dropFirst()
    return [level.map { .heading(level: $0, rest) } ?? .paragraph(rest)] + blocks.dropFirst()
  }
}
