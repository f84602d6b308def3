/// A splitter that cuts the text of a stream into pieces as it arrives.
struct BlockSplitter: Sendable {
  /// Pieces that new text cannot change, kept until ``takeClosed()`` returns them.
  private var closed: [Piece] = []
  private var reader = PieceReader()
  private var lastWasCarriageReturn = false
  private var hasBegun = false

  /// - Complexity: O(length of `text`), amortized.
  mutating func append(_ text: String) {
    var text = text[...].utf8
    if !hasBegun, !text.isEmpty {
      hasBegun = true
      // A byte order mark is not part of the text.
      if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for byte in text {
      if byte == 0x0A, lastWasCarriageReturn {
        lastWasCarriageReturn = false
        continue
      }
      lastWasCarriageReturn = byte == 0x0D
      bytes.append(byte == 0x0D ? 0x0A : byte)
    }
    reader.read(bytes, into: &closed)
  }

  /// Marks the text as complete; more text would begin a new block.
  mutating func finish() {
    closed += tail()
    reader = PieceReader(after: reader)
  }

  /// Returns the pieces that have closed since the last call.
  mutating func takeClosed() -> [Piece] {
    defer { closed = [] }
    return closed
  }

  /// Returns the open block and the incomplete line, as if the text ended here.
  /// - Parameter isGrowing: whether more text is coming, so that the incomplete line is read as the
  ///   kind of line that it is likely to become: see ``PieceReader/readGrowingLine(into:)``.
  /// - Complexity: O(length of both), which is bounded except for long table rows
  func tail(isGrowing: Bool = false) -> [Piece] {
    var reader = reader
    var pieces: [Piece] = []
    if isGrowing {
      reader.readGrowingLine(into: &pieces)
    } else {
      reader.readUnfinishedLine(into: &pieces)
    }
    return pieces
  }
}

/// A reader of the lines of growing text, which closes pieces as they become complete.
struct PieceReader: Sendable {
  /// Bytes not yet read as lines; an incomplete line begins at `lineStart`.
  private var bytes: [UInt8] = []
  private var lineStart = 0
  private var open: Piece?
  /// The blank lines at the end of indented code. The code may continue after them.
  private var blankLines: [UInt8] = []
  private var boundary = BlockBoundary()
  private var codeCount = 0
  private var tableCount = 0
  /// How far the bytes have been searched, without success, for a line end or a place to cut.
  private var searched = 0
  /// Whether the next bytes continue a line whose beginning was already read.
  private var isMidLine = false
  /// In bytes. Longer lines are split into parts. The limit is raised for a line that might turn
  /// out to be unsplittable.
  private var longestLine = Piece.longest

  init() {}

  /// Creates a reader for new text that continues the previous numbering.
  init(after last: PieceReader) {
    boundary = BlockBoundary(after: last.boundary)
    codeCount = last.codeCount
    tableCount = last.tableCount
  }

  mutating func read(_ new: [UInt8], into closed: inout [Piece]) {
    bytes += new
    // Search for the line end once per line, not once for each part of the line.
    var end = bytes[searched...].firstIndex(of: 0x0A)
    while true {
      if let cut = cut(before: end ?? bytes.count) {
        readPart(to: cut, into: &closed)
      } else if let lineEnd = end {
        readLine(to: lineEnd, next: lineEnd + 1, into: &closed)
        end = bytes[searched...].firstIndex(of: 0x0A)
      } else {
        searched = bytes.count
        break
      }
    }
    bytes.removeSubrange(..<lineStart)
    searched -= lineStart
    lineStart = 0
  }

  /// Reads the last line as if it had ended, and closes the open block.
  mutating func readUnfinishedLine(into closed: inout [Piece]) {
    if lineStart < bytes.count { readLine(to: bytes.count, next: bytes.count, into: &closed) }
    close(into: &closed)
  }

  /// Reads the last line of a text that is still growing, and closes the open block.
  ///
  /// A line that may be the head of a table is treated as one once its first cell has begun. A
  /// line that may become the underline of a heading, the underline of a table or the marker of
  /// an item is held back.
  mutating func readGrowingLine(into closed: inout [Piece]) {
    guard !isMidLine else { return readUnfinishedLine(into: &closed) }
    let line = bytes[lineStart...]
    if case .paragraph(let lines) = boundary.leaf, let text = open?.text {
      var trial = boundary
      let verdict = line.isEmpty ? BlockBoundary.Verdict(text: []) : trial.read(line)
      if verdict.opening == nil, let mark = verdict.text, GrowingTable.mayBeUnderline(mark) {
        if lines == 1, verdict.turn == .table || GrowingTable.mayBeHead(text) {
          completeTable(underline: mark)
        }
        return close(into: &closed)
      }
    }
    let wasInTable = isInTable
    let isAtLineStart = line.isEmpty
    if !isAtLineStart { readLine(to: bytes.count, next: bytes.count, into: &closed) }
    if case .paragraph(lines: 1) = boundary.leaf, let text = open?.text,
      GrowingTable.mayBeHead(text)
    {
      completeTable(underline: [])
    } else if wasInTable, isInTable, let text = open?.text {
      let start = text.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let row = GrowingTable.closingLastCell(of: Array(text[start...].dropLast()))
      open?.text.replaceSubrange(start..., with: row + [0x0A])
      open?.endsInGrowingRow = !isAtLineStart
    }
    close(into: &closed)
  }

  private var isInTable: Bool { if case .table = boundary.leaf { true } else { false } }

  /// Turns the open paragraph into a table. Hides the paragraph until its first cell has begun.
  private mutating func completeTable(underline: [UInt8]) {
    let text = open?.text ?? []
    // A head with too many cells is shown as text, as it would be once complete.
    guard let table = GrowingTable.completed(head: text, underline: underline) else { return }
    open?.text = table
    if !table.isEmpty { turn(.table) }
  }

  // MARK: - Long lines

  /// Returns where to cut a line that is too long. The best place is after a space. A longer line
  /// without spaces is cut before a non-ASCII character, and an even longer one, such as embedded
  /// data, between any two characters.
  private func cut(before end: Int) -> Int? {
    guard end - lineStart > longestLine else { return nil }
    let first = lineStart + longestLine
    // The bytes searched earlier contain no place to cut, except perhaps at their very end, because
    // a cut needs a character after it.
    for index in max(first, min(end, searched) - 2)..<max(first, end) {
      guard let place = place(at: index), place < end,
        isSeam(place) || index - lineStart >= Self.longestCluster && bytes[place] & 0xC0 != 0x80
      else { continue }
      return place
    }
    return nil
  }

  private func place(at index: Int) -> Int? {
    if bytes[index] == 0x20 { return index + 1 }
    let length = index - lineStart
    let isVeryLong = length >= 4 * Piece.longest
    let isLong = length >= 2 * Piece.longest
    return isLong && bytes[index] >= 0xC0 || isVeryLong && bytes[index] < 0x80 ? index : nil
  }

  /// Returns whether the bytes on either side of a position belong to different characters.
  private func isSeam(_ place: Int) -> Bool {
    if bytes[place] < 0x80 { return true }
    guard bytes[place] >= 0xC0 else { return false }
    let before = String(decoding: bytes[max(lineStart, place - 64)..<place], as: UTF8.self)
    let next = String(decoding: bytes[place..<min(bytes.count, place + 4)], as: UTF8.self)
    guard let scalar = next.unicodeScalars.first, !scalar.properties.isGraphemeExtend else {
      return false
    }
    return (before + String(scalar)).count > before.count
  }

  /// In bytes. A line that is this long without a place to cut is cut in the middle of a
  /// character.
  private static let longestCluster = 8 * Piece.longest

  /// The lengths, in bytes, at which to reconsider a line that could not be split before.
  private static let lengths = [
    BlockBoundary.longestFormula, BlockBoundary.longestRule, BlockBoundary.longestRow,
  ].sorted()

  private mutating func readPart(to cut: Int, into closed: inout [Piece]) {
    let part = bytes[lineStart..<cut]
    if isMidLine {
      take(boundary.readRestOfLine(part), isLineEnd: false, into: &closed)
    } else {
      var trial = boundary
      let verdict = trial.read(part)
      let isHeading = verdict.closes && verdict.text?.first == UInt8(ascii: "#")
      let isHTML = verdict.opening.map { $0.start == .html } ?? (open?.kind == .html)
      guard trial.allowsParts && !verdict.closes || isHeading || isHTML && verdict.closes else {
        // A formula, rule or row beyond its maximum length is treated as text.
        longestLine = Self.lengths.first { $0 > longestLine } ?? .max
        return
      }
      boundary = trial
      take(verdict, isLineEnd: false, into: &closed)
    }
    isMidLine = true
    lineStart = cut
    searched = max(searched, cut)
  }

  // MARK: - Lines

  private mutating func readLine(to end: Int, next: Int, into closed: inout [Piece]) {
    let line = bytes[lineStart..<end]
    let verdict = isMidLine ? boundary.readRestOfLine(line) : boundary.read(line)
    take(verdict, isLineEnd: true, into: &closed)
    isMidLine = false
    longestLine = Piece.longest
    lineStart = next
    searched = next
  }

  private mutating func take(
    _ verdict: BlockBoundary.Verdict, isLineEnd: Bool, into closed: inout [Piece]
  ) {
    if let opening = verdict.opening { begin(opening, into: &closed) }
    if let text = verdict.text {
      let text = isLineEnd ? text + [0x0A] : text
      if verdict.isBlankInCode {
        blankLines += text
      } else {
        add(blankLines + text, canSplit: verdict.turn == nil && !verdict.isInFormula, into: &closed)
        blankLines = []
      }
    }
    if verdict.turn != nil { turn(verdict.turn) }
    // An empty item stays open, because its content may follow on a later line.
    if verdict.closes, isLineEnd, open?.kind != .nothing { close(into: &closed) }
  }

  private mutating func begin(_ opening: BlockBoundary.Opening, into closed: inout [Piece]) {
    var next = Piece(
      kind: kind(of: opening.start), path: opening.path, isApart: opening.isApart,
      sharedDepth: opening.sharedDepth, text: [])
    if opening.fillsEmptyItem, let empty = open {
      next.isApart = empty.isApart
      next.sharedDepth = empty.sharedDepth
      open = nil
    }
    close(into: &closed)
    open = next
  }

  private mutating func kind(of start: BlockBoundary.Start) -> Piece.Kind {
    switch start {
    case .paragraph, .singleLine: return .text
    case .html: return .html
    case .emptyItem: return .nothing
    case .code(let language):
      codeCount += 1
      return .code(language: language, number: codeCount)
    }
  }

  /// Adds text to the open piece. If that piece is already long, the text begins its next part.
  private mutating func add(_ text: [UInt8], canSplit: Bool, into closed: inout [Piece]) {
    guard var piece = open else { return }
    open = nil
    if piece.text.count >= Piece.longest, canSplit {
      let rest = piece.rest(with: text)
      piece.isContinued = true
      closed.append(piece)
      open = rest
    } else {
      piece.text += text
      open = piece
    }
  }

  private mutating func turn(_ turn: BlockBoundary.Turn?) {
    guard var piece = open, let turn else { return }
    open = nil
    if case .table = turn {
      piece.kind = .table(number: tableCount, head: piece.text)
      tableCount += 1
    }
    // Headings and tables get a blank row before them even in a tight list.
    if piece.items.last?.isFirst == false, piece.path.last != .quote { piece.isApart = true }
    open = piece
  }

  private mutating func close(into closed: inout [Piece]) {
    blankLines = []
    if let piece = open { closed.append(piece) }
    open = nil
  }
}
