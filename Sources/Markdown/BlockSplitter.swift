/// A top-level block's place in the source.
struct Piece: Equatable, Sendable {
  let start: BlockBoundary.Start
  /// Whole lines, except where a long line is taken in parts.
  var range: Range<Int>
  /// What stands between the fences of a code block.
  var content: Range<Int>
  /// Whether the next piece is the rest of this paragraph.
  var isContinued = false
}

/// Holds the text of a stream and cuts it into top-level blocks as it arrives.
struct BlockSplitter: Sendable {
  /// UTF-8 with line feeds as the only line ends.
  private(set) var bytes: [UInt8] = []
  /// Blocks that no further text can change.
  private(set) var closed: [Piece] = []
  private var reader = PieceReader()
  private var lastWasCarriageReturn = false
  private var hasBegun = false

  /// The block that further lines may belong to, as far as its lines are complete.
  var open: Piece? { reader.open }
  /// Where the line begins that is not complete.
  var lineStart: Int { reader.lineStart }

  /// - Complexity: O(length of `text`), amortized.
  mutating func append(_ text: String) {
    var text = text[...].utf8
    if !hasBegun, !text.isEmpty {
      hasBegun = true
      // A byte order mark is no part of the text.
      if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    }
    for byte in text {
      if byte == 0x0A, lastWasCarriageReturn {
        lastWasCarriageReturn = false
        continue
      }
      lastWasCarriageReturn = byte == 0x0D
      bytes.append(byte == 0x0D ? 0x0A : byte)
    }
    reader.readLines(of: bytes, into: &closed)
  }

  /// The text is complete; more would begin a block of its own.
  mutating func finish() {
    closed += tail()
    reader = PieceReader()
    reader.skip(to: bytes.count)
  }

  /// The open block and the incomplete line, as if the text ended here.
  /// - Complexity: O(length of the incomplete line)
  func tail() -> [Piece] {
    var reader = reader
    var pieces: [Piece] = []
    reader.readUnfinishedLine(of: bytes, into: &pieces)
    if let open = reader.open { pieces.append(open) }
    return pieces
  }
}

/// Reads the lines of a growing text and closes blocks.
struct PieceReader: Sendable {
  private(set) var open: Piece?
  private(set) var lineStart = 0
  private var boundary = BlockBoundary()
  /// Up to where no line end was found.
  private var searched = 0
  /// Whether what comes is the rest of a paragraph's line whose beginning was read.
  private var isMidLine = false
  /// Whether the line is long, but nothing that could be taken in parts.
  private var isUnsplittable = false

  mutating func skip(to position: Int) {
    lineStart = position
    searched = position
  }

  mutating func readLines(of bytes: [UInt8], into closed: inout [Piece]) {
    while true {
      let end = bytes[searched...].firstIndex(of: 0x0A)
      if let cut = cut(in: bytes, before: end ?? bytes.count) {
        readPart(of: bytes, to: cut, into: &closed)
      } else if let end {
        readLine(of: bytes, to: end, next: end + 1, into: &closed)
      } else {
        searched = bytes.count
        return
      }
    }
  }

  mutating func readUnfinishedLine(of bytes: [UInt8], into closed: inout [Piece]) {
    guard lineStart < bytes.count else { return }
    readLine(of: bytes, to: bytes.count, next: bytes.count, into: &closed)
  }

  // MARK: - Long lines

  /// Where a line that is too long may be cut: after a space; when there has been none for long,
  /// before a character that is not ASCII, for scripts without spaces; else when it is longer still,
  /// as embedded data is.
  private func cut(in bytes: [UInt8], before end: Int) -> Int? {
    let limit = BlockBoundary.longestParagraph
    guard !isUnsplittable, end - lineStart > limit else { return nil }
    let first = lineStart + limit
    // What was searched before held no place, except that a space needs a character behind it.
    for index in max(first, min(end, searched) - 1)..<max(first, end) {
      let isLong = index - lineStart >= 2 * limit
      let isVeryLong = index - lineStart >= 32 * limit
      if bytes[index] == 0x20 { return index + 1 < end ? index + 1 : nil }
      if isLong, bytes[index] >= 0xC0 || isVeryLong && bytes[index] < 0x80 { return index }
    }
    return nil
  }

  private mutating func readPart(of bytes: [UInt8], to cut: Int, into closed: inout [Piece]) {
    var trial = boundary
    let part = bytes[lineStart..<cut]
    let verdict = isMidLine ? trial.readRestOfLine(length: part.count) : trial.read(part)
    guard trial.isInParagraph else {
      isUnsplittable = true
      return
    }
    boundary = trial
    take(verdict, to: cut, into: &closed)
    // The rest of the line is there: nothing can change this part any more.
    if var part = open {
      part.isContinued = true
      closed.append(part)
      open = nil
    }
    isMidLine = true
    lineStart = cut
    searched = max(searched, cut)
  }

  // MARK: - Lines

  private mutating func readLine(
    of bytes: [UInt8], to end: Int, next: Int, into closed: inout [Piece]
  ) {
    let line = bytes[lineStart..<end]
    let verdict = isMidLine ? boundary.readRestOfLine(length: line.count) : boundary.read(line)
    take(verdict, to: next, into: &closed)
    isMidLine = false
    isUnsplittable = false
    lineStart = next
    searched = next
  }

  private mutating func take(
    _ verdict: BlockBoundary.Verdict, to end: Int, into closed: inout [Piece]
  ) {
    if let start = verdict.start {
      if var open {
        open.isContinued = start == .paragraphRest
        closed.append(open)
      }
      open = Piece(start: start, range: lineStart..<end, content: end..<end)
    } else if let piece = open {
      open?.range = piece.range.lowerBound..<end
      // A fence that closes is no content.
      if !verdict.closes { open?.content = piece.content.lowerBound..<end }
    }
    guard verdict.closes, let piece = open else { return }
    closed.append(piece)
    open = nil
  }
}
