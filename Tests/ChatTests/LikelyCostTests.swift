import Chat
import Testing

/// The assumed length of a model's next answer, and its likely cost.
@Suite struct LikelyCostTests {
  private func answers(
    _ lengths: [(model: String, tokens: Int, status: MessageStatus)]
  ) -> [Message] {
    var random = SystemRandomNumberGenerator()
    return lengths.enumerated().map { index, one in
      let time = Timestamp(milliseconds: Int64(index))
      return Message(
        id: MessageID(UUIDv7(time: time, random: &random)), parent: nil, role: .assistant,
        createdAt: time, content: "text", status: one.status,
        origin: AnswerOrigin(
          provider: "p", model: one.model, parameters: Parameters(),
          thinking: ThinkingMode(isOn: false)),
        usage: Usage(completionTokens: one.tokens))
    }
  }

  @Test func ownAnswersCountBeforeThoseOfOthers() {
    #expect([Message]().likelyLength(of: "a") == Message.assumedLength)
    #expect(answers([("b", 300, .complete)]).likelyLength(of: "a") == 300)
    #expect(
      answers([("a", 100, .complete), ("b", 9000, .complete)]).likelyLength(of: "a") == 100)
    #expect(
      answers([("a", 100, .complete), ("a", 500, .complete)]).likelyLength(of: "a") == 500,
      "the newest is longer than usual")
    #expect(
      answers([("a", 500, .complete), ("a", 100, .complete)]).likelyLength(of: "a") == 300,
      "the newest is shorter than usual")
  }

  @Test func anAnswerThatWasStoppedEarlySaysLittle() {
    #expect(answers([("a", 3, .cancelled)]).likelyLength(of: "a") == Message.assumedLength)
    #expect(
      answers([("a", 3, .cancelled), ("b", 400, .complete)]).likelyLength(of: "a") == 400)
    #expect(answers([("a", 30_000, .cancelled)]).likelyLength(of: "a") == 30_000)
  }

  @Test func aLimitOfTokensCaps() {
    let prices = Prices(input: 0, output: 10)
    let messages = answers([("a", 10_000, .complete)])
    #expect(messages.likelyCost(of: "a", prompt: 5, prices) == 0.1)
    #expect(messages.likelyCost(of: "a", prompt: 5, limit: 1000, prices) == 0.01)
    #expect(messages.likelyCost(of: "a", prompt: 5, nil) == nil)
  }
}
