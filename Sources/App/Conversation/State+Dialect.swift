internal import Chat

/// Detected dialects of servers.
extension State {
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
    if let words = ThinkingText.shortfall(thinking, at: session.provider) {
      notice = Notice(.information, words)
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

  /// Returns why a thinking parameter cannot be set; `nil` if it can, or for other parameters.
  func thinkingObstacle(_ name: String) -> Notice? {
    let provider = session.provider
    guard !provider.dialectBasis.isOpen else { return nil }
    let mode: ThinkingMode
    switch name {
    case "enable_thinking": mode = ThinkingMode(isOn: true)
    case "thinking_budget", "think": mode = ThinkingMode(isOn: true, budget: 1)
    default: return nil
    }
    return ThinkingText.shortfall(mode, at: provider).map {
      Notice(.trouble, $0, advice: say(.listParameters))
    }
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
