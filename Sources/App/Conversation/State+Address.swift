internal import Chat
internal import Words

/// Connecting to a server at an address typed on screen, as with `--base-url`.
extension State {
  /// Switches the session to the server at an address. If a known provider has that address, uses
  /// that provider. The switch is immediate, so that no question goes to another server in the
  /// meantime.
  mutating func connect(to address: ServerAddress, model: String = "") -> [Effect] {
    guard stream == nil else {
      notice = Notice(.information, Words.Picker.stillAnswering)
      return []
    }
    let model = model.isEmpty ? options.modelForProvider ?? "" : model
    closePicker()
    if let known = providers.choices.first(where: { $0.provider.baseURL == address.baseURL }) {
      return model.isEmpty ? choose(known) : use(known, named: model)
    }
    providers.noteTyped(address)
    // `ASIDE_API_KEY` belongs to the address that was given at startup.
    let choice = ProviderChoice(provider: providers.provider(at: address), lacksKey: false)
    return use(choice, named: model)
  }

  /// Uses a model that was named before anything was known about the server. If the server is the
  /// user's own, asks it for its models, because it may not have this one.
  /// - Parameter model: empty to use the server's own model.
  mutating func use(_ choice: ProviderChoice, named model: String) -> [Effect] {
    let effects = use(choice, model: model)
    let isOwn = choice.provider.isLocal || choice.provider.isElsewhere
    return isOwn && !choice.lacksKey && !session.isDemo
      ? effects + connect(for: .choice) : effects
  }

  /// Notes that a server has answered. If its address was typed, it is remembered from now on. An
  /// address from the command line is only listed in later runs: the option is for one run.
  mutating func noteReached(_ provider: Provider) {
    models.noteReached(provider)
    if options.choosesProvider, newSession.isAt(provider), providers.noteGiven(provider) {
      recent.choice.addresses = providers.remembered
    }
    guard providers.noteAnswer(from: provider) else { return }
    if newSession.isAt(provider) {
      recent.choice.note(newSession, among: providers)
    } else {
      recent.choice.addresses = providers.remembered
    }
  }

  /// Notes that a server has answered if it listed its models, or if only the request was refused.
  mutating func noteReached(
    by result: Result<ModelListing, StreamError>, _ provider: Provider
  ) {
    switch result {
    // If the user named a model, it may still be there.
    case .failure(let error) where error.isUnlikeModelServer && !isModelNamed: break
    case .success, .failure(.refused): noteReached(provider)
    case .failure: break
    }
  }

  /// Whether the session's model is not just the provider's default one.
  private var isModelNamed: Bool {
    let model = session.model
    return options.choosesModel || !model.isEmpty && model != session.provider.defaultModel
  }

  /// Asks the session's server for its models, and then uses one of them.
  private mutating func connect(for purpose: ModelDirectory.ConnectionPurpose) -> [Effect] {
    let provider = session.provider
    models.awaited = .address(ModelDirectory.Server(provider), purpose)
    if purpose != .start {
      notice = Notice(.information, Words.Picker.connecting(to: provider.shownBaseURL))
    }
    return models.request(to: provider) == .asked ? [] : list([provider])
  }

  /// Asks the server that the run begins with whether it is running and still has the model, if it
  /// is on this machine or was chosen by its address in an earlier run. Hosted providers are not
  /// asked.
  /// - Returns: `nil` if the run begins with another server.
  mutating func checkServer() -> [Effect]? {
    let server = newSession.provider
    // Identifying the server asks it anyway.
    let isUnasked = !server.dialectBasis.isOpen && !newSession.model.isEmpty
    let isHere = server.isLocal && !newSession.isDemo && !newSession.lacksKey
    guard providers.isTyped(newSession) || isHere && isUnasked,
      session.isAt(newSession.provider), !options.choosesProvider, !options.choosesModel
    else { return nil }
    // Earlier versions remembered this model for servers that did not have it.
    if session.model == Provider.aimlapi.defaultModel, conversation.isEmpty,
      session.provider.isNamedByAddress
    {
      session.model = ""
      newSession.model = ""
    }
    return connect(for: .start)
  }

  /// Whether a question has to wait until the server has listed its models, because none is known.
  var needsModelFirst: Bool {
    surface == .screen && stream == nil && session.model.isEmpty && session.isConfigured
      && session.provider.isNamedByAddress && session.provider.tellsModel
      && !session.provider.hasFallbackModel && front.writing.compared.isEmpty
  }

  /// Asks the server for its models if none is known. The question meanwhile stays in the composer.
  mutating func connectBeforeAsking(_ text: String) -> [Effect]? {
    needsModelFirst ? connect(for: .question(text)) : nil
  }

  /// Connects if the text is an address and no server has been reached yet. Without this, the demo
  /// would just answer the text.
  mutating func connectInsteadOfAsking(_ text: String) -> [Effect]? {
    guard mayTakeAddress else { return nil }
    guard let address = server(typedAs: text) else { return refuseAddress(text) }
    composer.clear()
    return connect(toTyped: address, text)
  }

  /// Connects to an address, and keeps what was typed until the server has answered.
  mutating func connect(toTyped address: ServerAddress, _ text: String) -> [Effect] {
    let effects = connect(to: address)
    if surface == .screen, models.awaited != nil { guidance.typedAddress = text }
    return effects
  }

  /// Refuses text that can only be meant as an address but contains a mistake. The text stays in the
  /// composer.
  private mutating func refuseAddress(_ text: String) -> [Effect]? {
    guard let fault = ServerAddress.fault(in: text) else { return nil }
    notice = Notice(.trouble, ErrorText.sentence(fault), advice: ErrorText.advice(fault))
    notice?.isAboutDraft = true
    return []
  }

  /// Puts the address that was typed on the first screen back into an empty composer after
  /// connecting to it has failed, so that the user can correct it.
  /// - Returns: whether the address is in the composer.
  @discardableResult
  mutating func restoreTypedAddress() -> Bool {
    guard let text = guidance.typedAddress else { return false }
    if composer.text == text { return true }
    let isFree = composer.isEmpty && conversation.isEmpty && editing == nil
    guard isFree, attachments.attachments.isEmpty else {
      guidance.typedAddress = nil
      return false
    }
    composer.insert(text)
    return true
  }

  /// Removes a restored address from the composer, now that the session has a server. Otherwise,
  /// Enter would send it as a question.
  mutating func dropTypedAddress() {
    if let text = guidance.typedAddress, composer.text == text { composer.clear() }
    guidance.typedAddress = nil
  }

  /// Finishes connecting to an address once its server has sent its model list or failed to. If a
  /// key was saved for it, the notice still says so.
  mutating func finishConnecting(
    _ result: Result<ModelListing, StreamError>, to provider: Provider,
    for purpose: ModelDirectory.ConnectionPurpose
  ) -> [Effect] {
    let said = models.keyNotice
    models.keyNotice = nil
    let effects = noteConnection(result, to: provider, for: purpose)
    if let said, notice?.kind != .trouble {
      let now = notice?.text == said ? "" : notice?.text ?? ""
      let advice = retryAdvice
      notice = Notice(
        .information, Words.sentences(said, now),
        advice: advice.isEmpty ? notice?.advice ?? "" : advice)
    }
    return effects
  }

  /// Chooses a model if only one is possible, and tells the user how the connection went.
  private mutating func noteConnection(
    _ result: Result<ModelListing, StreamError>, to provider: Provider,
    for purpose: ModelDirectory.ConnectionPurpose
  ) -> [Effect] {
    if notice?.text == Words.Picker.connecting(to: provider.shownBaseURL) { notice = nil }
    guard session.isAt(provider), stream == nil else { return [] }
    let choice = ProviderChoice(provider: session.provider, lacksKey: false)
    switch result {
    case .failure(let error):
      if case .refused(let refusal) = error {
        // The server reports its model when it answers.
        if refusal.isLoadingModel { return send(purpose) }
        // The server lists no models, so it may have the one that was named.
        if refusal.status == 404, !session.model.isEmpty {
          return purpose == .start ? [] : use(choice, model: session.model)
        }
      }
      return handle(error, at: provider, for: purpose)
    case .success(let listing):
      let ids = listing.models.filter(\.isForChat).map(\.id)
      if !ids.isEmpty || !session.model.isEmpty { dropTypedAddress() }
      // The server may have reported which model it has loaded.
      if session.isModel(in: ids) {
        return purpose == .start ? [] : use(choice, model: session.model) + send(purpose)
      }
      // The user configured this model, and many servers accept any model.
      if purpose == .start, !session.model.isEmpty, !isRememberedServer { return [] }
      guard session.model.isEmpty else { return sayUnlisted(at: provider) }
      if ids.count == 1 { return use(choice, model: ids[0]) + send(purpose) }
      if !ids.isEmpty, conversationHasKeys, composer.isEmpty || composer.text == purpose.question {
        return togglePicker(query: provider.listedName + " ", settled: provider)
      }
      notice = Notice(
        .information, Words.Picker.connected(to: provider.shownBaseURL),
        advice: say(ids.isEmpty ? .nameModel : .chooseModel))
      if ids.isEmpty { restoreTypedAddress() }
      return []
    }
  }

  /// Whether the session's server was chosen on the screen in an earlier run.
  private var isRememberedServer: Bool {
    providers.isTyped(session) || recent.choice.provider == session.provider.name
  }

  /// Asks for a key if that is all the server lacks, and otherwise says why the connection failed.
  private mutating func handle(
    _ error: StreamError, at provider: Provider, for purpose: ModelDirectory.ConnectionPurpose
  ) -> [Effect] {
    let mayAsk = conversationHasKeys && (composer.isEmpty || composer.text == purpose.question)
    if error.isForWantOfKey, purpose != .start, surface == .screen, mayAsk {
      notice = nil
      restoreTypedAddress()
      return openKeyPage(for: provider)
    }
    sayFailure(error, at: provider)
    restoreTypedAddress()
    return []
  }

  /// Says why the connection failed. If the user came from the first screen, nothing is chosen yet.
  /// The typed address then returns to the composer, or else the first screen opens again.
  private mutating func sayFailure(_ error: StreamError, at provider: Provider) {
    let sentence =
      error.isUnlikeModelServer
      ? Words.Picker.notAModelServer(provider.shownName) : ErrorText.sentence(error, at: provider)
    if error.isLackOfConnection, mayReturnToStart {
      let advice = say(.typeAnotherAddress)
      guidance.leftStart?.report(Words.sentences(sentence, advice))
      guard restoreTypedAddress() else { return }
      returnToDemo(keeping: guidance.leftStart?.model)
      notice = Notice(.trouble, sentence, advice: advice)
      notice?.isAboutDraft = true
      return
    }
    let fact = error.isForWantOfKey ? Words.Picker.keyWanted(by: provider.nameOfKey) : sentence
    notice = Notice(.trouble, fact, advice: advice(on: error, at: provider))
  }

  /// Says that the server does not list the session's model, although it may have it.
  private mutating func sayUnlisted(at provider: Provider) -> [Effect] {
    notice = Notice(
      .information, Words.ProviderChoice.unlisted(session.model, at: provider.shownName),
      advice: say(.chooseModel))
    return []
  }

  /// Returns what to do about a server that could not be asked.
  func advice(on error: StreamError, at provider: Provider) -> String {
    if error.isUnknownHost { return Words.Advice.checkAddress }
    if error.isLackOfConnection { return say(startServer) }
    // The server may have models although it does not list them.
    if error.isUnlikeModelServer {
      return Words.sentences(
        provider.hasUsualPath ? "" : Words.Advice.usualPath, Words.Advice.checkAddressOrNameModel)
    }
    return error.keyStep(for: provider).map { say($0) }
      ?? ErrorText.advice(error, provider: provider)
  }

  /// The advice about a server that is not running.
  var startServer: Step { takesAddress ? .startServerOrTypeAddress : .startServer }

  /// Sends the question that was waiting for a model, unless the user has changed it.
  private mutating func send(_ purpose: ModelDirectory.ConnectionPurpose) -> [Effect] {
    guidance.typedAddress = nil
    guard let text = purpose.question, composer.text == text else { return [] }
    let seen = notice
    notice = nil
    return readBeforeSending(seen) ?? ask(text, seen)
  }
}

extension ModelDirectory.ConnectionPurpose {
  /// The question that waits for a model.
  fileprivate var question: String? {
    if case .question(let text) = self { text } else { nil }
  }
}

extension Session {
  /// Returns whether the model is listed. The tag `:latest` may be omitted.
  fileprivate func isModel(in ids: [String]) -> Bool {
    ids.contains(model) || !model.isEmpty && ids.contains(model + ":latest")
  }
}

extension StreamError {
  /// Whether the host name does not exist, so that no server can be started there.
  var isUnknownHost: Bool {
    if case .unreachable(_, .unknownHost) = self { true } else { false }
  }
}
