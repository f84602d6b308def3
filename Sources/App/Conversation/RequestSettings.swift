internal import Chat

/// What people set for requests, apart from provider and model.
struct RequestSettings: Equatable {
  var parameters: Parameters
  var thinking: ThinkingMode
  /// The source of each value, by name; nothing for values that nobody set.
  var sources: [String: ParameterSource]

  /// Whether the model is asked not to vary its choice of tokens while it thinks. Models that think
  /// then tend to repeat themselves (wire.md 2, "no greedy decoding").
  func isGreedyThinking(at provider: Provider) -> Bool {
    thinking.isOn && provider.dialect.hasThinking && parameters.temperature == 0
  }
}

/// The names of the thinking settings, as people type them.
enum ThinkingName {
  static let isOn = "enable_thinking"
  static let budget = "thinking_budget"
}

extension OpenConversation {
  var requestSettings: RequestSettings {
    RequestSettings(
      parameters: session.parameters, thinking: thinking, sources: session.sources)
  }
}

extension State {
  /// Changes the settings of the next request. ``undoSettings()`` takes the change back.
  mutating func adjust(_ settings: RequestSettings) -> [Effect] {
    let before = front.requestSettings
    guard settings != before else { return [] }
    front.earlierSettings = front.earlierSettings.suffix(99) + [before]
    return apply(settings)
  }

  mutating func undoSettings() -> [Effect] {
    front.earlierSettings.popLast().map { apply($0) } ?? []
  }

  private mutating func apply(_ settings: RequestSettings) -> [Effect] {
    let isSame = session.parameters == settings.parameters
    session.parameters = settings.parameters
    var effects: [Effect] = []
    if settings.thinking != thinking { effects = think(settings.thinking) }
    session.sources = settings.sources
    return isSame ? effects : noteSettings()
  }
}
