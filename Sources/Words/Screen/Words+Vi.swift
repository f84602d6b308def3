extension Words {
  /// The vi mode of the composer.
  public enum Vi {
    public static var heading: String { "Vi mode" }

    public static var normal: String { "NORMAL" }
    public static var insertMode: String { "INSERT" }
    public static var visualMode: String { "VISUAL" }
    public static var visualLines: String { "V-LINE" }
    public static var replaceMode: String { "REPLACE" }

    // MARK: Notices

    public static var on: String { "Vi keys are on until you quit." }
    public static var off: String { "Vi keys are off." }
    public static var howToKeep: String {
      "To keep them, add vi = true to [composer] in config.toml."
    }
    public static var clipboardNotRead: String {
      "Vi keys cannot read the clipboard, so the last yank was inserted."
    }
    public static var howToPaste: String { "Use your terminal's paste key." }
    public static var yankedText: String { "Yanked text" }

    // MARK: Keys

    public static var normalMode: String { "Normal mode" }
    public static var insert: String { "Insert at cursor/ends" }
    public static var newLine: String { "New line below/above" }
    public static var replace: String { "Overwrite/replace one" }
    public static var visual: String { "Select/lines/reselect" }
    public static var move: String { "Move" }
    public static var words: String { "By word; W B E: WORD" }
    public static var line: String { "Within the line" }
    public static var lines: String { "First/last line" }
    public static var find: String { "To a character" }
    public static var findAgain: String { "To next/previous one" }
    public static var bracket: String { "Matching bracket" }
    public static var blocks: String { "Paragraph/sentence" }
    public static var marks: String { "Set/go to mark" }
    public static var operators: String { "Delete/change/yank" }
    public static var shapes: String { "Indent/change case" }
    public static var objects: String { "Word/quotes/paragraph" }
    public static var short: String { "Short for dl cl d$ c$" }
    public static var shortLines: String { "Like cc/yy, join, case" }
    public static var put: String { "Insert deleted text" }
    public static var registers: String { "Register/clipboard" }
    public static var undo: String { "Undo/redo" }
    public static var again: String { "Repeat the last change" }
    public static var count: String { "With a count" }
  }
}
