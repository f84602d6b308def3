internal import Chat

extension State {
  /// What `/provider NAME MODEL` does; alone it lists what there is to choose from.
  mutating func choose(_ name: String, model: String) -> [Effect] {
    guard stream == nil else {
      notice = Notice(
        .information, "The answer is still coming; \(keptText).", advice: say(.stop))
      return []
    }
    let choices = session.choices
    guard let choice = choices.first(where: { $0.provider.name == name }) else {
      let names = choices.map(\.provider.name).joined(separator: ", ")
      if name.isEmpty { composer.clear() }
      notice =
        name.isEmpty
        ? Notice(.information, "Providers: \(names).", advice: "/provider NAME MODEL chooses.")
        : Notice(.trouble, "There is no provider “\(name)”.", advice: "There are: \(names).")
      return []
    }
    guard let model = modelFor(choice.provider, named: model) else {
      notice = Notice(
        .trouble, "\(name) has no usual model: /provider \(name) MODEL names one.")
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
        "The next question goes to \(model.isEmpty ? "the server's model" : model) at \(name).")
    return noteSettings()
  }

  /// New conversations ask whom was chosen last.
  mutating func chooseForNew() { newSession.askWhom(session) }

  private func modelFor(_ provider: Provider, named name: String) -> String? {
    guard name.isEmpty else { return name }
    if let found = localServers.first(where: { $0.provider.name == provider.name }) {
      return found.usualModel
    }
    // One of the user's own may have just one model; it is asked for with the first question.
    if provider.tellsModel, provider.dialectBasis != .stated { return "" }
    return provider.defaultModel.isEmpty ? nil : provider.defaultModel
  }
}
