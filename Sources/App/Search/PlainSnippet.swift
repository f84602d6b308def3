public import Chat

/// A snippet without its Markdown markup. Matches are kept as they are, and the cells of a table are
/// separated by dots.
public enum PlainSnippet {
  private typealias Letter = SnippetLetter

  /// - Complexity: O(length)
  public static func plain(_ snippet: SearchSnippet) -> SearchSnippet {
    var letters = snippet.pieces.flatMap { piece in
      piece.text.map { Letter(character: $0, isMatch: piece.isMatch) }
    }
    SnippetBlocks.removeMarks(&letters)
    letters.dropRemoved()
    for index in letters.indices where letters[index].isSpace { letters[index].character = " " }
    SnippetLiterals.removeMarks(&letters)
    letters.dropRemoved()
    SnippetLinks.reduce(&letters)
    letters.dropRemoved()
    removeMarks(&letters)
    letters.dropRemoved()
    joinCells(&letters)
    joinSpaces(&letters)
    var pieces: [SearchSnippet.Piece] = []
    for letter in letters {
      if pieces.last?.isMatch == letter.isMatch {
        pieces[pieces.count - 1].text.append(letter.character)
      } else {
        pieces.append(.init(String(letter.character), isMatch: letter.isMatch))
      }
    }
    return SearchSnippet(pieces)
  }

  /// Removes emphasis marks and table bars. The marks of struck-through text stay, as in the
  /// conversation, because without them the text would say the opposite.
  private static func removeMarks(_ letters: inout [Letter]) {
    var index = 0
    while index < letters.count {
      let end = letters.endOfRun(from: index)
      let character = letters[index].character
      if !letters[index].isLiteral, isMark(character, index..<end, letters) {
        if character == "|" {
          for place in index..<end where !letters[place].isMatch { letters[place].isBar = true }
        } else {
          letters.remove(index..<end)
        }
      }
      index = end
    }
  }

  private static func isMark(
    _ character: Character, _ run: Range<Int>, _ letters: [Letter]
  ) -> Bool {
    let before = run.lowerBound > 0 ? letters[run.lowerBound - 1] : nil
    let after = run.upperBound < letters.count ? letters[run.upperBound] : nil
    let isOpen = before?.isWord != true && after.map { $0.character != " " } == true
    let isClosed = after?.isWord != true && before.map { $0.character != " " } == true
    switch character {
    case "*": return run.count <= 3 && (isOpen || isClosed || run.count > 1)
    case "_": return run.count <= 3 && (isOpen || isClosed)
    case "|":
      // Dashes and colons next to a bar are the rule under a table's header.
      return before.map { " …-:".contains($0.character) } != false
        && after.map { " …-:".contains($0.character) } != false
    default: return false
    }
  }

  /// Replaces everything between two cells of a table, such as bars and the rule under the header,
  /// with a dot. Removes the bars at both ends.
  private static func joinCells(_ letters: inout [Letter]) {
    var joined: [Letter] = []
    var index = 0
    while index < letters.count {
      let end = endOfGap(index, letters)
      guard letters[index..<end].contains(where: \.isBar) else {
        joined += letters[index..<max(end, index + 1)]
        index = max(end, index + 1)
        continue
      }
      let isFirst = joined.allSatisfy { $0.character == "…" }
      let isLast = letters[end...].allSatisfy { $0.character == "…" }
      if !isFirst, !isLast {
        joined += " · ".map { Letter(character: $0, isMatch: false) }
      }
      index = end
    }
    letters = joined
  }

  /// Returns the end of the gap that begins at an index. A gap consists of spaces, bars, and the
  /// dashes and colons of a rule.
  private static func endOfGap(_ start: Int, _ letters: [Letter]) -> Int {
    var end = start
    while end < letters.count, !letters[end].isMatch {
      if letters[end].isBar || letters[end].character == " " {
        end += 1
        continue
      }
      // A cell of dashes and colons between bars belongs to the rule under a table's header.
      guard letters[start..<end].contains(where: \.isBar) else { break }
      let cell = letters[end...].prefix { "-:".contains($0.character) && !$0.isMatch }
      let after = letters[cell.endIndex...].first { $0.character != " " }
      guard cell.count > 2, after.map({ $0.isBar || $0.character == "…" }) ?? true else { break }
      end = cell.endIndex
    }
    return end
  }

  /// Reduces each run of spaces to one, and removes those at both ends. An ellipsis may come before
  /// the first ones.
  private static func joinSpaces(_ letters: inout [Letter]) {
    var isAfterSpace = true
    var joined: [Letter] = []
    for (index, letter) in letters.enumerated() {
      let isSpace = letter.character == " "
      if isSpace, isAfterSpace, !letter.isMatch { continue }
      joined.append(letter)
      isAfterSpace = isSpace || index == 0 && letter.character == "…"
    }
    if let last = joined.last, last.character == " ", !last.isMatch { joined.removeLast() }
    letters = joined
  }
}
