internal import Chat

/// Which of an answer's tokens belong to the thinking, and which to the answer.
struct TokenParts: Equatable {
  let thought: Range<Int>
  let answer: Range<Int>

  init() { (thought, answer) = (0..<0, 0..<0) }

  /// - Parameter count: of all tokens.
  init(_ texts: MessageTokens, count: Int) {
    let first = texts.answer.segments.lazy.compactMap(\.token).first
    let start = texts.thought.hasTokens ? min(first ?? count, count) : 0
    (thought, answer) = (0..<start, start..<count)
  }
}
