public import Screen

/// Markdown text that grows, as blocks of rows of a width.
///
/// However the text is cut, the rows are those of the whole. Text is read once, as it comes. Rows
/// are laid out when they are asked for, and kept while they are in use: what a token, a new width
/// or a jump costs depends on what is shown, not on how long the text is. Blocks are bounded:
/// a long one is taken in parts.
///
/// While the text grows, a link definition counts for earlier blocks once its own block has ended.
public struct MarkdownStream: Sendable {
  let base: StyleRole
  private var splitter = BlockSplitter()
  var definitions = LinkDefinitions()
  private var width = 1
  /// Pieces that no further text changes.
  private(set) var closed: [Piece] = []
  /// The open end, read anew when text has come.
  private(set) var tail: [Piece] = []
  private var isTailCurrent = true
  /// Rows of closed pieces by index.
  private var laidOut: [Int: LaidOutPiece] = [:]
  private var laidOutTail: [LaidOutPiece?] = []
  private(set) var keptRowCount = 0
  private var digits = ListDigits()
  var tables = TableMeasures()
  /// How the highlighter stands behind each part of a code block.
  var codeStates: [Int: CodeHighlighter] = [:]
  private var codeIndexes: [Int] = []
  /// Pieces at the beginning that have no rows, such as link definitions.
  private var emptyCount = 0

  /// How often a block has been laid out; tests count with it what things cost.
  private(set) var layoutCount = 0

  /// When more rows are kept, all are dropped: those in view are soon laid out again.
  static let mostKeptRows = 4096

  /// - Parameter dimmed: whether all plain text is in the role of reasoning.
  public init(dimmed: Bool = false) { base = dimmed ? .reasoning : .text }

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

  /// Takes in what has come, and the width; to be called before rows are asked for.
  /// - Complexity: O(length of the new text and of the open end)
  public mutating func layout(width: Int) {
    let width = max(1, width)
    if width != self.width {
      self.width = width
      dropRows()
      laidOutTail = tail.map { _ in nil }
    }
    guard !isTailCurrent else { return }
    isTailCurrent = true
    for piece in splitter.takeClosed() { take(piece) }
    tail = splitter.tail()
    laidOutTail = tail.map { _ in nil }
    digits.setTail(tail)
    tables.setTail(tail)
  }

  // MARK: - Rows

  public var blockCount: Int { closed.count + tail.count }

  /// Blocks before this one are not changed by more text, but for links that it defines, the widths
  /// of a table's columns and the digits of a list's numbers.
  public var closedBlockCount: Int { closed.count }

  /// The rows of a block, with the blank row before it; may be none.
  /// - Precondition: `index` is in `0..<blockCount`.
  /// - Complexity: O(length of the block) when it is not laid out; the first time for a table or a
  ///   code block, O(length of its parts before)
  public mutating func rows(ofBlock index: Int) -> [StyledLine] {
    precondition((0..<blockCount).contains(index), "no such block")
    let piece = piece(at: index)
    let rows = laidOut(index).rows
    guard !rows.isEmpty, piece.isApart, hasRows(before: index) else { return rows }
    return [blankRow(before: piece)] + rows
  }

  /// What a block's rows begin with of the part before it, whose last row they go on with.
  public mutating func carriedText(ofBlock index: Int) -> String {
    laidOut(index).key.carried?.text ?? ""
  }

  /// The code blocks of the last layout, as indexes of the blocks in which each begins.
  public var codeBlockIndexes: [Int] {
    codeIndexes + Self.codeIndexes(of: tail, from: closed.count)
  }

  func piece(at index: Int) -> Piece {
    index < closed.count ? closed[index] : tail[index - closed.count]
  }

  // MARK: - Taking in

  private mutating func take(_ piece: Piece) {
    let index = closed.count
    closed.append(piece)
    digits.note(piece)
    tables.note(piece, at: index)
    codeIndexes += Self.codeIndexes(of: [piece], from: index)
    guard piece.kind == .text, piece.part == 0, piece.text.first == UInt8(ascii: "[") else {
      return
    }
    let added = definitions.collect(from: piece.text, using: MarkdownParser(base: base))
    if !added.isEmpty { apply(added) }
  }

  /// What holds labels that have now been defined is laid out again.
  private mutating func apply(_ labels: [String]) {
    let changed = laidOut.filter { !$0.value.labels.isDisjoint(with: labels) }.keys
    for index in changed { drop(index) }
    tables.forget(labels)
  }

  private static func codeIndexes(of pieces: [Piece], from first: Int) -> [Int] {
    pieces.enumerated().compactMap { offset, piece in
      if case .code = piece.kind, piece.part == 0 { first + offset } else { nil }
    }
  }

  // MARK: - Laying out

  private mutating func laidOut(_ index: Int) -> LaidOutPiece {
    let piece = piece(at: index)
    let behind =
      piece.kind == .text && piece.part > 0 && piece.joinsPrevious
      ? laidOut(index - 1).carried : nil
    let key = key(of: piece, behind: behind)
    if let kept = kept(index), kept.key == key { return kept }
    layoutCount += 1
    let new = layOut(piece, at: index, key)
    keep(new, at: index)
    return new
  }

  private mutating func key(of piece: Piece, behind carried: StyledLine?) -> LaidOutPiece.Key {
    var key = LaidOutPiece.Key(digits: digits.of(piece), carried: carried)
    if case .table(let number, _) = piece.kind {
      measure(number)
      key.columns = tables.needs(of: number)
    }
    return key
  }

  private mutating func layOut(
    _ piece: Piece, at index: Int, _ key: LaidOutPiece.Key
  ) -> LaidOutPiece {
    let enclosing = Enclosing(piece.path, digits: key.digits, width: width)
    let width = enclosing.innerWidth
    var result = LaidOutPiece(key: key)
    switch piece.kind {
    case .text: layOutText(piece, behind: index, width: width, &result)
    case .code(let language, let number):
      result.rows = codeRows(piece, at: index, language: language, number: number, width: width)
    case .html:
      result.rows = BlockLayout(base: base, nextCodeNumber: 1)
        .htmlRows(String(decoding: piece.text, as: UTF8.self), width: width)
    case .table(let number, _): layOutTable(piece, number, width: width, &result)
    case .nothing: break
    }
    result.rows = enclosing.rows(result.rows)
    return result
  }

  private func layOutText(
    _ piece: Piece, behind index: Int, width: Int, _ result: inout LaidOutPiece
  ) {
    var (blocks, labels) = PieceParser(base: base, definitions: definitions).parse(piece)
    result.labels = labels
    let seam = piece.part > 0 ? self.piece(at: index - 1).seam : .lineEnd
    if let carried = result.key.carried {
      blocks = Self.joined(blocks, to: carried, base: seam == .none ? nil : base)
    }
    var layout = BlockLayout(base: base, nextCodeNumber: 1)
    result.rows = layout.rows(of: blocks, width: width)
    if !result.rows.isEmpty { result.rows[0].join = result.key.carried?.join ?? seam.join }
    let isCarriedOn =
      piece.isContinued && piece.seam != .lineEnd && (piece.part + 1) % Piece.partsOfChain != 0
    if isCarriedOn, result.rows.count > 1 { result.carried = result.rows.popLast() }
  }

  /// - Parameter base: the role of the space between; `nil` where a word goes on.
  private static func joined(
    _ blocks: [Block], to carried: StyledLine, base: StyleRole?
  ) -> [Block] {
    var line = carried
    if let base { line.append(" ", Style(base)) }
    guard case .paragraph(var lines) = blocks.first, !lines.isEmpty else {
      return [.paragraph([TextLine(content: carried)])] + blocks
    }
    line.append(lines[0].content)
    lines[0].content = line
    return [.paragraph(lines)] + blocks.dropFirst()
  }

  // MARK: - Keeping

  private func kept(_ index: Int) -> LaidOutPiece? {
    index < closed.count ? laidOut[index] : laidOutTail[index - closed.count]
  }

  private mutating func keep(_ piece: LaidOutPiece, at index: Int) {
    guard index < closed.count else { return laidOutTail[index - closed.count] = piece }
    if keptRowCount + piece.rows.count > Self.mostKeptRows { dropRows() }
    drop(index)
    keptRowCount += piece.rows.count
    laidOut[index] = piece
  }

  private mutating func drop(_ index: Int) {
    keptRowCount -= laidOut.removeValue(forKey: index)?.rows.count ?? 0
  }

  private mutating func dropRows() {
    laidOut = [:]
    keptRowCount = 0
  }

  // MARK: - Blank rows

  private mutating func hasRows(before index: Int) -> Bool {
    while emptyCount < min(index, closed.count) {
      guard laidOut(emptyCount).rows.isEmpty else { return true }
      emptyCount += 1
    }
    for index in closed.count..<max(closed.count, index) where !laidOut(index).rows.isEmpty {
      return true
    }
    return false
  }

  private func blankRow(before piece: Piece) -> StyledLine {
    let shared = piece.path.prefix(piece.sharedDepth)
    let digits = digits.of(piece)
    return Enclosing(shared, digits: digits, width: width)
      .rows([StyledLine()], carriesMarkers: false).first ?? StyledLine()
  }
}

/// A piece with its rows.
struct LaidOutPiece: Sendable {
  /// What the rows depend on besides the piece and the width.
  struct Key: Equatable, Sendable {
    var digits: [Int]
    /// The last row of the part before, which begins this one's rows.
    var carried: StyledLine?
    /// What a table's columns want.
    var columns: [ColumnNeed] = []
  }

  let key: Key
  var rows: [StyledLine] = []
  /// The last row of a part whose rest is another piece.
  var carried: StyledLine?
  /// What stands in brackets: labels that a definition may give a meaning.
  var labels: Set<String> = []
}

extension Piece.Seam {
  fileprivate var join: StyledLine.Join {
    switch self {
    case .lineEnd: .none
    case .space: .space
    case .none: .cut
    }
  }
}

/// The digits of the longest number of each list.
struct ListDigits: Sendable {
  private var closed: [Int: Int] = [:]
  private var tail: [Int: Int] = [:]

  mutating func note(_ piece: Piece) { Self.note(piece, in: &closed) }

  mutating func setTail(_ pieces: [Piece]) {
    tail = [:]
    for piece in pieces { Self.note(piece, in: &tail) }
  }

  /// Of the lists around a piece.
  func of(_ piece: Piece) -> [Int] {
    piece.items.map { max(closed[$0.list] ?? 0, tail[$0.list] ?? 0) }
  }

  private static func note(_ piece: Piece, in digits: inout [Int: Int]) {
    for item in piece.items {
      guard let number = item.number else { continue }
      digits[item.list] = max(digits[item.list] ?? 0, String(number).utf8.count)
    }
  }
}
