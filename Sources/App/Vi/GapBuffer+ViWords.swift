/// Words and paragraphs as vi commands treat them.
extension GapBuffer {
  enum WordClass {
    case blank
    case mark
    case word
  }

  /// Returns the class of the character at a place.
  /// - Parameter isBig: whether everything between spaces is a word.
  func wordClass(_ place: Int, isBig: Bool) -> WordClass {
    guard let character = character(after: place), !character.isWhitespace else { return .blank }
    return isBig || Composer.isWord(character) ? .word : .mark
  }

  /// Returns the start of the next word or empty line, or the end of the text.
  func wordStart(after place: Int, isBig: Bool) -> Int {
    let start = wordClass(place, isBig: isBig)
    var next = place
    if start != .blank {
      while next < count, wordClass(next, isBig: isBig) == start { next = self.next(next) }
    }
    while next < count, wordClass(next, isBig: isBig) == .blank {
      if next != place, isEmptyLine(next) { break }
      next = self.next(next)
    }
    return next
  }

  func wordStart(before place: Int, isBig: Bool) -> Int {
    guard place > 0 else { return 0 }
    var start = previous(place)
    while wordClass(start, isBig: isBig) == .blank {
      if isEmptyLine(start) || start == 0 { return start }
      start = previous(start)
    }
    let word = wordClass(start, isBig: isBig)
    while start > 0, wordClass(previous(start), isBig: isBig) == word { start = previous(start) }
    return start
  }

  /// Returns the place of the last character of the next word.
  /// - Parameter mayStay: whether a word that ends at `place` itself counts.
  /// - Returns: the end of the text if no word follows.
  func wordEnd(after place: Int, isBig: Bool, mayStay: Bool = false) -> Int {
    guard place < count else { return count }
    var end = place
    if !mayStay || wordClass(place, isBig: isBig) == .blank { end = next(place) }
    while end < count, wordClass(end, isBig: isBig) == .blank { end = next(end) }
    guard end < count else { return count }
    let word = wordClass(end, isBig: isBig)
    while case let following = next(end), following < count,
      wordClass(following, isBig: isBig) == word
    {
      end = following
    }
    return end
  }

  func wordEnd(before place: Int, isBig: Bool) -> Int {
    guard place > 0 else { return 0 }
    let start = wordClass(place, isBig: isBig)
    var end = previous(place)
    if start != .blank {
      while wordClass(end, isBig: isBig) == start {
        guard end > 0 else { return 0 }
        end = previous(end)
      }
    }
    while wordClass(end, isBig: isBig) == .blank, !isEmptyLine(end) {
      guard end > 0 else { return 0 }
      end = previous(end)
    }
    return end
  }

  // MARK: Paragraphs

  /// Returns the start of the first empty line after a line with text, searching from the line of
  /// `place`.
  /// - Returns: the end of the text if there is no such line; `nil` if `place` is already there.
  func paragraphEnd(after place: Int) -> Int? {
    var line = lineStart(at: place)
    var hasText = false
    while true {
      if !isEmptyLine(line) { hasText = true } else if hasText { return line }
      guard let next = nextLineStart(after: line) else { break }
      line = next
    }
    return place >= count ? nil : count
  }

  func paragraphStart(before place: Int) -> Int? {
    var line = lineStart(at: place)
    var hasText = false
    while true {
      if !isEmptyLine(line) { hasText = true } else if hasText { return line }
      guard let previous = previousLineStart(before: line) else { break }
      line = previous
    }
    return place == 0 ? nil : 0
  }

  // MARK: Brackets

  /// Finds the first bracket in the line at or after a place, and returns its counterpart.
  func matchingBracket(from place: Int) -> Int? {
    var place = place
    while !isLineEnd(place) {
      switch self[place] {
      case UInt8(ascii: "("): return closing(place, UInt8(ascii: "("), UInt8(ascii: ")"))
      case UInt8(ascii: "["): return closing(place, UInt8(ascii: "["), UInt8(ascii: "]"))
      case UInt8(ascii: "{"): return closing(place, UInt8(ascii: "{"), UInt8(ascii: "}"))
      case UInt8(ascii: ")"): return opening(place, UInt8(ascii: "("), UInt8(ascii: ")"))
      case UInt8(ascii: "]"): return opening(place, UInt8(ascii: "["), UInt8(ascii: "]"))
      case UInt8(ascii: "}"): return opening(place, UInt8(ascii: "{"), UInt8(ascii: "}"))
      default: place = next(place)
      }
    }
    return nil
  }

  /// Returns the place of the bracket that closes the opening bracket at `place`.
  func closing(_ place: Int, _ open: UInt8, _ close: UInt8) -> Int? {
    var depth = 0
    for place in place + 1..<max(place + 1, count) {
      if self[place] == close {
        if depth == 0 { return place }
        depth -= 1
      } else if self[place] == open {
        depth += 1
      }
    }
    return nil
  }

  /// Returns the place of the nearest bracket before `place` that is not yet closed there.
  func opening(_ place: Int, _ open: UInt8, _ close: UInt8) -> Int? {
    var depth = 0
    for place in (0..<min(place, count)).reversed() {
      if self[place] == open {
        if depth == 0 { return place }
        depth -= 1
      } else if self[place] == close {
        depth += 1
      }
    }
    return nil
  }
}
