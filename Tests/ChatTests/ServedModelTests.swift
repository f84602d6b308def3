import Chat
import Testing

/// The model name stored with an answer.
@Suite struct ServedModelTests {
  @Test(arguments: [
    ("default", "qwen.gguf", "qwen.gguf"), ("alibaba/qwen3-32b", "qwen3-32b", "alibaba/qwen3-32b"),
    ("auto", "a/b", "a/b"), ("m", "", "m"), ("m", " ", "m"),
  ])
  func servedModelIsKept(_ asked: String, _ served: String, _ kept: String) throws {
    var message = Message(
      id: MessageID(try #require(UUIDv7("01900000-0000-7000-8000-000000000000"))), parent: nil,
      role: .assistant, createdAt: Timestamp(milliseconds: 0),
      origin: AnswerOrigin(
        provider: "x", model: asked, parameters: Parameters(), thinking: ThinkingMode(isOn: true)))
    message.end(StreamEnd(outcome: .complete, servedModel: served)) { _ in "" }
    #expect(message.origin?.model == kept)
  }
}
