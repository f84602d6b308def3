internal import Chat
internal import Screen
internal import Words

/// Clicks on key hints and on the settings of the next request.
extension State {
  /// Handles a click on a hint, which does what its key does, or on a setting.
  /// - Returns: `nil` if there is nothing to click at the point.
  mutating func press(clickableAt place: Point) -> [Effect]? {
    for area in panes.clickAreas where area.y == place.y && place.x < area.end {
      switch area.content {
      case .hints(let text):
        let column = place.x - area.end + DisplayWidth.of(text)
        guard column >= 0 else { continue }
        let keys = HintKeys(text, at: column)?.keys { begins($0) } ?? []
        return keys.flatMap { receive(.key($0)) }
      case .settings(let line):
        let column = place.x - area.end + line.width
        guard column >= 0 else { continue }
        return press(settings: line, at: column)
      case .thinkingTitle(let columns):
        guard place.x >= area.end - columns, conversationHasKeys else { continue }
        return perform(chosen: .toggleReasoning)
      }
    }
    return nil
  }

  private func begins(_ key: Key) -> Bool {
    if case .begins = preferences.keymap.find(input.chord + [key], in: keyContext) {
      return true
    }
    return false
  }

  /// Opens the model picker, or turns thinking on or off. Other settings cannot be clicked.
  private mutating func press(settings line: StyledLine, at column: Int) -> [Effect]? {
    guard conversationHasKeys else { return nil }
    var end = 0
    let span = line.spans.first {
      end += StyledLine([$0]).width
      return column < end
    }
    let command: Command
    if span?.style.role == .model {
      command = .setModel
    } else if isThinking(at: column, of: line.text),
      session.provider.thinkingForms.contains(.on)
    {
      command = .toggleThinking
    } else {
      return nil
    }
    return perform(chosen: command)
  }

  private mutating func perform(chosen command: Command) -> [Effect] {
    (input.way, input.refusal, input.chord) = (.chosen, nil, [])
    return perform(command)
  }
}

extension State {
  /// Returns whether the thinking setting is at a column of the settings' text.
  fileprivate func isThinking(at column: Int, of text: String) -> Bool {
    guard let found = text.firstRange(of: StatusView.thinking(thinking, session).text) else {
      return false
    }
    let start = DisplayWidth.of(text[..<found.lowerBound])
    return (start..<start + DisplayWidth.of(text[found])).contains(column)
  }
}

/// The keys named at a column of a hint line.
struct HintKeys {
  /// The keys that the hint begins with, and the columns of their names.
  private var named: [(key: Key, columns: Range<Int>)] = []
  private let column: Int

  /// - Parameter text: hints that are two spaces apart.
  /// - Returns: `nil` if no hint is at the column.
  init?(_ text: String, at column: Int) {
    self.column = column
    var start = 0
    for hint in text.split(separator: "  ", omittingEmptySubsequences: false) {
      let end = start + DisplayWidth.of(hint)
      if (start..<end).contains(column) {
        named = Self.named(in: hint, from: start)
        return
      }
      start = end + 2
    }
    return nil
  }

  /// Returns the keys to press: a whole sequence, the only key, or the clicked one of a pair. A
  /// click on a pair's label presses the key that goes forward.
  /// - Parameter begins: whether a key begins a sequence.
  func keys(_ begins: (Key) -> Bool) -> [Key] {
    let keys = named.map(\.key)
    guard let first = keys.first, let last = named.last, keys.count > 1, !begins(first) else {
      return keys
    }
    guard column >= last.columns.upperBound else {
      return named.filter { $0.columns.contains(column) }.map(\.key)
    }
    // The second key goes forward, except in `j k`.
    return [keys == [.character("j"), .character("k")] ? first : last.key]
  }

  private static func named(
    in hint: Substring, from start: Int
  ) -> [(key: Key, columns: Range<Int>)] {
    var named: [(key: Key, columns: Range<Int>)] = []
    var start = start
    for word in hint.split(separator: " ", omittingEmptySubsequences: false) {
      let keys = word == "·" ? [] : keys(in: word)
      // The status line separates the hint for help from the state before it.
      let isSeparator = named.isEmpty && (word.isEmpty || word == "·")
      guard !keys.isEmpty || isSeparator else { break }
      let width = DisplayWidth.of(word) / max(1, keys.count)
      for key in keys {
        named.append((key, start..<(start + width)))
        start += width
      }
      start += 1 + (keys.isEmpty ? width : 0)
    }
    return named
  }

  /// Returns the key that a word names, or the two keys of a word like `↑↓`.
  private static func keys(in word: Substring) -> [Key] {
    if let key = key(word) { return [key] }
    let keys = word.compactMap { key(Substring(String($0))) }
    return word.allSatisfy({ "↑↓←→".contains($0) }) ? keys : []
  }

  /// Returns the key with this name, exactly as hints write it; `delete` is not a key, but `Del` is.
  private static func key(_ name: Substring) -> Key? {
    // A word that names no key is label text.
    guard let keys = try? KeyNotation.keys(String(name)), keys.count == 1 else { return nil }
    return [keys.name, keys.sign].contains(String(name)) ? keys[0] : nil
  }
}
