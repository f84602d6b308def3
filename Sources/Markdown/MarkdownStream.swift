public import Screen

/// A code block of a message, for copying.
public struct CodeBlock: Equatable, Sendable {
  /// Counts from 1 in the message; shown under the block.
  public let number: Int
  /// As the source names it; may be empty.
  public let language: String
  /// Raw: not made safe for a screen.
  public let source: String
}

/// Markdown text that grows, as rows of a width.
///
/// However the text is cut, the rows are those of the whole. Blocks that have ended are parsed
/// once and laid out once a width; the open end is laid out at each ``layout(width:)``, so what a
/// token costs does not depend on what came before it.
///
/// While the text grows, a link definition counts for earlier blocks once its own block has ended.
public struct MarkdownStream: Sendable {
  private var splitter = BlockSplitter()
  private var definitions = LinkDefinitions()
  private let parser: MarkdownParser
  private var width: Int?
  private var blocks: [LaidOutBlock] = []
  /// The first row of each block.
  private var firstRows: [Int] = []
  private var blockRowCount = 0
  /// The digits of the numbers of the list that the last blocks belong to.
  private var list = (start: 0, digits: 0)
  /// The fenced code block that is open.
  private var fence: OpenFence?
  /// The rows behind the blocks and the open fence; laid out anew each time.
  private var tailRows: [StyledLine] = []
  private var tail: [LaidOutBlock] = []
  private var isTailCurrent = false

  private struct OpenFence {
    let start: Int
    /// Whether a blank row stands before it.
    let isApart: Bool
    var code: CodeRows
    /// The end of the lines that have rows.
    var end: Int
    var rowCount: Int { code.rows.count + (isApart ? 1 : 0) }
  }

  /// - Parameter dimmed: whether all plain text is in the role of reasoning.
  public init(dimmed: Bool = false) {
    parser = MarkdownParser(base: dimmed ? .reasoning : .text)
  }

  /// Adds text, cut anywhere.
  /// - Complexity: O(length of `text`), amortized.
  public mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    splitter.append(text)
    isTailCurrent = false
  }

  /// The text is complete: the open block has ended.
  public mutating func finish() {
    splitter.finish()
    isTailCurrent = false
  }

  /// Lays out what is not laid out yet; to be called before rows are read.
  /// - Complexity: O(length of the new text and of the open block); O(length of the text) when
  ///   the width has changed.
  public mutating func layout(width: Int) {
    let width = max(1, width)
    if width != self.width { changeWidth(to: width) }
    guard !isTailCurrent else { return }
    isTailCurrent = true
    let new = Array(splitter.closed[blocks.count...])
    let tail = splitter.tail()
    let all = new + tail
    fitNumbers(toItemsIn: all[...], width: width)
    for (index, piece) in new.enumerated() {
      if piece.item?.opensList == true {
        list = (blocks.count, Self.digits(ofListIn: all[index...]))
      }
      append(close(piece, width: width))
    }
    layoutTail(tail, width: width)
  }

  /// Of the last layout.
  public var rowCount: Int { blockRowCount + (fence?.rowCount ?? 0) + tailRows.count }

  /// - Precondition: `index` is in `0..<rowCount`.
  /// - Complexity: O(log of the number of blocks)
  public func row(_ index: Int) -> StyledLine {
    precondition((0..<rowCount).contains(index), "no such row")
    if index < blockRowCount {
      let block = blockIndex(ofRow: index)
      return blocks[block].rows[index - firstRows[block]]
    }
    var index = index - blockRowCount
    if let fence {
      if fence.isApart {
        if index == 0 { return StyledLine() }
        index -= 1
      }
      if index < fence.code.rows.count { return fence.code.rows[index] }
      index -= fence.code.rows.count
    }
    return tailRows[index]
  }

  /// The code blocks of the last layout in reading order.
  /// - Complexity: O(length of the text)
  public var codeBlocks: [CodeBlock] {
    var codes: [(language: String, source: String)] = []
    for block in allBlocks {
      if case .fence(let fence) = block.piece.start {
        codes.append((fence.language, source(of: block.piece, in: fence)))
      } else {
        codes += block.blocks.codes
      }
    }
    return codes.enumerated().map {
      CodeBlock(number: $0.offset + 1, language: $0.element.language, source: $0.element.source)
    }
  }

  var allBlocks: [LaidOutBlock] { blocks + tail }

  // MARK: - Closed blocks

  private func blockIndex(ofRow row: Int) -> Int {
    var low = 0
    var high = firstRows.count
    while low < high {
      let middle = (low + high) / 2
      if firstRows[middle] <= row { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private mutating func append(_ block: LaidOutBlock) {
    blocks.append(block)
    firstRows.append(blockRowCount)
    blockRowCount += block.rows.count
  }

  private mutating func changeWidth(to width: Int) {
    self.width = width
    fence = nil
    isTailCurrent = false
    for index in blocks.indices {
      if blocks[index].piece.item?.opensList == true {
        list = (index, Self.digits(ofListIn: listPieces(from: index)))
      }
      layoutAgain(index, width: width)
    }
    countRows(from: 0)
  }

  private func listPieces(from index: Int) -> ArraySlice<Piece> {
    let rest = blocks[(index + 1)...].prefix { $0.piece.continuesList }
    return [blocks[index].piece] + rest.suffix(1).map(\.piece)
  }

  private mutating func countRows(from index: Int) {
    guard index < blocks.count else { return }
    var row = firstRows[index]
    for index in index..<blocks.count {
      firstRows[index] = row
      row += blocks[index].rows.count
    }
    blockRowCount = row
  }

  private mutating func layoutAgain(_ index: Int, width: Int) {
    blocks[index].rows = []
    let last = index > 0 ? blocks[index - 1] : nil
    blocks[index] = laidOut(blocks[index], after: last, digits: list.digits, width: width)
  }

  /// Parses and lays out a block that has ended.
  private mutating func close(_ piece: Piece, width: Int) -> LaidOutBlock {
    let last = blocks.last
    if let fence, fence.start == piece.range.lowerBound {
      return closeFence(piece, fence, after: last, width: width)
    }
    let block = parsed(piece)
    if case .block = piece.start, !block.labels.isEmpty {
      let added = definitions.collect(from: splitter.bytes[piece.range], using: parser)
      if !added.isEmpty { apply(added, width: width) }
    }
    return laidOut(block, after: blocks.last, digits: list.digits, width: width)
  }

  /// Parses the blocks again that hold labels which have now been defined.
  private mutating func apply(_ labels: [String], width: Int) {
    for index in blocks.indices where !blocks[index].labels.isDisjoint(with: labels) {
      let carriesOn = blocks[index].piece.isContinued
      blocks[index].blocks = parsed(blocks[index].piece).blocks
      layoutAgain(index, width: width)
      if carriesOn, index + 1 < blocks.count { layoutAgain(index + 1, width: width) }
    }
    countRows(from: 0)
  }

  private func parsed(_ piece: Piece) -> LaidOutBlock {
    var block = LaidOutBlock(piece: piece)
    if case .fence = piece.start { return block }
    let text = splitter.bytes[piece.range]
    if text.contains(UInt8(ascii: "[")) { block.labels = LinkDefinitions.labels(in: text) }
    block.blocks = PieceParser(parser: parser, bytes: splitter.bytes)
      .parse(piece, definitions: definitions.source(for: block.labels))
    return block
  }

  private func laidOut(
    _ block: LaidOutBlock, after last: LaidOutBlock?, digits: Int, width: Int
  ) -> LaidOutBlock {
    var block = block
    block.firstCodeNumber = (last?.firstCodeNumber ?? 1) + (last?.codeCount ?? 0)
    var layout = BlockLayout(base: parser.base, nextCodeNumber: block.firstCodeNumber)
    switch block.piece.start {
    case .fence(let fence):
      var code = CodeRows(language: fence.language, width: width)
      add(linesIn: block.piece.content, of: fence, to: &code)
      block.rows =
        code.rows
        + [CodeRows.label(language: fence.language, number: block.firstCodeNumber, width: width)]
    case .item(let item):
      block.rows = layout.rows(ofItem: item, block.blocks, digits: digits, width: width)
    case .paragraphRest:
      block.rows = layout.rows(of: joined(block, to: last?.carried), width: width)
    case .block:
      block.rows = layout.rows(of: block.blocks, width: width)
    }
    block.hasRows = last?.hasRows == true || !block.rows.isEmpty
    if block.piece.isContinued { block.carried = block.rows.popLast() }
    if !block.rows.isEmpty, isApart(block.piece, from: last) {
      block.rows.insert(StyledLine(), at: 0)
    }
    return block
  }

  /// Whether a blank row stands between a block and the one before.
  private func isApart(_ piece: Piece, from last: LaidOutBlock?) -> Bool {
    guard let last, last.hasRows else { return false }
    switch piece.start {
    case .paragraphRest: return false
    case .item(let item) where !item.opensList: return item.follows == .blankLine || last.isLoose
    case .item, .block, .fence: return true
    }
  }

  private func joined(_ block: LaidOutBlock, to carried: StyledLine?) -> [Block] {
    guard let carried, case .paragraph(var lines) = block.blocks.first, !lines.isEmpty else {
      return block.blocks
    }
    let start = block.piece.range.lowerBound
    var line = carried
    let before = start > 0 ? splitter.bytes[start - 1] : 0x20
    if before <= 0x20 { line.append(" ", Style(parser.base)) }
    line.append(lines[0].content)
    lines[0].content = line
    return [.paragraph(lines)] + block.blocks.dropFirst()
  }

  // MARK: - Lists

  /// Fits the width of the last list's numbers to its last item, which may be among the pieces to
  /// come. Where it has changed, the list is laid out again: ten times less often at each digit.
  private mutating func fitNumbers(toItemsIn pieces: ArraySlice<Piece>, width: Int) {
    guard let last = blocks.last?.piece, last.item != nil else { return }
    let digits = (pieces.prefix { $0.continuesList }.last ?? last).digits
    guard digits != list.digits else { return }
    list.digits = digits
    for index in list.start..<blocks.count { layoutAgain(index, width: width) }
    countRows(from: list.start)
  }

  /// The most digits in the list that begins the pieces.
  private static func digits(ofListIn pieces: ArraySlice<Piece>) -> Int {
    (pieces.dropFirst().prefix { $0.continuesList }.last ?? pieces.first)?.digits ?? 0
  }

  // MARK: - The open end

  private mutating func layoutTail(_ pieces: [Piece], width: Int) {
    tail = []
    tailRows = []
    var pieces = pieces[...]
    if let open = splitter.open, case .fence(let shape) = open.start, let piece = pieces.first {
      pieces.removeFirst()
      tail.append(extendFence(piece, shape, width: width))
    } else {
      fence = nil
    }
    var digits = list.digits
    for (index, piece) in zip(pieces.indices, pieces) {
      if piece.item?.opensList == true { digits = Self.digits(ofListIn: pieces[index...]) }
      let last = tail.last ?? blocks.last
      let block = laidOut(parsed(piece), after: last, digits: digits, width: width)
      tail.append(block)
      tailRows += block.rows
    }
  }

  /// Lays out the new lines of the open fence, and for now the incomplete one.
  private mutating func extendFence(
    _ piece: Piece, _ shape: LineShape.Fence, width: Int
  ) -> LaidOutBlock {
    var open =
      fence
      ?? OpenFence(
        start: piece.range.lowerBound, isApart: isApart(piece, from: blocks.last),
        code: CodeRows(language: shape.language, width: width), end: piece.content.lowerBound)
    fence = nil
    add(linesIn: open.end..<max(open.end, splitter.lineStart), of: shape, to: &open.code)
    open.end = max(open.end, splitter.lineStart)
    if open.end < piece.content.upperBound {
      let line = Self.line(splitter.bytes[open.end..<piece.content.upperBound], in: shape)
      tailRows += open.code.rows(ofUnfinished: line)
    }
    fence = open
    var block = LaidOutBlock(piece: piece, hasRows: true)
    block.firstCodeNumber = (blocks.last?.firstCodeNumber ?? 1) + (blocks.last?.codeCount ?? 0)
    tailRows.append(
      CodeRows.label(language: shape.language, number: block.firstCodeNumber, width: width))
    return block
  }

  private mutating func closeFence(
    _ piece: Piece, _ open: OpenFence, after last: LaidOutBlock?, width: Int
  ) -> LaidOutBlock {
    fence = nil
    var block = LaidOutBlock(piece: piece, hasRows: true)
    guard case .fence(let shape) = piece.start else { return block }
    var code = open.code
    add(linesIn: open.end..<max(open.end, piece.content.upperBound), of: shape, to: &code)
    block.firstCodeNumber = (last?.firstCodeNumber ?? 1) + (last?.codeCount ?? 0)
    block.rows = (open.isApart ? [StyledLine()] : []) + code.rows
    block.rows.append(
      CodeRows.label(language: shape.language, number: block.firstCodeNumber, width: width))
    return block
  }

  // MARK: - Code

  private func add(linesIn range: Range<Int>, of fence: LineShape.Fence, to code: inout CodeRows) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = splitter.bytes[start..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
      code.append(Self.line(splitter.bytes[start..<end], in: fence))
      start = end + 1
    }
  }

  func source(of piece: Piece, in fence: LineShape.Fence) -> String {
    guard fence.indent > 0 else {
      return String(decoding: splitter.bytes[piece.content], as: UTF8.self)
    }
    return splitter.bytes[piece.content].split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { Self.line($0, in: fence) }.joined(separator: "\n")
  }

  /// A line of code without the indentation of its fence.
  private static func line(_ bytes: ArraySlice<UInt8>, in fence: LineShape.Fence) -> String {
    var start = bytes.startIndex
    while start < bytes.endIndex, start - bytes.startIndex < fence.indent, bytes[start] == 0x20 {
      start += 1
    }
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}
