internal import Screen

/// Finds the keys mentioned in advice.
extension Keymap {
  /// Returns the advice with its keys in the accent colour.
  func marked(_ advice: String, _ style: Style) -> StyledLine {
    let text = Sanitizer.sanitizeLine(advice)
    var line = StyledLine()
    var end = text.startIndex
    for range in keys(in: text) {
      line.append(String(text[end..<range.lowerBound]), style)
      line.append(String(text[range]), Style.accent.own)
      end = range.upperBound
    }
    line.append(String(text[end...]), style)
    return line
  }

  /// Returns the ranges of the keys and key sequences that a sentence names.
  private func keys(in text: String) -> [Range<String.Index>] {
    let words = Self.words(of: text)
    var found: [Range<String.Index>] = []
    var index = words.startIndex
    while index < words.endIndex {
      let word = words[index]
      index += 1
      guard let key = Self.key(named: word.text), Self.isKey(key, at: index - 1, of: words) else {
        continue
      }
      var range = word.text.startIndex..<word.text.endIndex
      var sequence = [key]
      while index < words.endIndex, !words[index - 1].endsPhrase,
        let next = Self.key(named: words[index].text),
        !rules(beginning: sequence + [next], in: .composer).isEmpty
      {
        range = range.lowerBound..<words[index].text.endIndex
        sequence.append(next)
        index += 1
      }
      found.append(range)
    }
    return found
  }

  private struct Word {
    /// Without punctuation.
    let text: Substring
    /// Whether punctuation follows.
    let endsPhrase: Bool
  }

  private static func words(of text: String) -> [Word] {
    text.split(separator: " ").map { word in
      var inner = word
      // A key can be a punctuation mark.
      while inner.count > 1, let last = inner.last, ",.;:)".contains(last) { inner.removeLast() }
      while inner.count > 1, inner.first == "(" { inner.removeFirst() }
      return Word(text: inner, endsPhrase: inner.endIndex < word.endIndex)
    }
  }

  /// Returns the key whose name is spelt exactly like this.
  private static func key(named name: Substring) -> Key? {
    // Most words are not keys.
    guard let keys = try? KeyNotation.keys(String(name)), keys.count == 1, keys[0].name == name
    else { return nil }
    return keys[0]
  }

  /// Returns whether a key's name can follow a word. It can if the word ends a phrase, is `or` or
  /// `and`, or is a key itself, as in `F4 u`.
  private static func isBeforeKey(_ word: Word) -> Bool {
    word.endsPhrase || ["or", "and"].contains(word.text)
      || key(named: word.text).map { !$0.isText } ?? false
  }

  /// Returns whether a word that names a key refers to that key. `Up`, `End` and `a` are also
  /// ordinary English words.
  private static func isKey(_ key: Key, at index: Int, of words: [Word]) -> Bool {
    let before = index > 0 ? words[index - 1] : nil
    if let before, ["press", "Press"].contains(before.text) { return true }
    let next = words.dropFirst(index + 1).prefix(2).map(\.text)
    let isFollowedByVerb = next.count == 2 && next[0] == "to" && next[1].first?.isLowercase == true
    switch key.code {
    case .character where key.isText:
      return isFollowedByVerb && before.map(isBeforeKey) ?? true
    case .up, .down, .left, .right, .home, .end, .tab: return isFollowedByVerb
    default: return true
    }
  }
}
