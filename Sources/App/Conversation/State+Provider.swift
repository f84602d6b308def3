internal import Chat
internal import Words

/// Choosing a provider and model. The choice is saved with the conversation, and applies to new ones.
extension State {
  /// Performs `/provider NAME MODEL`.
  mutating func choose(_ name: String, model: String) -> [Effect] {
    guard stream == nil else {
      notice = Notice(.information, Words.Picker.stillAnswering)
      return []
    }
    guard let choice = providers[name] else {
      // A port after a space would be taken for the model.
      if let fault = ServerAddress.fault(in: name) ?? ServerAddress.fault(in: "\(name) \(model)") {
        notice = Notice(.trouble, ErrorText.sentence(fault), advice: ErrorText.advice(fault))
        return []
      }
      if let address = ServerAddress(recognizing: name) {
        composer.clear()
        return connect(to: address, model: model)
      }
      let available = Words.ProviderChoice.available(providers.choices.map(\.provider.name))
      notice = Notice(
        .trouble, Words.ProviderChoice.unknown(name),
        advice: Words.sentences(available, Words.ProviderChoice.orAddress))
      return []
    }
    guard model.isEmpty else {
      return useTyped(model, at: choice, after: CommandTable.text(.chooseProvider, name))
    }
    composer.clear()
    guard models.loading != .loaded, !choice.lacksKey else { return choose(choice) }
    models.awaited = .command(provider: name)
    return loadCatalog()
  }

  /// Switches to a provider, with its last, only or default model. If it has none of these,
  /// requests the server's own model if the server reports it, or else opens the picker.
  mutating func choose(_ choice: ProviderChoice) -> [Effect] {
    guard stream == nil else { return [] }
    if let model = options.modelForProvider { return use(choice, named: model) }
    if let model = usualModel(of: choice.provider) { return use(choice, model: model) }
    if let index = pages.lastIndex(where: { $0 is PickerPage }) {
      pages.removeSubrange((index + 1)...)
      return []
    }
    let provider = choice.provider
    guard provider.tellsModel, !choice.lacksKey, models.listing(of: provider) == nil else {
      return togglePicker(query: provider.listedName + " ")
    }
    models.awaited = .commandList(provider: provider.id)
    notice = Notice(.information, Words.Picker.asking(provider.shownName))
    return models.request(to: provider) == .asked ? [] : list([provider])
  }

  func usualModel(of provider: Provider) -> String? {
    if let model = options.modelForProvider { return model }
    if let found = models.localServers.first(where: { $0.provider.id == provider.id }) {
      let last = models.lastOrOnlyModel(at: provider)
      return last.flatMap { found.models.contains($0) ? $0 : nil } ?? found.usualModel
    }
    if let model = models.lastOrOnlyModel(at: provider) { return model }
    // The default model may have been chosen for a different address.
    if provider.tellsModel, provider.dialectBasis != .stated { return nil }
    return provider.defaultModel.isEmpty ? nil : provider.defaultModel
  }

  /// Performs `/model ID`, which keeps the provider.
  mutating func useModel(_ model: String) -> [Effect] {
    guard session.isConfigured else {
      composer.clear()
      session.model = model
      sayObstacle()
      return noteSettings()
    }
    return useTyped(
      model, at: ProviderChoice(provider: session.provider, lacksKey: session.lacksKey),
      after: CommandTable.text(.setModel))
  }

  mutating func use(_ choice: ProviderChoice, model: String) -> [Effect] {
    dropTypedAddress()
    session.provider = choice.provider
    session.lacksKey = choice.lacksKey
    session.isConfigured = true
    session.model = model
    if !session.isDemo { options.modelForProvider = nil }
    chooseForNew()
    models.connectedAt = nil
    notice =
      choice.lacksKey
      ? Notice(.trouble, ErrorText.missingKey(choice.provider), advice: say(.addKey))
      : Notice(
        .information, Words.ProviderChoice.now(model, choice.provider.shownName))
    return noteSettings() + recognizeServer()
  }

  /// Uses the current provider and model for new conversations.
  mutating func chooseForNew() {
    newSession.askWhom(session)
    recent.choice.note(session, among: providers)
    models.noteUsed(session.asked.choice)
    // A choice pending since startup must not replace this one.
    models.awaited = nil
  }

  // MARK: In the picker

  /// Chooses a model in the picker, which then closes. If the provider's key is missing, asks for it
  /// first.
  mutating func pick(_ choice: ModelChoice) -> [Effect] {
    let isHere = session.isConfigured && session.provider.id == choice.provider
    // The current provider may be at a custom address.
    let known =
      isHere
      ? ProviderChoice(provider: session.provider, lacksKey: session.lacksKey)
      : providers[id: choice.provider]
    guard let known else { return [] }
    if known.lacksKey {
      pages.append(keyPage(for: known.provider, then: choice))
      return []
    }
    guard isHere || stream == nil else {
      notePickerProblem(Words.Picker.stillAnswering)
      return []
    }
    closePicker()
    // An address that was chosen here is remembered, even if it was first given on a command line.
    if !isHere, known.provider.isNamedByAddress, let address = ServerAddress(choice.provider) {
      providers.note(address)
    }
    return use(known, model: choice.model)
  }

  /// Shows in the picker why nothing was chosen.
  mutating func notePickerProblem(_ problem: String) {
    guard var page = pages.last as? PickerPage else { return }
    page.problem = problem
    pages[pages.count - 1] = page
  }

  mutating func closePicker() {
    pages.removeAll { $0 is PickerPage || $0 is KeyPage }
  }
}
