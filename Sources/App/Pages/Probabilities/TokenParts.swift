internal import Chat

/// The division of an answer's tokens into those of the thinking and those of the answer.
struct TokenParts: Equatable {
  let thought: Range<Int>
  let answer: Range<Int>

  init() { (thought, answer) = (0..<0, 0..<0) }

  /// - Parameter count: the total number of tokens.
  init(_ texts: MessageTokens, count: Int) {
    let first = texts.answer.segments.lazy.compactMap(\.token).first
    let start = texts.thought.hasTokens ? min(first ?? count, count) : 0
    (thought, answer) = (0..<start, start..<count)
  }
}
