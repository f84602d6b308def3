import Chat
import Testing

@Suite struct FinishReasonTests {
  @Test(
    "length means the context window only if prompt and answer fill it",
    arguments: [
      (nil, nil, 4096, false), (nil, Usage(promptTokens: 4000, completionTokens: 96), 4096, true),
      // If the window is not full, the server set a limit.
      (nil, Usage(promptTokens: 10, completionTokens: 30), 4096, false),
      (nil, Usage(promptTokens: 10, completionTokens: 512), 4096, false),
      (nil, Usage(promptTokens: 10, completionTokens: 1000), 4096, false),
      (nil, Usage(promptTokens: 3584, completionTokens: 512), 4096, true),
      (nil, Usage(promptTokens: 4000, completionTokens: 95), 4096, true),
      // The size of the window is unknown.
      (nil, Usage(promptTokens: 4000, completionTokens: 96), nil, false),
      (100, Usage(promptTokens: 4000, completionTokens: 96), 4096, true),
      (100, Usage(promptTokens: 4000, completionTokens: 100), 4096, false),
      (100, Usage(promptTokens: 4000, completionTokens: 99), 4096, false), (100, nil, 4096, false),
      (100, Usage(promptTokens: 4060, completionTokens: 20, reasoningTokens: 90), 4096, false),
      (.max, Usage(promptTokens: .max, completionTokens: .max, reasoningTokens: .max), .max, false),
    ] as [(Int?, Usage?, Int?, Bool)])
  func contextFull(_ limit: Int?, _ usage: Usage?, _ window: Int?, _ isFull: Bool) {
    func judged(_ reason: FinishReason, _ parameters: Parameters) -> FinishReason {
      reason.judged(asking: parameters, usage: usage, window: window)
    }
    let expected: FinishReason = isFull ? .contextFull : .length
    var parameters = Parameters()
    #expect(judged(.contextFull, parameters) == .contextFull)
    #expect(judged(.stop, parameters) == .stop)
    parameters.maxTokens = limit
    #expect(judged(.length, parameters) == expected)
    parameters.maxTokens = nil
    parameters.maxCompletionTokens = limit
    #expect(judged(.length, parameters) == expected)
    parameters.maxCompletionTokens = nil
    parameters.extra = limit.map { .object(["max_tokens": .integer($0)]) }
    #expect(judged(.length, parameters) == expected)
  }

  @Test(arguments: ["model_length", "model_context_window_exceeded", "context_length_exceeded"])
  func serversCanReportAFullContext(_ word: String) {
    #expect(FinishReason(wire: word) == .contextFull)
    #expect(FinishReason(wire: FinishReason.contextFull.wire) == .contextFull)
  }
}
