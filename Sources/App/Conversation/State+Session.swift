internal import Chat
internal import Words

/// The session of the conversation on the screen. Provider, model and parameters are saved with the
/// conversation and apply again when it is opened.
extension State {
  /// Saves the current settings with the conversation.
  mutating func noteSettings() -> [Effect] {
    guard !conversation.isEmpty else { return [] }
    conversation.settings = providers.settings(of: session)
    return [.store(.saveHeader(conversation))]
  }

  /// Returns the session for a conversation being opened: its last settings, or those of new
  /// conversations if it has none.
  func session(for conversation: Conversation) -> Session {
    conversation.settingsInForce.map { newSession.asking($0, among: providers) } ?? newSession
  }

  /// Sets a notice if requests are already known to be impossible here.
  mutating func sayObstacle() {
    guard notice == nil, !conversation.isEmpty else { return }
    if !session.isConfigured {
      notice = Notice(.trouble, ErrorText.notConfigured(session), advice: say(.chooseProvider))
    } else if session.lacksKey {
      notice = Notice(.trouble, ErrorText.missingKey(session.provider))
    }
  }

  /// Applies the provider and model from the command line, which override the conversation's own.
  mutating func adoptOptions() {
    if options.choosesThinking { conversation.thinking = newSession.thinking }
    guard options.choosesProvider else { return }
    let before = providers.settings(of: session)
    session.askWhom(newSession)
    let now = providers.settings(of: session)
    guard !conversation.isEmpty, now != before else { return }
    notice = Notice(
      .information,
      Words.ProviderChoice.changed(
        from: before.model, at: before.baseURL ?? before.provider, to: now.model,
        at: now.baseURL ?? now.provider))
  }
}

extension Session {
  /// Copies provider and model from another session.
  mutating func askWhom(_ other: Session) {
    provider = other.provider
    lacksKey = other.lacksKey
    isConfigured = other.isConfigured
    model = other.model
  }

  /// Copies provider, model, thinking and parameters from another session.
  mutating func ask(as other: Session) {
    askWhom(other)
    thinking = other.thinking
    parameters = other.parameters
    sources = other.sources
  }

  /// Returns this session with a conversation's settings applied.
  func asking(_ settings: ConversationSettings, among providers: KnownProviders) -> Session {
    var session = self
    let own = ProviderChoice(provider: provider, lacksKey: lacksKey)
    let known =
      providers[settings.provider] ?? (provider.name == settings.provider ? own : nil)
    session.isConfigured = known != nil
    session.lacksKey = known?.lacksKey ?? false
    session.provider =
      known?.provider
      ?? Provider(
        name: settings.provider, baseURL: "", dialect: .plain, keyVariable: nil, defaultModel: "")
    if let url = settings.baseURL, url != session.provider.baseURL {
      session.provider = session.provider.moved(to: url)
      // A server named by the user may need no key. If it does, it will refuse.
      session.lacksKey = false
    }
    for server in providers.recognized { session.provider.adopt(server) }
    session.model = settings.model
    session.parameters = settings.parameters
    session.sources = [:]
    for field in ParameterField.all where field.text(in: settings.parameters) != nil {
      session.sources[field.name] = .conversation
    }
    return session
  }
}
