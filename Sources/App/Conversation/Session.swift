public import Chat

/// The provider, model and settings of a conversation, or the ones for new conversations.
public struct Session: Equatable, Sendable {
  public var provider: Provider
  public var model: String
  public var thinking: ThinkingMode
  public var parameters: Parameters
  /// The system prompt; empty for none, `nil` to use the conversation's own system message.
  public var systemPrompt: String?
  /// The preset that the settings came from.
  public var preset: String?
  /// The source of each parameter that is set, by name, including the thinking settings.
  public var sources: [String: ParameterSource] = [:]
  /// Whether the provider needs an API key and none was found. If so, nothing can be sent.
  public var lacksKey: Bool
  /// Whether the conversation's provider is known. If not, nothing can be sent.
  public var isConfigured = true

  public init(
    provider: Provider, model: String, thinking: ThinkingMode,
    parameters: Parameters = Parameters(), lacksKey: Bool = false
  ) {
    self.provider = provider
    self.model = model
    self.thinking = thinking
    self.parameters = parameters
    self.lacksKey = lacksKey
  }

  public mutating func set(stream: Bool) {
    parameters.stream = stream
    sources[Parameters.CodingKeys.stream.rawValue] = .option
  }

  public var isDemo: Bool { provider.name == Provider.demo.name }

  /// The model without its maker's prefix: `qwen3-32b`.
  public var shortModel: String { Session.short(model) }

  static func short(_ model: String) -> String {
    model.split(separator: "/").last.map(String.init) ?? model
  }
}

/// The source of a parameter's value.
public enum ParameterSource: Equatable, Sendable {
  case configuration
  /// Chosen on the screen in another conversation, perhaps in an earlier run.
  case lastChoice
  /// Given on the command line.
  case option
  case preset
  /// Set interactively, or saved with the conversation.
  case conversation
}
