/// Sentences as vi commands treat them. A sentence ends at `.`, `!` or `?`, followed by any
/// closing brackets and quotes, before a space or the end of a line. It also ends at an empty
/// line.
extension GapBuffer {
  private static let ends = Set(".!?".utf8)
  private static let closers = Set(")]\"'".utf8)

  /// Returns the byte at a place; 0 at the end of a line.
  private func byte(_ place: Int) -> UInt8 { isLineEnd(place) ? 0 : self[place] }

  /// Returns the place of the next character, skipping the line feed of a line that is not empty.
  /// - Returns: `nil` at the end of the text.
  private func following(_ place: Int) -> Int? {
    guard place < count else { return nil }
    let next = self.next(place)
    guard isLineEnd(next), !isLineStart(next) else { return next }
    return next < count ? self.next(next) : nil
  }

  private func preceding(_ place: Int) -> Int? {
    guard place > 0 else { return nil }
    let previous = self.previous(place)
    return isLineEnd(previous) && !isLineStart(previous) ? self.previous(previous) : previous
  }

  private func step(_ place: Int, isForward: Bool) -> Int? {
    isForward ? following(place) : preceding(place)
  }

  /// Returns the start of the next sentence, or the end of the text if there is none.
  func sentenceStart(after place: Int) -> Int? { sentenceStart(from: place, isForward: true) }

  func sentenceStart(before place: Int) -> Int? { sentenceStart(from: place, isForward: false) }

  private func sentenceStart(from place: Int, isForward: Bool) -> Int? {
    guard isForward ? place < count : place > 0 else { return nil }
    var place = place
    if byte(place) == 0 {
      repeat {
        guard let next = step(place, isForward: isForward) else { return isForward ? count : 0 }
        place = next
      } while byte(place) == 0
      if isForward { return skippingSpaces(place) }
    } else if !isForward {
      place = preceding(place) ?? 0
    }
    return sentenceEnd(from: beforeEnd(place, isForward: isForward), isForward: isForward)
  }

  /// Returns a place before the end of a sentence if `start` is among the punctuation or spaces
  /// that end one; otherwise, returns `start`.
  private func beforeEnd(_ start: Int, isForward: Bool) -> Int {
    var place = start
    var hasEnd = false
    while case let byte = byte(place),
      byte == 0x20 || byte == 0x09 || Self.ends.contains(byte) || Self.closers.contains(byte)
    {
      guard let before = preceding(place), !(isEmptyLine(before) && isForward), !hasEnd else {
        break
      }
      if Self.ends.contains(byte) { hasEnd = true }
      let previous = self.byte(before)
      if Self.closers.contains(byte), !Self.ends.contains(previous),
        !Self.closers.contains(previous)
      {
        break
      }
      place = before
    }
    return place
  }

  private func sentenceEnd(from start: Int, isForward: Bool) -> Int {
    let startLine = lineStart(at: start)
    var place = start
    while true {
      if byte(place) == 0 {
        if !isForward, lineStart(at: place) != startLine, place < count { place = next(place) }
        return skippingSpaces(place)
      }
      if Self.ends.contains(byte(place)) {
        var end = next(place)
        while Self.closers.contains(byte(end)) { end = next(end) }
        if [0, 0x20, 0x09].contains(byte(end)) {
          if byte(end) == 0, end < count { end = next(end) }
          return skippingSpaces(end)
        }
      }
      guard let next = step(place, isForward: isForward) else { return isForward ? count : 0 }
      place = next
    }
  }

  private func skippingSpaces(_ start: Int) -> Int {
    var place = start
    while isSpace(place), let next = following(place) { place = next }
    return place
  }
}
