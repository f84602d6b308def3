/// How a particular server wants a request to be written (wire.md 3).
public struct Dialect: Equatable, Sendable {
  public let name: DialectName
  /// Whether the server can continue an answer at this address. Some servers support that at
  /// certain addresses only.
  public var hasPrefixes = true

  public init(name: DialectName) { self.name = name }

  /// Returns the members of the request body that control thinking. They do not override members
  /// that the user has set explicitly.
  public func fields(for request: AnswerRequest) -> [String: JSONValue] {
    var thinking = request.thinking
    // A model cannot think once its answer has begun, and servers reject requests that ask it to.
    if case .fields = continuation, request.continuesAnswer { thinking.isOn = false }
    return fields(for: thinking, of: request)
      .filter { $0.key != "reasoning_effort" || request.parameters.reasoningEffort == nil }
  }

  private func fields(
    for thinking: ThinkingMode, of request: AnswerRequest
  ) -> [String: JSONValue] {
    let isOn = thinking.isOn
    let budget = isOn ? thinking.budget.map(JSONValue.integer) : nil
    return switch name {
    case .qwen where !request.isStreaming:
      // The server rejects thinking in a non-streamed reply (wire.md 2).
      ["enable_thinking": .bool(false)]
    case .qwen:
      // Always sent, because the documented defaults contradict each other (wire.md 8).
      ["enable_thinking": .bool(isOn)].adding("thinking_budget", budget)
    case .llamaCpp:
      template(isOn).adding("thinking_budget_tokens", budget)
        .adding("reasoning_control", isOn && request.mayEndThinking ? .bool(true) : nil)
    case .vllm: template(isOn).adding("thinking_token_budget", budget)
    case .sglang: template(isOn).adding("separate_reasoning", .bool(true))
    case .ollama: ["reasoning_effort": .string(isOn ? "medium" : "none")]
    case .openRouter:
      ["reasoning": .object(["enabled": .bool(isOn)].adding("max_tokens", budget))]
    case .deepSeek: ["thinking": .object(["type": .string(isOn ? "enabled" : "disabled")])]
    case .groq:
      ["reasoning_format": .string("parsed")]
        .adding("reasoning_effort", isOn ? nil : .string("none"))
    case .together: ["reasoning": .object(["enabled": .bool(isOn)])]
    // An effort already turns thinking on, so `thinking` is not needed.
    case .fireworks where isOn && request.parameters.reasoningEffort != nil: [:]
    case .fireworks:
      [
        "thinking": .object(
          ["type": .string(isOn ? "enabled" : "disabled")].adding("budget_tokens", budget))
      ]
    case .mistral, .lmStudio, .plain: [:]
    }
  }

  /// How to request the rest of an incomplete answer.
  public enum Continuation: Equatable, Sendable {
    /// A question after the incomplete answer asks for the rest.
    case question
    /// The answer is the last message, and these body members mark it as unfinished.
    case fields([String: JSONValue])
    /// The answer is the last message and is itself marked as a prefix.
    case prefix
  }

  /// How this dialect continues an answer. llama.cpp continues any assistant message that comes
  /// last; DeepSeek does so only at its beta address.
  public var continuation: Continuation {
    switch name {
    case .llamaCpp: .fields([:])
    case .vllm, .sglang:
      .fields(
        ["continue_final_message": .bool(true)]
          .adding("add_generation_prompt", name == .vllm ? .bool(false) : nil))
    case .mistral: .prefix
    case .deepSeek where hasPrefixes: .prefix
    case .deepSeek, .qwen, .ollama, .openRouter, .groq, .together, .fireworks, .lmStudio, .plain:
      .question
    }
  }

  /// Whether the server's reply repeats the beginning of the answer that the request contained.
  public var repeatsPrefill: Bool { name == .llamaCpp || name == .mistral }

  /// Whether a request must ask for usage in a stream. Mistral always sends it, and rejects
  /// unknown members.
  public var asksForUsage: Bool { name != .mistral }

  /// Parameters whose names in a dialect differ from the common names.
  private static let parameterNames: [DialectName: [Parameters.CodingKeys: String]] = [
    .llamaCpp: [.repetitionPenalty: "repeat_penalty"],
    .lmStudio: [.repetitionPenalty: "repeat_penalty"],
    .mistral: [.seed: "random_seed"],
  ]

  /// Returns the name of a parameter on the wire.
  public func name(of key: Parameters.CodingKeys) -> String {
    Self.parameterNames[name]?[key] ?? key.rawValue
  }

  private func template(_ isOn: Bool) -> [String: JSONValue] {
    ["chat_template_kwargs": .object(["enable_thinking": .bool(isOn)])]
  }
}

extension [String: JSONValue] {
  /// Returns a copy with one more member, or an unchanged copy if the value is `nil`.
  fileprivate func adding(_ name: String, _ value: JSONValue?) -> [String: JSONValue] {
    var members = self
    if let value { members[name] = value }
    return members
  }
}
