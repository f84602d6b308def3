extension AnswerRequest {
  /// Why a server of that dialect is known to refuse this request, in a sentence that names both
  /// fields; `nil` when nothing is known (wire.md 2).
  public func conflict(for dialect: DialectName) -> String? {
    if parameters.topLogprobs != nil, parameters.logprobs != true {
      return "top_logprobs needs logprobs: set logprobs to true, or unset top_logprobs."
    }
    if parameters.streamOptions != nil, !isStreaming {
      return "stream_options needs stream: set stream to true, or unset stream_options."
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

  private static func word(_ value: JSONValue) -> String {
    if case .string(let word) = value { word } else { "of a function" }
  }
}
