extension Words {
  /// Hints for Esc, which leaves a page or mode.
  public enum WayOut {
    /// The page lies over the conversation, or something is open beside it.
    public static var close: String { "Esc close" }
    /// Another page is beneath, or the key only leaves a mode.
    public static var back: String { "Esc back" }
    /// Whatever has been typed is discarded.
    public static var cancel: String { "Esc cancel" }
    /// Only the filter or the marks on rows are removed.
    public static var clear: String { "Esc clear" }
  }

  /// Pages shown over the conversation: help, palette, parameters and comparison.
  public enum Pages {
    // MARK: Hints on several pages

    public static var scroll: String { "j k scroll" }
    public static var commands: String { "Ctrl-P commands" }
    /// Names the key that opens the help page, for places where letters are commands.
    public static var keysHint: String { "? keys" }

    /// - Parameter rows: the number of rows above the visible ones.
    public static func moreAbove(_ rows: Int) -> String { "↑ \(rows) more" }
    /// - Parameter rows: the number of rows below the visible ones.
    public static func moreBelow(_ rows: Int) -> String { "↓ \(rows) more" }
    /// Both marks on one line.
    public static func more(_ above: Int, _ below: Int) -> String {
      "↑ \(above)  ↓ \(below) more"
    }

    /// Shown instead of running a command whose effect a page would hide.
    public static func needsConversation(_ title: String) -> String {
      "“\(title)” works only in the conversation. Close this page first."
    }

    /// Shown instead of a page in plain mode.
    public static var notInPlainMode: String { "Not available in plain mode." }

    // MARK: Filters

    /// What to do if nothing matches, with the key that does it.
    public enum WayOn {
      case clear(String)
      case includeThinking(String)
    }

    /// Shown in place of the rows of a filter or search.
    public static func noMatches(_ next: WayOn) -> String {
      switch next {
      case .clear(let key): "No matches. \(key) to clear."
      case .includeThinking(let key): "No matches. \(key) to search thinking too."
      }
    }

    // MARK: Palette

    public static var filter: String { "Filter commands" }
    public static func commands(_ count: Int) -> String {
      count == 1 ? "1 command" : "\(count) commands"
    }

    public static var runHint: String { "Enter run" }
    public static var selectHint: String { "↑↓ select" }

    // MARK: Comparison

    public static var nothingToCompare: String { "No other answer to compare." }

    /// Describes the thinking setting of an answer or preset.
    public static var thinkingOn: String { "thinking on" }
    public static var thinkingOff: String { "thinking off" }
    public static func thinking(budget: Int) -> String { "thinking \(budget)" }
  }

  /// The text of the help page and docs/keys.md.
  public enum Keys {
    public static var filter: String { "Filter keys" }
    public static func entries(_ count: Int) -> String {
      count == 1 ? "1 entry" : "\(count) entries"
    }
    public static var first: String { "First keys" }
    public static var scrollHint: String { "↑↓ scroll" }
    public static func twinNote(_ prefix: String) -> String {
      "second column: \(prefix), then the key"
    }

    public static var editing: String { "Editing text" }
    public static var list: String { "Conversation list" }
    public static var search: String { "Search" }
    public static func slashCommands(palette key: String) -> String {
      "Slash commands (all: \(key))"
    }

    public static var changing: String { "Changing keys" }
    /// - Parameter file: the path of the configuration file.
    public static func howToChange(in file: String) -> [String] {
      ["Keys can be changed in", "\(file):"] + example + [
        "Changes apply when Aside next starts.", "Run aside keys to list the current keys.",
        "Run aside keys --actions to list actions.",
        "Run aside keys --read to see key names.",
      ]
    }
    /// Example lines for the configuration file.
    public static var example: [String] {
      [
        "[keys.global]", "\"F9\" = \"toggle-thinking\"", "\"Ctrl-X Ctrl-N\" = \"new-conversation\"",
      ]
    }

    // MARK: Keys that are not commands

    public static var scrollLine: String { "Scroll a line" }
    public static var topOrBottom: String { "Top/bottom" }
    public static var nextOrPreviousMatch: String { "Next/previous match" }
    public static var countBeforeKey: String { "Copy code block 2" }

    public static var lineStartOrEnd: String { "Start/end of line" }
    public static var newestLine: String { "Newest line (no draft)" }
    public static var leftOrRight: String { "Left/right" }
    public static var wordLeftOrRight: String { "Previous/next word" }
    public static var deleteWord: String { "Delete previous word" }
    public static var deleteNextWord: String { "Delete next word" }
    public static var cutToStartOrEnd: String { "Cut to line start/end" }
    public static var insertCut: String { "Paste cut text" }
    public static var insertOlderCut: String { "Replace with older cut" }
    public static var textStartOrEnd: String { "Start/end of text" }
    public static var changeCase: String { "Upper/lower/title case" }
    public static var transposeWords: String { "Swap two words" }
    public static var history: String { "Question history" }
    public static var prefixHistory: String { "History by prefix" }

    // MARK: Plain mode

    /// Printed by `/help` before the commands; `plainEnd` follows them.
    public static var plainIntroduction: [String] {
      [
        "Type a question and press Enter. End a line with \\ to continue on the next.",
        "Ctrl-C: stop the answer, or quit. Ctrl-D: quit.",
      ]
    }
    public static var plainEnd: String { "/palette for all commands." }
  }
}
