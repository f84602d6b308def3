#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension TokenLogprob {
  /// The probability, from 0 to 1. It is 0 for minus infinity and for the sentinel that means
  /// "very unlikely".
  public var probability: Double { Self.probability(logprob) }

  /// Whether the logarithm is a measured value and can be included in a mean.
  public var isMeasured: Bool { logprob.isFinite && logprob > Self.sentinel }

  /// Whether the server gave a probability, possibly 0, for the chosen token.
  public var isGiven: Bool { Self.isGiven(logprob) }

  public static func isGiven(_ logprob: Double) -> Bool {
    logprob > sentinel || logprob == -.infinity
  }

  /// The value that servers send for an unknown logarithm and for "very unlikely" (wire.md 6).
  private static let sentinel = -9999.0

  fileprivate static func probability(_ logprob: Double) -> Double {
    logprob.isNaN ? 0 : min(1, exp(logprob))
  }

  /// The bytes that the token adds to the text. If the server does not list them, they come from
  /// the token's text, which may lack partial characters.
  public var textBytes: [UInt8] { bytes ?? Array(token.utf8) }

  /// Returns whether the alternative is the token that the model chose.
  public func isChosen(_ alternative: Alternative) -> Bool {
    if let bytes, let other = alternative.bytes { return bytes == other }
    return token == alternative.token
  }

  /// The index in ``top`` of the token that the model chose; `nil` if it is not among them. Several
  /// entries can look like that token, because some servers send no text for special tokens. In
  /// that case, the entry with the closest logarithm is used.
  public var chosenPlace: Int? {
    top.indices.filter { isChosen(top[$0]) }
      .min { (top[$0].logprob - logprob).magnitude < (top[$1].logprob - logprob).magnitude }
  }
}

extension TokenLogprob.Alternative {
  /// The probability, from 0 to 1.
  public var probability: Double { TokenLogprob.probability(logprob) }
  public var textBytes: [UInt8] { bytes ?? Array(token.utf8) }
}

/// The perplexity of any range of an answer's tokens: the exponential of the mean negative
/// logarithm. Tokens without a measured logarithm do not count.
public struct Perplexity: Equatable, Sendable {
  /// For each token, the sum of the logarithms before it; at the end, the sum of all.
  private var sums = [0.0]
  private var counts = [0]

  /// - Complexity: O(number of tokens)
  public init(_ tokens: [TokenLogprob] = []) {
    sums.reserveCapacity(tokens.count + 1)
    counts.reserveCapacity(tokens.count + 1)
    append(tokens[...])
  }

  public mutating func append(_ tokens: ArraySlice<TokenLogprob>) {
    var (sum, count) = (sums[sums.count - 1], counts[counts.count - 1])
    for token in tokens {
      if token.isMeasured {
        sum += token.logprob
        count += 1
      }
      sums.append(sum)
      counts.append(count)
    }
  }

  public var tokenCount: Int { sums.count - 1 }

  /// Returns how many tokens of a range have no measured logarithm.
  public func unmeasuredCount(in tokens: Range<Int>) -> Int {
    let range = tokens.clamped(to: 0..<tokenCount)
    return range.count - (counts[range.upperBound] - counts[range.lowerBound])
  }

  /// The perplexity of all tokens; `nil` if none is measured.
  public var total: Double? { upTo(tokenCount) }

  /// Returns the perplexity of the first `count` tokens; `nil` if none of them is measured.
  public func upTo(_ count: Int) -> Double? { of(0..<count) }

  /// Returns the perplexity of a range of tokens; `nil` if none of them is measured.
  public func of(_ tokens: Range<Int>) -> Double? {
    let range = tokens.clamped(to: 0..<tokenCount)
    let count = counts[range.upperBound] - counts[range.lowerBound]
    guard count > 0 else { return nil }
    return exp(-(sums[range.upperBound] - sums[range.lowerBound]) / Double(count))
  }
}
