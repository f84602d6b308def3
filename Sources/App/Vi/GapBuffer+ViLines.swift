/// Lines and characters as vi commands treat them. On a line that is not empty, a caret on the
/// line feed counts as being after the last character.
extension GapBuffer {
  func isLineEnd(_ place: Int) -> Bool {
    guard place < count else { return true }
    return self[place] == 0x0A
      || (self[place] == 0x0D && place + 1 < count && self[place + 1] == 0x0A)
  }

  func isEmptyLine(_ place: Int) -> Bool { isLineEnd(place) && isLineStart(place) }

  func isLineStart(_ place: Int) -> Bool { place == 0 || self[place - 1] == 0x0A }

  /// Returns `place`, or the place of the line's last character if `place` is at the end of the
  /// line.
  func onCharacter(_ place: Int) -> Int {
    isLineEnd(place) && !isLineStart(place) ? characterStart(before: place) : place
  }

  func nextLineStart(after place: Int) -> Int? { lineFeed(from: place).map { $0 + 1 } }

  func previousLineStart(before place: Int) -> Int? {
    let start = lineStart(at: place)
    return start > 0 ? lineStart(at: start - 1) : nil
  }

  var lastLineStart: Int { lineStart(at: count) }

  func firstNonBlank(ofLine place: Int) -> Int {
    var place = lineStart(at: place)
    while !isLineEnd(place), isSpace(place) { place += 1 }
    return place
  }

  func isSpace(_ place: Int) -> Bool {
    place < count && (self[place] == 0x20 || self[place] == 0x09)
  }

  /// Returns whether a place is within the indentation of its line, or directly after it.
  func isInIndent(_ place: Int) -> Bool { place <= firstNonBlank(ofLine: place) }

  func isBlankLine(_ place: Int) -> Bool { isLineEnd(firstNonBlank(ofLine: place)) }

  /// Returns the place of the character at `column`, or the end of the line if it is too short.
  func place(inLine start: Int, column: Int) -> Int {
    var (place, column) = (start, column)
    while column > 0, !isLineEnd(place) {
      place = characterEnd(after: place)
      column -= 1
    }
    return place
  }

  /// Returns the number of characters between the start of the line and a place in it.
  func column(of place: Int) -> Int { text(in: lineStart(at: place)..<place).count }

  /// Returns the start of line `number`, or of the last line if there are fewer lines.
  func start(ofLine number: Int) -> Int {
    var start = 0
    for _ in 1..<max(2, number) {
      guard let next = nextLineStart(after: start), number > 1 else { break }
      start = next
    }
    return start
  }

  func lineFeeds(in range: Range<Int>) -> Int { range.count { self[$0] == 0x0A } }

  /// Returns the place after the character at `place`. After a line feed, that is the next line.
  func next(_ place: Int) -> Int { characterEnd(after: place) }

  func previous(_ place: Int) -> Int { characterStart(before: place) }
}
