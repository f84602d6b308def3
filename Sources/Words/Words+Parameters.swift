public import Chat

/// Descriptions of parameter ranges and of errors in parameter values.
extension Words.Parameter {
  public static func problem(_ error: ParameterError) -> String {
    switch error {
    case .unknown(let name): "Unknown parameter “\(name)”."
    case .outOfRange(let field, let value, .json(let shape)):
      shape.missingMember(in: value).map { missing($0, in: field) }
        ?? notInRange(field, value, expected: self.shape(shape))
    case .outOfRange(let field, let value, let range):
      notInRange(field, value, expected: self.range(range))
    case .thinking(let form, let server, let dialect):
      Words.Errors.cannotSet(form, at: server, dialect: dialect)
    }
  }

  public static func notInRange(_ field: String, _ value: String, expected: String) -> String {
    // Truncate a long value to keep the message readable.
    let shown = value.count > 200 ? value.prefix(200) + "…" : value[...]
    return "\(field) must be \(expected), not “\(shown)”."
  }

  private static func missing(_ member: String, in field: String) -> String {
    "\(field) lacks the field “\(member)”."
  }

  public static var modelExpected: String { "a model ID" }
  public static var thinkExpected: String {
    "on, off, low, medium, high, or a token budget of at least 1"
  }

  // MARK: Ranges in a sentence

  /// Describes the values that a parameter accepts: `a number from 0 to 2`.
  public static func range(_ range: ParameterRange) -> String {
    switch range {
    case .integer(let bounds): integer(bounds)
    case .number(let bounds): number(bounds)
    case .flag: "true or false"
    case .texts(let most): "a string, or a JSON array of up to \(most) strings"
    case .word(let words): Words.alternatives(words)
    case .json(let shape): self.shape(shape)
    }
  }

  private static func integer(_ bounds: ClosedRange<Int>) -> String {
    switch (bounds.lowerBound, bounds.upperBound) {
    case (.min, .max): "an integer"
    case (.min, let most): "an integer, at most \(most)"
    case (let least, .max): "an integer, at least \(least)"
    case (let least, let most): "an integer from \(least) to \(most)"
    }
  }

  private static func number(_ bounds: NumberRange) -> String {
    switch (bounds.lower, bounds.upper) {
    case (.none, .none): "a number"
    case (.including(let least), .none): "a number, at least \(short(least))"
    case (.excluding(let least), .none): "a number above \(short(least))"
    case (.none, .including(let most)): "a number, at most \(short(most))"
    case (.none, .excluding(let most)): "a number below \(short(most))"
    case (.including(let least), .including(let most)):
      "a number from \(short(least)) to \(short(most))"
    case (.including(let least), .excluding(let most)):
      "a number, at least \(short(least)) and below \(short(most))"
    case (.excluding(let least), .including(let most)):
      "a number above \(short(least)) and at most \(short(most))"
    case (.excluding(let least), .excluding(let most)):
      "a number above \(short(least)) and below \(short(most))"
    }
  }

  private static func shape(_ shape: ParameterShape) -> String {
    switch shape {
    case .responseFormat:
      "text, json_object, or a JSON object with type “text”, “json_object” or “json_schema”"
    case .tools:
      "a JSON array of up to 128 functions with names of 1 to 64 ASCII letters, digits, “_” or “-”"
    case .toolChoice: "none, auto, required, a function name, or a JSON object"
    case .prediction: "a string, or a JSON object with type “content” and a content field"
    case .streamOptions: "a JSON object with a boolean include_usage"
    case .object: "a JSON object"
    }
  }

  // MARK: Ranges in a column

  /// Describes a range in short form: `0 – 2`.
  public static func shortRange(_ range: ParameterRange) -> String {
    switch range {
    case .integer(let bounds):
      switch (bounds.lowerBound, bounds.upperBound) {
      case (.min, .max): "integer"
      case (.min, let most): "≤ \(minus(most))"
      case (let least, .max): "≥ \(minus(least))"
      case (let least, let most): "\(minus(least)) – \(minus(most))"
      }
    case .number(let bounds): shortNumber(bounds)
    case .flag: "true · false"
    case .texts(let most): "up to \(most)"
    case .word(let words): words.count > 3 ? "\(words.count) choices" : joined(words)
    case .json(let shape): shape.words.isEmpty ? "JSON" : joined(shape.words)
    }
  }

  /// Returns a parameter's choices as the form lists them.
  public static func joined(_ words: [String]) -> String { words.joined(separator: " · ") }

  private static func shortNumber(_ bounds: NumberRange) -> String {
    switch (bounds.lower, bounds.upper) {
    case (.none, .none): "number"
    case (.including(let least), .none): "≥ \(minus(least))"
    case (.excluding(let least), .none): "> \(minus(least))"
    case (.none, .including(let most)): "≤ \(minus(most))"
    case (.none, .excluding(let most)): "< \(minus(most))"
    case (.including(let least), .including(let most)): "\(minus(least)) – \(minus(most))"
    case (.including(let least), .excluding(let most)): "\(minus(least)) – < \(minus(most))"
    case (.excluding(let least), .including(let most)): "> \(minus(least)) – \(minus(most))"
    case (.excluding(let least), .excluding(let most)): "> \(minus(least)) – < \(minus(most))"
    }
  }

  /// Returns the value with a true minus sign. Next to a dash, a hyphen would not look like a
  /// minus.
  private static func minus(_ value: Double) -> String { minus(text: short(value)) }
  private static func minus(_ value: Int) -> String { minus(text: String(value)) }
  private static func minus(text: String) -> String {
    text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  // MARK: JSON

  public static func fault(_ fault: JSONFault) -> String {
    "Line \(fault.line), column \(fault.column): \(reason(fault.kind))."
  }

  private static func reason(_ kind: JSONFault.Kind) -> String {
    switch kind {
    case .unfinished: "the JSON is incomplete"
    case .unexpected(let character): "unexpected “\(character)”"
    case .controlCharacter: "write line breaks in strings as \\n, tabs as \\t"
    case .tooDeep: "nested too deeply"
    }
  }

  // MARK: Requests

  public static func conflict(_ conflict: RequestConflict) -> String {
    switch conflict {
    case .topLogprobsWithoutLogprobs:
      "top_logprobs requires logprobs. Set logprobs to true, or unset top_logprobs."
    case .streamOptionsWithoutStream:
      "stream_options requires stream. Set stream to true, or unset stream_options."
    case .effortWithoutThinking(let effort):
      "reasoning_effort \(effort) requires enable_thinking. "
        + "Turn thinking on, or unset reasoning_effort."
    case .effortWithBudget(let effort):
      "reasoning_effort \(effort) cannot be combined with thinking_budget. Unset one of them."
    case .budgetTooSmall(let budget, let least):
      "thinking_budget must be at least \(least) on this provider, not \(budget)."
    case .thinkingWithoutStream:
      "enable_thinking requires stream. Turn thinking off, or set stream to true."
    case .responseFormatWithThinking(let type):
      "response_format \(type ?? "(object)") cannot be combined with enable_thinking. "
        + "Turn thinking off, or unset response_format."
    case .toolChoiceWithThinking(let choice):
      "tool_choice \(choice ?? "(object)") cannot be combined with enable_thinking. "
        + "Turn thinking off, or set tool_choice to auto."
    case .streamInExtra(let value):
      "extra sets stream to \(value), which contradicts the stream parameter. "
        + "Set the stream parameter to \(value) instead."
    case .imagesWithoutVision(let model, let count):
      "\(model) does not accept images, and this request has \(count == 1 ? "one" : String(count)). "
        + "Choose a model with vision, or remove the \(count == 1 ? "image" : "images")."
    }
  }

  /// Shown when the temperature is 0 while the model thinks.
  public static var greedyThinking: String {
    "Temperature 0 with thinking can make the model repeat itself endlessly."
  }
}
