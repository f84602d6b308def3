/// The text of a snippet in which marks have no meaning: code spans, displayed math and escaped
/// characters.
enum SnippetLiterals {
  private struct Delimiter: Hashable {
    let character: Character
    let length: Int
  }

  /// Makes such text literal, and removes the marks around it.
  /// - Complexity: O(length)
  static func removeMarks(_ letters: inout [SnippetLetter]) {
    let partners = partners(in: letters)
    var index = 0
    while index < letters.count {
      if letters[index].isLiteral {
        index += 1
      } else if isEscape(at: index, letters) {
        letters[index].isKept = false
        letters[index + 1].isLiteral = true
        index += 2
      } else if let delimiter = delimiter(at: index, letters) {
        let end = index + delimiter.length
        if let partner = partners[index] {
          letters.makeLiteral(end..<partner)
          letters.remove(partner..<partner + delimiter.length)
          letters.remove(index..<end)
          index = partner + delimiter.length
        } else {
          removeLone(index..<end, &letters)
          index = end
        }
      } else {
        index += 1
      }
    }
  }

  /// Removes a mark whose partner is not in the snippet.
  private static func removeLone(_ run: Range<Int>, _ letters: inout [SnippetLetter]) {
    let isCode = letters[run.lowerBound].character == "`"
    guard isCode || letters.isCutAtStart || letters.isCutAtEnd else { return }
    let isAfterWord = run.lowerBound > 0 && letters[run.lowerBound - 1].isWord
    let isBeforeText = run.upperBound < letters.count && !letters[run.upperBound].isSpace
    if letters.isCutAtEnd, !isAfterWord, isBeforeText {
      letters.makeLiteral(run.upperBound..<letters.count)
    }
    letters.remove(run)
  }

  private static func delimiter(at index: Int, _ letters: [SnippetLetter]) -> Delimiter? {
    let character = letters[index].character
    guard character == "`" || character == "$", !letters[index].isLiteral else { return nil }
    let length = letters.endOfRun(from: index) - index
    return character == "`" || length == 2 ? Delimiter(character: character, length: length) : nil
  }

  /// Returns, for the start of each delimiter, the start of the next one like it.
  private static func partners(in letters: [SnippetLetter]) -> [Int: Int] {
    var last: [Delimiter: Int] = [:]
    var partners: [Int: Int] = [:]
    var index = 0
    while index < letters.count {
      if let delimiter = delimiter(at: index, letters) {
        if let start = last.updateValue(index, forKey: delimiter) { partners[start] = index }
      }
      index = max(index + 1, letters.endOfRun(from: index))
    }
    return partners
  }

  /// Returns whether the character at `index` is a backslash that escapes the mark after it.
  private static func isEscape(at index: Int, _ letters: [SnippetLetter]) -> Bool {
    guard letters[index].character == "\\", !letters[index].isMatch, index + 1 < letters.count
    else { return false }
    return letters[index + 1].isPunctuation
  }
}
