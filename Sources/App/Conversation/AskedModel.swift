internal import Chat

/// A model that a question is sent to, and its provider.
struct AskedModel: Equatable {
  var provider: Provider
  var lacksKey: Bool
  var model: String

  init(_ choice: ProviderChoice, model: String) {
    provider = choice.provider
    lacksKey = choice.lacksKey
    self.model = model
  }

  /// Identifies the model. Stays the same when its provider's dialect is detected.
  var choice: ModelChoice { ModelChoice(provider: provider.id, model: model) }
}

extension Session {
  /// The session's model and its provider.
  var asked: AskedModel {
    AskedModel(ProviderChoice(provider: provider, lacksKey: lacksKey), model: model)
  }

  /// Returns this session with another model and unchanged parameters.
  func asking(_ asked: AskedModel) -> Session {
    var session = self
    session.provider = asked.provider
    session.lacksKey = asked.lacksKey
    session.model = asked.model
    session.isConfigured = true
    return session
  }
}
