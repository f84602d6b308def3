/// Removes the beginning of an answer that the server was given, where the server repeats it before
/// what is new: llama.cpp does so in the first piece, and Mistral.
struct PrefillEcho {
  /// The beginning; a template may drop the white space at its end.
  private let beginnings: [String]
  private var held = ""
  private var isOver = false

  init(_ beginning: String) {
    let trimmed = beginning.reversed().drop(while: \.isWhitespace).reversed()
    beginnings = [beginning, String(trimmed)].filter { !$0.isEmpty }
  }

  /// - Returns: what is new; nothing while all that came may still be the repetition.
  mutating func push(_ text: String) -> String {
    guard !isOver else { return text }
    held += text
    // Bytes, not characters: the cut may be inside one.
    if beginnings.contains(where: {
      $0.utf8.count > held.utf8.count && $0.utf8.starts(with: held.utf8)
    }) {
      return ""
    }
    return finish()
  }

  /// - Returns: what was held back and is no repetition.
  mutating func finish() -> String {
    isOver = true
    defer { held = "" }
    guard let echo = beginnings.first(where: { held.utf8.starts(with: $0.utf8) }) else {
      return held
    }
    return String(decoding: held.utf8.dropFirst(echo.utf8.count), as: UTF8.self)
  }
}
