extension Words {
  /// The completions of slash commands.
  public enum Completion {
    public static var loading: String { "Loading…" }
    public static var noFiles: String { "No files yet" }
    /// - Parameter reason: the system's error message, such as `No such file or directory`.
    public static func cannotRead(_ reason: String) -> String {
      "Cannot read this folder: \(reason)"
    }
    public static var current: String { "current" }
    public static var recommended: String { "recommended" }
    public static var noKey: String { "no key" }
    public static var tokens: String { "tokens" }

    public static func usage(_ usage: String, _ title: String) -> String { "\(usage): \(title)" }

    // MARK: Typed arguments

    public static var titleHelp: String { "A new title for this conversation." }
    public static var tagsHelp: String { "Tags to add; -TAG to remove one." }
    public static var systemHelp: String {
      "Instructions for the model; off to remove them."
    }
    public static var searchHelp: String { "Words to search for in all conversations." }
    public static var findHelp: String { "Text to find in this conversation." }

    /// - Parameter range: the values that the setting accepts, like `a number from 0 to 2`.
    public static func value(_ name: String, _ range: String, _ explanation: String) -> String {
      "\(name): \(range). \(explanation)"
    }

    /// - Parameters:
    ///   - path: the file that `/export` writes if no path is given.
    ///   - key: the key that accepts a completion.
    public static func exports(to path: String, _ key: String) -> String {
      "\(key) export to \(path)"
    }

    // MARK: Keys

    public static var heading: String { "Completing commands" }
    public static var selectHelp: String { "Select" }
    public static var completeHelp: String { "Insert next" }
    public static var completePreviousHelp: String { "Insert previous" }
    /// The hint for Enter if it only inserts the selected completion.
    public static var enterCompletes: String { "Enter complete" }
    public static var acceptHelp: String { "Complete and run" }
    public static var closeHelp: String { "Close" }
  }
}

extension Words {
  public enum Theme {
    public static func used(_ name: String) -> String { "Theme: \(name), until you quit." }
    /// Shown next to the themes while the user moves through them.
    public static var note: String {
      "Applies until you quit. To keep one, add theme = \"NAME\" to config.toml."
    }
    /// The same for a narrow window.
    public static var briefNote: String { "Keep: theme = \"NAME\" in config.toml" }

    /// - Parameter isDark: whether the theme is made for a dark background, not a light one.
    public static func needs(isDark: Bool) -> String {
      isDark ? "for dark terminals" : "for light terminals"
    }

    /// What a built-in theme is like; `nil` if it needs no description.
    public static func character(of name: String) -> String? {
      switch name {
      case "auto": "suits the background"
      case "ansi": "the terminal's colours"
      case "stark": "high contrast, black"
      case "dusk": "dim, for dark rooms"
      case "paper": "ink on paper"
      default: nil
      }
    }

    public static func howToKeep(_ name: String) -> String {
      "To keep it, add theme = \"\(name)\" to config.toml."
    }
  }
}
