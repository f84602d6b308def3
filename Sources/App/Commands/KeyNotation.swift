internal import Screen

/// The reason why a string in `[keys]` does not name a key that can be bound.
enum KeyFault: Error, Equatable {
  case empty
  /// No key has this name.
  case unknown(String)
  /// Terminals report the key as a different key.
  case arrivesAs(String, Key)
  /// Terminals send nothing for the key, or nothing that distinguishes it from other keys.
  case notSent(String)
}

/// The notation in which people write keys: `Ctrl-T`, `C-t`, `^T`, `Alt-Enter`, `g g`.
enum KeyNotation {
  /// Reads one or more keys, with spaces between them.
  static func keys(_ text: String) throws(KeyFault) -> [Key] {
    let words = text.split(whereSeparator: \.isWhitespace)
    // White space on its own means the space bar.
    if words.isEmpty, !text.isEmpty { return [.character(" ")] }
    guard !words.isEmpty else { throw .empty }
    var keys: [Key] = []
    for word in words { keys.append(try key(String(word))) }
    return keys
  }

  private struct Modifiers {
    var control = false
    var alt = false
    var shift = false
  }

  private static func key(_ word: String) throws(KeyFault) -> Key {
    var modifiers = Modifiers()
    var rest = Substring(word)
    while let (name, length) = prefix(of: rest) {
      modifiers[keyPath: name] = true
      rest = rest.dropFirst(length)
    }
    if rest.count == 2, rest.first == "^" {
      modifiers.control = true
      rest = rest.dropFirst()
    }
    if let code = special(rest.lowercased()) {
      return try key(word, code, modifiers)
    }
    guard rest.count == 1, let character = rest.first, !character.isWhitespace else {
      throw .unknown(word)
    }
    return try key(word, character, modifiers)
  }

  /// Returns the modifier that a word begins with, and the length of the modifier's name
  /// including the hyphen.
  private static func prefix(
    of word: Substring
  ) -> (WritableKeyPath<Modifiers, Bool>, Int)? {
    guard let end = word.dropFirst().firstIndex(where: { $0 == "-" || $0 == "+" }),
      word.index(after: end) < word.endIndex
    else { return nil }
    let length = word.distance(from: word.startIndex, to: end) + 1
    switch word[..<end].lowercased() {
    case "ctrl", "control", "c": return (\.control, length)
    case "alt", "meta", "option", "opt", "a", "m": return (\.alt, length)
    case "shift", "s": return (\.shift, length)
    default: return nil
    }
  }

  private static func special(_ name: String) -> Key.Code? {
    if let code = names[name] { return code }
    guard name.first == "f", let number = Int(name.dropFirst()), (1...63).contains(number) else {
      return nil
    }
    return .function(number)
  }

  private static let names: [String: Key.Code] = [
    "enter": .enter, "return": .enter, "ret": .enter, "tab": .tab, "backtab": .backTab,
    "backspace": .backspace, "bs": .backspace, "del": .delete, "delete": .delete, "esc": .escape,
    "escape": .escape, "up": .up, "down": .down, "left": .left, "right": .right, "↑": .up,
    "↓": .down, "←": .left, "→": .right, "home": .home, "end": .end, "pgup": .pageUp,
    "pageup": .pageUp, "pgdn": .pageDown, "pgdown": .pageDown, "pagedown": .pageDown,
    "space": .character(" "), "spc": .character(" "), "minus": .character("-"),
    "plus": .character("+"),
  ]

  // MARK: What terminals send

  private static func key(
    _ word: String, _ code: Key.Code, _ modifiers: Modifiers
  ) throws(KeyFault) -> Key {
    switch code {
    case .character(let character): return try key(word, character, modifiers)
    case .enter, .tab, .backTab, .backspace, .escape:
      if modifiers.shift, code == .tab, !modifiers.control { return Key(.backTab) }
      if modifiers.shift, code == .enter, !modifiers.control { return Key(.enter, alt: true) }
      if modifiers.control || modifiers.shift { throw .arrivesAs(word, Key(code)) }
      if modifiers.alt, code == .escape { throw .notSent(word) }
    case .function(let number) where number > 12: throw .notSent(word)
    case .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .function:
      if modifiers.shift {
        throw .arrivesAs(word, Key(code, control: modifiers.control, alt: modifiers.alt))
      }
    }
    return Key(code, control: modifiers.control, alt: modifiers.alt)
  }

  private static func key(
    _ word: String, _ character: Character, _ modifiers: Modifiers
  ) throws(KeyFault) -> Key {
    guard modifiers.control else {
      var typed = character
      if modifiers.alt { typed = character.lowercased().first ?? character }
      if modifiers.shift {
        guard character.isLetter, let upper = character.uppercased().first else {
          throw .notSent(word)
        }
        typed = upper
      }
      return Key(.character(typed), alt: modifiers.alt)
    }
    let lower = character.lowercased().first ?? character
    let key = Key(.character(lower), control: true, alt: modifiers.alt)
    if modifiers.shift { throw .arrivesAs(word, key) }
    switch lower {
    case "m": throw .arrivesAs(word, .enter)
    case "i": throw .arrivesAs(word, .tab)
    case "[": throw .arrivesAs(word, .escape)
    case "h", "?": throw .arrivesAs(word, Key(.backspace))
    case "/": return Key(.character("_"), control: true, alt: modifiers.alt)
    case "@": return Key(.character(" "), control: true, alt: modifiers.alt)
    case "a"..."z", " ", "\\", "]", "^", "_": return key
    default: throw .notSent(word)
    }
  }
}
