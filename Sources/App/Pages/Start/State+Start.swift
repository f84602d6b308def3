internal import Chat
internal import Screen
internal import Words

extension State {
  /// Opens the first screen, unless a page is open or the conversation has messages.
  mutating func offerStart() {
    guard pages.isEmpty, conversation.isEmpty else { return }
    pages = [StartPage(providers, model: options.modelForProvider)]
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
      notice = Notice(.trouble, Words.Start.noEntry(number, of: page.entries.count))
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
    case .leave(let typed, let key):
      closeStart()
      return typed.flatMap { dispatch(.character($0)) } + dispatch(key)
    case .paste(let text):
      closeStart()
      return paste(text)
    }
  }

  private mutating func choose(_ entry: StartPage.Entry) -> [Effect] {
    let offered: ProviderChoice
    switch entry {
    case .demo:
      closeStart()
      return []
    case .local(let server):
      offered =
        providers[server.provider.name]
        ?? ProviderChoice(provider: server.provider, lacksKey: false)
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

  /// Closes the first screen for good. From then on, notices suggest what to do next.
  mutating func closeStart() {
    pages.removeAll { $0 is StartPage }
    guidance.printedStart = nil
    beginNextSteps()
  }
}
