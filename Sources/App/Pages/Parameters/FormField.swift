internal import Chat
internal import Words

/// A field of the request parameter form.
enum FormField: Hashable {
  case parameter(Parameters.CodingKeys)
  case thinking
  case budget

  var name: String {
    switch self {
    case .parameter(let key): key.rawValue
    case .thinking: ThinkingName.isOn
    case .budget: ThinkingName.budget
    }
  }

  /// Whether the value is a number, which arrow keys adjust.
  var isNumber: Bool {
    switch self {
    case .thinking: false
    case .budget: true
    case .parameter(let key):
      switch ParameterField.named(key.rawValue)?.kind {
      case .integer?, .number?: true
      case .flag?, .texts?, .word?, .json?, nil: false
      }
    }
  }

  init?(named name: String) {
    switch name {
    case ThinkingName.isOn: self = .thinking
    case ThinkingName.budget: self = .budget
    default:
      guard let key = Parameters.CodingKeys(rawValue: name) else { return nil }
      self = .parameter(key)
    }
  }

  var explanation: String {
    switch self {
    case .parameter(let key): Words.ParameterForm.explanation(key)
    case .thinking: Words.ParameterForm.enableThinking
    case .budget: Words.ParameterForm.thinkingBudget
    }
  }

  /// All fields, in the order of the form.
  static let all = FormGroup.allCases.flatMap(\.fields)
}

/// A group of fields that belong together.
enum FormGroup: CaseIterable {
  case length
  case sampling
  case penalties
  case thinking
  case output
  case tools
  case advanced

  var title: String {
    switch self {
    case .length: Words.ParameterForm.length
    case .sampling: Words.ParameterForm.sampling
    case .penalties: Words.ParameterForm.penalties
    case .thinking: Words.ParameterForm.thinking
    case .output: Words.ParameterForm.output
    case .tools: Words.ParameterForm.tools
    case .advanced: Words.ParameterForm.advanced
    }
  }

  var fields: [FormField] {
    switch self {
    case .length: Self.parameters(.maxTokens, .maxCompletionTokens, .stop)
    case .sampling: Self.parameters(.temperature, .topP, .topK, .minP, .seed)
    case .penalties:
      Self.parameters(.frequencyPenalty, .presencePenalty, .repetitionPenalty)
    case .thinking: [.thinking, .budget, .parameter(.reasoningEffort)]
    case .output: Self.parameters(.responseFormat, .logprobs, .topLogprobs)
    case .tools: Self.parameters(.tools, .toolChoice, .parallelToolCalls)
    case .advanced: Self.parameters(.prediction, .stream, .streamOptions, .extra)
    }
  }

  private static func parameters(_ keys: Parameters.CodingKeys...) -> [FormField] {
    keys.map { .parameter($0) }
  }
}
