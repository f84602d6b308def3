/// The links of a snippet, reduced to their text. If the address contains a match, it follows in
/// parentheses.
enum SnippetLinks {
  /// - Complexity: O(length), except for brackets that are never closed
  static func reduce(_ letters: inout [SnippetLetter]) {
    var open: [Int] = []
    var index = 0
    while index < letters.count {
      defer { index += 1 }
      if letters[index].isLiteral { continue }
      switch letters[index].character {
      case "[": open.append(index)
      case "]":
        let start = open.popLast()
        guard start != nil || letters.isCutAtStart else { continue }
        index = reduceLink(from: start, index, &letters) ?? index
      case "<": index = reduceAutolink(at: index, &letters) ?? index
      case ":": index = endOfBareAddress(index, &letters) ?? index
      default: break
      }
    }
  }

  /// Returns whether a text is an address, possibly with a title in quotes.
  static func isAddress(_ text: ArraySlice<SnippetLetter>) -> Bool {
    let address = text.prefix { !$0.isSpace }
    guard address.contains(where: { "/.:#@".contains($0.character) }) else { return false }
    let title = text[address.endIndex...].first { !$0.isSpace }
    return title.map { "\"'(…".contains($0.character) } ?? true
  }

  // MARK: Links with a text

  /// - Parameters:
  ///   - start: the index of the opening bracket; `nil` if the snippet begins after it.
  ///   - close: the index of the closing bracket.
  /// - Returns: the index of the link's last character; `nil` if this is no link.
  private static func reduceLink(
    from start: Int?, _ close: Int, _ letters: inout [SnippetLetter]
  ) -> Int? {
    guard close + 1 < letters.count, !letters[close + 1].isLiteral else { return nil }
    switch letters[close + 1].character {
    case "(": return reduceInline(from: start, close, &letters)
    case "[": return start.flatMap { reduceReference(from: $0, close, &letters) }
    default: return nil
    }
  }

  /// Reduces `[text](address)` and `![text](address)`.
  private static func reduceInline(
    from start: Int?, _ close: Int, _ letters: inout [SnippetLetter]
  ) -> Int? {
    guard let end = endOfAddress(from: close + 2, letters) else { return nil }
    let address = letters[(close + 2)..<end]
    let last = letters[end].character == ")" ? end : end - 1
    if address.contains(where: \.isMatch) {
      guard isAddress(address) else { return nil }
      letters.makeLiteral(close + 1..<last + 1)
      letters[close].character = " "
    } else {
      let isWord = !address.contains { $0.isSpace }
      guard isAddress(address) || start != nil && isWord else { return nil }
      letters.remove(close..<last + 1)
    }
    removeStart(start, &letters)
    return last
  }

  /// Returns the index of the closing parenthesis, or of the ellipsis if the snippet ends in the
  /// address.
  private static func endOfAddress(from start: Int, _ letters: [SnippetLetter]) -> Int? {
    var depth = 0
    for index in start..<max(start, letters.count) {
      switch letters[index].character {
      case "(": depth += 1
      case ")" where depth == 0: return index
      case ")": depth -= 1
      default: break
      }
    }
    return letters.isCutAtEnd && start < letters.count ? letters.count - 1 : nil
  }

  /// Reduces `[text][name]`. Without letters in the text, it is rather an index or a citation.
  private static func reduceReference(
    from start: Int, _ close: Int, _ letters: inout [SnippetLetter]
  ) -> Int? {
    let isIndex = start > 0 && letters[start - 1].isWord
    guard !isIndex, letters[start..<close].contains(where: { $0.character.isLetter }),
      let end = letters[(close + 2)...].firstIndex(where: { "[]".contains($0.character) }),
      letters[end].character == "]", !letters[close...end].contains(where: \.isMatch)
    else { return nil }
    letters.remove(close..<end + 1)
    removeStart(start, &letters)
    return end
  }

  private static func removeStart(_ start: Int?, _ letters: inout [SnippetLetter]) {
    guard let start else { return }
    letters[start].isKept = false
    if start > 0, letters[start - 1].character == "!" { letters[start - 1].isKept = false }
  }

  // MARK: Addresses alone

  /// Removes the brackets of `<https://…>` and `<name@example.org>`.
  /// - Returns: the index of the last character; `nil` if this is something else, such as HTML.
  private static func reduceAutolink(at start: Int, _ letters: inout [SnippetLetter]) -> Int? {
    let rest = letters[(start + 1)...]
    guard let end = rest.firstIndex(where: { $0.isSpace || "<>…".contains($0.character) }),
      ">…".contains(letters[end].character)
    else { return nil }
    let address = letters[(start + 1)..<end]
    let scheme = address.prefix { $0.isWord || "+-.".contains($0.character) }
    let hasScheme =
      scheme.count > 1 && scheme.endIndex < end && letters[scheme.endIndex].character == ":"
    let isMail = address.contains { $0.character == "@" } && address.first?.isWord == true
    guard hasScheme || isMail else { return nil }
    letters.makeLiteral(start + 1..<end)
    letters[start].isKept = false
    if letters[end].character == ">" { letters[end].isKept = false }
    return end
  }

  /// Makes a bare address literal, because it may contain underscores.
  /// - Returns: the index of its last character; `nil` if the colon belongs to no address.
  private static func endOfBareAddress(_ colon: Int, _ letters: inout [SnippetLetter]) -> Int? {
    guard colon > 0, letters[colon - 1].isWord, colon + 3 < letters.count,
      letters[colon + 1].character == "/", letters[colon + 2].character == "/"
    else { return nil }
    let end =
      letters[colon...].firstIndex { $0.isSpace || "*|<>()[]…".contains($0.character) }
      ?? letters.count
    letters.makeLiteral(colon..<end)
    return end - 1
  }
}
