/// Recognizes text that looks like an API key, so that a key pasted in the wrong place is not sent
/// as a question.
enum KeyShape {
  /// Keys are at least this long.
  private static let shortest = 20
  private static let longest = 400

  /// How the keys of well-known providers begin.
  private static let prefixes = [
    "sk-", "sk_", "gsk_", "xai-", "AIza", "hf_", "nvapi-", "pplx-", "csk-", "fw_", "r8_", "tgp_",
  ]

  /// Returns whether the text is a single word that looks like an API key: it has a known prefix, or
  /// a long part in which letters and digits alternate often. Words, names of models, paths,
  /// addresses and UUIDs do not match.
  static func matches(_ text: String) -> Bool {
    // A long text is not worth trimming.
    guard text.utf8.count <= longest + 2 else { return false }
    let word = text.drop(while: \.isWhitespace)
    let key = word.prefix { !$0.isWhitespace }
    guard word.dropFirst(key.count).allSatisfy(\.isWhitespace),
      (shortest...longest).contains(key.utf8.count), key.utf8.allSatisfy(isPossible)
    else { return false }
    let parts = key.split { $0 == "-" || $0 == "_" }
    if prefixes.contains(where: key.hasPrefix) {
      return parts.contains { $0.count >= 16 }
        || parts.reduce(0) { $0 + alternations(in: $1) } >= 3
    }
    return parts.contains { $0.count >= shortest && alternations(in: $0) >= 4 }
  }

  private static func isPossible(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Counts the places where a digit follows a letter, or a letter follows a digit.
  private static func alternations(in part: Substring) -> Int {
    zip(part, part.dropFirst()).count { $0.isNumber != $1.isNumber }
  }
}
