import Foundation
import Text

/// A test for whether text contains a phrase. It compares bytes where possible, because comparing
/// tokens takes several times longer. It tokenizes only where the phrase may begin, and around
/// characters that might fold to the phrase's first token.
struct PhraseFinder {
  /// The kind of the phrase's first token.
  private enum Start {
    /// Only ASCII letters and digits.
    case word
    /// A single character that folds to itself.
    case ideograph
    /// A token that can be written in too many ways to search for its bytes.
    case other
  }

  private enum Answer { case yes, no, unsure }

  private let phrase: SearchPhrase
  private let first: [UInt8]
  private let start: Start
  /// For each byte value, whether a search for a word has to examine bytes with this value. Most
  /// of the text can be skipped.
  private let stops: [Bool]
  private var matcher: SearchMatcher

  init(_ phrase: SearchPhrase) {
    let first = phrase.tokens.first ?? []
    let start: Start =
      if first.allSatisfy({ $0 < 0x80 }) {
        .word
      } else if first.count == 3,
        first.withUnsafeBufferPointer({ Tokenizer.isIdeograph($0, 0) })
      { .ideograph } else { .other }
    stops = (UInt8.min...UInt8.max).map {
      Folding.word($0) == first.first || $0 >= 0xC2 && !Self.leadsPlain($0)
    }
    self.phrase = phrase
    self.first = first
    self.start = start
    matcher = SearchMatcher([phrase])
  }

  /// Whether testing text requires splitting it into tokens.
  var isSlow: Bool { start == .other }

  /// - Complexity: O(length)
  mutating func isMet(by text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch answer(text) {
    case .yes: return true
    case .no: return false
    case .unsure: break
    }
    var isFound = false
    matcher.find(in: text) { _ in
      isFound = true
      return false
    }
    return isFound
  }

  private func answer(_ text: UnsafeBufferPointer<UInt8>) -> Answer {
    guard !text.isEmpty else { return .no }
    return stops.withUnsafeBufferPointer { stops in
      first.withUnsafeBufferPointer { first in
        switch start {
        case .word: hasWord(first, in: text, stops) ? .yes : .no
        case .ideograph: answer(text, ideograph: first)
        case .other: .unsure
        }
      }
    }
  }

  // MARK: An ideograph

  private func answer(
    _ text: UnsafeBufferPointer<UInt8>, ideograph: UnsafeBufferPointer<UInt8>
  ) -> Answer {
    var index = 0
    // Search for the last byte first, because it is the rarest.
    while let last = Self.first(ideograph[2], in: text, from: index) {
      if last >= 2, text[last - 1] == ideograph[1], text[last - 2] == ideograph[0],
        follows(text, from: last - 2)
      {
        return .yes
      }
      index = last + 1
    }
    for lead in [0xE2, 0xE3, 0xEF, 0xF0] as [UInt8] {
      index = 0
      while let start = Self.first(lead, in: text, from: index) {
        if Self.mayFoldToIdeograph(text, start) { return .unsure }
        index = start + 1
      }
    }
    return .no
  }

  /// Returns the position of the first `byte` at or after `index`. Uses `memchr`, which compares
  /// many bytes at once.
  private static func first(
    _ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from index: Int
  ) -> Int? {
    guard index < text.count, let start = text.baseAddress,
      let found = memchr(start + index, Int32(byte), text.count - index)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }

  /// Returns whether the character at `index` may fold to an ideograph. Such characters are
  /// radicals, characters in circles and squares, and characters encoded twice.
  private static func mayFoldToIdeograph(
    _ text: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> Bool {
    guard index + 2 < text.count else { return false }
    return switch (text[index], text[index + 1], text[index + 2]) {
    case (0xE2, 0xBA...0xBF, _), (0xE3, 0x80, 0xB8...0xBF), (0xE3, 0x86...0x8F, _),
      (0xEF, 0xA4...0xAB, _), (0xF0, 0x9F, 0x88...0x89), (0xF0, 0xAF, _):
      true
    default: false
    }
  }

  // MARK: A word

  private func hasWord(
    _ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>,
    _ stops: UnsafeBufferPointer<Bool>
  ) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      if !stops[Int(byte)] {
        index += 1
      } else if byte < 0x80 {
        if Self.stands(word, in: text, at: index), begins(word, text, at: index) { return true }
        index += 1
      } else if let length = Self.plainLength(text, index) {
        index += length
      } else {
        let end = Self.end(of: text, from: index)
        if hasFolded(word, text, Self.start(of: text, before: index)..<end) { return true }
        index = end
      }
    }
    return false
  }

  /// Returns whether the phrase begins at the letter or digit at `index`.
  private func begins(
    _ word: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Bool {
    var start = index
    while start > 0, text[start - 1] < 0x80, Folding.word(text[start - 1]) != 0 {
      start -= 1
    }
    if start > 0, text[start - 1] >= 0x80 {
      guard start >= 3, Self.plainLength(text, start - 3) != nil else {
        return hasFolded(
          word, text, Self.start(of: text, before: index)..<Self.end(of: text, from: index))
      }
    }
    // Words longer than `longestToken` are split, so a token begins at every multiple of it.
    return (index - start).isMultiple(of: Tokenizer.longestToken)
      && follows(text, from: index)
  }

  /// Returns whether the phrase begins somewhere in `part`, the bytes between two separators.
  private func hasFolded(
    _ word: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>
  ) -> Bool {
    var rest = part
    while true {
      var found: Range<Int>?
      // Check the phrase outside the closure, or it would be copied for each token.
      Tokenizer.scan(UnsafeBufferPointer(rebasing: text[rest])) {
        if $1.starts(with: word) { found = $0 }
        return found == nil
      }
      guard let found else { return false }
      if follows(text, from: rest.lowerBound + found.lowerBound) { return true }
      rest = (rest.lowerBound + found.upperBound)..<part.upperBound
    }
  }

  /// Returns the start of the part around a position: the byte after the nearest ASCII separator,
  /// which separates tokens regardless of its neighbours.
  private static func start(of text: UnsafeBufferPointer<UInt8>, before index: Int) -> Int {
    var start = index
    while start > 0, isInToken(text[start - 1]) { start -= 1 }
    return start
  }

  private static func end(of text: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
    var end = index
    while end < text.count, isInToken(text[end]) { end += 1 }
    return end
  }

  @inline(__always) private static func isInToken(_ byte: UInt8) -> Bool {
    byte >= 0x80 || Folding.word(byte) != 0
  }

  private static func stands(
    _ token: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Bool {
    guard index + token.count <= text.count else { return false }
    for offset in token.indices
    where Folding.word(text[index + offset]) != token[offset] { return false }
    return true
  }

  /// Returns whether the tokens starting at `index`, where a token begins, match those of the
  /// phrase.
  private func follows(_ text: UnsafeBufferPointer<UInt8>, from index: Int) -> Bool {
    var count = 0
    Tokenizer.scan(UnsafeBufferPointer(rebasing: text[index...])) { _, token in
      guard phrase.matches(token, at: count) else { return false }
      count += 1
      return count < phrase.tokens.count
    }
    return count == phrase.tokens.count
  }

  /// Returns whether a byte begins only characters that have a `plainLength`: Chinese from
  /// U+4000, and most Korean.
  private static func leadsPlain(_ byte: UInt8) -> Bool {
    (0xE4...0xE9).contains(byte) || (0xEB...0xEC).contains(byte)
  }

  /// Returns the length in bytes of a character that separates tokens or is a token itself, and
  /// neither folds to ASCII nor vanishes within a word: Chinese, kana, Korean syllables, their
  /// punctuation, quotes and dashes. Returns `nil` for all others.
  private static func plainLength(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    guard index + 2 < text.count, text[index + 1] & 0xC0 == 0x80, text[index + 2] & 0xC0 == 0x80
    else { return nil }
    switch (text[index], text[index + 1], text[index + 2]) {
    case (0xE4...0xE9, _, _), (0xEB...0xEC, _, _), (0xE3, 0x81, _), (0xE3, 0x83, _),
      (0xE3, 0x80, 0x80...0xA0), (0xE3, 0x82, 0x80...0x98), (0xE3, 0x82, 0x9D...0xBF),
      (0xE2, 0x80, 0x90...0xA9), (0xEF, 0xBC, 0x81...0x8F):
      return 3
    default: return nil
    }
  }
}
