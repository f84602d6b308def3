internal import Chat
internal import Words

/// Adding, replacing and removing API keys.
extension State {
  // MARK: Opening the page

  /// Performs `/key`, which is about the key for the current provider or address.
  mutating func toggleKeyPage() -> [Effect] {
    if closeTop(KeyPage.self) { return [] }
    guard session.isConfigured else {
      notice = Notice(.trouble, ErrorText.notConfigured(session), advice: say(.chooseModel))
      return []
    }
    guard !session.isDemo else {
      notice = Notice(.information, Words.Picker.demoNeedsNoKey, advice: say(.chooseModel))
      return []
    }
    return openKeyPage(for: session.provider)
  }

  /// Opens the page for a provider's key, and finds out where the current key is kept.
  mutating func openKeyPage(for provider: Provider) -> [Effect] {
    let isAllowed = provider.allowsInsecureHTTP && !provider.isElsewhere
    guard !provider.isInTheOpen || isAllowed else {
      let reason = Words.keyInTheOpen(provider.shownBaseURL)
      if pages.isEmpty { notice = Notice(.trouble, reason) } else { notePickerProblem(reason) }
      return []
    }
    pages.append(keyPage(for: provider))
    return [.models(.findKey(provider))]
  }

  func keyPage(
    for provider: Provider, then choice: ModelChoice? = nil, isOptional: Bool = false
  ) -> KeyPage {
    KeyPage(provider, named: provider.nameOfKey, then: choice, isOptional: isOptional)
  }

  mutating func note(_ standing: KeyStanding, of provider: Provider) {
    updatePages(KeyPage.self) { if $0.provider.isSame(as: provider) { $0.take(standing) } }
  }

  // MARK: A server that wants a key

  /// Notes that a server wants a key or, if one was sent, another key.
  mutating func note(wantsKey server: Provider, hasKey: Bool) {
    let error = StreamError.refused(
      ServerRefusal(status: 401, message: "", cause: hasKey ? .keyRefused : .keyMissing))
    models.noteFailure(of: server, error)
    refreshPicker()
    sayKeyWanted(by: server, error)
  }

  /// Says that the current server wants a key, before a question fails.
  mutating func sayKeyWanted(by server: Provider, _ error: StreamError) {
    guard session.isAt(server), !session.lacksKey, stream == nil, notice?.kind != .trouble else {
      return
    }
    let name = server.nameOfKey
    let fact =
      error.isForWantOfKey ? Words.Picker.keyWanted(by: name) : Words.Picker.keyRejected(by: name)
    notice = Notice(.trouble, fact, advice: say(.enterKey(server, error)))
  }

  // MARK: The outcome

  /// Handles the result of checking a key. If the key page is still open, continues with the choice
  /// that needed the key.
  mutating func noteChecked(_ outcome: KeyOutcome, at provider: Provider) -> [Effect] {
    var waiting: KeyPage?
    for index in pages.indices {
      guard var page = pages[index] as? KeyPage, page.phase == .checking,
        page.provider.isSame(as: provider)
      else { continue }
      page.take(outcome)
      pages[index] = page
      waiting = page
    }
    let name = provider.nameOfKey
    let said: (kind: Notice.Kind, text: String)
    switch outcome {
    case .stored(in: let place):
      said = (.information, Words.Picker.keyStored(name, in: place))
    case .notStored(let reason):
      said = (.trouble, Words.Picker.keyNotStored(name, reason))
    case .invalid, .notAccepted, .refused: return []
    }
    noteKey(of: provider, isThere: true)
    dropTypedAddress()
    var chosen = ""
    var effects: [Effect] = []
    if let waiting {
      notice = nil
      effects = goOn(after: waiting)
      chosen = notice?.text ?? ""
    }
    notice = Notice(said.kind, Words.sentences(said.text, chosen), advice: retryAdvice)
    if case .address? = models.awaited { models.keyNotice = said.text }
    refreshPicker()
    return effects
  }

  /// Advice to ask again, if the last answer failed. On the screen, the answer itself gives it.
  var retryAdvice: String {
    guard surface == .lines, stream == nil, pages.isEmpty,
      case .failed? = conversation.lastMessage?.status
    else { return "" }
    return say(.askAgain)
  }

  /// Makes the choice that was waiting for the key.
  private mutating func goOn(after page: KeyPage) -> [Effect] {
    pages.removeAll { $0 is KeyPage }
    let provider = page.provider
    let listing = models.request(to: provider) == .asked ? [] : list([provider])
    let isElsewhere = provider.isElsewhere
    if !isElsewhere, pages.last is StartPage, let choice = providers[provider.name] {
      closeStart()
      return listing + choose(choice)
    }
    if let choice = page.choice { return listing + pick(choice) }
    if session.isAt(provider), isElsewhere || !session.model.isEmpty {
      return listing + goOn(at: provider)
    }
    guard !isElsewhere, stream == nil, usualModel(of: provider) != nil,
      let choice = providers[provider.name]
    else {
      updatePages(PickerPage.self) { $0.await(provider.id) }
      return listing
    }
    closePicker()
    return listing + choose(choice)
  }

  /// Stays with the current server and model once the key is saved. If there is no model yet, the
  /// server's list will show which ones it has.
  private mutating func goOn(at provider: Provider) -> [Effect] {
    closePicker()
    if session.model.isEmpty, stream == nil {
      models.awaited = .address(ModelDirectory.Server(provider), .choice)
    }
    return recognizeServer()
  }

  mutating func noteRemoved(_ removal: KeyRemoval, at provider: Provider) {
    let isOpen = pages.contains { ($0 as? KeyPage)?.provider.isSame(as: provider) == true }
    if isOpen { pages.removeAll { $0 is KeyPage } }
    let name = provider.nameOfKey
    switch removal {
    case .failed(let reason): notice = Notice(.trouble, reason)
    case .removed(let hasOther):
      noteKey(of: provider, isThere: hasOther)
      notice = Notice(.information, Words.Picker.keyRemoved(name))
    }
    refreshPicker()
  }

  /// Notes in all sessions whether a provider has a key.
  private mutating func noteKey(of provider: Provider, isThere: Bool) {
    providers.noteKey(of: provider, isThere: isThere)
    let lacksKey = provider.keyVariable != nil && !isThere
    newSession.note(lacksKey: lacksKey, of: provider)
    front.session.note(lacksKey: lacksKey, of: provider)
    for id in background.open.keys {
      background.open[id]?.session.note(lacksKey: lacksKey, of: provider)
    }
    models.forgetFailure(of: provider)
  }
}

extension Session {
  /// Notes whether a provider lacks a key. A key is valid only for its own address.
  fileprivate mutating func note(lacksKey isMissing: Bool, of provider: Provider) {
    if isAt(provider) { lacksKey = isMissing }
  }
}

extension StreamError {
  /// The step that provides the key that the server wants; `nil` for any other error.
  func keyStep(for provider: Provider) -> Step? {
    guard isAboutKey, provider.name != Provider.demo.name else { return nil }
    return isForWantOfKey ? .addMissingKey(provider) : .replaceKey(provider)
  }
}
