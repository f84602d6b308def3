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
    var session = startingSession
    if let settings = conversation.settingsInForce {
      session = newSession.asking(settings, among: providers)
    } else if !conversation.leadingSystemText.isEmpty {
      session.systemPrompt = nil
    }
    if conversation.thinking != nil {
      session.sources[ThinkingName.isOn] = .conversation
      session.sources[ThinkingName.budget] = .conversation
    }
    return session
  }

  /// Sets a notice if it is already known that no request can be sent.
  mutating func sayObstacle() {
    guard notice == nil, !conversation.isEmpty, stream == nil else { return }
    if !session.isConfigured {
      notice = Notice(.trouble, ErrorText.notConfigured(session), advice: say(.chooseModel))
    } else if session.lacksKey {
      notice = Notice(
        .trouble, ErrorText.missingKey(session.provider), advice: say(.addKey))
    }
  }

  /// Notes that a server is not running. Sets a notice if the conversation on the screen uses it.
  mutating func note(unreachable server: Provider) {
    let error = StreamError.unreachable(host: server.name, .noConnection)
    models.noteFailure(of: server, error)
    refreshPicker()
    guard session.isAt(server), !conversation.isEmpty, stream == nil, notice?.kind != .trouble
    else { return }
    notice = Notice(
      .trouble, ErrorText.sentence(error, at: server), advice: say(startServer))
  }

  /// Applies the options from the command line, which override the conversation's own settings.
  mutating func adoptOptions() {
    let before = (settings: providers.settings(of: session), thinking: thinking)
    if options.choosesProvider {
      let model = session.model
      let isSame = session.isAt(newSession.provider)
      session.askWhom(newSession)
      if isSame, !options.choosesModel { session.model = model }
    } else if options.choosesModel, !session.isDemo || options.modelForProvider == nil {
      session.model = options.modelForProvider ?? newSession.model
    }
    if options.choosesThinking {
      conversation.thinking = newSession.thinking
      for name in ThinkingName.all {
        session.sources[name] = newSession.sources[name]
      }
    }
    if let preset = options.preset { session.adoptParameters(of: preset) }
    if options.choosesSystemPrompt { session.systemPrompt = newSession.systemPrompt }
    if options.choosesThinking, let obstacle = parameterForm.refusal(of: thinking.choice.form) {
      refuse(obstacle)
      return
    }
    guard !conversation.isEmpty else { return }
    let sentences = changes(from: before.settings, before.thinking)
    guard !sentences.isEmpty else { return }
    notice = Notice(.information, sentences.joined(separator: " "))
  }

  /// Returns sentences that describe what the command line changed.
  private func changes(
    from before: ConversationSettings, _ thinkingBefore: ThinkingMode
  ) -> [String] {
    let now = providers.settings(of: session)
    var sentences: [String] = []
    if let preset = options.preset { sentences.append(Words.Presets.used(preset.name)) }
    if (now.provider, now.baseURL, now.model) != (before.provider, before.baseURL, before.model) {
      sentences.append(Self.change(from: before, to: now))
    }
    if thinking != thinkingBefore {
      sentences.append(Words.ProviderChoice.thinkingChanged(to: thinking))
    }
    if now.systemPrompt != before.systemPrompt {
      sentences.append(Words.SystemPrompt.changed)
    }
    return sentences
  }

  private static func change(
    from before: ConversationSettings, to now: ConversationSettings
  ) -> String {
    let place = now.baseURL ?? now.provider
    guard before.model != AnswerOrigin.unknown else {
      return Words.ProviderChoice.changed(
        fromImport: before.provider, to: now.model, at: place)
    }
    // A provider that is no longer configured has no address.
    let address = before.baseURL.flatMap { $0.isEmpty ? nil : $0 }
    return Words.ProviderChoice.changed(
      from: before.model, at: address ?? before.provider, to: now.model, at: place)
  }
}

extension Session {
  /// Whether no model was chosen and the server does not pick one. If so, nothing can be sent.
  public var lacksModel: Bool { model.isEmpty && !provider.tellsModel }

  /// Whether no model was chosen and there is no default to fall back on.
  var knowsNoModel: Bool { model.isEmpty && !provider.hasFallbackModel }

  /// Copies the provider and model from another session.
  mutating func askWhom(_ other: Session) {
    provider = other.provider
    lacksKey = other.lacksKey
    isConfigured = other.isConfigured
    model = other.model
  }

  /// Copies the provider, model, thinking and parameters from another session.
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
      providers[id: settings.provider] ?? (provider.name == settings.provider ? own : nil)
    session.isConfigured = known != nil
    session.lacksKey = known?.lacksKey ?? false
    session.provider =
      known?.provider
      ?? Provider(
        name: settings.provider, baseURL: "", dialect: .plain, keyVariable: nil, defaultModel: "")
    if let url = settings.baseURL, url != session.provider.baseURL {
      session.provider = session.provider.moved(to: url)
      // A server at a custom address may not need a key. If it does, it will refuse the request.
      session.lacksKey = false
    }
    for server in providers.recognized { session.provider.adopt(server) }
    session.model = settings.model
    session.parameters = settings.parameters
    session.systemPrompt = settings.systemPrompt
    session.preset = settings.preset
    session.sources = sources.filter { ThinkingName.all.contains($0.key) }
    for field in ParameterField.all where field.text(in: settings.parameters) != nil {
      session.sources[field.name] = .conversation
    }
    return session
  }
}

extension Provider {
  /// Whether the default model is used if no model was chosen and the server lists none.
  var hasFallbackModel: Bool { dialectBasis != .stated && !defaultModel.isEmpty }
}
