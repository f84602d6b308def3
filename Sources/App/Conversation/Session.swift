public import Chat

/// Whom requests go to and how: those of a new conversation, or those of the one on the screen.
public struct Session: Equatable, Sendable {
  public var provider: Provider
  public var model: String
  public var thinking: ThinkingMode
  public var parameters: Parameters
  /// Where each parameter in force comes from, by its name.
  public var sources: [String: ParameterSource] = [:]
  /// The provider needs a key and none was found: nothing can be asked.
  public var lacksKey: Bool
  /// `false`: the conversation's provider is not known here, and nothing can be asked.
  public var isConfigured = true
  /// The command line names a provider, a model or an address.
  public var isChosen = false
  /// The command line says whether to think.
  public var isThinkingChosen = false
  /// Text comes by whole lines, and nothing counts.
  public var hasReducedMotion = false
  /// Seconds that local time is ahead of UTC.
  public var utcOffset = 0
  /// The model may be asked for titles of conversations.
  public var asksForTitles = false
  /// `false`: the user has asked for nothing to be stored.
  public var isStored = true
  /// Servers that have been asked what they are.
  var recognized: [Provider] = []
  /// Every provider that can be chosen, at its own address.
  public var choices: [ProviderChoice] = []

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

/// A provider that can be chosen on the screen.
public struct ProviderChoice: Equatable, Sendable {
  public var provider: Provider
  /// It needs a key and none was found.
  public var lacksKey: Bool

  public init(provider: Provider, lacksKey: Bool) {
    self.provider = provider
    self.lacksKey = lacksKey
  }
}

/// Who set a parameter.
public enum ParameterSource: String, Equatable, Sendable {
  case configuration
  case option
  /// `/set` on the screen.
  case command = "/set"
  case conversation
}
