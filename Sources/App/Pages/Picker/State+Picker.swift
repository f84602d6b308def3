internal import Chat
internal import Words

/// A request from the picker or the key page.
enum PickerRequest {
  case choose(ModelChoice)
  case setFavorite(ModelChoice, Bool)
  /// Asks all providers for their lists.
  case refresh
  /// Asks this provider for its list again.
  case retry(Provider)
  case enterKey(Provider)
  case connect(ServerAddress)
  case storeKey(TypedKey, Provider)
  case removeKey(Provider)
  /// Chooses a provider without entering a key, because the provider might not need one.
  case useWithoutKey(Provider)
  /// Sends the next question to all these models.
  case compare([ModelChoice])
}

/// Opening the picker and handling its requests.
extension State {
  /// - Parameter settled: a provider whose list has just been requested, and is not requested
  ///   again.
  mutating func togglePicker(query: String = "", settled: Provider? = nil) -> [Effect] {
    if closeTop(PickerPage.self) { return [] }
    let loading = loadCatalog()
    let listing = models.loading == .loaded ? listStale(except: settled) : []
    pages.append(PickerPage(pickerContent, query: query))
    return loading + listing + saveDraft()
  }

  var pickerContent: PickerContent {
    PickerContent(session, providers, models)
  }

  /// Updates the picker with the latest lists.
  mutating func refreshPicker() {
    guard pages.contains(where: { $0 is PickerPage }) else { return }
    let content = pickerContent
    updatePages(PickerPage.self) { $0.take(content) }
  }

  mutating func note(found servers: [LocalServer]) {
    models.localServers = servers
    for server in servers { models.noteReached(server.provider) }
    updatePages(StartPage.self) { $0.take(servers) }
    guidance.leftStart?.take(servers)
    refreshPicker()
  }

  mutating func follow(_ request: PickerRequest) -> [Effect] {
    switch request {
    case .choose(let choice): return pick(choice)
    case .setFavorite(let choice, let isFavorite):
      models.setFavorite(choice, isFavorite)
      refreshPicker()
      return [.models(.setFavorite(choice, isFavorite))]
    case .connect(let address):
      guard stream == nil else {
        notePickerProblem(Words.Picker.stillAnswering)
        return []
      }
      return connect(to: address)
    case .refresh: return refreshing(listable)
    case .retry(let provider):
      updatePages(PickerPage.self) { $0.await(provider.id) }
      return refreshing([provider])
    case .enterKey(let provider):
      return openKeyPage(for: provider)
    case .compare(let choices): return arm(choices)
    case .useWithoutKey(let provider):
      pages.removeAll { $0 is KeyPage }
      closeStart()
      return providers[provider.name].map { choose($0) } ?? []
    case .storeKey(let key, let provider): return [.models(.storeKey(key, provider))]
    case .removeKey(let provider): return [.models(.removeKey(provider))]
    }
  }

  /// Arranges for the next question to go to the marked models. If they cannot all be asked, the
  /// picker stays open.
  private mutating func arm(_ choices: [ModelChoice]) -> [Effect] {
    let asked = choices.compactMap { choice in
      knownProvider(choice.provider).map { AskedModel($0, model: choice.model) }
    }
    var trouble: Notice?
    do throws(ComparisonProblem) {
      if try arm(asked) {
        closePicker()
        focus = .composer
        return asked.filter { $0.provider.dialectBasis.isOpen }
          .map { .stream(.recognize($0.provider, needsModel: false)) }
      }
      trouble = notice
    } catch {
      trouble = error.notice
    }
    if var page = pages.last as? PickerPage, let trouble {
      page.problem = Words.sentences(trouble.text, trouble.advice)
      pages[pages.count - 1] = page
    }
    notice = nil
    return []
  }

  private mutating func refreshing(_ providers: [Provider]) -> [Effect] {
    defer { refreshPicker() }
    return loadCatalog() + list(providers.filter { models.request(to: $0) != .asked })
  }

  // MARK: Lists

  /// Requests the stored lists, unless they have been requested before.
  mutating func loadCatalog() -> [Effect] {
    guard models.loading == .notAsked else { return [] }
    models.loading = .asked
    return [.models(.loadCatalog)]
  }

  /// The providers that can be asked for their lists.
  private var listable: [Provider] {
    PickerContent.providers(session, providers).lazy
      .filter { !$0.lacksKey || $0.provider.listsModelsWithoutKey }
      .map(\.provider)
  }

  private mutating func listStale(except settled: Provider? = nil) -> [Effect] {
    list(listable.filter { $0.id != settled?.id && models.isStale($0, at: now) })
  }

  mutating func list(_ providers: [Provider]) -> [Effect] {
    providers.map {
      models.noteAsked($0)
      return .models(.list($0))
    }
  }

  mutating func noteLoaded(_ catalog: ModelCatalog) -> [Effect] {
    models.take(catalog)
    notePrices()
    let chosen = chooseAwaited()
    let isOpen = pages.contains { $0 is PickerPage }
    let listing = isOpen ? listStale() : []
    refreshPicker()
    return chosen + listing + priceAnswers()
  }

  mutating func noteListed(
    _ result: Result<ModelListing, StreamError>, by provider: Provider
  ) -> [Effect] {
    // Ignore this list: another list was requested later, in a dialect that reports more.
    guard !models.wasAsked(inOtherDialectThan: provider) else { return [] }
    models.take(result, from: provider)
    noteReached(by: result, provider)
    notePrices()
    let chosen = chooseListed(result, by: provider)
    refreshPicker()
    return chosen + priceAnswers()
  }

  // MARK: A provider without a model

  /// Identifies the server, and loads the catalog if a model must be chosen.
  mutating func start() -> [Effect] {
    if session.lacksKey, notice?.kind == .trouble, notice?.advice.isEmpty == true {
      let advice = say(.addKey)
      notice?.advice = advice
    }
    if let checking = checkServer() { return recognizeServer() + checking }
    guard options.isModelOpen else { return recognizeServer() }
    models.awaited = .start(provider: newSession.provider.id)
    return recognizeServer() + loadCatalog()
  }

  /// Makes the choice that was waiting for the catalog, or opens the picker.
  private mutating func chooseAwaited() -> [Effect] {
    switch models.awaited {
    case .start(let name)?:
      models.awaited = nil
      return newSession.provider.id == name ? chooseAtStart() : []
    case .command(let name)?:
      models.awaited = nil
      return providers[name].map { choose($0) } ?? []
    case .comparison(let argument, let id)?:
      models.awaited = nil
      return compareAwaited(argument, in: id)
    case .list?, .commandList?, .address?, .comparisonCheck?, nil: return []
    }
  }

  private mutating func chooseAtStart() -> [Effect] {
    let provider = newSession.provider
    if provider.tellsModel {
      models.awaited = .list(provider: provider.id)
      return models.request(to: provider) == .asked ? [] : list([provider])
    }
    if let model = models.lastOrOnlyModel(at: provider) { return startWith(model) }
    return newSession.lacksModel ? offerPicker(for: provider) : []
  }

  /// Chooses a model from a server's list, if startup or a command is waiting for one. If the
  /// list could not be loaded, falls back to the model last used there.
  private mutating func chooseListed(
    _ result: Result<ModelListing, StreamError>, by provider: Provider
  ) -> [Effect] {
    let model =
      switch result {
      case .success(let listing): models.lastOrOnlyModel(in: listing, at: provider)
      case .failure: models.lastOrOnlyModel(at: provider)
      }
    switch models.awaited {
    case .list(provider: provider.id)?:
      models.awaited = nil
      guard newSession.isAt(provider) else { return [] }
      if case .failure(let error) = result, error.isAboutKey { sayKeyWanted(by: provider, error) }
      if case .failure = result, provider.hasFallbackModel { return [] }
      if let model { return startWith(model) }
      // The server is still loading its model. The first question will reveal which one it is.
      if case .failure(.refused(let refusal)) = result, refusal.isLoadingModel { return [] }
      if case .success(let listing) = result, listing.models.isEmpty, provider.hasFallbackModel {
        return []
      }
      return newSession.model.isEmpty ? offerPicker(for: provider) : []
    case .commandList(provider: provider.id)?:
      models.awaited = nil
      return finishCommand(model, at: provider)
    case .address(ModelDirectory.Server(provider), let purpose)?:
      models.awaited = nil
      return finishConnecting(result, to: provider, for: purpose)
    case .comparisonCheck?: return compareChecked(by: provider)
    case .start?, .list?, .command?, .commandList?, .address?, .comparison?, nil: return []
    }
  }

  private mutating func finishCommand(_ model: String?, at provider: Provider) -> [Effect] {
    if notice?.text == Words.Picker.asking(provider.shownName) { notice = nil }
    guard stream == nil, let choice = providers[provider.name] else { return [] }
    if let model { return use(choice, model: model) }
    let opening = offerPicker(for: provider)
    restoreTypedAddress()
    if !pages.contains(where: { $0 is PickerPage }) {
      notice = Notice(.trouble, Words.Picker.noModelChosen, advice: say(.chooseModel))
    }
    return opening
  }

  private mutating func startWith(_ model: String) -> [Effect] {
    let isHere = session.isAt(newSession.provider) && session.model == newSession.model
    newSession.model = model
    guard isHere, stream == nil else { return [] }
    session.model = model
    return noteSettings()
  }

  /// Opens the picker at a provider, unless the user is busy with something else.
  private mutating func offerPicker(for provider: Provider) -> [Effect] {
    conversationHasKeys && composer.isEmpty
      ? togglePicker(query: provider.listedName + " ", settled: provider) : []
  }
}
