internal import Text

/// Text folded letter by letter, for fuzzy matching: case, accents and equivalent forms make no
/// difference, as in the full-text search.
public struct FoldedLetters: Equatable, Sendable {
  /// The Unicode scalars of the folded text.
  public private(set) var letters: [UInt32] = []
  /// For each letter, the index of its character in the text.
  public private(set) var characters: [Int] = []
  /// For each letter, whether a word starts with it.
  public private(set) var startsWord: [Bool] = []

  /// Folds the text.
  /// - Complexity: O(length)
  public init(_ text: String) {
    let count = text.utf8.count
    letters.reserveCapacity(count)
    characters.reserveCapacity(count)
    startsWord.reserveCapacity(count)
    var isInWord = false
    // In ASCII, each byte is one character, except that CR and LF together are a single character.
    if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) {
      for (index, byte) in text.utf8.enumerated() {
        let isPart = Folding.word(byte) != 0
        append(UInt32(Folding.word(byte) != 0 ? Folding.word(byte) : byte), of: index, !isInWord)
        isInWord = isPart
      }
      return
    }
    var bytes: [UInt8] = []
    for (index, character) in text.enumerated() {
      bytes.removeAll(keepingCapacity: true)
      Folding.append(String(character), to: &bytes)
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        append(scalar.value, of: index, !isInWord)
      }
      isInWord = character.isLetter || character.isNumber
    }
  }

  private mutating func append(_ letter: UInt32, of character: Int, _ isStart: Bool) {
    letters.append(letter)
    characters.append(character)
    startsWord.append(isStart)
  }
}
