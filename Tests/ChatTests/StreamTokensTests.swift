import Chat
import Testing

/// How many tokens an answer has so far.
@Suite struct StreamTokensTests {
  private func tokens(_ texts: [String]) -> [TokenLogprob] {
    texts.map { TokenLogprob(token: $0, logprob: -1, bytes: Array($0.utf8)) }
  }

  @Test func tokensThatTheServerSendsAreCounted() {
    var stream = StreamTokens()
    for word in ["I", "nter", "nation", "al", "ization"] {
      stream.add(AnswerDelta(reasoning: word, logprobs: tokens([word])))
    }
    #expect(stream.reasoningTokens == 5)
    // The thinking ends within this piece.
    stream.add(
      AnswerDelta(reasoning: "!!", content: "Yes.", logprobs: tokens(["!", "!", "Y", "es", "."])))
    #expect((stream.reasoningTokens, stream.contentTokens) == (7, 3))
    stream.add(AnswerDelta(logprobs: tokens([""])))
    #expect(stream.total == 11)
  }

  @Test func whatHasNoTokensIsEstimated() {
    var stream = StreamTokens()
    stream.add(AnswerDelta(reasoning: "one two three four five six"))
    stream.add(AnswerDelta(content: "I", logprobs: tokens(["I"])))
    stream.add(AnswerDelta(content: "nternational", logprobs: tokens(["nter", "nation", "al"])))
    #expect((stream.reasoningTokens, stream.contentTokens) == (6, 4))
    // If there are too few tokens for both texts, they all count as the answer's.
    var other = StreamTokens()
    other.add(
      AnswerDelta(
        reasoning: "one two three four five six", content: "No", logprobs: tokens(["N", "o"])))
    #expect((other.reasoningTokens, other.contentTokens) == (6, 2))
    // Some servers stop sending tokens before the answer ends.
    stream.add(AnswerDelta(content: " at all"))
    #expect(stream.contentTokens == TokenMeter("International at all").count)
  }

  /// A server counts the tool calls among the answer's tokens.
  @Test func toolCallsAreNotThinking() {
    let call = ToolCall(id: "c1", name: "weather", arguments: #"{"city":"Paris"}"#)
    let count = TokenMeter(call.name + call.arguments).count
    var stream = StreamTokens()
    stream.add(AnswerDelta(reasoning: "one two three"))
    stream.add(AnswerDelta(toolCalls: [ToolCall(id: "c1", name: "weather")]))
    var rest = AnswerDelta()
    rest.toolCallChanges = [.extend(ToolCall(arguments: call.arguments), at: 0)]
    stream.add(rest)
    #expect((stream.reasoningTokens, stream.contentTokens) == (3, count))

    var answer = Message(
      id: MessageID(UUIDv7(time: Timestamp(milliseconds: 0), naming: "answer")), parent: nil,
      role: .assistant, createdAt: Timestamp(milliseconds: 0), content: "",
      reasoning: "one two three")
    answer.toolCalls = [call]
    #expect(StreamTokens(answer, TokenEstimator()).total == 3 + count)
    #expect(answer.countedTokens == 3 + count)
    answer.usage = Usage(completionTokens: 2 * (3 + count))
    answer.noteEstimate(promptCount: 1, stream, nil)
    #expect(answer.estimate?.reasoningTokens == 6)
  }

  /// Some servers send the tokens of a tool call, too.
  @Test func tokensOfToolCallsAreNotThinking() {
    var stream = StreamTokens()
    stream.add(AnswerDelta(reasoning: "Hm", logprobs: tokens(["H", "m"])))
    stream.add(AnswerDelta(logprobs: tokens(["f", "()"]), toolCalls: [ToolCall(name: "f")]))
    stream.add(
      AnswerDelta(
        reasoning: "!", logprobs: tokens(["!", "f", "{}"]),
        toolCalls: [ToolCall(name: "f", arguments: "{}")]))
    #expect((stream.reasoningTokens, stream.contentTokens) == (3, 4))
  }

  @Test func anAnswerCountsTheSameAtOnce() {
    let answer = Message(
      id: MessageID(UUIDv7(time: Timestamp(milliseconds: 0), naming: "answer")), parent: nil,
      role: .assistant, createdAt: Timestamp(milliseconds: 0), content: "Yes.",
      logprobs: tokens(["Y", "es", "."]))
    #expect(StreamTokens(answer, TokenEstimator()).total == 3)
  }
}
