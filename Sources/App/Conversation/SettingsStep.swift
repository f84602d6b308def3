internal import Chat

/// The provider, model, system prompt and preset of a conversation's requests.
struct RequestTarget: Equatable {
  var provider: Provider
  var lacksKey: Bool
  var isConfigured: Bool
  var model: String
  var systemPrompt: String?
  var preset: String?

  init(_ session: Session) {
    provider = session.provider
    lacksKey = session.lacksKey
    isConfigured = session.isConfigured
    model = session.model
    systemPrompt = session.systemPrompt
    preset = session.preset
  }

  /// Returns this target, except that whatever has changed from `after` to `current` keeps its
  /// current value.
  func restored(over current: RequestTarget, since after: RequestTarget) -> RequestTarget {
    var result = current
    if (current.provider.name, current.provider.baseURL, current.model)
      == (after.provider.name, after.provider.baseURL, after.model)
    {
      result.provider = provider
      result.lacksKey = lacksKey
      result.isConfigured = isConfigured
      result.model = model
    }
    if current.systemPrompt == after.systemPrompt { result.systemPrompt = systemPrompt }
    if current.preset == after.preset { result.preset = preset }
    return result
  }
}

/// A change to a conversation's settings that can be undone.
struct SettingsStep: Equatable {
  /// The settings before the change.
  var settings: RequestSettings
  /// The target before and after the change; `nil` for a change to the settings alone.
  var target: Change?

  struct Change: Equatable {
    var before: RequestTarget
    var after: RequestTarget
  }
}

extension Session {
  mutating func take(_ target: RequestTarget) {
    provider = target.provider
    lacksKey = target.lacksKey
    isConfigured = target.isConfigured
    model = target.model
    systemPrompt = target.systemPrompt
    preset = target.preset
  }
}
