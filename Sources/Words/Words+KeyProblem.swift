extension Words {
  /// Problems with `[keys]` in config.toml. Each follows the file and the line.
  public enum KeyProblem {
    public static var empty: String { "no key given." }

    /// - Parameter name: the table's name after `keys.`.
    public static func unknownContext(_ name: String, known: [String]) -> String {
      "unknown table [keys.\(name)]. Available: "
        + known.map { "[keys.\($0)]" }.joined(separator: ", ") + "."
    }

    public static func unknownKey(_ word: String) -> String {
      "unknown key “\(word)”. Run aside keys --read to see key names."
    }

    /// Shown when an action was written in place of the key.
    public static func isAction(_ action: String, key: String) -> String {
      "“\(action)” is an action, not a key. Write the key first: \"\(key)\" = \"\(action)\"."
    }

    public static func arrives(_ word: String, as key: String) -> String {
      "terminals send \(key) for \(word). Bind \(key) instead."
    }

    public static func notSent(_ word: String) -> String {
      "terminals cannot send \(word). Run aside keys --read to see what yours sends."
    }

    public static func unknownAction(_ name: String, nearest: String?) -> String {
      let advice =
        nearest.map { "Did you mean “\($0)”?" } ?? "Run aside keys --actions to list them."
      return "unknown action “\(name)”. \(advice)"
    }

    public static func isElsewhere(_ action: String, context: String) -> String {
      "“\(action)” works only in [keys.\(context)]."
    }

    /// - Parameter others: the contexts where a letter can be a key for the action.
    public static func types(_ key: String, context: String, others: [String]) -> String {
      let tables = others.map { "[keys.\($0)]" }.joined(separator: " or ")
      let advice = tables.isEmpty ? "Add Ctrl or Alt." : "Add Ctrl or Alt, or use \(tables)."
      return "\(key) types a character in [keys.\(context)]. \(advice)"
    }

    public static func isCount(_ key: String) -> String {
      "\(key) begins a count in [keys.transcript] and cannot be bound there."
    }

    public static func isWayOut(_ key: String) -> String {
      "\(key) always stops, clears or quits, and cannot be bound."
    }

    public static var cancelsSequence: String {
      "Esc cancels a sequence and cannot be part of one."
    }

    /// - Parameter place: the line that already binds the keys.
    public static func repeated(_ keys: String, place: String) -> String {
      "\(keys) is already bound in \(place)."
    }

    /// - Parameters:
    ///   - keys: the beginning of `sequence`.
    ///   - place: the other line. It binds `keys` if `isOther` is true, otherwise `sequence`.
    public static func begins(
      _ keys: String, _ sequence: String, place: String, isOther: Bool = false
    ) -> String {
      isOther
        ? "\(sequence) is unreachable: \(keys) is bound in \(place)."
        : "\(keys) begins \(sequence), which is bound in \(place)."
    }
  }

  /// Actions that are not commands, as named in `aside keys` and in the hints after a prefix.
  public enum KeyAction {
    /// - Parameter name: the name of an action of a page or of the list, such as `next-shelf`.
    public static func title(of name: String) -> String {
      let words = name.replacing("-", with: " ")
      return words.prefix(1).uppercased() + words.dropFirst()
    }

    public static var moveLeft: String { "Left" }
    public static var moveRight: String { "Right" }
    public static var moveWordLeft: String { "Previous word" }
    public static var moveWordRight: String { "Next word" }
    public static var moveToLineStart: String { "Start of line" }
    public static var moveToLineEnd: String { "End of line" }
    public static var moveToStart: String { "Start of text" }
    public static var moveToEnd: String { "End of text" }
    public static var deleteBackward: String { "Delete backward" }
    public static var deleteForward: String { "Delete forward" }
    public static var deletePartBackward: String { "Delete part of a word" }
    public static var cutToLineStart: String { "Cut to line start" }
    public static var cutToLineEnd: String { "Cut to line end" }
    public static var pasteOlderCut: String { "Replace with older cut" }
    public static var uppercaseWord: String { "Uppercase word" }
    public static var lowercaseWord: String { "Lowercase word" }
    public static var capitalizeWord: String { "Capitalise word" }
    public static var searchHistoryOlder: String { "Older matching question" }
    public static var searchHistoryNewer: String { "Newer matching question" }
    public static var lineUp: String { "Up, or older question" }
    public static var lineDown: String { "Down, or newer question" }
    public static var scrollUp: String { "Scroll up a line" }
    public static var scrollDown: String { "Scroll down a line" }
    public static var scrollToStart: String { "Top" }
    public static var scrollToEnd: String { "Bottom" }
    public static var findNext: String { "Next match" }
    public static var findPrevious: String { "Previous match" }
  }
}

extension Words {
  // MARK: aside keys

  /// The origin of a key that the user did not set.
  public static var defaultKey: String { "default" }

  public static var pressKeys: String {
    "Press keys to see their names. Press q twice or Ctrl-C twice to quit."
  }

  /// Shown for bytes from the terminal that are not a key.
  public static var notAKey: String { "(no key)" }

  /// - Parameter context: the name of the context in which the key has this meaning.
  public static func meaningOfKey(_ action: String?, in context: String) -> String {
    action.map { "\($0) (\(context))" } ?? "begins a sequence"
  }

  /// Formats a row of `aside keys --read` in columns.
  public static func pressedKey(_ name: String, _ bytes: String, meaning: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(2, width - text.count))
    }
    return padded(name, 14) + padded(bytes, 20) + (meaning.isEmpty ? "not bound" : meaning)
  }
}
