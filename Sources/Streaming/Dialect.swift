internal import Chat

/// How a server is asked to think (wire.md 3).
struct Dialect {
  let name: DialectName

  /// The members of the request's body that ask for `thinking`, or ask not to think. What the user
  /// has set by its own name stands.
  func fields(for request: AnswerRequest) -> [String: JSONValue] {
    fields(for: request.thinking, isStreaming: request.isStreaming)
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
    case .plain: [:]
    }
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
