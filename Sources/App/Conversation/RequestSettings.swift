internal import Chat

/// The user's settings for requests, apart from provider and model.
struct RequestSettings: Equatable {
  var parameters: Parameters
  var thinking: ThinkingMode
  /// The source of each value that was set, by name.
  var sources: [String: ParameterSource]
  /// The effort to restore when thinking is turned back on.
  var restingEffort: String?

  /// Whether the model would think with greedy decoding, which makes models repeat themselves
  /// (wire.md 2, "no greedy decoding").
  func isGreedyThinking(at provider: Provider) -> Bool {
    thinking.isOn && provider.dialect.hasThinking && parameters.temperature == 0
  }
}

/// The names of the thinking settings, as people type them.
enum ThinkingName {
  static let isOn = "enable_thinking"
  static let budget = "thinking_budget"
  static let all = [isOn, budget]
}

extension OpenConversation {
  var requestSettings: RequestSettings {
    RequestSettings(
      parameters: session.parameters, thinking: thinking, sources: session.sources,
      restingEffort: restingEffort)
  }
}

extension State {
  /// Changes the settings of the next request. ``undoSettings()`` undoes the change.
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
    let before = front.requestSettings
    session.parameters = settings.parameters
    session.sources = settings.sources
    front.restingEffort = settings.restingEffort
    let isChosen = ThinkingName.all.contains { settings.sources[$0] != before.sources[$0] }
    var effects: [Effect] = []
    if isChosen || settings.thinking != before.thinking { effects = think(settings.thinking) }
    return settings.parameters == before.parameters ? effects : noteSettings()
  }

  /// Sets the thinking mode of this conversation, of new ones, and of later runs.
  private mutating func think(_ mode: ThinkingMode) -> [Effect] {
    conversation.thinking = mode
    newSession.thinking = mode
    for name in ThinkingName.all {
      let source = session.sources[name]
      newSession.sources[name] = source == .conversation ? .lastChoice : source
    }
    let isUnset = session.sources[ThinkingName.isOn] == nil && mode == ThinkingMode(isOn: true)
    lastChoice.thinking = isUnset ? nil : mode
    return conversation.isEmpty ? [] : [.store(.saveHeader(conversation))]
  }
}
