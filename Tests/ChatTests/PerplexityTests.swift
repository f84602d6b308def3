import Chat
import Testing

@Suite struct PerplexityTests {
  private func tokens(_ logprobs: [Double]) -> [TokenLogprob] {
    logprobs.map { TokenLogprob(token: "x", logprob: $0) }
  }

  @Test(
    arguments: [
      ([], nil), ([0], 1), ([-1], 2.718281828459045), ([-0.5, -1.5], 2.718281828459045),
      ([-0.6931471805599453, -0.6931471805599453], 2), ([-9999, -0.6931471805599453], 2),
      ([-9999], nil), ([-.infinity, 0], 1), ([-800, -800], .infinity),
    ] as [([Double], Double?)])
  func meanOfMeasuredTokens(_ logprobs: [Double], _ expected: Double?) {
    let found = Perplexity(tokens(logprobs)).total
    switch (found, expected) {
    case (nil, nil): break
    case (let found?, let expected?):
      #expect(found == expected || abs(found - expected) < 1e-12 * expected)
    default: Issue.record("\(String(describing: found)) is not \(String(describing: expected))")
    }
  }

  @Test func countsWhatIsNotMeasured() {
    #expect(Perplexity(tokens([-9999, -1, -.infinity, .nan])).unmeasuredCount(in: 0..<4) == 3)
  }

  @Test func addingPiecesIsTheSame() {
    let all = tokens((0..<50).map { -Double($0 % 7) / 3 })
    var grown = Perplexity()
    for start in stride(from: 0, to: all.count, by: 9) {
      grown.append(all[start..<min(start + 9, all.count)])
    }
    #expect(grown == Perplexity(all))
  }

  @Test func runningPerplexityCountsTheFirstTokensOnly() throws {
    let perplexity = Perplexity(tokens([-1, -3]))
    #expect(perplexity.upTo(0) == nil)
    #expect(try #require(perplexity.upTo(1)) == 2.718281828459045)
    #expect(perplexity.upTo(2) == perplexity.total)
    #expect(perplexity.upTo(99) == perplexity.total)
  }

  @Test(
    arguments: [
      (0, 1), (0.25, 1), (-0.6931471805599453, 0.5), (-9999, 0), (-.infinity, 0), (.nan, 0),
    ] as [(Double, Double)])
  func probabilityIsBetweenZeroAndOne(_ logprob: Double, _ expected: Double) {
    #expect(abs(TokenLogprob(token: "x", logprob: logprob).probability - expected) < 1e-12)
  }

  @Test func chosenAlternativeIsFoundByItsBytes() {
    let token = TokenLogprob(token: "\u{FFFD}", logprob: 0, bytes: [0xE9])
    #expect(token.isChosen(.init(token: "?", logprob: 0, bytes: [0xE9])))
    #expect(!token.isChosen(.init(token: "\u{FFFD}", logprob: 0, bytes: [0xEA])))
    #expect(token.isChosen(.init(token: "\u{FFFD}", logprob: 0)))
  }
}
