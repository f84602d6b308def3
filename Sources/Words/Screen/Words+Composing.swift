extension Words {
  /// Placeholders and notices about the text being written.
  public enum Composing {
    /// Returns the placeholder that is shown for a long paste.
    public static func pastedLines(_ count: Int) -> String { "[pasted \(count) lines]" }
    public static func pastedCharacters(_ count: Int) -> String { "[pasted \(count) characters]" }
    public static var nothingToUnfold: String { "No folded paste in the draft." }
    public static var unfoldHint: String { "Alt-E unfold" }
  }
}
