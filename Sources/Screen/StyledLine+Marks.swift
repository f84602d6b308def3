extension StyledLine {
  /// Returns the line with every occurrence of the words marked. Case and accents make no
  /// difference.
  public func marking(_ words: [FoldedLetters]) -> StyledLine {
    let words = words.filter { !$0.letters.isEmpty }
    guard !words.isEmpty else { return self }
    let letters = FoldedLetters(text)
    let places = words.reduce(into: Set<Int>()) { $0.formUnion(letters.places(of: $1)) }
    guard !places.isEmpty else { return self }
    var line = self
    line.spans = []
    var place = 0
    for span in spans {
      for character in span.text {
        line.append(String(character), places.contains(place) ? Style(.match) : span.style)
        place += 1
      }
    }
    return line
  }
}

extension FoldedLetters {
  /// Returns the indices of the characters in all occurrences of a word.
  fileprivate func places(of word: FoldedLetters) -> Set<Int> {
    var found: Set<Int> = []
    let length = word.letters.count
    guard length > 0, letters.count >= length else { return [] }
    for start in 0...(letters.count - length)
    where letters[start..<start + length].elementsEqual(word.letters) {
      found.formUnion(characters[start..<start + length])
    }
    return found
  }
}
