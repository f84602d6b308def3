/// Sanitises a text that comes in pieces: what a piece ends with may join the next one's beginning,
/// so the last grapheme cluster waits.
public struct SafeText: Sendable {
  private var waiting = ""
  /// What waits is shown at last, although more of the same character may come. Bytes.
  private static let longest = 4096

  public init() {}

  /// - Returns: what can be shown now.
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

  /// - Returns: what was waiting for more.
  public mutating func finish() -> String {
    defer { waiting = "" }
    return Sanitizer.sanitize(waiting)
  }
}
