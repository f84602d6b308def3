/// Lines and characters, as the keys of vi see them. On the line feed of a line that is not empty, the
/// caret is after its last character.
extension GapBuffer {
  func isLineEnd(_ place: Int) -> Bool {
    guard place < count else { return true }
    return self[place] == 0x0A
      || (self[place] == 0x0D && place + 1 < count && self[place + 1] == 0x0A)
  }

  func isEmptyLine(_ place: Int) -> Bool { isLineEnd(place) && isLineStart(place) }

  func isLineStart(_ place: Int) -> Bool { place == 0 || self[place - 1] == 0x0A }

  /// Returns the place, or the last character of the line if the place is after it.
  func onCharacter(_ place: Int) -> Int {
    isLineEnd(place) && !isLineStart(place) ? characterStart(before: place) : place
  }

  func nextLineStart(after place: Int) -> Int? { lineFeed(from: place).map { $0 + 1 } }

  func previousLineStart(before place: Int) -> Int? {
    let start = lineStart(at: place)
    return start > 0 ? lineStart(at: start - 1) : nil
  }

  /// Returns the start of the last line.
  var lastLineStart: Int { lineStart(at: count) }

  func firstNonBlank(ofLine place: Int) -> Int {
    var place = lineStart(at: place)
    while !isLineEnd(place), isSpace(place) { place += 1 }
    return place
  }

  func isSpace(_ place: Int) -> Bool {
    place < count && (self[place] == 0x20 || self[place] == 0x09)
  }

  /// Whether a place is in the leading spaces of its line, or directly after them.
  func isInIndent(_ place: Int) -> Bool { place <= firstNonBlank(ofLine: place) }

  func isBlankLine(_ place: Int) -> Bool { isLineEnd(firstNonBlank(ofLine: place)) }

  /// Returns the place of a character of a line, or the end of a shorter line.
  func place(inLine start: Int, column: Int) -> Int {
    var (place, column) = (start, column)
    while column > 0, !isLineEnd(place) {
      place = characterEnd(after: place)
      column -= 1
    }
    return place
  }

  /// Returns the number of characters before a place in its line.
  func column(of place: Int) -> Int { text(in: lineStart(at: place)..<place).count }

  /// Returns the start of the line with this number, or of the last line if there are fewer.
  func start(ofLine number: Int) -> Int {
    var start = 0
    for _ in 1..<max(2, number) {
      guard let next = nextLineStart(after: start), number > 1 else { break }
      start = next
    }
    return start
  }

  /// Returns how many line feeds a range has.
  func lineFeeds(in range: Range<Int>) -> Int { range.count { self[$0] == 0x0A } }

  /// Returns the place after a character, which is on the next line if it is the last of its line.
  func next(_ place: Int) -> Int { characterEnd(after: place) }

  func previous(_ place: Int) -> Int { characterStart(before: place) }
}
