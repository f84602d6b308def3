internal import Chat

/// How a server is asked to think (wire.md 3).
struct Dialect {
  let name: DialectName

  /// The members of the request's body that ask for `thinking`, or ask not to think.
  func fields(for thinking: ThinkingMode, isStreaming: Bool) -> ThinkingFields {
    let budget = thinking.isOn ? thinking.budget : nil
    return switch name {
    case .qwen where !isStreaming:
      // Thinking in a reply that is not streamed is refused there (wire.md 2).
      ThinkingFields(enableThinking: false)
    case .qwen:
      // Always sent: the documented defaults contradict each other (wire.md 8).
      ThinkingFields(enableThinking: thinking.isOn, thinkingBudget: budget)
    case .llamaCpp:
      ThinkingFields(
        thinkingBudgetTokens: budget, templateArguments: ["enable_thinking": thinking.isOn])
    case .plain:
      ThinkingFields()
    }
  }
}

/// The members by which servers are asked for thinking; `nil` is not sent.
struct ThinkingFields: Encodable {
  var enableThinking: Bool?
  var thinkingBudget: Int?
  var thinkingBudgetTokens: Int?
  var templateArguments: [String: Bool]?

  private enum CodingKeys: String, CodingKey {
    case enableThinking = "enable_thinking"
    case thinkingBudget = "thinking_budget"
    case thinkingBudgetTokens = "thinking_budget_tokens"
    case templateArguments = "chat_template_kwargs"
  }
}
