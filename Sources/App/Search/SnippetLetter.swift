/// A character of a search result's snippet.
struct SnippetLetter {
  var character: Character
  let isMatch: Bool
  var isKept = true
  /// Whether the letter is code, math, an address or escaped, so that it is never markup.
  var isLiteral = false
  /// Whether the letter is a bar that separates the cells of a table.
  var isBar = false

  var isWord: Bool { character.isLetter || character.isNumber }
  var isSpace: Bool { character == " " || character == "\n" }
  var isPunctuation: Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }
}

extension [SnippetLetter] {
  var isCutAtStart: Bool { first?.character == "…" }
  var isCutAtEnd: Bool { last?.character == "…" }

  /// Marks the letters for removal, unless one of them belongs to a match.
  mutating func remove(_ range: Range<Int>) {
    guard !self[range].contains(where: \.isMatch) else { return }
    for index in range { self[index].isKept = false }
  }

  mutating func makeLiteral(_ range: Range<Int>) {
    for index in range { self[index].isLiteral = true }
  }

  /// Drops the letters marked for removal.
  mutating func dropRemoved() { removeAll { !$0.isKept } }

  /// Returns the end of the run of equal characters that begins at `start`.
  func endOfRun(from start: Int, before end: Int? = nil) -> Int {
    let end = end ?? count
    var index = start
    while index < end, self[index].character == self[start].character { index += 1 }
    return index
  }

  /// Returns the index of the first letter that is not a space.
  func skippingSpaces(from start: Int, before end: Int) -> Int {
    var index = start
    while index < end, self[index].character == " " { index += 1 }
    return index
  }
}
