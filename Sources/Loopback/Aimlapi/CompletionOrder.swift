import Chat

/// What a valid request asks for, as far as a scripted answer depends on it.
struct CompletionOrder: Sendable {
  private(set) var isStreaming = false
  private(set) var thinks = false
  /// Pieces of reasoning at most.
  private(set) var thinkingBudget: Int?
  /// Pieces of the answer at most: the upstream server does not count reasoning (wire.md 2).
  private(set) var mostContent: Int?
  /// Pieces of both together at most.
  private(set) var mostTotal: Int?
  private(set) var stops: [String] = []
  /// Alternatives told for each piece; `nil` when no probabilities are asked for.
  private(set) var topLogprobs: Int?
  private(set) var wantsJSON = false
  /// The newest user message.
  private(set) var question = ""
  /// Answers that the conversation has already.
  private(set) var turn = 0
  /// A count of words.
  private(set) var promptTokens = 0

  /// The longest answer of the model (wire.md 2), applied where an answer is held in memory.
  private static let mostUnstreamed = 16_384

  /// - Throws: what the server answers instead, when the body is not valid.
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

  /// A count from a field that may hold a fraction or more than any count.
  private static func count(_ value: JSONValue?) -> Int? {
    value?.number.map { Int(clamping: min($0, 1e15)) }
  }
}
