/// A sanitiser for text that arrives in pieces. The end of a piece may combine with the
/// beginning of the next, so the last grapheme cluster is held back.
public struct SafeText: Sendable {
  private var waiting = ""
  /// The maximum length of held text, in bytes. Longer text is released, even if more of the same
  /// character may follow.
  private static let longest = 4096

  public init() {}

  /// Adds a piece of text.
  /// - Returns: the text that can be shown now.
  /// - Complexity: O(length of the piece)
  public mutating func push(_ piece: String) -> String {
    waiting += piece
    guard !waiting.isEmpty else { return "" }
    guard waiting.utf8.count <= piece.utf8.count + Self.longest else { return finish() }
    let last = waiting.index(before: waiting.endIndex)
    let safe = Sanitizer.sanitize(String(waiting[..<last]))
    waiting = String(waiting[last...])
    return safe
  }

  /// Ends the text.
  /// - Returns: the text that was held back.
  public mutating func finish() -> String {
    defer { waiting = "" }
    return Sanitizer.sanitize(waiting)
  }
}
