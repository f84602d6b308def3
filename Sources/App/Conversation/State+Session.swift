public import Chat

/// Whom the conversation on the screen asks. Provider, model and parameters belong to the conversation:
/// they are stored with it, and are in force again when it is opened.
extension State {
  /// Keeps with the conversation what was just chosen for it.
  mutating func noteSettings() -> [Effect] {
    guard !conversation.isEmpty else { return [] }
    conversation.settings = session.settings
    return [.store(.saveHeader(conversation))]
  }

  /// Whom a conversation asks that is opened: whom it was asked last; one in which nothing was asked asks
  /// as a new one does.
  func session(for conversation: Conversation) -> Session {
    conversation.settingsInForce.map(newSession.asking) ?? newSession
  }

  /// Says why nothing can be asked here, where that is already known.
  mutating func sayObstacle() {
    guard notice == nil, !conversation.isEmpty else { return }
    if !session.isConfigured {
      notice = Notice(.trouble, ErrorText.notConfigured(session), advice: say(.chooseProvider))
    } else if session.lacksKey {
      notice = Notice(.trouble, ErrorText.missingKey(session.provider))
    }
  }

  /// The command line named a provider or a model for the conversation that it opens: they come before
  /// the conversation's own.
  mutating func adoptOptions() {
    if newSession.isThinkingChosen { conversation.thinking = newSession.thinking }
    guard newSession.isChosen else { return }
    let before = session.settings
    session.askWhom(newSession)
    let now = session.settings
    guard !conversation.isEmpty, now != before else { return }
    notice = Notice(
      .information,
      "This conversation was with \(before.model) at \(before.baseURL ?? before.provider). "
        + "The next question goes to \(now.model) at \(now.baseURL ?? now.provider).")
  }
}

extension Session {
  /// Takes over whom another session asks.
  mutating func askWhom(_ other: Session) {
    provider = other.provider
    lacksKey = other.lacksKey
    isConfigured = other.isConfigured
    model = other.model
  }

  /// Takes over whom another session asks, and how.
  mutating func ask(as other: Session) {
    askWhom(other)
    thinking = other.thinking
    parameters = other.parameters
    sources = other.sources
  }

  /// What is in force, as a conversation keeps it.
  public var settings: ConversationSettings {
    let own = choices.first { $0.provider.name == provider.name }?.provider.baseURL
    return ConversationSettings(
      provider: provider.name, baseURL: own == provider.baseURL ? nil : provider.baseURL,
      model: model, parameters: parameters)
  }

  /// This session as a conversation with those settings has it.
  func asking(_ settings: ConversationSettings) -> Session {
    var session = self
    let known = (choices + [ProviderChoice(provider: provider, lacksKey: lacksKey)])
      .first { $0.provider.name == settings.provider }
    session.isConfigured = known != nil
    session.lacksKey = known?.lacksKey ?? false
    session.provider =
      known?.provider
      ?? Provider(
        name: settings.provider, baseURL: "", dialect: .plain, keyVariable: nil, defaultModel: "")
    if let url = settings.baseURL, url != session.provider.baseURL {
      session.provider = session.provider.moved(to: url)
      // A server that the user named may need no key; it will say so.
      session.lacksKey = false
    }
    for known in recognized { session.provider.adopt(known) }
    session.model = settings.model
    session.parameters = settings.parameters
    session.sources = [:]
    for field in ParameterField.all where field.text(in: settings.parameters) != nil {
      session.sources[field.name] = .conversation
    }
    return session
  }
}
