internal import Screen

/// Tokenized text in rows, laid out again only from the first line that changed.
struct TokenLayout {
  private(set) var text = TokenText()
  private(set) var glyphs: [TokenGlyph] = []
  /// The index of the first glyph of each row.
  private(set) var rows: [Int] = []
  /// The indexes of the segments that are tokens, in order.
  private(set) var tokens: [Int] = []
  /// The index of the first glyph of each segment.
  private var firstGlyphs: [Int32] = []
  private var lines: [Line] = []
  private var width = 0
  /// The index of the next segment to lay out.
  private var segment = 0

  /// A line of the source: where it starts, and how much had been laid out before it.
  private struct Line {
    let start: Int
    let glyph: Int
    let row: Int
    let segment: Int
    let placed: Int
  }

  /// - Complexity: O(length) to compare, and O(length from the first line that changed) to lay out
  mutating func update(_ text: TokenText, width: Int) {
    guard width != self.width || text != self.text else { return }
    let first = width == self.width ? firstChange(text) : (segment: 0, byte: 0)
    self.width = width
    self.text = text
    let kept = lines.lastIndex { $0.start <= first.byte && $0.segment <= first.segment } ?? 0
    drop(fromLine: kept)
    layOut()
    tokens = text.segments.indices.filter { text.segments[$0].token != nil }
  }

  private func firstChange(_ text: TokenText) -> (segment: Int, byte: Int) {
    let (old, new) = (self.text.segments, text.segments)
    let most = min(old.count, new.count)
    let segment = (0..<most).first { old[$0] != new[$0] } ?? most
    let bytes = min(self.text.bytes.count, text.bytes.count)
    let byte = (0..<bytes).first { self.text.bytes[$0] != text.bytes[$0] } ?? bytes
    let start = segment < old.count ? old[segment].bytes.lowerBound : self.text.bytes.count
    return (segment, min(byte, start))
  }

  private mutating func drop(fromLine index: Int) {
    guard lines.indices.contains(index) else {
      (glyphs, rows, firstGlyphs, lines, segment) = ([], [], [], [], 0)
      return
    }
    let line = lines[index]
    glyphs.removeSubrange(line.glyph...)
    rows.removeSubrange(line.row...)
    firstGlyphs.removeSubrange(line.placed...)
    segment = line.segment
    lines.removeSubrange((index + 1)...)
  }

  private mutating func layOut() {
    var start = lines.popLast()?.start ?? 0
    while start < text.bytes.count || segment < text.segments.count {
      lines.append(
        Line(
          start: start, glyph: glyphs.count, row: rows.count, segment: segment,
          placed: firstGlyphs.count))
      let end = text.bytes[start...].firstIndex(of: 0x0A) ?? text.bytes.count
      addCharacters(start..<end)
      if end < text.bytes.count {
        add([TokenSign.lineFeed], .sign, from: end..<(end + 1))
        start = end + 1
      } else {
        pass(to: end)
        start = end
      }
      if let glyph = lines.last?.glyph { breakRows(from: glyph) }
    }
  }

  // MARK: Characters

  private mutating func addCharacters(_ range: Range<Int>) {
    var place = range.lowerBound
    let bytes = text.bytes[range]
    TokenBytes.forEachPart(of: bytes) { part, count in
      let range = place..<(place + count)
      switch part {
      case .byte(let byte): add(Array(TokenSign.byte(byte)), .sign, from: range)
      case .character(let character): add(character, from: range)
      }
      place += count
    }
  }

  private mutating func add(_ character: Character, from range: Range<Int>) {
    if let ascii = character.asciiValue, (0x20..<0x7F).contains(ascii) {
      return add([character], .text, from: range)
    }
    if character == "\t" {
      let spaces = Array(repeating: Character(" "), count: TokenSign.tabColumns - 1)
      return add([TokenSign.tab] + spaces, .sign, from: range)
    }
    add(Array(Sanitizer.sanitizeLine(String(character))), .text, from: range)
  }

  /// Adds glyphs for the characters that represent a range of bytes.
  private mutating func add(
    _ characters: [Character], _ kind: TokenGlyph.Kind, from range: Range<Int>
  ) {
    pass(to: range.lowerBound)
    let first = segment
    var last = first
    while last + 1 < text.segments.count,
      text.segments[last + 1].bytes.lowerBound < range.upperBound
    {
      last += 1
    }
    place(upTo: last)
    let ends = (Int32(clamping: first), Int32(clamping: last))
    for character in characters {
      let columns = kind == .sign ? 1 : UInt8(clamping: DisplayWidth.of(character))
      glyphs.append(
        TokenGlyph(
          character: character, columns: columns, kind: kind, first: ends.0, last: ends.1))
    }
    let sharing = (first...last).count { !text.segments[$0].bytes.isEmpty }
    if sharing > 1 {
      glyphs.append(
        TokenGlyph(
          character: TokenSign.share(sharing), columns: 1, kind: .share, first: ends.0,
          last: ends.1))
    }
  }

  /// Records that segments up to `last` begin at the next glyph, unless they already began.
  private mutating func place(upTo last: Int) {
    while firstGlyphs.count <= last { firstGlyphs.append(Int32(clamping: glyphs.count)) }
  }

  /// Skips the segments that end before a byte, and adds a sign for each empty one.
  private mutating func pass(to byte: Int) {
    while segment < text.segments.count, text.segments[segment].bytes.upperBound <= byte {
      if text.segments[segment].bytes.isEmpty, firstGlyphs.count <= segment {
        place(upTo: segment)
        let place = Int32(clamping: segment)
        for character in TokenSign.emptyToken {
          glyphs.append(
            TokenGlyph(character: character, columns: 1, kind: .sign, first: place, last: place))
        }
      }
      segment += 1
    }
  }

  // MARK: Rows

  /// Breaks a line as ``Wrapping`` does, but keeps the spaces at the end of a row.
  private mutating func breakRows(from first: Int) {
    var start = first
    var columns = 0
    var lastBreak: Int?
    var index = first
    while index < glyphs.count {
      let glyph = glyphs[index]
      if index > start, canBreak(before: index) { lastBreak = index }
      let next = columns + Int(glyph.columns)
      if next > width, !(glyph.mayHang && columns == width) {
        let end = lastBreak ?? max(index, start + 1)
        rows.append(start)
        (start, index, columns, lastBreak) = (end, end, 0, nil)
        continue
      }
      columns = next
      index += 1
    }
    if start < glyphs.count { rows.append(start) }
  }

  private func canBreak(before index: Int) -> Bool {
    let (previous, next) = (glyphs[index - 1], glyphs[index])
    if next.kind == .share { return false }
    // A fast path for ASCII, because comparing characters would dominate the cost.
    if previous.columns == 1, next.columns == 1, let before = previous.character.asciiValue,
      let after = next.character.asciiValue
    {
      return after != 0x20 && (before == 0x20 || before == 0x2D && next.character.isLetter)
    }
    return Wrapping.canBreak(
      after: previous.character, columns: Int(previous.columns), before: next.character,
      columns: Int(next.columns))
  }

  // MARK: Places

  func glyphs(ofRow row: Int) -> ArraySlice<TokenGlyph> {
    guard rows.indices.contains(row) else { return [] }
    return glyphs[rows[row]..<(row + 1 < rows.count ? rows[row + 1] : glyphs.count)]
  }

  /// Returns the row and the column where a token begins.
  /// - Parameter position: the token's position in ``tokens``.
  func place(ofToken position: Int) -> Point {
    guard tokens.indices.contains(position), firstGlyphs.indices.contains(tokens[position]) else {
      return Point(x: 0, y: 0)
    }
    let glyph = Int(firstGlyphs[tokens[position]])
    var (low, high) = (0, max(0, rows.count - 1))
    while low < high {
      let middle = (low + high + 1) / 2
      if rows[middle] <= glyph { low = middle } else { high = middle - 1 }
    }
    guard rows.indices.contains(low) else { return Point(x: 0, y: 0) }
    let x = glyphs[rows[low]..<max(rows[low], glyph)].reduce(0) { $0 + Int($1.columns) }
    return Point(x: x, y: low)
  }

  /// Finds the token at a place, or the closest one.
  /// - Returns: a position in ``tokens``; `nil` if there are no tokens.
  func token(at place: Point) -> Int? {
    guard !tokens.isEmpty else { return nil }
    let row = glyphs(ofRow: place.y)
    var column = 0
    var found = row.last
    for glyph in row {
      column += Int(glyph.columns)
      if column > place.x {
        found = glyph
        break
      }
    }
    guard let found else { return nil }
    return closestToken(Int(found.first))
  }

  /// Returns the position in ``tokens`` of the segment's token. If the segment is not a token,
  /// returns the position of the next token, or of the last one.
  private func closestToken(_ segment: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle] < segment { low = middle + 1 } else { high = middle }
    }
    return min(low, tokens.count - 1)
  }
}
