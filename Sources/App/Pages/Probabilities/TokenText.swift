internal import Chat

/// The text of an answer or of its thinking, divided into tokens.
struct TokenText: Equatable {
  struct Segment: Equatable {
    /// An index into the answer's tokens; `nil` for text without a token.
    let token: Int?
    let bytes: Range<Int>
  }

  /// The bytes of all segments. A single token's bytes do not always form whole characters.
  private(set) var bytes: [UInt8] = []
  /// The segments, which follow each other without gaps. A token's segment can be empty.
  private(set) var segments: [Segment] = []

  var hasTokens: Bool { segments.contains { $0.token != nil } }

  mutating func append(token: Int?, _ more: some Collection<UInt8>) {
    if token == nil, more.isEmpty { return }
    let start = bytes.count
    bytes += more
    segments.append(Segment(token: token, bytes: start..<bytes.count))
  }
}

/// A message's tokens, assigned to its thinking or its answer by their text. Some servers also send
/// tokens for the thinking and its tags. Some trim whitespace, or send text without tokens.
struct MessageTokens {
  private(set) var thought = TokenText()
  private(set) var answer = TokenText()

  private let tokens: [TokenLogprob]
  /// The tokens' bytes, joined.
  private var source: [UInt8] = []
  /// Where each token begins in `source`, and where the last one ends.
  private var starts: [Int] = []
  /// The message's text.
  private let target: [UInt8]
  /// Where the thinking ends in `target`.
  private let thoughtEnd: Int
  /// The recovered bytes of tokens that were sent only as U+FFFD, by token index.
  private var restored: [Int: ArraySlice<UInt8>] = [:]

  /// - Complexity: O(length)
  init(_ message: Message) {
    tokens = message.logprobs
    starts.reserveCapacity(tokens.count + 1)
    for token in tokens {
      starts.append(source.count)
      if let bytes = token.bytes { source += bytes } else { source += token.token.utf8 }
    }
    starts.append(source.count)
    let (reasoning, rest) = (Array(message.reasoning.utf8), Array(message.spoken.utf8))
    let hasThought = Self.includes(reasoning, before: rest, in: source)
    target = (hasThought ? reasoning : []) + rest
    thoughtEnd = hasThought ? reasoning.count : 0
    place(TextAlignment(source, to: target).matches)
  }

  /// Returns whether the tokens begin with those of the thinking.
  private static func includes(
    _ reasoning: [UInt8], before rest: [UInt8], in source: [UInt8]
  ) -> Bool {
    if reasoning.isEmpty { return false }
    if rest.isEmpty { return true }
    let begins = { (text: [UInt8]) -> Bool in
      let start = text.prefix(24)
      let most = min(source.count, start.count + 32)
      guard most >= start.count else { return false }
      return (0...(most - start.count)).contains { source[$0...].starts(with: start) }
    }
    switch (begins(reasoning), begins(rest)) {
    case (true, false): return true
    case (false, true): return false
    case (true, true), (false, false):
      let whole = reasoning.count + rest.count
      return abs(source.count - whole) < abs(source.count - rest.count)
    }
  }

  // MARK: Placing

  private mutating func place(_ matches: [TextAlignment.Match]) {
    let gaps = findGaps(matches)
    var (match, gap) = (0, 0)
    var isThought = (matches.first?.target ?? thoughtEnd) < thoughtEnd
    for token in tokens.indices {
      let range = starts[token]..<starts[token + 1]
      while match < matches.count, matches[match].sourceEnd <= range.lowerBound { match += 1 }
      if match < matches.count, matches[match].source < range.upperBound, !range.isEmpty {
        let found = matches[match]
        isThought = found.target + max(0, range.lowerBound - found.source) < thoughtEnd
      }
      while gap < gaps.count, gaps[gap].token <= token {
        append(gap: gaps[gap].text)
        gap += 1
      }
      let bytes = restored[token] ?? source[range]
      if isThought {
        thought.append(token: token, bytes)
      } else {
        answer.append(token: token, bytes)
      }
    }
    for gap in gaps[gap...] { append(gap: gap.text) }
  }

  /// Appends text without tokens, divided where the thinking ends.
  private mutating func append(gap: Range<Int>) {
    let end = min(max(gap.lowerBound, thoughtEnd), gap.upperBound)
    thought.append(token: nil, target[gap.lowerBound..<end])
    answer.append(token: nil, target[end..<gap.upperBound])
  }

  private struct Gap {
    let text: Range<Int>
    /// The token that follows the text.
    let token: Int
  }

  /// Returns the stretches of text without tokens. Also restores the bytes of tokens that were sent
  /// as U+FFFD.
  private mutating func findGaps(_ matches: [TextAlignment.Match]) -> [Gap] {
    var gaps: [Gap] = []
    var (s, t) = (0, 0)
    let end = TextAlignment.Match(source: source.count, target: target.count, count: 0)
    for match in matches + [end] {
      let text = t..<match.target
      if !text.isEmpty, !restore(s..<match.source, from: text),
        !isSubstitute(text, s..<match.source)
      {
        gaps.append(Gap(text: text, token: tokenIndex(at: match.source)))
      }
      (s, t) = (match.sourceEnd, match.targetEnd)
    }
    return gaps
  }

  private func tokenIndex(at offset: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle + 1] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Returns whether the text consists only of the U+FFFD that the server sent in place of a
  /// token's incomplete bytes.
  private func isSubstitute(_ text: Range<Int>, _ unmatched: Range<Int>) -> Bool {
    !unmatched.isEmpty && Self.isReplacement(target[text])
  }

  /// Restores the bytes of tokens that were sent as U+FFFD and without `bytes`, using the text at
  /// the same position.
  /// - Returns: whether the bytes were restored.
  private mutating func restore(_ unmatched: Range<Int>, from text: Range<Int>) -> Bool {
    let first = tokenIndex(at: unmatched.lowerBound)
    let end = tokenIndex(at: unmatched.upperBound)
    guard first < end, starts[first] == unmatched.lowerBound, starts[end] == unmatched.upperBound,
      (first..<end).allSatisfy({
        tokens[$0].bytes == nil && Self.isReplacement(source[starts[$0]..<starts[$0 + 1]])
      }), !Self.isReplacement(target[text])
    else { return false }
    var rest = target[text]
    for token in first..<end {
      let count = token == end - 1 ? rest.count : min(1, rest.count)
      restored[token] = rest.prefix(count)
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Returns whether the bytes consist of one or more U+FFFD and nothing else.
  private static func isReplacement(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard !bytes.isEmpty, bytes.count.isMultiple(of: 3) else { return false }
    return bytes.enumerated().allSatisfy { [0xEF, 0xBF, 0xBD][$0 % 3] == $1 }
  }
}
