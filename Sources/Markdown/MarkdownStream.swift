public import Screen

/// Growing Markdown text, laid out as blocks of rows of a given width.
///
/// The rows do not depend on how the arriving text is split. Text is read once, as it arrives. Rows
/// are laid out on request and cached, so the cost of a token, a new width or a jump depends on
/// what is visible, not on the length of the text. The size of a block is limited: long blocks are
/// split into parts.
///
/// While the text grows, a link definition affects earlier blocks once its own block has ended.
public struct MarkdownStream: Sendable {
  let base: StyleRole
  private let numbersLinks: Bool
  private let hidesLinkNumbers: Bool
  private let closesOpenMarks: Bool
  private var isFinished = false
  private var pieceLinks = PieceLinks()
  private var showsLinkNumbers = false
  /// The key to press after a code block's number to copy the block; `nil` if no keys copy it.
  let copyKey: String?
  private var splitter = BlockSplitter()
  var definitions = LinkDefinitions()
  private var width = 1
  /// Pieces that no further text can change.
  private(set) var closed: [Piece] = []
  /// The pieces at the open end of the text, which are read again when more text arrives.
  private(set) var tail: [Piece] = []
  private var isTailCurrent = true
  /// The cached layouts of closed pieces, by index.
  private var laidOut: [Int: LaidOutPiece] = [:]
  private var laidOutTail: [LaidOutPiece?] = []
  private(set) var keptRowCount = 0
  /// The rows returned for each block, including the blank row before it. Discarded when text
  /// arrives or the width changes.
  private var rowsInUse: [Int: [StyledLine]] = [:]
  private var digits = ListDigits()
  var tables = TableMeasures()
  /// The highlighter's state after each part of a code block, by the part's index.
  var codeStates: [Int: CodeHighlighter] = [:]
  private var codeIndexes: [Int] = []
  /// The number of leading pieces known to have no rows, such as link definitions.
  private var emptyCount = 0

  /// How many times blocks have been laid out; tests use it to measure cost.
  private(set) var layoutCount = 0

  /// The maximum number of cached rows. When it would be exceeded, all rows are dropped. Those in
  /// view are soon laid out again.
  static let mostKeptRows = 4096

  /// The maximum number of blocks in ``rowsInUse``; more than are ever in view.
  private static let mostInUse = 512

  /// - Parameters:
  ///   - dimmed: whether plain text has the reasoning role.
  ///   - numbersLinks: whether links are numbered if there are several.
  ///   - hidesLinkNumbers: whether link numbers appear only in the styles and not in the text.
  ///   - copyKey: the key that, typed after a code block's number, copies the block; `nil` if no
  ///     key does.
  ///   - closesOpenMarks: whether emphasis and code at the end of growing text are shown before
  ///     their closing marks arrive. Their rows change if those marks never arrive.
  public init(
    dimmed: Bool = false, numbersLinks: Bool = false, hidesLinkNumbers: Bool = false,
    copyKey: String? = nil, closesOpenMarks: Bool = false
  ) {
    base = dimmed ? .reasoning : .text
    self.numbersLinks = numbersLinks
    self.hidesLinkNumbers = hidesLinkNumbers
    self.copyKey = copyKey
    self.closesOpenMarks = closesOpenMarks
  }

  /// Adds text, which may be split at any point.
  /// - Complexity: O(length of `text`), amortised.
  public mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    splitter.append(text)
    isTailCurrent = false
  }

  /// Marks the text as complete, which ends the open block.
  public mutating func finish() {
    splitter.finish()
    isFinished = true
    isTailCurrent = false
  }

  /// Processes new text and sets the width; call it before asking for rows.
  /// - Complexity: O(length of the new text and of the open end)
  public mutating func layout(width: Int) {
    let width = max(1, width)
    if width != self.width || !isTailCurrent { rowsInUse = [:] }
    if width != self.width {
      self.width = width
      dropRows()
      laidOutTail = tail.map { _ in nil }
    }
    guard !isTailCurrent else { return }
    isTailCurrent = true
    for piece in splitter.takeClosed() { take(piece) }
    tail = splitter.tail(isGrowing: closesOpenMarks && !isFinished)
    laidOutTail = tail.map { _ in nil }
    digits.setTail(tail)
    tables.setTail(tail)
    if numbersLinks { numberTail() }
  }

  // MARK: - Rows

  public var blockCount: Int { closed.count + tail.count }

  /// The number of closed blocks. Further text can change them only by defining their links,
  /// widening their table columns, or making room for longer list numbers.
  public var closedBlockCount: Int { closed.count }

  /// Returns the rows of a block, including the blank row before it. The result may be empty.
  /// - Precondition: `index` is in `0..<blockCount`.
  /// - Complexity: O(length of the block) if its rows are not cached. The first request for a part
  ///   of a table or a code block takes O(length of the whole table or of the code before the
  ///   part).
  public mutating func rows(ofBlock index: Int) -> [StyledLine] {
    precondition((0..<blockCount).contains(index), "no such block")
    if let rows = rowsInUse[index] { return rows }
    let piece = piece(at: index)
    var rows = laidOut(index).rows
    if !rows.isEmpty, piece.isApart, hasRows(before: index) {
      rows.insert(blankRow(before: piece), at: 0)
    }
    if rowsInUse.count > Self.mostInUse { rowsInUse = [:] }
    rowsInUse[index] = rows
    return rows
  }

  /// Returns the text at the start of a block's rows that comes from the last row of the previous
  /// part.
  public mutating func carriedText(ofBlock index: Int) -> String {
    laidOut(index).key.carried?.text ?? ""
  }

  /// The index of the block where each code block begins, as of the last layout.
  public var codeBlockIndexes: [Int] {
    codeIndexes + Self.codeIndexes(of: tail, from: closed.count)
  }

  func piece(at index: Int) -> Piece {
    index < closed.count ? closed[index] : tail[index - closed.count]
  }

  // MARK: - Reading

  private mutating func take(_ piece: Piece) {
    let index = closed.count
    closed.append(piece)
    digits.note(piece)
    tables.note(piece, at: index)
    codeIndexes += Self.codeIndexes(of: [piece], from: index)
    if numbersLinks { pieceLinks.append(links(of: piece)) }
    guard piece.kind == .text, piece.part == 0, piece.text.first == UInt8(ascii: "[") else {
      return
    }
    let added = definitions.collect(from: piece.text, using: MarkdownParser(base: base))
    if !added.isEmpty { apply(added) }
  }

  /// Discards the rows that contain newly defined labels, so that they are laid out again.
  private mutating func apply(_ labels: [String]) {
    let changed = laidOut.filter { !$0.value.labels.isDisjoint(with: labels) }.keys
    for index in changed { drop(index) }
    tables.forget(labels)
    guard numbersLinks else { return }
    pieceLinks.replaceClosed(closed.map(links(of:)))
    tables.forgetAll()
  }

  // MARK: - Links

  /// The links in reading order, as of the last layout.
  public var links: [MarkdownLink] { pieceLinks.all }

  /// Numbers links in the open tail. Numbers are shown only once there is a second link.
  private mutating func numberTail() {
    pieceLinks.setTail(tail.map(links(of:)))
    let isShown = pieceLinks.count > 1 && !hidesLinkNumbers
    if isShown != showsLinkNumbers { tables.forgetAll() }
    showsLinkNumbers = isShown
  }

  private func links(of piece: Piece) -> [MarkdownLink] {
    guard LinkCollector.mayBeIn(piece.text) else { return [] }
    let collector = LinkCollector()
    _ = PieceParser(base: base, definitions: definitions).parse(piece, collecting: collector)
    return collector.links
  }

  /// Returns how the links of a piece are numbered; `nil` if it has no numbered links.
  func numbering(at index: Int) -> LinkNumbering? {
    guard numbersLinks, let start = pieceLinks.start(of: index) else { return nil }
    return LinkNumbering(
      first: start + 1, isShown: showsLinkNumbers, shortensAddresses: !hidesLinkNumbers)
  }

  /// Parses a piece with its links numbered.
  func parse(_ piece: Piece, at index: Int) -> (blocks: [Block], labels: Set<String>) {
    PieceParser(base: base, definitions: definitions)
      .parse(piece, collecting: numbering(at: index).map { LinkCollector($0) })
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
    let key = key(of: piece, at: index, behind: behind)
    if let kept = kept(index), kept.key == key { return kept }
    layoutCount += 1
    let new = layOut(piece, at: index, key)
    keep(new, at: index)
    return new
  }

  private mutating func key(
    of piece: Piece, at index: Int, behind carried: StyledLine?
  ) -> LaidOutPiece.Key {
    var key = LaidOutPiece.Key(
      digits: digits.of(piece), carried: carried, links: numbering(at: index))
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
    case .table(let number, _): layOutTable(piece, at: index, number, width: width, &result)
    case .nothing: break
    }
    if key.links?.shortensAddresses == true {
      let all = Dictionary(links.map { ($0.number, $0.address) }, uniquingKeysWith: { $1 })
      result.rows = result.rows.map { $0.withAddresses(all) }
    }
    result.rows = enclosing.rows(result.rows)
    return result
  }

  private func layOutText(
    _ piece: Piece, behind index: Int, width: Int, _ result: inout LaidOutPiece
  ) {
    var source = piece
    if closesOpenMarks, !isFinished, index >= closed.count, index == blockCount - 1 {
      source.text = OpenMarks.closed(piece.text)
    }
    var (blocks, labels) = parse(source, at: index)
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

  /// Returns the blocks with the carried text before their first line.
  /// - Parameter base: the role of the space after the carried text; `nil` if a word continues
  ///   across the join and needs no space.
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

  // MARK: - Caching

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
    (laidOut, rowsInUse) = ([:], [:])
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

/// The layout of a piece.
struct LaidOutPiece: Sendable {
  /// The inputs, other than the piece and the width, that the rows depend on.
  struct Key: Equatable, Sendable {
    var digits: [Int]
    /// The last row of the previous part, whose text begins the rows of this part.
    var carried: StyledLine?
    var links: LinkNumbering?
    /// The widths that a table's columns need.
    var columns: [ColumnNeed] = []
  }

  let key: Key
  var rows: [StyledLine] = []
  /// The last row, if its text continues in the next part, which then lays it out.
  var carried: StyledLine?
  /// The bracketed labels in the text, which a later definition may turn into links.
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

/// The number of digits in each list's longest number.
struct ListDigits: Sendable {
  private var closed: [Int: Int] = [:]
  private var tail: [Int: Int] = [:]

  mutating func note(_ piece: Piece) { Self.note(piece, in: &closed) }

  mutating func setTail(_ pieces: [Piece]) {
    tail = [:]
    for piece in pieces { Self.note(piece, in: &tail) }
  }

  /// Returns the digit counts for the lists around a piece.
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
