/// The marks at the beginning of a snippet's lines: quotes, list items, headings, code fences, rules
/// and link definitions.
struct SnippetBlocks {
  private struct Fence {
    let character: Character
    let length: Int
    let isQuoted: Bool
  }

  private var letters: [SnippetLetter]
  /// The fence of the code block that the current line is in.
  private var fence: Fence?
  private var hasSeenFence = false
  private var isAfterText = false

  /// Removes the marks, and makes code literal. Bullets become dots.
  /// - Complexity: O(length)
  static func removeMarks(_ letters: inout [SnippetLetter]) {
    var blocks = SnippetBlocks(letters: letters)
    blocks.removeMarks()
    letters = blocks.letters
  }

  private init(letters: [SnippetLetter]) { self.letters = letters }

  private mutating func removeMarks() {
    var start = 0
    while start < letters.count {
      let end = letters[start...].firstIndex { $0.character == "\n" } ?? letters.count
      // A snippet that is cut may begin in the middle of a line.
      if start > 0 || !letters.isCutAtStart { removeMarks(in: start..<end) }
      isAfterText = letters[start..<end].contains { !$0.isSpace && $0.character != "…" }
      start = end + 1
    }
  }

  private mutating func removeMarks(in line: Range<Int>) {
    let text = letters.skippingSpaces(from: line.lowerBound, before: line.upperBound)
    if let fence {
      let start = fence.isQuoted ? afterQuote(text, line.upperBound) : text
      if closes(fence, start..<line.upperBound) {
        letters.remove(start..<line.upperBound)
        self.fence = nil
      } else {
        letters.makeLiteral(start..<line.upperBound)
      }
      return
    }
    var start = text
    while start < line.upperBound {
      let next = afterMark(start, line.upperBound)
      if next == start { break }
      start = next
    }
    let rest = start..<line.upperBound
    if rest.isEmpty || openFence(rest, isQuoted: letters[text].character == ">") { return }
    if isRule(rest) { return letters.remove(rest) }
    removeHeading(rest)
    removeDefinition(rest)
  }

  /// Removes the mark of a quote, or replaces a bullet with a dot.
  /// - Returns: the index after the mark; `start` if there is none.
  private mutating func afterMark(_ start: Int, _ end: Int) -> Int {
    let next = afterQuote(start, end)
    if next > start { return next }
    guard "-*+".contains(letters[start].character), start + 1 < end,
      letters[start + 1].character == " ", !isRule(start..<end)
    else { return start }
    letters[start].character = "•"
    letters[start].isLiteral = true
    return letters.skippingSpaces(from: start + 1, before: end)
  }

  private mutating func afterQuote(_ start: Int, _ end: Int) -> Int {
    guard start < end, letters[start].character == ">" else { return start }
    letters.remove(start..<start + 1)
    return letters.skippingSpaces(from: start + 1, before: end)
  }

  // MARK: Code

  private func closes(_ fence: Fence, _ line: Range<Int>) -> Bool {
    guard !line.isEmpty, letters[line.lowerBound].character == fence.character else { return false }
    let end = letters.endOfRun(from: line.lowerBound, before: line.upperBound)
    return end - line.lowerBound >= fence.length
      && letters[end..<line.upperBound].allSatisfy(\.isSpace)
  }

  /// Removes a code fence with its language.
  /// - Returns: whether the line is a fence.
  private mutating func openFence(_ line: Range<Int>, isQuoted: Bool) -> Bool {
    let character = letters[line.lowerBound].character
    guard character == "`" || character == "~" else { return false }
    let end = letters.endOfRun(from: line.lowerBound, before: line.upperBound)
    let information = letters[end..<line.upperBound]
    guard end - line.lowerBound >= 3, !information.contains(where: { $0.character == "`" })
    else { return false }
    letters.remove(line.lowerBound..<end)
    letters.remove(end..<line.upperBound)
    // The code before the first fence may have begun before the snippet.
    let isEnd =
      !hasSeenFence && letters.isCutAtStart && isAfterText
      && information.allSatisfy { $0.isSpace || $0.character == "…" }
    hasSeenFence = true
    if isEnd {
      letters.makeLiteral(0..<line.lowerBound)
    } else {
      fence = Fence(character: character, length: end - line.lowerBound, isQuoted: isQuoted)
    }
    return true
  }

  // MARK: Rules, headings and link definitions

  /// Returns whether a line consists of a rule, or underlines a heading.
  private func isRule(_ line: Range<Int>) -> Bool {
    let marks = letters[line].filter { !$0.isSpace && $0.character != "…" }
    guard let first = marks.first, "-*_=".contains(first.character), marks.count >= 3 else {
      return false
    }
    return marks.allSatisfy { $0.character == first.character }
  }

  private mutating func removeHeading(_ line: Range<Int>) {
    guard letters[line.lowerBound].character == "#" else { return }
    let end = letters.endOfRun(from: line.lowerBound, before: line.upperBound)
    guard end - line.lowerBound <= 6, end < line.upperBound, letters[end].character == " " else {
      return
    }
    letters.remove(line.lowerBound..<end + 1)
    // A heading may also end in marks, after a space.
    var start = line.upperBound
    while start > end, letters[start - 1].character == "#" { start -= 1 }
    if letters[start - 1].character == " " { letters.remove(start..<line.upperBound) }
  }

  /// Removes a link definition, such as `[name]: address "title"`. If the address contains a match,
  /// only the name is removed; if the name does, only its brackets.
  private mutating func removeDefinition(_ line: Range<Int>) {
    guard letters[line.lowerBound].character == "[",
      let close = letters[line].firstIndex(where: { $0.character == "]" }),
      close > line.lowerBound + 1, letters[line.lowerBound + 1].character != "^",
      close + 1 < line.upperBound, letters[close + 1].character == ":"
    else { return }
    let start = letters.skippingSpaces(from: close + 2, before: line.upperBound)
    guard SnippetLinks.isAddress(letters[start..<line.upperBound]) else { return }
    if !letters[line].contains(where: \.isMatch) { return letters.remove(line) }
    letters.makeLiteral(start..<line.upperBound)
    if letters[line.lowerBound...close].contains(where: \.isMatch) {
      letters[line.lowerBound].isKept = false
      letters[close].isKept = false
    } else {
      letters.remove(line.lowerBound..<start)
    }
  }
}
