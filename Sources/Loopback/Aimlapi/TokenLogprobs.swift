#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Made-up probabilities, always the same for the same piece at the same position.
struct TokenLogprobs {
  /// How many alternatives to send for each piece, including the piece itself.
  let top: Int

  private static let alternatives = [
    " the", " a", " and", " of", " it", " is", " that", " to", " in", " so", " one", " then",
    " but", " as", " for", " this", " with", " at", " on", " we", "的",
  ]

  /// Returns the entry for one piece in the list of probabilities (wire.md 6).
  func entry(_ piece: String, at index: Int) -> String {
    let hash = Self.hash(piece, index)
    // The probability is between about 0.08 and 1: usually high, now and then low.
    let doubt = Double(hash % 1000) / 1000
    let logprob = -2.5 * doubt * doubt * doubt
    let entries = [Self.values(piece, logprob)] + others(than: piece, below: logprob, hash)
    let list = entries.prefix(top).map { "{\($0)}" }.joined(separator: ",")
    return #"{\#(Self.values(piece, logprob)),"top_logprobs":[\#(list)]}"#
  }

  static func list(_ entries: some Sequence<String>) -> String {
    #"{"content":[\#(entries.joined(separator: ","))],"refusal":null}"#
  }

  private func others(than piece: String, below logprob: Double, _ hash: UInt64) -> [String] {
    let words = Self.alternatives
    let start = Int(hash % UInt64(words.count))
    let rotated = (words[start...] + words[..<start]).filter { $0 != piece }
    // Each word gets less than half of the remaining probability, so that the sum is below 1.
    let rest = max(log(1 - exp(logprob)), -20)
    return rotated.prefix(max(top - 1, 0)).enumerated().map { rank, word in
      let share = rest - 0.7 * Double(rank + 1)
      return Self.values(word, min(share, logprob - 0.9 - 0.45 * Double(rank)))
    }
  }

  private static func values(_ piece: String, _ logprob: Double) -> String {
    let bytes = piece.utf8.map(String.init).joined(separator: ",")
    let rounded = (logprob * 10_000).rounded() / 10_000
    return #""token":\#(JSONText.quote(piece)),"logprob":\#(rounded),"bytes":[\#(bytes)]"#
  }

  /// Returns the FNV-1a hash, because Swift's own hashes differ from run to run.
  private static func hash(_ piece: String, _ index: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in Array(piece.utf8) + [UInt8(truncatingIfNeeded: index)] {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return hash
  }
}
