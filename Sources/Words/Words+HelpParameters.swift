public import Chat

extension Words.Help {
  /// Returns the help for the option that sets a request parameter.
  /// - Parameters:
  ///   - name: the parameter's name on the wire.
  ///   - range: the values that the parameter accepts.
  public static func parameter(_ name: String, range: ParameterRange) -> String {
    let range = Words.Parameter.range(range)
    return parameters[name].map { "\($0): \(range)" } ?? range
  }

  /// Descriptions of parameters, keyed by the parameter's name on the wire. Each is a noun phrase
  /// or an imperative.
  static let parameters = [
    "temperature": "Sampling temperature",
    "top_p": "Nucleus sampling threshold",
    "top_k": "Sample from the k most likely tokens",
    "min_p": "Minimum probability relative to the most likely token",
    "max_tokens": "Maximum tokens in the answer",
    "max_completion_tokens": "Maximum thinking and answer tokens",
    "frequency_penalty": "Penalise frequent tokens",
    "presence_penalty": "Penalise tokens already used",
    "repetition_penalty": "Penalise repetition",
    "seed": "Seed for reproducible answers",
    "logprobs": "Return log probabilities",
    "top_logprobs": "Number of alternatives per token",
    "reasoning_effort": "Thinking effort",
    "response_format": "Response format",
    "tools": "Tool definitions",
    "tool_choice": "Which tool to use",
    "parallel_tool_calls": "Allow parallel tool calls",
    "prediction": "Predicted output",
    "stream_options": "Streaming options",
    "extra": "Extra fields merged into the request body",
  ]

  /// The help for `--stop`, which can be given several times.
  public static var stop: String { "Stop sequence (repeatable, up to four)" }
}
