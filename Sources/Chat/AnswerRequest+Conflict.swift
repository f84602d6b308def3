extension AnswerRequest {
  /// The reason why a server with that dialect is known to refuse this request, as a sentence that
  /// names both fields; `nil` if none is known (wire.md 2).
  public func conflict(for dialect: DialectName) -> String? {
    withExtra.ownConflict(for: dialect) ?? streamConflict
  }

  private func ownConflict(for dialect: DialectName) -> String? {
    if parameters.topLogprobs != nil, parameters.logprobs != true {
      return "top_logprobs needs logprobs: set logprobs to true, or unset top_logprobs."
    }
    if parameters.streamOptions != nil, !isStreaming {
      return "stream_options needs stream: set stream to true, or unset stream_options."
    }
    if let effort = parameters.reasoningEffort, effort != "none", !thinking.isOn,
      dialect == .ollama || dialect == .groq
    {
      return "reasoning_effort \(effort) does not go with enable_thinking false: "
        + "turn thinking on, or unset reasoning_effort."
    }
    if dialect == .fireworks, thinking.isOn, let budget = thinking.budget, budget < 1024 {
      return "thinking_budget \(budget) does not go with enable_thinking there: "
        + "the least budget is 1024."
    }
    guard dialect == .qwen, thinking.isOn else { return nil }
    if !isStreaming {
      return "enable_thinking needs stream: turn thinking off, or set stream to true."
    }
    if let type = parameters.responseFormat?["type"], type != .string("text") {
      return "response_format \(Self.word(type)) does not go with enable_thinking: "
        + "turn thinking off, or unset response_format."
    }
    if let choice = parameters.toolChoice, choice != .string("auto"), choice != .string("none") {
      return "tool_choice \(Self.word(choice)) does not go with enable_thinking: "
        + "turn thinking off, or set tool_choice to auto."
    }
    return nil
  }

  /// A conflicting `stream` in `extra` cannot work: the fields that depend on streaming are already
  /// set by the time `extra` is merged in.
  private var streamConflict: String? {
    guard case .bool(let value)? = parameters.extra?["stream"], value != isStreaming else {
      return nil
    }
    return "stream in extra does not go with the request: set stream to \(value) instead."
  }

  /// The request as the server reads it: members of `extra` override the rest.
  private var withExtra: AnswerRequest {
    guard let extra = parameters.extra else { return self }
    var request = self
    if case .bool(let value)? = extra["stream"] { request.parameters.stream = value }
    if case .bool(let value)? = extra["enable_thinking"] { request.thinking.isOn = value }
    if case .bool(let value)? = extra["logprobs"] { request.parameters.logprobs = value }
    if case .integer(let value)? = extra["top_logprobs"] { request.parameters.topLogprobs = value }
    if case .string(let value)? = extra["reasoning_effort"] {
      request.parameters.reasoningEffort = value
    }
    request.parameters.responseFormat = extra["response_format"] ?? parameters.responseFormat
    request.parameters.toolChoice = extra["tool_choice"] ?? parameters.toolChoice
    request.parameters.streamOptions = extra["stream_options"] ?? parameters.streamOptions
    return request
  }

  private static func word(_ value: JSONValue) -> String {
    if case .string(let word) = value { word } else { "of a function" }
  }
}
