internal import Chat

/// Detected dialects of servers.
extension State {
  /// Returns the order to identify the session's server, unless it is already known.
  func recognizeServer() -> [Effect] {
    let needsModel = session.model.isEmpty && session.provider.tellsModel
    guard session.isConfigured, !session.lacksKey, stream == nil,
      session.provider.dialectBasis.isOpen || needsModel
    else { return [] }
    return [.stream(.recognize(session.provider, needsModel: needsModel))]
  }

  /// Adopts a detected dialect in every session that uses the server, and its model if none was
  /// chosen.
  mutating func note(recognized provider: Provider) {
    providers.adopt(provider)
    newSession.adopt(provider)
    front.session.adopt(provider)
    for id in others.keys { others[id]?.session.adopt(provider) }
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
    guard !said.contains(.assumedDialect), let words = ThinkingText.unrecognized(session.provider)
    else { return }
    said.insert(.assumedDialect)
    notice = Notice(.information, words.text, advice: words.advice)
  }
}

extension Session {
  /// Whether requests go to that server.
  func isAt(_ server: Provider) -> Bool {
    provider.name == server.name && provider.baseURL == server.baseURL
  }

  /// Adopts what was detected about a server.
  mutating func adopt(_ server: Provider) {
    guard isAt(server) else { return }
    provider.adopt(server)
    if model.isEmpty { model = server.defaultModel }
  }
}
