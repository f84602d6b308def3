extension AnswerRequest {
  /// Returns the reason why servers with this dialect are known to refuse the request; `nil` if
  /// there is no known conflict (wire.md 2).
  public func conflict(for dialect: DialectName) -> RequestConflict? {
    withExtra.ownConflict(for: dialect) ?? streamConflict
  }

  /// Returns the reason why the model is known to refuse the images in this request; `nil` if there
  /// is no known conflict.
  /// - Parameter capabilities: the model's capabilities from the server's list; `nil` if unknown.
  public func visionConflict(_ capabilities: ModelCapabilities?) -> RequestConflict? {
    let count = turns.reduce(0) { $0 + $1.images.count }
    guard count > 0, capabilities?.sees == false else { return nil }
    return .imagesWithoutVision(model: model, count: count)
  }

  private func ownConflict(for dialect: DialectName) -> RequestConflict? {
    if parameters.topLogprobs != nil, parameters.logprobs != true {
      return .topLogprobsWithoutLogprobs
    }
    if parameters.streamOptions != nil, !isStreaming { return .streamOptionsWithoutStream }
    if let effort = parameters.reasoningEffort, effort != Parameters.noEffort, !thinking.isOn,
      [.ollama, .groq, .fireworks].contains(dialect)
    {
      return .effortWithoutThinking(effort)
    }
    if let effort = parameters.reasoningEffort, thinking.isOn, thinking.budget != nil,
      [.openRouter, .fireworks].contains(dialect)
    {
      return .effortWithBudget(effort)
    }
    if dialect == .fireworks, thinking.isOn, let budget = thinking.budget, budget < 1024 {
      return .budgetTooSmall(budget, least: 1024)
    }
    guard dialect == .qwen, thinking.isOn else { return nil }
    if !isStreaming { return .thinkingWithoutStream }
    if let type = parameters.responseFormat?["type"], type != .string("text") {
      return .responseFormatWithThinking(type: Self.word(type))
    }
    if let choice = parameters.toolChoice, choice != .string("auto"), choice != .string("none") {
      return .toolChoiceWithThinking(choice: Self.word(choice))
    }
    return nil
  }

  /// The conflict between `stream` in `extra` and the request; `nil` if there is none. Overriding
  /// `stream` cannot work, because the fields that depend on it are set before `extra` is merged.
  private var streamConflict: RequestConflict? {
    guard case .bool(let value)? = parameters.extra?["stream"], value != isStreaming else {
      return nil
    }
    return .streamInExtra(value)
  }

  /// The request as the server sees it: members of `extra` override the parameters.
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

  private static func word(_ value: JSONValue) -> String? {
    if case .string(let word) = value { word } else { nil }
  }
}
