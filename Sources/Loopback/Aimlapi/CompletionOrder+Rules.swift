import Chat

extension CompletionOrder {
  /// The model's maximum thinking budget (wire.md 2).
  private static let mostThinkingBudget = 38_912

  /// Checks the rules that combine several fields: first those of the API's description (wire.md
  /// 1.2), then those of the model server, which replies in its own format (wire.md 2).
  func checkCombinations(_ body: JSONValue) throws(Refusal) {
    if body["top_logprobs"]?.number != nil, topLogprobs == nil {
      throw .invalidBody("top_logprobs: logprobs must be true when top_logprobs is set")
    }
    if thinkingBudget != nil, !thinks {
      throw .invalidBody("thinking_budget: enable_thinking must be true when it is set")
    }
    if thinks { try checkThinking(body) }
    try checkJSONMode(body)
  }

  private func checkThinking(_ body: JSONValue) throws(Refusal) {
    guard isStreaming else {
      throw .upstream(
        "parameter.enable_thinking must be set to false for non-streaming calls")
    }
    if let thinkingBudget, thinkingBudget > Self.mostThinkingBudget {
      throw .upstream(
        "The thinking_budget parameter must be a positive integer and not greater than "
          + "\(Self.mostThinkingBudget)")
    }
    if wantsJSON {
      throw .upstream("Json mode response is not supported when enable_thinking is true")
    }
    switch body["tool_choice"] {
    case .object?, .string("required")?:
      throw .upstream(
        "The tool_choice parameter does not support being set to required or object in thinking "
          + "mode")
    default: break
    }
  }

  private func checkJSONMode(_ body: JSONValue) throws(Refusal) {
    guard body["response_format"]?["type"] == .string("json_object"),
      case .array(let messages)? = body["messages"]
    else { return }
    let asks = messages.contains { message in
      [.string("system"), .string("user")].contains(message["role"])
        && Self.text(message["content"]).lowercased().contains("json")
    }
    guard asks else {
      throw .upstream(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
          + "'json_object'.")
    }
  }
}
