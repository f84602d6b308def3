public import Chat

/// Provider, model and parameters of requests, for one conversation or for new ones.
public struct Session: Equatable, Sendable {
  public var provider: Provider
  public var model: String
  public var thinking: ThinkingMode
  public var parameters: Parameters
  /// The source of each parameter that is set, by name.
  public var sources: [String: ParameterSource] = [:]
  /// The provider needs an API key and none was found. Nothing can be sent.
  public var lacksKey: Bool
  /// `false` if the conversation's provider is unknown. Nothing can be sent.
  public var isConfigured = true
  /// The command line names a provider, a model or an address.
  public var isChosen = false
  /// The command line says whether to think.
  public var isThinkingChosen = false
  /// Text appears in whole lines, and no timers run.
  public var hasReducedMotion = false
  /// Local time minus UTC, in seconds.
  public var utcOffset = 0
  /// The model may be asked for conversation titles.
  public var asksForTitles = false
  /// `false` if history is off.
  public var isStored = true
  /// Servers whose dialect was detected.
  var recognized: [Provider] = []
  /// All available providers, with their own addresses.
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

/// A provider that `/provider` accepts.
public struct ProviderChoice: Equatable, Sendable {
  public var provider: Provider
  /// The provider needs an API key and none was found.
  public var lacksKey: Bool

  public init(provider: Provider, lacksKey: Bool) {
    self.provider = provider
    self.lacksKey = lacksKey
  }
}

/// The source of a parameter's value.
public enum ParameterSource: String, Equatable, Sendable {
  case configuration
  case option
  /// `/set` on the screen.
  case command = "/set"
  case conversation
}
