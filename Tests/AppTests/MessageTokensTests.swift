import Chat
import Testing

@testable import App

/// Tokens in a message. They are shown where their text is, in the thinking or in the answer.
@Suite struct MessageTokensTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var tokens: [TokenLogprob]
    var reasoning = ""
    var content: String
    /// The expected thinking, with each token in brackets and other text unchanged.
    var thought = ""
    var answer: String
  }

  private static func plain(_ texts: String...) -> [TokenLogprob] {
    texts.map { TokenLogprob(token: $0, logprob: -0.1) }
  }

  private static let cases = [
    Case(
      testDescription: "only the answer has tokens", tokens: plain("Hel", "lo", "!"),
      reasoning: "A greeting: Hello! Done.", content: "Hello!", answer: "[Hel][lo][!]"),
    Case(
      testDescription: "the thinking has tokens, too",
      tokens: plain("<think>", "\n", "Okay", ", four.", "\n", "</think>", "\n\n", "Fo", "ur."),
      reasoning: "Okay, four.", content: "Four.",
      thought: "[<think>][\n][Okay][, four.][\n][</think>][\n\n]", answer: "[Fo][ur.]"),
    Case(
      testDescription: "white space was trimmed", tokens: plain(" Four", " of", " them.", "\n"),
      content: "Four of them.", answer: "[ Four][ of][ them.][\n]"),
    Case(
      testDescription: "the beginning has no tokens", tokens: plain(" of them: 2", ", 3 and 5."),
      content: "There are four of them: 2, 3 and 5.",
      answer: "There are four[ of them: 2][, 3 and 5.]"),
    Case(
      testDescription: "the end has no tokens", tokens: plain("Four", " of them"),
      content: "Four of them: 2, 3.", answer: "[Four][ of them]: 2, 3."),
    Case(
      testDescription: "a gap", tokens: plain("There are ", " of them in the list."),
      content: "There are four of them in the list.",
      answer: "[There are ]four[ of them in the list.]"),
    Case(
      testDescription: "a far gap", tokens: plain("Start. ", "The end of the whole text."),
      content: "Start. " + String(repeating: "middle ", count: 40) + "The end of the whole text.",
      answer: "[Start. ]" + String(repeating: "middle ", count: 40)
        + "[The end of the whole text.]"),
    Case(
      testDescription: "nothing agrees", tokens: plain("abc", "def"), content: "量子",
      answer: "[abc][def]量子"),
    Case(
      testDescription: "an empty token at the end", tokens: plain("Four.", ""), content: "Four.",
      answer: "[Four.][]"),
    Case(
      testDescription: "bytes of a broken character",
      tokens: [.bytes([0xE9, 0xAD] + Array(" so".utf8)), .bytes(Array(" it is.".utf8))],
      content: "\u{FFFD} so it is.", answer: "[\\xE9\\xAD so][ it is.]"),
    Case(
      testDescription: "half characters without bytes",
      tokens: plain("It is ", "\u{FFFD}", "\u{FFFD}", ", which is right."),
      content: "It is 量, which is right.", answer: "[It is ][\\xE9][\\x87\\x8F][, which is right.]"),
    Case(testDescription: "no text yet", tokens: plain("Fo"), content: "", answer: "[Fo]"),
  ]

  @Test(arguments: cases)
  func placed(_ given: Case) {
    let found = MessageTokens(message(given.tokens, given.reasoning, given.content))
    #expect(Self.text(found.thought) == given.thought)
    #expect(Self.text(found.answer) == given.answer)
  }

  private func message(
    _ tokens: [TokenLogprob], _ reasoning: String, _ content: String
  ) -> Message {
    var ids = IDSource(seed: 1)
    return Message(
      id: MessageID(ids.uuid(at: Timestamp(milliseconds: 0))), parent: nil, role: .assistant,
      createdAt: Timestamp(milliseconds: 0), content: content, reasoning: reasoning,
      logprobs: tokens)
  }

  private static func text(_ text: TokenText) -> String {
    text.segments.map { segment in
      var shown = ""
      TokenBytes.forEachPart(of: text.bytes[segment.bytes]) { part, _ in
        switch part {
        case .byte(let byte): shown += TokenSign.byte(byte)
        case .character(let character): shown.append(character)
        }
      }
      return segment.token == nil ? shown : "[\(shown)]"
    }.joined()
  }

  @Test(
    "Every token of a recorded reply is shown once, in order",
    arguments: [
      "stream-logprobs.sse", "stream-logprobs-off.sse", "bigvocab-logprobs.sse",
      "nonstream-logprobs.json",
    ])
  func recorded(_ name: String) throws {
    let recorded = try RecordedTokens(name)
    let found = MessageTokens(message(recorded.tokens, recorded.reasoning, recorded.content))
    let segments = found.thought.segments + found.answer.segments
    #expect(segments.compactMap(\.token) == Array(recorded.tokens.indices))
    #expect(segments.allSatisfy { $0.token != nil }, "no text without tokens")
    #expect(
      found.thought.bytes + found.answer.bytes == recorded.tokens.flatMap(\.textBytes))
    #expect(found.thought.segments.count == (recorded.reasoning.isEmpty ? 0 : 23))
  }

  @Test func streamingNeedsNoCompleteText() throws {
    let recorded = try RecordedTokens("stream-logprobs.sse")
    for count in 0...recorded.tokens.count {
      let tokens = Array(recorded.tokens.prefix(count))
      let text = String(TokenLogprob.text(of: tokens).dropFirst("<think>\n".count))
      let thought = String(text.prefix(recorded.reasoning.count))
      let found = MessageTokens(message(tokens, thought, String(text.dropFirst(thought.count))))
      let segments = found.thought.segments + found.answer.segments
      #expect(segments.compactMap(\.token) == Array(0..<count))
    }
  }
}
