import Chat

/// The parts of a valid request that a scripted answer depends on.
struct CompletionOrder: Sendable {
  private(set) var isStreaming = false
  private(set) var thinks = false
  /// The maximum number of pieces of reasoning.
  private(set) var thinkingBudget: Int?
  /// The maximum number of pieces of the answer; the upstream server does not count reasoning
  /// (wire.md 2).
  private(set) var mostContent: Int?
  /// The maximum number of pieces of reasoning and answer together.
  private(set) var mostTotal: Int?
  private(set) var stops: [String] = []
  /// How many alternatives to send for each piece; `nil` if no probabilities were requested.
  private(set) var topLogprobs: Int?
  private(set) var wantsJSON = false
  /// The last user message.
  private(set) var question = ""
  /// How many answers the conversation already contains.
  private(set) var turn = 0
  /// The number of words in all messages, used in place of a token count.
  private(set) var promptTokens = 0

  /// The maximum length of the model's answer (wire.md 2), enforced only if the answer is not
  /// streamed.
  private static let mostUnstreamed = 16_384

  /// - Throws: the server's error reply, if the body is not valid.
  init(_ body: JSONValue) throws(Refusal) {
    do { try CompletionSchema.body.check(body) } catch { throw .invalidBody(error.text) }
    readSwitches(body)
    readLimits(body)
    readMessages(body)
    try checkCombinations(body)
  }

  private mutating func readSwitches(_ body: JSONValue) {
    isStreaming = body["stream"] == .bool(true)
    thinks = body["enable_thinking"] == .bool(true)
    if body["logprobs"] == .bool(true) { topLogprobs = Self.count(body["top_logprobs"]) ?? 0 }
    let format = body["response_format"]?["type"]
    wantsJSON = format == .string("json_object") || format == .string("json_schema")
  }

  private mutating func readLimits(_ body: JSONValue) {
    thinkingBudget = Self.count(body["thinking_budget"])
    mostContent = Self.count(body["max_tokens"])
    mostTotal = Self.count(body["max_completion_tokens"])
    if !isStreaming { mostContent = min(mostContent ?? .max, Self.mostUnstreamed) }
    switch body["stop"] {
    case .string(let stop)?: stops = [stop]
    case .array(let values)?: stops = values.compactMap(Self.string)
    default: break
    }
  }

  private mutating func readMessages(_ body: JSONValue) {
    guard case .array(let messages)? = body["messages"] else { return }
    for message in messages {
      let text = Self.text(message["content"])
      promptTokens += text.split(whereSeparator: \.isWhitespace).count
      if message["role"] == .string("user") { question = text }
      if message["role"] == .string("assistant") { turn += 1 }
    }
    promptTokens = max(promptTokens, 1)
  }

  static func text(_ content: JSONValue?) -> String {
    switch content {
    case .string(let text)?: text
    case .array(let parts)?: parts.compactMap { string($0["text"] ?? .null) }.joined()
    default: ""
    }
  }

  private static func string(_ value: JSONValue) -> String? {
    if case .string(let text) = value { text } else { nil }
  }

  /// Returns the number in a field as a count: fractions are truncated and huge numbers clamped.
  private static func count(_ value: JSONValue?) -> Int? {
    value?.number.map { Int(clamping: min($0, 1e15)) }
  }
}
