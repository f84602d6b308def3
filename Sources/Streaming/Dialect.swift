internal import Chat

/// How a server is asked to think (wire.md 3).
struct Dialect {
  let name: DialectName
  /// The address takes an answer to be continued, where only some of a server's addresses do.
  var hasPrefixes = true

  /// The members of the request's body that ask for `thinking`, or ask not to think. What the user
  /// has set by its own name stands.
  func fields(for request: AnswerRequest) -> [String: JSONValue] {
    var thinking = request.thinking
    // After the first word of an answer nothing is thought, and servers refuse a request for it there.
    if case .fields = continuation, request.continuesAnswer { thinking.isOn = false }
    return fields(for: thinking, isStreaming: request.isStreaming)
      .filter { $0.key != "reasoning_effort" || request.parameters.reasoningEffort == nil }
  }

  private func fields(for thinking: ThinkingMode, isStreaming: Bool) -> [String: JSONValue] {
    let isOn = thinking.isOn
    let budget = isOn ? thinking.budget.map(JSONValue.integer) : nil
    return switch name {
    case .qwen where !isStreaming:
      // Thinking in a reply that is not streamed is refused there (wire.md 2).
      ["enable_thinking": .bool(false)]
    case .qwen:
      // Always sent: the documented defaults contradict each other (wire.md 8).
      ["enable_thinking": .bool(isOn)].adding("thinking_budget", budget)
    case .llamaCpp: template(isOn).adding("thinking_budget_tokens", budget)
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
    case .fireworks:
      [
        "thinking": .object(
          ["type": .string(isOn ? "enabled" : "disabled")].adding("budget_tokens", budget))
      ]
    case .mistral, .lmStudio, .plain: [:]
    }
  }

  /// How a server is asked for the rest of an answer that broke off.
  enum Continuation: Equatable {
    /// By a question that follows what came.
    case question
    /// The answer is the last message, and these members of the body say that it is unfinished.
    case fields([String: JSONValue])
    /// The answer is the last message, and is marked as a prefix itself.
    case prefix
  }

  /// llama.cpp continues whatever assistant message comes last. DeepSeek continues one
  /// at its beta address alone.
  var continuation: Continuation {
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

  /// Whether the beginning that an answer was given comes back before its rest.
  var repeatsPrefill: Bool { name == .llamaCpp || name == .mistral }

  /// Whether usage comes with a stream only when it is asked for. Mistral sends it unasked, and
  /// refuses members that it does not know.
  var asksForUsage: Bool { name != .mistral }

  /// Parameters that a dialect has under another name than most; all others go by their own.
  private static let parameterNames: [DialectName: [Parameters.CodingKeys: String]] = [
    .llamaCpp: [.repetitionPenalty: "repeat_penalty"],
    .lmStudio: [.repetitionPenalty: "repeat_penalty"],
    .mistral: [.seed: "random_seed"],
  ]

  /// The name of a parameter on the wire.
  func name(of key: Parameters.CodingKeys) -> String {
    Self.parameterNames[name]?[key] ?? key.rawValue
  }

  private func template(_ isOn: Bool) -> [String: JSONValue] {
    ["chat_template_kwargs": .object(["enable_thinking": .bool(isOn)])]
  }
}

extension [String: JSONValue] {
  /// With one member more, when it has a value.
  fileprivate func adding(_ name: String, _ value: JSONValue?) -> [String: JSONValue] {
    var members = self
    if let value { members[name] = value }
    return members
  }
}
