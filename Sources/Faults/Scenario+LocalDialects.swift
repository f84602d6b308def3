import Loopback

extension Scenario {
  /// Scenarios that imitate servers that people run themselves (wire.md 3).
  static let localDialects =
    vllmAnswers + sglangAnswers + llamaCppAnswers + ollamaAnswers
    + lmStudioAnswers

  // MARK: - vLLM

  private static let vllmWriter = ChunkWriter(
    reasoningName: "reasoning", inChoice: ["logprobs": nil, "token_ids": nil])

  private static let vllmAnswers = [
    NamedScenario(
      "vllm", "vLLM: reasoning in `reasoning`",
      vllm(vllmWriter)),
    NamedScenario(
      "vllm-reasoning-content", "older vLLM: reasoning in `reasoning_content`",
      vllm(ChunkWriter(inChoice: ["logprobs": nil]))),
    NamedScenario(
      "vllm-continuous-usage", "vLLM with continuous_usage_stats: usage in every chunk",
      .events(continuous)),
  ]

  private static func vllm(_ writer: ChunkWriter) -> Scenario {
    let end = writer.finish(delta: ["content": ""], inChoice: ["stop_reason": nil])
    return dialect(
      writer.texts + [end, writer.usage(.counts), ChunkWriter.done],
      whole: writer.completion(usage: .counts), models: .vllm)
  }

  private static let continuous: [String] = {
    let writer = vllmWriter
    func usage(_ count: Int) -> WireJSON {
      [
        "usage": [
          "prompt_tokens": 11, "completion_tokens": .integer(count),
          "total_tokens": .integer(11 + count),
        ]
      ]
    }
    let deltas: [WireJSON] =
      [["role": "assistant", "content": ""]]
      + ChunkWriter.reasoning.map { ["reasoning": .string($0)] }
      + ChunkWriter.content.map { ["content": .string($0)] }
    let chunks = deltas.enumerated().map { writer.chunk($1, inChunk: usage($0)) }
    return chunks + [
      writer.finish(delta: ["content": ""], inChunk: usage(25)), writer.usage(.counts),
      ChunkWriter.done,
    ]
  }()

  // MARK: - SGLang

  private static let sglangWriter = ChunkWriter(
    besideReasoning: ["role": nil, "content": nil, "tool_calls": nil],
    besideContent: ["role": nil, "reasoning_content": nil, "tool_calls": nil],
    inChoice: ["logprobs": nil, "matched_stop": nil], inChunk: ["usage": nil])

  private static let sglangUsage = WireJSON.counts.adding([
    "prompt_tokens_details": nil, "reasoning_tokens": 17,
  ])

  private static let sglangAnswers = [
    NamedScenario(
      "sglang", "SGLang: usage.reasoning_tokens, matched_stop",
      .dialect(
        sglangWriter.texts + [
          sglangWriter.finish(delta: ["content": nil], inChoice: ["matched_stop": 151_645]),
          sglangWriter.usage(sglangUsage), ChunkWriter.done,
        ], whole: sglangWriter.completion(usage: sglangUsage))),
    NamedScenario(
      "sglang-abort", "SGLang: the finish reason `abort`",
      .events(
        sglangWriter.opened + ChunkWriter.reasoning.map(sglangWriter.reasoning) + [
          sglangWriter.content("Hello"), sglangWriter.finish("abort"), ChunkWriter.done,
        ])),
  ]

  // MARK: - llama.cpp

  private static let llamaCppWriter = ChunkWriter(
    model: "Qwen3-32B-Q4_K_M.gguf", opening: ["role": "assistant", "content": nil],
    inChunk: ["system_fingerprint": "b6500-5d6688de"])

  private static let timings: WireJSON = [
    "timings": [
      "cache_n": 4, "prompt_n": 7, "prompt_ms": 84.5, "prompt_per_token_ms": 12.07,
      "prompt_per_second": 82.84, "predicted_n": 25, "predicted_ms": 1250.0,
      "predicted_per_token_ms": 50.0, "predicted_per_second": 20.0,
    ]
  ]

  private static let llamaCppAnswers = [
    NamedScenario(
      "llama-cpp", "llama.cpp: pings, an empty last delta, usage with timings",
      .dialect(
        [":\n\n"] + llamaCppWriter.texts.flatMap { [$0, ":\n\n"] } + [
          llamaCppWriter.finish(), llamaCppWriter.usage(.counts, inChunk: timings),
          ChunkWriter.done,
        ], whole: llamaCppWriter.completion(usage: .counts).adding(timings), models: .llamaCpp))
  ]

  // MARK: - Ollama

  static let ollamaWriter = ChunkWriter(
    id: "chatcmpl-617", model: "qwen3:32b", reasoningName: "reasoning", opening: nil,
    besideReasoning: ["role": "assistant", "content": ""], besideContent: ["role": "assistant"],
    inChunk: ["system_fingerprint": "fp_ollama"])

  private static let ollamaAnswers = [
    NamedScenario(
      "ollama", "Ollama: `reasoning` beside an empty content, fp_ollama",
      .dialect(
        ollamaWriter.texts + [
          ollamaWriter.finish(), ollamaWriter.usage(.counts), ChunkWriter.done,
        ], whole: ollamaWriter.completion(usage: .counts), models: .ollama)),
    NamedScenario(
      "ollama-error-swallowed", "Ollama: an error becomes an empty chunk and an early end",
      .events([ollamaWriter.content("Hello"), ollamaWriter.content("")])),
  ]

  // MARK: - LM Studio

  private static let lmStudioWriter = ChunkWriter(
    model: "openai/gpt-oss-20b", reasoningName: "reasoning", opening: nil,
    besideReasoning: ["role": "assistant"], besideContent: ["role": "assistant"],
    inChoice: ["logprobs": nil], inChunk: ["system_fingerprint": "openai/gpt-oss-20b"])

  private static let lmStudioAnswers = [
    NamedScenario(
      "lm-studio", "LM Studio with gpt-oss: `reasoning`, no usage",
      .dialect(
        lmStudioWriter.texts + [lmStudioWriter.finish(), ChunkWriter.done],
        whole: lmStudioWriter.completion(usage: .counts))),
    NamedScenario(
      "lm-studio-inline", "LM Studio with an R1 model: the reasoning stays in the content",
      .dialect(
        inline(lmStudioWriter) + [lmStudioWriter.finish(), ChunkWriter.done],
        whole: lmStudioWriter.completion(usage: .counts))),
  ]

  /// Returns the usual answer, except that its reasoning is part of the content, in tags.
  static func inline(_ writer: ChunkWriter) -> [String] {
    let pieces = ["<think>", "\n"] + ChunkWriter.reasoning + ["\n", "</think>", "\n\n"]
    return writer.opened + (pieces + ChunkWriter.content).map(writer.content)
  }
}
