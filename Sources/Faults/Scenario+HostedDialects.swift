import Loopback

extension Scenario {
  /// Scenarios that imitate hosted services (wire.md 3).
  static let hostedDialects =
    openRouterAnswers + deepSeekAnswers + groqAnswers + otherHostedAnswers + openAIAnswers

  // MARK: - OpenRouter

  static let openRouterWriter = ChunkWriter(
    id: "gen-1756990273-kB2x", model: "qwen/qwen3-32b", reasoningName: "reasoning",
    opening: ["role": "assistant", "content": ""], besideContent: ["role": "assistant"],
    inChoice: ["native_finish_reason": nil, "logprobs": nil], inChunk: ["provider": "DeepInfra"])

  static let openRouterComment = ": OPENROUTER PROCESSING\n\n"

  private static let openRouterUsage = WireJSON.countsWithReasoning.adding([
    "cost": 0.000123, "is_byok": false, "prompt_tokens_details": ["cached_tokens": 4],
    "cost_details": [
      "upstream_inference_cost": nil, "upstream_inference_prompt_cost": 0.000011,
      "upstream_inference_completions_cost": 0.000112,
    ],
  ])

  private static let openRouterTexts =
    openRouterWriter.opened
    + ChunkWriter.reasoning.map { piece in
      openRouterWriter.chunk([
        "role": "assistant", "content": "", "reasoning": .string(piece),
        "reasoning_details": [
          ["type": "reasoning.text", "text": .string(piece), "format": nil, "index": 0]
        ],
      ])
    } + ChunkWriter.content.map(openRouterWriter.content)

  private static let openRouterAnswers = [
    NamedScenario(
      "openrouter", "OpenRouter: comments, reasoning_details, usage with cost",
      .dialect(
        [openRouterComment, openRouterComment] + openRouterTexts + [
          openRouterWriter.finish(
            delta: ["role": "assistant", "content": ""],
            inChoice: ["native_finish_reason": "stop"]),
          openRouterWriter.usage(openRouterUsage), ChunkWriter.done,
        ], whole: openRouterWriter.completion(usage: openRouterUsage), models: .openRouter))
  ]

  // MARK: - DeepSeek

  static let deepSeekWriter = ChunkWriter(
    id: "b5b2d9c4-2f0e-4d3a", model: "deepseek-reasoner",
    opening: ["role": "assistant", "content": nil, "reasoning_content": ""],
    besideReasoning: ["content": nil], besideContent: ["reasoning_content": nil],
    inChoice: ["logprobs": nil], inChunk: ["system_fingerprint": "fp_ffc7281d48_prod0820"])

  static let deepSeekUsage = WireJSON.countsWithReasoning.adding([
    "prompt_tokens_details": ["cached_tokens": 4], "prompt_cache_hit_tokens": 4,
    "prompt_cache_miss_tokens": 7,
  ])

  private static let deepSeekAnswers = [
    NamedScenario(
      "deepseek", "DeepSeek: keep-alive comments, usage on the finish chunk",
      .dialect(
        [": keep-alive\n\n", ": keep-alive\n\n"] + deepSeekWriter.texts + [
          deepSeekWriter.finish(
            delta: ["content": "", "reasoning_content": nil], inChunk: ["usage": deepSeekUsage]),
          ChunkWriter.done,
        ], whole: deepSeekWriter.completion(usage: deepSeekUsage)))
  ]

  // MARK: - Groq

  static let groqWriter = ChunkWriter(
    model: "qwen/qwen3-32b", reasoningName: "reasoning", inChoice: ["logprobs": nil],
    inChunk: ["system_fingerprint": "fp_efa9879028"])

  private static let groqUsage = WireJSON.countsWithReasoning.adding([
    "queue_time": 0.087, "prompt_time": 0.0031, "completion_time": 0.0512, "total_time": 0.0543,
  ])

  /// The end of Groq's stream, which reports the usage in two places.
  static let groqEnd: [String] = [
    groqWriter.finish(
      inChunk: ["x_groq": ["id": "req_01k4", "usage": groqUsage], "usage": groqUsage]),
    ChunkWriter.done,
  ]

  private static let groqAnswers = [
    NamedScenario(
      "groq", "Groq, reasoning_format parsed: usage with times, twice",
      .dialect(
        groqWriter.texts + groqEnd, whole: groqWriter.completion(usage: groqUsage))),
    NamedScenario(
      "groq-raw", "Groq, reasoning_format raw: the reasoning stays in the content",
      .events(inline(groqWriter) + groqEnd)),
  ]

  // MARK: - Together, Fireworks, SiliconFlow

  private static let togetherWriter = ChunkWriter(
    id: "oBf2Qnq-4YNCb4", model: "Qwen/Qwen3-32B", reasoningName: "reasoning", opening: nil,
    besideReasoning: ["role": "assistant", "content": "", "tool_calls": nil],
    besideContent: ["role": "assistant", "tool_calls": nil],
    inChoice: ["text": "", "logprobs": nil, "seed": nil], inChunk: ["usage": nil])

  private static let fireworksWriter = ChunkWriter(
    model: "accounts/fireworks/models/qwen3-32b", opening: ["content": nil, "role": "assistant"],
    inChunk: ["usage": nil])

  private static let siliconFlowWriter = ChunkWriter(
    id: "0198f3d2c5b7", model: "Qwen/Qwen3-32B",
    opening: ["content": nil, "reasoning_content": "", "role": "assistant"],
    besideReasoning: ["content": nil, "role": "assistant"],
    besideContent: ["reasoning_content": nil, "role": "assistant"],
    inChunk: ["system_fingerprint": "", "usage": .counts])

  private static let otherHostedAnswers = [
    NamedScenario(
      "together", "Together: `reasoning`, usage on the finish chunk",
      onFinish(togetherWriter, usage: .counts)),
    NamedScenario(
      "fireworks", "Fireworks: a first chunk with content null, usage on the finish chunk",
      onFinish(fireworksWriter, usage: .counts)),
    NamedScenario(
      "siliconflow", "SiliconFlow: content null while it thinks, usage in every chunk",
      onFinish(siliconFlowWriter, usage: .countsWithReasoning)),
  ]

  private static func onFinish(_ writer: ChunkWriter, usage: WireJSON) -> Scenario {
    dialect(
      writer.texts + [writer.finish(inChunk: ["usage": usage]), ChunkWriter.done],
      whole: writer.completion(usage: usage))
  }
}
