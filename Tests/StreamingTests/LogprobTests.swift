import Chat
import Testing

@testable import Streaming

/// The tokens of recorded replies, compared with figures that an independent script calculated from
/// the raw bytes.
@Suite struct LogprobTests {
  struct Figures: Sendable, CustomTestStringConvertible {
    let name: String
    let count: Int
    let perplexity: Double
    let first: Double
    let half: Double
    /// The smallest probability, and the token that has it.
    let least: (probability: Double, token: Int)
    let uncertain: Int
    let alternatives: Int

    var testDescription: String { name }
  }

  /// The perplexities were computed in Python as `exp(-sum(l) / len(l))` over
  /// `choices[].logprobs.content[].logprob`.
  private static let figures = [
    Figures(
      name: "stream-logprobs.sse", count: 60, perplexity: 1.1634802166361065,
      first: 1.0013569504067115, half: 1.1467045083172038, least: (0.6798924284259334, 54),
      uncertain: 0, alternatives: 3),
    Figures(
      name: "stream-logprobs-off.sse", count: 37, perplexity: 1.178675027415257,
      first: 1.000015497447779, half: 1.2033160072873352, least: (0.6785017263303709, 31),
      uncertain: 0, alternatives: 2),
    Figures(
      name: "bigvocab-logprobs.sse", count: 39, perplexity: 34.64122975768626,
      first: 22.071157371929996, half: 33.342962658323444, least: (0.004109335422100615, 16),
      uncertain: 39, alternatives: 4),
    Figures(
      name: "nonstream-logprobs.json", count: 38, perplexity: 1.1746389407898945,
      first: 1.000015497447779, half: 1.2029529204377098, least: (0.6785017263303709, 31),
      uncertain: 0, alternatives: 2),
  ]

  private func tokens(_ name: String) throws -> [TokenLogprob] {
    let capture = try Capture(name)
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(capture.status, capture.contentType))
    for piece in Cuts.pieces(of: capture.body, size: 7) {
      events += transfer.receive(piece, at: .zero)
    }
    return Answer(events + transfer.close(nil, at: .zero)).logprobs
  }

  @Test("Perplexity and probabilities of recorded replies", arguments: figures)
  func recordedFigures(_ expected: Figures) throws {
    let tokens = try tokens(expected.name)
    #expect(tokens.count == expected.count)
    let perplexity = Perplexity(tokens)
    #expect(perplexity.unmeasuredCount(in: 0..<tokens.count) == 0)
    for (count, figure) in [
      (tokens.count, expected.perplexity), (1, expected.first), (tokens.count / 2, expected.half),
    ] {
      let found = try #require(perplexity.upTo(count))
      #expect(abs(found - figure) < 1e-9 * figure, "the first \(count)")
    }
    let least = try #require(tokens.indices.min { tokens[$0].logprob < tokens[$1].logprob })
    #expect(least == expected.least.token)
    #expect(abs(tokens[least].probability - expected.least.probability) < 1e-12)
    #expect(tokens.count { $0.probability < 0.5 } == expected.uncertain)
    #expect(tokens.allSatisfy { $0.top.count == expected.alternatives })
  }

  @Test func tokenOfHalfACharacterKeepsItsBytes() throws {
    let token = try tokens("bigvocab-logprobs.sse")[16]
    #expect(token.token == "\u{FFFD} presents")
    #expect(token.bytes == [0xE9, 0xAD] + Array(" presents".utf8))
  }
}
