internal import Chat

/// A snippet without its Markdown markup. Matches are kept as they are, and the cells of a table are
/// separated by dots.
enum PlainSnippet {
  private struct Letter {
    var character: Character
    let isMatch: Bool
    var isKept = true
    /// Whether the letter is a bar that separates the cells of a table.
    var isBar = false

    var isWord: Bool { character.isLetter || character.isNumber }
  }

  static func plain(_ snippet: SearchSnippet) -> SearchSnippet {
    var letters = snippet.pieces.flatMap { piece in
      piece.text.map { Letter(character: $0, isMatch: piece.isMatch) }
    }
    removeAddresses(&letters)
    removeMarks(&letters)
    removeHeadings(&letters)
    letters.removeAll { !$0.isKept }
    joinCells(&letters)
    removeFirstSpaces(&letters)
    var pieces: [SearchSnippet.Piece] = []
    for letter in letters where letter.isKept {
      if pieces.last?.isMatch == letter.isMatch {
        pieces[pieces.count - 1].text.append(letter.character)
      } else {
        pieces.append(.init(String(letter.character), isMatch: letter.isMatch))
      }
    }
    return SearchSnippet(pieces)
  }

  /// Reduces links and images, such as `[text](address)`, to their text.
  private static func removeAddresses(_ letters: inout [Letter]) {
    var open: [Int] = []
    var index = 0
    while index < letters.count {
      switch letters[index].character {
      case "[": open.append(index)
      case "]":
        guard let start = open.popLast(), index + 1 < letters.count,
          letters[index + 1].character == "(",
          let end = letters[index...].firstIndex(where: { $0.character == ")" })
        else { break }
        let address = letters[index...end]
        guard !address.contains(where: \.isMatch),
          !address.contains(where: { $0.character == " " })
        else { break }
        for place in index...end { letters[place].isKept = false }
        letters[start].isKept = false
        if start > 0, letters[start - 1].character == "!" { letters[start - 1].isKept = false }
        index = end
      default: break
      }
      index += 1
    }
  }

  /// Removes backticks, emphasis marks and table bars, but leaves the text of code spans alone.
  private static func removeMarks(_ letters: inout [Letter]) {
    var isCode = false
    var index = 0
    while index < letters.count {
      let character = letters[index].character
      if !isCode, isEscape(at: index, letters) {
        letters[index].isKept = false
        index += 2
        continue
      }
      var end = index + 1
      while end < letters.count, letters[end].character == character { end += 1 }
      if character == "`" {
        remove(index..<end, &letters)
        // Three or more backticks are a fence, which may end outside the snippet.
        if end - index < 3 { isCode.toggle() }
      } else if !isCode, isMark(character, index..<end, letters) {
        if character == "|" {
          for place in index..<end where !letters[place].isMatch { letters[place].isBar = true }
        } else {
          remove(index..<end, &letters)
        }
      }
      index = end
    }
  }

  /// Returns whether the character at `index` is a backslash that escapes the mark after it.
  private static func isEscape(at index: Int, _ letters: [Letter]) -> Bool {
    guard letters[index].character == "\\", !letters[index].isMatch, index + 1 < letters.count
    else {
      return false
    }
    let next = letters[index + 1].character
    return next.isASCII && (next.isPunctuation || next.isSymbol)
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
    case "~": return run.count == 2 && (isOpen || isClosed)
    case "|":
      // Dashes and colons next to a bar are the rule under a table's header.
      return before.map { " …-:".contains($0.character) } != false
        && after.map { " …-:".contains($0.character) } != false
    default: return false
    }
  }

  /// Removes heading marks: `##` and a space anywhere, but `#` and a space only at the beginning.
  private static func removeHeadings(_ letters: inout [Letter]) {
    var index = 0
    while index < letters.count {
      guard letters[index].character == "#" else {
        index += 1
        continue
      }
      var end = index + 1
      while end < letters.count, letters[end].character == "#" { end += 1 }
      let isFirst = index == 0 || letters[index - 1].character == " "
      if isFirst, index == 0 || end - index > 1, end - index <= 6, end < letters.count,
        letters[end].character == " "
      {
        remove(index..<end + 1, &letters)
      }
      index = end
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

  /// Removes the spaces left before the first word. An ellipsis may come before them.
  private static func removeFirstSpaces(_ letters: inout [Letter]) {
    for index in letters.indices where letters[index].isKept {
      switch letters[index].character {
      case "…" where index == 0: continue
      case " " where !letters[index].isMatch: letters[index].isKept = false
      default: return
      }
    }
  }

  private static func remove(_ range: Range<Int>, _ letters: inout [Letter]) {
    guard !letters[range].contains(where: \.isMatch) else { return }
    for place in range { letters[place].isKept = false }
  }
}
