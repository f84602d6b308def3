internal import Chat

/// Detecting and adopting the dialects of servers.
extension State {
  /// Returns the effect that identifies the session's server, unless its dialect and model are
  /// known.
  /// - Parameter isOpening: whether a conversation is being opened. If so, also checks whether a
  ///   local server is running.
  func recognizeServer(isOpening: Bool = false) -> [Effect] {
    let needsModel = session.model.isEmpty && session.provider.tellsModel
    let isUnknown = !session.lacksKey && (session.provider.dialectBasis.isOpen || needsModel)
    let isChecked = isOpening && !conversation.isEmpty && session.provider.isLocal
    guard session.isConfigured, stream == nil, isUnknown || isChecked else { return [] }
    return [.stream(.recognize(session.provider, needsModel: needsModel))]
  }

  /// Adopts a detected dialect in every session that uses the server, and the server's model
  /// where none was chosen. A list of models that was read in another dialect may be incomplete,
  /// so it is read again.
  mutating func note(recognized provider: Provider) -> [Effect] {
    adopt(recognized: provider)
    if provider.dialectBasis.wasRecognized { noteReached(provider) }
    let isListOutdated = models.wasAsked(inOtherDialectThan: provider)
    let listing = isListOutdated ? list([provider]) : []
    refreshPicker()
    return listing
  }

  private mutating func adopt(recognized provider: Provider) {
    providers.adopt(provider)
    newSession.adopt(provider)
    front.adopt(provider)
    for id in background.open.keys { background.open[id]?.adopt(provider) }
    let isHere = session.isAt(provider)
    if isHere, front.conversation.settings?.model == "" {
      front.conversation.settings?.model = front.session.model
    }
    guard isHere, notice == nil, options.choosesThinking || conversation.thinking != nil
    else { return }
    if let words = ThinkingText.shortfall(thinking.choice, at: session.provider) {
      notice = Notice(options.choosesThinking ? .trouble : .information, words)
    } else {
      sayDialectOnce()
    }
  }

  /// Tells the user once which dialect is assumed, if the server's could not be detected.
  mutating func sayDialectOnce() {
    guard !guidance.said.contains(.assumedDialect),
      let words = ThinkingText.unrecognized(session.provider)
    else { return }
    guidance.said.insert(.assumedDialect)
    notice = Notice(.information, words.text, advice: words.advice)
  }
}

extension OpenConversation {
  /// Adopts what was detected about a server, in the session and in the answers being received.
  fileprivate mutating func adopt(_ server: Provider) {
    session.adopt(server)
    for index in streams.indices { streams[index].adopt(server) }
  }
}

extension Provider {
  /// Returns whether both are the same provider at the same address.
  func isSame(as other: Provider) -> Bool {
    name == other.name && baseURL == other.baseURL
  }
}

extension Session {
  /// Returns whether requests go to `server`.
  func isAt(_ server: Provider) -> Bool { provider.isSame(as: server) }

  /// Adopts what was detected about a server, if the session uses it.
  mutating func adopt(_ server: Provider) {
    guard isAt(server) else { return }
    provider.adopt(server)
    if model.isEmpty { model = server.defaultModel }
  }
}
