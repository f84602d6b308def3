/// The values that a server accepts for each parameter, according to its documentation or source
/// code.
public struct ParameterLimits: Equatable, Sendable {
  private var ranges: [Parameters.CodingKeys: ParameterRange] = [:]
  private var remarks: [Parameters.CodingKeys: ParameterRemark] = [:]
  /// The number of thinking tokens that a request may allow.
  public private(set) var thinkingBudget = ThinkingMode.budgetRange

  public func range(of key: Parameters.CodingKeys) -> ParameterRange {
    ranges[key] ?? Self.widestRange(of: key)
  }

  /// Returns the reason why the field will probably not work; `nil` if it should work.
  public func remark(on key: Parameters.CodingKeys) -> ParameterRemark? { remarks[key] }

  private init() {}

  fileprivate init(
    _ ranges: [Parameters.CodingKeys: ParameterRange],
    undocumented: [Parameters.CodingKeys] = [], refused: [Parameters.CodingKeys] = [],
    ignored: [Parameters.CodingKeys] = [], thinkingBudget: ClosedRange<Int>? = nil
  ) {
    self.ranges = ranges
    for key in undocumented { remarks[key] = .undocumented }
    for key in refused { remarks[key] = .refused }
    for key in ignored { remarks[key] = .ignored }
    self.thinkingBudget = thinkingBudget ?? self.thinkingBudget
  }

  /// The limits for an unknown server, which allow whatever any known server accepts.
  public static let widest = ParameterLimits()

  private static func widestRange(of key: Parameters.CodingKeys) -> ParameterRange {
    switch key {
    case .maxTokens, .maxCompletionTokens: .integer(1...Int.max)
    case .temperature: .number(NumberRange(0...2))
    case .topP, .minP: .number(NumberRange(0...1))
    case .topK, .seed: .integer(Int.min...Int.max)
    case .stop: .texts(most: 4)
    case .frequencyPenalty, .presencePenalty: .number(NumberRange(-2...2))
    case .repetitionPenalty: .number(NumberRange(from: .none, to: .none))
    case .logprobs, .parallelToolCalls, .stream: .flag
    case .topLogprobs: .integer(0...20)
    case .reasoningEffort:
      .word(["none", "default", "minimal", "low", "medium", "high", "xhigh", "ultra", "max"])
    case .responseFormat: .json(.responseFormat)
    case .tools: .json(.tools)
    case .toolChoice: .json(.toolChoice)
    case .prediction: .json(.prediction)
    case .streamOptions: .json(.streamOptions)
    case .extra: .json(.object)
    }
  }
}

/// The reason why a parameter will probably not work with a server. Aside sends the parameter
/// anyway, because the server's documentation may be out of date.
public enum ParameterRemark: Equatable, Sendable {
  case undocumented
  /// The server answers with an error.
  case refused
  case ignored
}

extension Provider {
  /// The server's limits if its dialect is certain, otherwise the widest limits, because a wrong
  /// assumption must not reject values that the server accepts.
  public var limits: ParameterLimits {
    switch dialectBasis {
    case .assumed, .unrecognized: .widest
    case .stated, .recognized:
      (Provider.builtIn(named: name) ?? Provider.service(at: origin))
        .flatMap { $0.dialect == dialect ? ParameterLimits.services[$0.name] : nil }
        ?? ParameterLimits.of(dialect)
    }
  }

  private static func builtIn(named name: String) -> Provider? {
    builtIn.first { $0.name == name }
  }
}

extension ParameterLimits {
  private static let positive = ParameterRange.number(
    NumberRange(from: .excluding(0), to: .none))
  /// The range of numbers above 0 and up to 1.
  private static let share = ParameterRange.number(
    NumberRange(from: .excluding(0), to: .including(1)))

  /// wire.md 1.2. The schema has no `top_k`, `min_p` or `reasoning_effort`.
  private static let aimlapi = ParameterLimits(
    [.topP: .number(NumberRange(0.01...1)), .seed: .integer(1...Int.max)],
    undocumented: [.topK, .minP, .reasoningEffort])

  /// vLLM's `SamplingParams`: -1 and 0 turn `top_k` off.
  private static let vllm = ParameterLimits(
    [
      .topP: share, .topK: .integer(-1...Int.max), .repetitionPenalty: positive,
      .topLogprobs: .integer(0...20),
    ], ignored: [.prediction])

  /// Limits that differ from those of the service's dialect, keyed by the name of the built-in
  /// provider.
  fileprivate static let services: [String: ParameterLimits] = [
    // wire.md 2, "Upstream ranges".
    "dashscope": dashScope, "dashscope-intl": dashScope,
    // docs.siliconflow.com, "Create chat completion".
    "siliconflow": ParameterLimits(
      [.topK: .integer(0...Int.max)],
      undocumented: [
        .maxCompletionTokens, .presencePenalty, .repetitionPenalty, .seed, .logprobs,
        .topLogprobs, .reasoningEffort, .parallelToolCalls, .prediction,
      ], thinkingBudget: 128...32_768),
    // platform.openai.com, "Create chat completion": unknown members cause an error.
    "openai": ParameterLimits(
      [.reasoningEffort: .word(["none", "minimal", "low", "medium", "high", "xhigh"])],
      refused: [.topK, .minP, .repetitionPenalty]),
  ]

  private static let dashScope = ParameterLimits(
    [
      .temperature: .number(NumberRange(from: .including(0), to: .excluding(2))),
      .topP: share, .topK: .integer(0...Int.max), .topLogprobs: .integer(0...5),
      .seed: .integer(0...2_147_483_647), .repetitionPenalty: positive,
    ], undocumented: [.minP, .frequencyPenalty, .reasoningEffort, .prediction])

  /// Returns the limits of servers that speak a dialect.
  fileprivate static func of(_ dialect: DialectName) -> ParameterLimits {
    byDialect[dialect] ?? .widest
  }

  private static let byDialect: [DialectName: ParameterLimits] = [
    .qwen: aimlapi, .vllm: vllm,
    // SGLang's `SamplingParams.verify`: -1 means the whole vocabulary.
    .sglang: ParameterLimits(
      [
        .topP: share, .topK: .integer(-1...Int.max),
        .repetitionPenalty: .number(NumberRange(0...2)),
      ], ignored: [.prediction]),
    // tools/server/README.md: values of 0 or less turn `top_k` off. The seed has 32 bits, and -1
    // picks a random one.
    .llamaCpp: ParameterLimits([.seed: .integer(-1...4_294_967_295)], ignored: [.prediction]),
    // openai/openai.go ignores these members (wire.md 3).
    .ollama: ParameterLimits(
      [
        .reasoningEffort: .word(
          ["none", "minimal", "low", "medium", "high", "xhigh", "ultra", "max"])
      ],
      ignored: [
        .topK, .minP, .repetitionPenalty, .maxCompletionTokens, .toolChoice, .parallelToolCalls,
        .prediction,
      ]),
    // openrouter.ai/docs/api_reference/parameters.
    .openRouter: ParameterLimits([
      .topK: .integer(0...Int.max), .repetitionPenalty: .number(NumberRange(0...2)),
    ]),
    // api-docs.deepseek.com, "Create chat completion".
    .deepSeek: ParameterLimits(
      [:],
      undocumented: [
        .topK, .minP, .repetitionPenalty, .seed, .maxCompletionTokens, .reasoningEffort,
        .parallelToolCalls, .prediction,
      ]),
    // console.groq.com/docs/api-reference and /docs/openai: the refused parameters are "not yet
    // supported".
    .groq: ParameterLimits(
      [.reasoningEffort: .word(["none", "default", "low", "medium", "high"])],
      undocumented: [.topK, .minP, .repetitionPenalty, .prediction],
      refused: [.logprobs, .topLogprobs]),
    // docs.together.ai/reference/chat-completions.
    .together: ParameterLimits([:], undocumented: [.maxCompletionTokens, .prediction]),
    // docs.fireworks.ai/api-reference/post-chatcompletions; the budget is from wire.md 3.
    .fireworks: ParameterLimits(
      [
        .topK: .integer(0...100), .topLogprobs: .integer(0...5),
        .repetitionPenalty: .number(NumberRange(0...2)),
      ], thinkingBudget: 1024...Int.max),
    // docs.mistral.ai/api: unknown members cause an error.
    .mistral: ParameterLimits(
      [.temperature: .number(NumberRange(0...1.5)), .seed: .integer(0...Int.max)],
      refused: [
        .topK, .minP, .repetitionPenalty, .maxCompletionTokens, .logprobs, .topLogprobs,
        .streamOptions,
      ]),
    // lmstudio.ai/docs, "Chat completions".
    .lmStudio: ParameterLimits(
      [:], undocumented: [.minP, .maxCompletionTokens, .parallelToolCalls, .prediction]),
  ]
}
