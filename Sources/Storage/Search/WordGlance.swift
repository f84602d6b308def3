/// Whether a text has a word with some beginning, told from its bytes alone. Most texts tell, several
/// times faster than by their tokens; the others are cut into tokens.
struct WordGlance {
  enum Answer { case yes, no, unsure }

  /// Lower-case letters and digits of ASCII, at least one.
  private let beginning: [UInt8]

  /// `nil` for a phrase that is not the beginning of one word in ASCII.
  init?(_ phrase: SearchPhrase) {
    guard phrase.isPrefix, phrase.tokens.count == 1, let word = phrase.tokens.first,
      !word.isEmpty, word.allSatisfy({ $0 < 0x80 })
    else { return nil }
    beginning = word
  }

  /// - Complexity: O(length)
  func answer(_ text: UnsafeBufferPointer<UInt8>) -> Answer {
    beginning.withUnsafeBufferPointer { answer(text, $0) }
  }

  private func answer(
    _ text: UnsafeBufferPointer<UInt8>, _ beginning: UnsafeBufferPointer<UInt8>
  ) -> Answer {
    let first = beginning[0]
    var isUnsure = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 {
        guard let length = Self.plainLength(text, index) else {
          isUnsure = true
          index += 1
          continue
        }
        index += length
        continue
      }
      // Every byte that folds to the letter passes, and few others.
      if byte | 0x20 == first, Self.stands(beginning, in: text, at: index) {
        switch Self.startsWord(text, index) {
        case .yes: return .yes
        case .unsure: isUnsure = true
        case .no: break
        }
      }
      index += 1
    }
    return isUnsure ? .unsure : .no
  }

  private static func stands(
    _ beginning: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Bool {
    guard index + beginning.count <= text.count else { return false }
    for offset in 0..<beginning.count
    where SearchScript.folded(text[index + offset]) != beginning[offset] { return false }
    return true
  }

  /// A letter or digit behind another belongs to its token, unless that was cut for its length.
  private static func startsWord(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Answer {
    var before = index
    while before > 0 {
      let byte = text[before - 1]
      if byte >= 0x80 { return .unsure }
      if SearchScript.folded(byte) == 0 { return before == index ? .yes : .no }
      before -= 1
      if index - before >= SearchTokenizer.longestToken { return .unsure }
    }
    return before == index ? .yes : .no
  }

  /// The bytes of a character that neither folds to ASCII nor vanishes within a word: Chinese, kana,
  /// Korean syllables, the punctuation of these, quotes and dashes. `nil` for all others.
  private static func plainLength(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    guard index + 2 < text.count, text[index + 1] & 0xC0 == 0x80, text[index + 2] & 0xC0 == 0x80
    else { return nil }
    switch (text[index], text[index + 1], text[index + 2]) {
    case (0xE4...0xE9, _, _), (0xEB...0xEC, _, _), (0xE3, 0x81, _), (0xE3, 0x83, _),
      (0xE3, 0x80, 0x80...0xA9), (0xE3, 0x80, 0xB0...0xBF), (0xE3, 0x82, 0x80...0x98),
      (0xE3, 0x82, 0x9D...0xBF), (0xE2, 0x80, 0x90...0xA9), (0xEF, 0xBC, 0x81...0x8F):
      return 3
    default: return nil
    }
  }
}
