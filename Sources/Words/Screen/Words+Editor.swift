extension Words {
  /// Editing text in the user's own editor.
  public enum Editor {
    public static var noTerminal: String { "the terminal is not available" }

    /// - Parameter reason: the system's error message.
    public static func notStarted(_ reason: String) -> String {
      "Could not start an editor: \(reason)."
    }
    public static func notFound(_ editor: String) -> String { "Could not run “\(editor)”." }
    public static var setVariable: String { "Set VISUAL or EDITOR to your editor." }

    public static func failed(_ editor: String, status: Int) -> String {
      "“\(editor)” exited with status \(status). Your text is unchanged."
    }
    public static func fileGone(_ editor: String) -> String {
      "“\(editor)” removed the file. Your text is unchanged."
    }
    /// Shown when the page that the edited text came from has been closed.
    public static func keptForYank(_ key: String) -> String {
      "The page was closed. \(key) to insert the edited text here."
    }
    public static var nothingToEdit: String { "Nothing to edit here." }
    public static var hint: String { "Ctrl-G editor" }
  }
}
