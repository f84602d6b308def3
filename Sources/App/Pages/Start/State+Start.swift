internal import Chat
internal import Screen
internal import Words

extension State {
  /// Opens the first screen, unless a page is open or the conversation has messages.
  mutating func offerStart() {
    guard pages.isEmpty, conversation.isEmpty else { return }
    pages = [StartPage(providers, model: options.modelForProvider)]
  }

  /// Finds out whether the user has conversations, which the first screen then mentions.
  mutating func lookForConversations() -> [Effect] {
    surface == .screen && pages.last is StartPage ? loadConversationTitles() : []
  }

  /// Notes on the first screen whether the user has conversations.
  mutating func noteConversationsOnStart() {
    let hasSome = !completion.conversations.summaries.isEmpty
    updatePages(StartPage.self) { $0.hasConversations = hasSome }
    guidance.leftStart?.hasConversations = hasSome
  }

  /// Chooses an entry by its number in plain mode. A question closes the first screen, as it does
  /// on the full screen.
  /// - Returns: `nil` if the line is not a number or the first screen is not open.
  mutating func chooseNumbered(_ line: String) -> [Effect]? {
    guard let page = guidance.printedStart ?? pages.last as? StartPage else { return nil }
    guard let number = StartPage.number(line) else {
      if case .question = Submission(line) { closeStart() }
      return nil
    }
    guard page.entries.indices.contains(number - 1) else {
      if let address = StartPage.server(atPort: line) {
        closeStart()
        return connect(to: address)
      }
      notice = Notice(.trouble, Words.Start.noEntry(String(number), of: page.entries.count))
      return []
    }
    let entry = page.entries[number - 1]
    notice = entry == .demo ? Notice(.information, Words.Start.demoChosen) : nil
    return choose(entry)
  }

  /// Returns whether the line is a number that must wait until the servers on this machine are
  /// known.
  func awaitsNumbers(for line: String) -> Bool {
    guard let page = pages.last as? StartPage, !page.isNumbered else { return false }
    return StartPage.number(line) != nil
  }

  mutating func follow(_ request: StartRequest) -> [Effect] {
    switch request {
    case .choose(let entry): return choose(entry)
    case .look:
      return [.stream(.findServers(providers.choices.map(\.provider).filter(\.isLocal)))]
    case .connect(let address):
      leaveStart()
      return connect(toTyped: address, address.brief)
    case .leave(let typed, let count, let key):
      leaveStart()
      let effects = typed.flatMap { dispatch(.character($0)) }
      for _ in 0..<count { composer.moveLeft() }
      return effects + dispatch(key)
    case .paste(let text):
      leaveStart()
      return paste(text)
    }
  }

  private mutating func choose(_ entry: StartPage.Entry) -> [Effect] {
    let offered: ProviderChoice
    switch entry {
    case .demo:
      closeStart()
      sayModelIsKept()
      return []
    case .local(let server):
      offered =
        providers[server.provider.name]
        ?? ProviderChoice(provider: server.provider, lacksKey: false)
    case .used(let server):
      leaveStart()
      return ServerAddress(server.id).map { connect(toTyped: $0, $0.brief) } ?? []
    case .hosted(let choice): offered = choice
    }
    let page = guidance.printedStart ?? pages.last as? StartPage
    switch page?.keyNeed(of: entry) {
    case .open?:
      pages.append(keyPage(for: offered.provider))
      return []
    case .unknown? where surface == .screen:
      pages.append(keyPage(for: offered.provider, isOptional: true))
      return []
    case .no?, .met?, .unknown?, nil:
      closeStart()
      return choose(offered)
    }
  }

  /// Says once that the demo does not use the model that was named for this run.
  mutating func sayModelIsKept() {
    guard session.isDemo, let model = options.modelForProvider,
      guidance.said.insert(.modelIsKept).inserted
    else { return }
    let sentence = Words.Start.modelIsKept(Sanitizer.sanitizeLine(model))
    notice = Notice(.information, Words.sentences(notice?.text ?? "", sentence))
  }

  /// Closes the first screen for good. From then on, notices suggest what to do next.
  mutating func closeStart() {
    pages.removeAll { $0 is StartPage }
    guidance.printedStart = nil
    guidance.leftStart = nil
    beginNextSteps()
  }
}

// MARK: Returning

extension State {
  /// Closes the first screen until the draft is empty again.
  private mutating func leaveStart() {
    let page = pages.last as? StartPage
    closeStart()
    if surface == .screen { guidance.leftStart = page }
  }

  /// Opens the first screen again after the user has left it without asking or choosing anything:
  /// once the draft is empty, and the pages opened in the meantime are closed. Called after every
  /// event.
  mutating func returnToStart() {
    if !conversation.isEmpty, pages.last is StartPage { closeStart() }
    if !conversation.isEmpty { guidance.typedAddress = nil }
    guard guidance.leftStart != nil else { return }
    guard hasChosenNothing, conversation.isEmpty else {
      guidance.leftStart = nil
      return
    }
    guard mayReturnToStart, notice == nil, let page = guidance.leftStart else { return }
    guidance.leftStart = nil
    if !session.isDemo { returnToDemo(keeping: page.model) }
    pages = [page]
  }

  /// Whether the session uses the demo, or a typed address at which no server has answered.
  private var hasChosenNothing: Bool {
    session.isDemo || providers.isUnanswered(session.provider)
  }

  /// Whether the first screen can open again, ignoring any notice.
  var mayReturnToStart: Bool {
    guidance.leftStart != nil && hasChosenNothing && conversation.isEmpty && conversationHasKeys
      && input.mode == .composing && input.chord.isEmpty && composer.isEmpty
      && attachments.attachments.isEmpty && editor == nil && storing.awaitedLoad == nil
      && models.awaited == nil
  }

  /// Uses the demo again after connecting to a typed address has failed.
  /// - Parameter model: the model for the provider that is chosen next, if one was named.
  mutating func returnToDemo(keeping model: String?) {
    let demo = providers[Provider.demo.name]?.provider ?? .demo
    session.provider = demo
    session.model = demo.defaultModel
    newSession.askWhom(session)
    options.modelForProvider = model
  }

  /// The server that Enter would connect to, because the draft is an address and no server has been
  /// reached yet.
  var typedServer: ServerAddress? { shortDraft.flatMap { server(typedAs: $0) } }

  /// What is wrong with a draft that is clearly meant as an address. Enter refuses such a draft.
  var typedFault: AddressFault? {
    guard let text = shortDraft, mayTakeAddress, server(typedAs: text) == nil else { return nil }
    return ServerAddress.fault(in: text)
  }

  /// The draft, if it may be an address.
  private var shortDraft: String? {
    guard takesAddress, !composer.isEmpty, composer.buffer.count <= Self.longestAddress
    else { return nil }
    return composer.text
  }

  /// Whether an address typed as a question connects to its server, because the session has no
  /// server that could answer it.
  var takesAddress: Bool {
    let server = session.provider
    return conversation.isEmpty
      && (session.isDemo || models.isDown(server) || guidance.typedAddress != nil
        || session.model.isEmpty && server.isNamedByAddress)
  }

  /// Whether Enter connects if the draft is an address.
  var mayTakeAddress: Bool {
    takesAddress && stream == nil && editing == nil && attachments.attachments.isEmpty
  }

  func server(typedAs text: String) -> ServerAddress? {
    guard mayTakeAddress else { return nil }
    return ServerAddress(recognizing: text) ?? StartPage.server(atPort: text)
  }

  private static let longestAddress = 200

  /// Refuses a question that looks like an API key if the user may want to save one. The draft is
  /// cleared, because the key should not stay on the screen. Ctrl-Y brings it back.
  mutating func withholdKey(_ text: String) -> [Effect]? {
    let isKeyAwaited =
      session.isDemo || session.lacksKey || models.isKeyMissing(at: session.provider)
    guard isKeyAwaited, editing == nil, KeyShape.matches(text) else { return nil }
    composer.clear()
    if mayReturnToStart {
      guidance.leftStart?.report(Words.Start.keyNotSent)
    } else {
      notice = Notice(
        .trouble, Words.Start.looksLikeKey, advice: say(session.isDemo ? .saveKey : .addKey))
    }
    return []
  }
}
