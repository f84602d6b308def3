/// A filter that removes the given beginning of an answer if the server repeats it before the
/// new text. llama.cpp and Mistral both repeat it in their first chunk.
struct PrefillEcho {
  /// The beginning, with and without trailing white space, which a template may drop.
  private let beginnings: [String]
  private var held = ""
  private var isOver = false

  init(_ beginning: String) {
    let trimmed = beginning.reversed().drop(while: \.isWhitespace).reversed()
    beginnings = [beginning, String(trimmed)].filter { !$0.isEmpty }
  }

  /// - Returns: the new text; empty while the server may still be repeating the beginning.
  mutating func push(_ text: String) -> String {
    guard !isOver else { return text }
    held += text
    // Compares bytes, because a chunk may end inside a character.
    if beginnings.contains(where: {
      $0.utf8.count > held.utf8.count && $0.utf8.starts(with: held.utf8)
    }) {
      return ""
    }
    return finish()
  }

  /// - Returns: the held text that turned out not to be a repetition.
  mutating func finish() -> String {
    isOver = true
    defer { held = "" }
    guard let echo = beginnings.first(where: { held.utf8.starts(with: $0.utf8) }) else {
      return held
    }
    return String(decoding: held.utf8.dropFirst(echo.utf8.count), as: UTF8.self)
  }
}
