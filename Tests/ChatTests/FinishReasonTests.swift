import Chat
import Testing

@Suite struct FinishReasonTests {
  @Test(
    "length means the context window, or a limit",
    arguments: [
      (nil, nil, false), (nil, Usage(promptTokens: 4000, completionTokens: 96), true),
      (100, Usage(promptTokens: 4000, completionTokens: 96), true),
      (100, Usage(promptTokens: 4000, completionTokens: 100), false),
      (100, Usage(promptTokens: 4000, completionTokens: 99), false), (100, nil, false),
      (100, Usage(promptTokens: 10, completionTokens: 20, reasoningTokens: 90), false),
      // A limit set by the server itself.
      (nil, Usage(promptTokens: 10, completionTokens: 512), false),
      (nil, Usage(promptTokens: 3584, completionTokens: 512), true),
      (.max, Usage(promptTokens: .max, completionTokens: .max, reasoningTokens: .max), false),
    ] as [(Int?, Usage?, Bool)])
  func contextFull(_ limit: Int?, _ usage: Usage?, _ isFull: Bool) {
    var parameters = Parameters()
    #expect(FinishReason.contextFull.isContextFull(asking: parameters, usage: nil))
    #expect(!FinishReason.stop.isContextFull(asking: parameters, usage: usage))
    parameters.maxTokens = limit
    #expect(FinishReason.length.isContextFull(asking: parameters, usage: usage) == isFull)
    parameters.maxTokens = nil
    parameters.maxCompletionTokens = limit
    #expect(FinishReason.length.isContextFull(asking: parameters, usage: usage) == isFull)
    parameters.maxCompletionTokens = nil
    parameters.extra = limit.map { .object(["max_tokens": .integer($0)]) }
    #expect(FinishReason.length.isContextFull(asking: parameters, usage: usage) == isFull)
  }

  @Test(arguments: ["model_length", "model_context_window_exceeded", "context_length_exceeded"])
  func serversCanReportAFullContext(_ word: String) {
    #expect(FinishReason(wire: word) == .contextFull)
    #expect(FinishReason(wire: FinishReason.contextFull.wire) == .contextFull)
  }
}
