import Chat

/// The expected result of one scenario in the catalogue.
struct CatalogueExpectation: Sendable {
  enum Outcome {
    case complete
    case truncated
    case disconnected
    case refused(status: Int, message: String)
    /// An error of any kind.
    case failed
    /// An error or an early end, but never a complete answer.
    case incomplete
    /// Cancelled by the test once it has seen the text.
    case cancelled
  }

  /// The reasoning in the scenarios of all dialects.
  static let reasoning = "Okay, a greeting. I greet back."
  static let content = "Hello! How can I help?"

  let name: String
  var reasoning = Self.reasoning
  var content = Self.content
  var outcome = Outcome.complete
  /// `nil` accepts any finish reason.
  var finish: FinishReason?
  /// `nil` accepts any usage.
  var usage: Usage?

  /// Expects a complete answer. A `nil` finish reason or usage is not checked.
  init(
    _ name: String, reasoning: String = Self.reasoning, content: String = Self.content,
    finish: FinishReason? = .stop, usage: Usage? = nil
  ) {
    self.name = name
    self.reasoning = reasoning
    self.content = content
    self.finish = finish
    self.usage = usage
  }

  /// Expects the given outcome instead of a complete answer.
  init(_ name: String, reasoning: String = "", content: String = "", _ outcome: Outcome) {
    self.name = name
    self.reasoning = reasoning
    self.content = content
    self.outcome = outcome
  }
}

extension CatalogueExpectation {
  static let table =
    dialects + toolCalls + thinking + streams + errors + replies + weather + refusals + lists

  private static let counts = Usage(promptTokens: 11, completionTokens: 25)
  /// llama.cpp reports cached tokens in its timings.
  private static let cachedCounts = Usage(
    promptTokens: 11, completionTokens: 25, cachedTokens: 4)
  private static let thoughtful = Usage(
    promptTokens: 11, completionTokens: 25, reasoningTokens: 17)
  private static let cached = Usage(
    promptTokens: 11, completionTokens: 25, reasoningTokens: 17, cachedTokens: 4)
  private static let billed = Usage(
    promptTokens: 13, completionTokens: 2010, reasoningTokens: 82)

  private static let dialects: [CatalogueExpectation] = [
    .init("aimlapi-example", usage: billed), .init("aimlapi-done", usage: billed),
    .init(
      "aimlapi-meta",
      usage: Usage(
        promptTokens: 13, completionTokens: 2010, reasoningTokens: 82, cost: 0.00124)),
    .init("aimlapi-relayed", usage: thoughtful), .init("vllm", usage: counts),
    .init("vllm-reasoning-content", usage: counts), .init("vllm-continuous-usage", usage: counts),
    .init("sglang", usage: thoughtful),
    .init("sglang-abort", content: "Hello", finish: .other("abort")),
    .init("llama-cpp", usage: cachedCounts), .init("ollama", usage: counts),
    .init("ollama-error-swallowed", content: "Hello", .truncated),
    .init("lm-studio"), .init("lm-studio-inline"),
    .init(
      "openrouter",
      usage: Usage(
        promptTokens: 11, completionTokens: 25, reasoningTokens: 17, cachedTokens: 4,
        cost: 0.000123)),
    .init("deepseek", usage: cached), .init("groq", usage: thoughtful),
    .init("groq-raw", usage: thoughtful), .init("together", usage: counts),
    .init("fireworks", usage: counts), .init("siliconflow", usage: thoughtful),
    .init(
      "openai", reasoning: "",
      usage: Usage(promptTokens: 11, completionTokens: 25, reasoningTokens: 0, cachedTokens: 4)),
    .init("openai-refusal", reasoning: "", content: "I'm sorry, but no."),
    .init("openai-logprobs", reasoning: "", content: "Hello 👋!"),
    .init("openai-content-filter", reasoning: "", content: "Hello", finish: .contentFilter),
    .init("openai-length", reasoning: "", content: "Hello", finish: .length),
  ]

  private static let toolCalls: [CatalogueExpectation] =
    [
      "openai", "dashscope", "groq", "ollama", "gemini", "late-name", "interleaved",
      "no-arguments", "unstreamed",
    ].map { .init("tools-\($0)", reasoning: "", content: "", finish: .toolCalls) } + [
      .init("tools-deepseek", content: "", finish: .toolCalls, usage: cached),
      .init("tools-stop", reasoning: "", content: "", finish: nil),
      .init("tools-after-text", finish: .toolCalls), .init("tools-truncated", .truncated),
    ]

  private static let thinking: [CatalogueExpectation] = [
    .init("think-inline"), .init("think-bytes"),
    .init("think-unopened"),
    .init("think-empty", reasoning: ""), .init("think-unclosed", content: ""),
    .init("think-only", content: ""),
  ]

  private static let streams: [CatalogueExpectation] = [
    .init("finish-repeated"), .init("finish-unknown", finish: .other("eos")),
    .init("done-missing"),
    .init("done-unfinished", reasoning: reasoning, content: content, .truncated),
    .init("reasoning-details"), .init("content-parts"), .init("choices-empty"),
    .init("delta-missing"), .init("choices-two"),
    .init("after-done"),
    .init("large-event", reasoning: "", content: String(repeating: "large ", count: 4 * 174_763)),
    .init("huge-event", content: "Small.", .failed),
    .init(
      "chunks-20000", reasoning: "", content: (0..<20_000).map { "\($0) " }.joined()),
  ]

  private static let errors: [CatalogueExpectation] =
    ["data-done", "data", "text", "field", "event", "plain", "bare"].map {
      .init(
        "error-\($0)", reasoning: reasoning, content: "Hello",
        .refused(status: 200, message: "The engine has crashed"))
    } + [
      .init(
        "error-flat", reasoning: reasoning, content: "Hello",
        .refused(status: 200, message: "The engine has crashed")),
      .init(
        "openrouter-error", content: "Hello",
        .refused(status: 200, message: "The engine has crashed")),
    ]

  private static let replies: [CatalogueExpectation] =
    ["200-json-error", "200-json-error-blank-lines"].map {
      .init($0, .refused(status: 200, message: "Insufficient credits"))
    } + [
      .init("200-json", usage: thoughtful), .init("200-stream-json", usage: thoughtful),
      .init("200-json-blank-lines", usage: thoughtful),
      .init("200-html", .failed), .init("200-empty", .failed),
      .init("200-empty-stream", .incomplete),
    ]

  private static let weather: [CatalogueExpectation] = [
    .init("stall", reasoning: "Okay", content: "Hello", .cancelled),
    .init("stall-at-once", .cancelled), .init("stall-after-done"), .init("drip"),
    .init("reset-mid-event", reasoning: "Okay", content: "Hello", .disconnected),
    .init("close-mid-event", reasoning: "Okay", content: "Hello", .disconnected),
    .init("close-at-once", .disconnected), .init("end-unterminated"),
    .init("end-mid-event", reasoning: reasoning, content: content, .truncated),
    .init("end-unfinished", reasoning: "Okay", content: "Hello", .truncated), .init("lines-cr"),
    .init("lines-crlf"), .init("lines-crlf-bytes"), .init("byte-order-mark"),
    .init("bytes", reasoning: "", content: "你好，👩‍💻 — naïve"),
  ]

  private static let lists: [CatalogueExpectation] = [
    "aimlapi", "openai", "vllm", "llama-cpp", "ollama", "openrouter", "none",
  ].map { .init("models-\($0)") }
}

// MARK: - Refusals

extension CatalogueExpectation {
  private static let statuses = [
    (401, "Unauthorized: the API key is missing or invalid", "Unauthorized"),
    (403, "You've run out of credits. Please top up to go on.", "Forbidden"),
    (404, "The model is deprecated", "Not Found"), (429, "Too Many Requests", "Too Many Requests"),
    (500, "Internal server error", "Internal Server Error"), (502, "Bad gateway", "Bad Gateway"),
    (503, "Service unavailable", "Service Unavailable"),
    (504, "Generation timeout", "Gateway Timeout"),
  ]

  private static let refusals: [CatalogueExpectation] =
    statuses.flatMap { status, message, phrase -> [CatalogueExpectation] in
      ["flat", "flat-number", "titled", "upstream"].map {
        .init("\(status)-\($0)", .refused(status: status, message: message))
      } + [
        .init("\(status)-html", .refused(status: status, message: "\(status) \(phrase)")),
        .init("\(status)-empty", .refused(status: status, message: "")),
      ]
    }
    + [
      "retry-after-ms", "retry-after-seconds", "retry-after-fraction", "retry-after-date",
      "retry-after-hour", "should-retry", "should-not-retry",
    ].map { .init("429-\($0)", .refused(status: 429, message: "Too Many Requests")) }
    + [
      .init(
        "429-insufficient-quota",
        .refused(
          status: 429,
          message: "You exceeded your current quota, please check your plan and billing details.")),
      .init(
        "400-thinking-unstreamed",
        .refused(
          status: 400,
          message: "parameter.enable_thinking must be set to false for non-streaming calls")),
      .init(
        "400-thinking-json",
        .refused(
          status: 400,
          message: "Json mode response is not supported when enable_thinking is true")),
      .init(
        "400-thinking-tool-choice",
        .refused(
          status: 400,
          message: "The tool_choice parameter does not support being set to required or object "
            + "in thinking mode")),
      .init(
        "500-wrapped",
        .refused(status: 500, message: "400 Unable to access model qwen3-32b")),
    ]
}
