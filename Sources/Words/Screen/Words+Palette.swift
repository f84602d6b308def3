extension Words {
  /// The command palette.
  public enum Palette {
    // MARK: Headings

    public static var recent: String { "Recent" }
    public static var models: String { "Models and providers" }
    public static var parameters: String { "Parameters" }
    public static var themes: String { "Themes" }
    public static var presets: String { "Presets" }
    public static var exports: String { "Export" }
    public static var code: String { "Code blocks" }
    public static var conversations: String { "Recent conversations" }

    // MARK: Entries

    public static func model(_ id: String) -> String { "Model: \(id)" }
    public static func provider(_ name: String) -> String { "Provider: \(name)" }
    public static func setParameter(_ name: String) -> String { "Set \(name)" }
    public static func theme(_ name: String) -> String { "Theme: \(name)" }
    public static func preset(_ name: String) -> String { "Preset: \(name)" }
    public static func export(_ format: String) -> String { "Export as \(format)" }
    public static var copyQuestion: String { "Copy question" }
    public static var copyThinking: String { "Copy thinking" }
    public static var copyMarkedCode: String { "Copy code block" }
    public static func copyCode(_ number: Int) -> String { "Copy code block \(number)" }
    public static func open(_ title: String) -> String { "Open: \(title)" }

    // MARK: Why a command is unavailable

    public static var emptyDraft: String { "empty draft" }
    public static var noMessages: String { "no messages yet" }
    public static var notThinking: String { "not thinking" }
    public static var stillAnswering: String { "still answering" }
    public static var isPrivate: String { "private" }
    public static var demoNeedsNoKey: String { "the demo needs none" }
    public static var historyOff: String { "history is off" }
    public static var noQueue: String { "nothing is queued" }
    public static var noAttachments: String { "nothing is attached" }
    public static var nothingSet: String { "nothing is set" }

    public static func notNow(_ title: String, _ obstacle: String) -> String {
      "\(title): unavailable (\(obstacle))."
    }

    // MARK: Hints

    public static var argumentHint: String { "Tab argument" }
    public static var completeHint: String { "Tab complete" }
  }
}
