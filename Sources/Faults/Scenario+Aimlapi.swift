import Chat
import Loopback

extension Scenario {
  /// Scenarios for the AI/ML API, which the demo imitates (wire.md 1.3).
  static let aimlapiAnswers = [
    NamedScenario(
      "aimlapi", "the AI/ML API in full: checks requests as it does, scripted answers",
      .aimlapi(pace: .zero)),
    NamedScenario(
      "aimlapi-example", "the documented example to the letter: no [DONE], usage unasked",
      .dialect(example, whole: whole, models: .aimlapiLong)),
    NamedScenario(
      "aimlapi-done", "the documented example, with [DONE]",
      .dialect(example + [ChunkWriter.done], whole: whole, models: .aimlapiLong)),
    NamedScenario(
      "aimlapi-meta", "the documented example, with the cost in a last chunk",
      .dialect(
        example + [ChunkWriter.event(cost), ChunkWriter.done], whole: whole.adding(cost),
        models: .aimlapiLong)),
    NamedScenario(
      "aimlapi-relayed", "another model's dialect through the gateway: both names of reasoning",
      .dialect(relayed, whole: whole, models: .aimlapiLong)),
  ]

  /// Usage as in old samples, whose counts seem to be scaled for billing: 2010 tokens for one
  /// line (wire.md 1.3, "Trap").
  private static let usage: WireJSON = [
    "prompt_tokens": 13, "completion_tokens": 2010, "total_tokens": 2023,
    "completion_tokens_details": ["reasoning_tokens": 82],
  ]

  private static let cost: WireJSON = [
    "meta": ["usage": ["credits_used": 2480, "usd_spent": 0.00124]]
  ]

  private static let example: [String] = {
    let writer = CompletionWriter(id: "81964e30-1a7f-9668-b1c6-2e2b7f6d8a51")
    return [writer.opening(thinks: true)] + ChunkWriter.reasoning.map(writer.reasoning)
      + [
        writer.content(ChunkWriter.content.joined(), logprobs: nil), writer.finish(.stop),
        writer.usage(json: usage.text),
      ]
  }()

  private static let whole: WireJSON = [
    "id": "chatcmpl-1d8a4c0e", "system_fingerprint": nil, "object": "chat.completion",
    "choices": [
      [
        "index": 0, "finish_reason": "stop", "logprobs": nil,
        "message": [
          "role": "assistant", "content": .string(ChunkWriter.content.joined()),
          "reasoning_content": "",
        ],
      ]
    ], "created": 1_756_990_273, "model": "qwen3-32b",
    "usage": ["prompt_tokens": 19, "completion_tokens": 65, "total_tokens": 84],
  ]

  /// Chunks without an ID that repeat the reasoning under several names (wire.md 1.4).
  private static let relayed: [String] = {
    let writer = ChunkWriter(id: "", opening: nil, inChoice: ["native_finish_reason": nil])
    let thoughts = ChunkWriter.reasoning.map { piece in
      writer.chunk([
        "role": "assistant", "content": "", "reasoning_content": .string(piece),
        "reasoning": .string(piece),
        "reasoning_details": [["type": "reasoning.text", "text": .string(piece)]],
      ])
    }
    return thoughts + ChunkWriter.content.map(writer.content)
      + [
        writer.finish(inChoice: ["native_finish_reason": "end_turn"]),
        writer.chunk(choices: [["index": 0, "finish_reason": "stop"]]),
        writer.usage(.countsWithReasoning), ChunkWriter.done,
      ]
  }()
}
