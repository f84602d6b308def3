/// UTF-8 text with a gap at the caret. The cost of an edit depends only on the length of the
/// edit, and the cost of a move only on its distance, however long the text is. Places are
/// offsets in bytes.
struct GapBuffer: Equatable {
  private var bytes: [UInt8]
  /// The unused bytes, which are always at the caret.
  private var gap: Range<Int>
  /// The start of the caret's line.
  private(set) var lineStart = 0
  /// The number of `@` signs in the text. It is updated as the text changes, because every key
  /// needs it.
  private(set) var signs: Int
  /// The number of characters reserved for folded pastes. It is updated as the text changes, because
  /// every frame needs it.
  private(set) var foldMarks: Int

  init(_ text: String = "") {
    bytes = Array(text.utf8)
    signs = Self.signs(in: bytes)
    foldMarks = PasteFolds.markCount(in: bytes)
    gap = bytes.count..<bytes.count
    findLineStart()
  }

  var count: Int { bytes.count - gap.count }
  var caret: Int { gap.lowerBound }
  var before: ArraySlice<UInt8> { bytes[..<gap.lowerBound] }
  var after: ArraySlice<UInt8> { bytes[gap.upperBound...] }
  var text: String { Self.text(before) + Self.text(after) }

  static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  static func == (one: GapBuffer, other: GapBuffer) -> Bool {
    one.caret == other.caret && one.count == other.count && one.before == other.before
      && one.after == other.after
  }

  /// The byte at a place.
  subscript(place: Int) -> UInt8 { bytes[place < gap.lowerBound ? place : place + gap.count] }

  subscript(range: Range<Int>) -> [UInt8] {
    let split = min(max(gap.lowerBound, range.lowerBound), range.upperBound)
    return Array(bytes[range.lowerBound..<split])
      + bytes[split + gap.count..<range.upperBound + gap.count]
  }

  func text(in range: Range<Int>) -> String { Self.text(self[range]) }

  // MARK: Changing

  mutating func move(to place: Int) {
    let place = max(0, min(place, count))
    let (start, end) = (gap.lowerBound, gap.upperBound)
    if place < start {
      let length = start - place
      copy(from: place, to: end - length, count: length)
      gap = place..<end - length
      if place < lineStart { findLineStart() }
    } else if place > start {
      let length = place - start
      copy(from: end, to: start, count: length)
      gap = place..<end + length
      noteLineFeed(in: start..<place)
    }
  }

  /// Inserts bytes at the caret, and moves the caret past them.
  mutating func insert(_ new: [UInt8]) {
    makeRoom(new.count)
    let start = gap.lowerBound
    bytes.withUnsafeMutableBytes { buffer in
      new.withUnsafeBytes { new in
        guard let base = buffer.baseAddress, let source = new.baseAddress else { return }
        (base + start).copyMemory(from: source, byteCount: new.count)
      }
    }
    gap = start + new.count..<gap.upperBound
    signs += Self.signs(in: new)
    foldMarks += PasteFolds.markCount(in: new)
    noteLineFeed(in: start..<start + new.count)
  }

  /// Removes a range, and leaves the caret there.
  /// - Returns: the removed bytes.
  mutating func remove(_ range: Range<Int>) -> [UInt8] {
    let removed = self[range]
    signs -= Self.signs(in: removed)
    foldMarks -= PasteFolds.markCount(in: removed)
    if range.upperBound <= caret {
      move(to: range.upperBound)
      gap = range.lowerBound..<gap.upperBound
    } else {
      move(to: range.lowerBound)
      gap = gap.lowerBound..<gap.upperBound + range.count
    }
    if range.lowerBound < lineStart { findLineStart() }
    return removed
  }

  private static func signs(in bytes: [UInt8]) -> Int {
    bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "@") ? 1 : 0) }
  }

  private mutating func copy(from: Int, to: Int, count: Int) {
    bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      (base + to).copyMemory(from: base + from, byteCount: count)
    }
  }

  /// Makes the gap large enough. A new gap is at least half as long as the text, so that typing
  /// rarely has to copy the text.
  private mutating func makeRoom(_ wanted: Int) {
    guard gap.count < wanted else { return }
    let room = max(wanted, count / 2, 64)
    bytes = Array(before) + [UInt8](repeating: 0, count: room) + after
    gap = gap.lowerBound..<gap.lowerBound + room
  }

  // MARK: Lines

  private mutating func findLineStart() {
    lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  }

  /// Updates the start of the caret's line.
  /// - Parameter range: the bytes that are newly before the caret.
  private mutating func noteLineFeed(in range: Range<Int>) {
    if let feed = bytes[range].lastIndex(of: 0x0A) { lineStart = feed + 1 }
  }

  /// Returns the start of the line that contains a place.
  func lineStart(at place: Int) -> Int {
    if place == caret { return lineStart }
    var start = place
    while start > 0, self[start - 1] != 0x0A { start -= 1 }
    return start
  }

  /// Returns the end of the line that contains a place. The end is before the line feed, or before
  /// a carriage return that precedes the line feed.
  func lineEnd(at place: Int) -> Int {
    let end = lineFeed(from: place) ?? count
    return end > place && end < count && self[end - 1] == 0x0D ? end - 1 : end
  }

  /// Returns the place of the next line feed, at or after `place`; `nil` if there is none.
  func lineFeed(from place: Int) -> Int? {
    guard place >= caret else {
      return bytes[place..<caret].firstIndex(of: 0x0A)
        ?? after.firstIndex(of: 0x0A).map { $0 - gap.count }
    }
    return bytes[(place + gap.count)...].firstIndex(of: 0x0A).map { $0 - gap.count }
  }

  // MARK: Characters

  private static let window = 256

  /// Returns the start of the character that ends at a place.
  func characterStart(before place: Int) -> Int {
    guard place > 1 else { return 0 }
    let (last, previous) = (self[place - 1], self[place - 2])
    if last == 0x0A { return previous == 0x0D ? place - 2 : place - 1 }
    if last < 0x80, previous < 0x80 { return place - 1 }
    var size = Self.window
    while true {
      var start = max(0, place - size)
      while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
      let length = text(in: start..<place).last?.utf8.count ?? 1
      if place - length > start || start == 0 { return max(0, place - length) }
      size *= 2
    }
  }

  /// Returns the end of the character that starts at a place.
  func characterEnd(after place: Int) -> Int {
    guard place + 1 < count else { return count }
    if self[place] < 0x80, self[place] != 0x0D, self[place + 1] < 0x80 { return place + 1 }
    var size = Self.window
    while true {
      let end = min(count, place + size)
      let length = text(in: place..<end).first?.utf8.count ?? 1
      if place + length < end - 4 || end == count { return min(count, place + length) }
      size *= 2
    }
  }

  /// Returns the start of the character that contains a place.
  func characterStart(at place: Int) -> Int {
    guard place > 0, place < count else { return max(0, min(place, count)) }
    var scalar = place
    while scalar > 0, self[scalar] & 0xC0 == 0x80 { scalar -= 1 }
    let before = characterStart(before: scalar)
    let end = characterEnd(after: before)
    return end > place ? before : end
  }

  func character(before place: Int) -> Character? {
    place > 0 ? text(in: characterStart(before: place)..<place).last : nil
  }

  func character(after place: Int) -> Character? {
    place < count ? text(in: place..<characterEnd(after: place)).first : nil
  }
}
