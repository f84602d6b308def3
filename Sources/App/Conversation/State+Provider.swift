internal import Chat
internal import Words

extension State {
  /// Performs `/provider NAME MODEL`. Without a name it lists the providers.
  mutating func choose(_ name: String, model: String) -> [Effect] {
    guard stream == nil else {
      notice = Notice(
        .information, Words.Asking.stillAnswering(keptText), advice: say(.stop))
      return []
    }
    guard let choice = providers[name] else {
      let names = providers.choices.map(\.provider.name)
      if name.isEmpty { composer.clear() }
      notice =
        name.isEmpty
        ? Notice(
          .information, Words.ProviderChoice.list(names), advice: Words.ProviderChoice.usage)
        : Notice(
          .trouble, Words.ProviderChoice.unknown(name),
          advice: Words.ProviderChoice.available(names))
      return []
    }
    guard let model = modelFor(choice.provider, named: model) else {
      notice = Notice(
        .trouble, Words.ProviderChoice.noDefaultModel(name))
      return []
    }
    session.provider = choice.provider
    session.lacksKey = choice.lacksKey
    session.isConfigured = true
    session.model = model
    chooseForNew()
    connectedAt = nil
    composer.clear()
    notice =
      choice.lacksKey
      ? Notice(.trouble, ErrorText.missingKey(choice.provider))
      : Notice(
        .information,
        Words.ProviderChoice.now(model, name))
    return noteSettings()
  }

  /// Uses the current provider and model for new conversations.
  mutating func chooseForNew() {
    newSession.askWhom(session)
    lastChoice.note(session, among: providers)
  }

  private func modelFor(_ provider: Provider, named name: String) -> String? {
    guard name.isEmpty else { return name }
    if let found = localServers.first(where: { $0.provider.name == provider.name }) {
      return found.usualModel
    }
    // A server of the user's own may have a single model. The first question detects it.
    if provider.tellsModel, provider.dialectBasis != .stated { return "" }
    return provider.defaultModel.isEmpty ? nil : provider.defaultModel
  }
}
