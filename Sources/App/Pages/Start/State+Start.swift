internal import Chat
internal import Screen
internal import Words

extension State {
  /// Opens the first screen, unless there is something else to see.
  mutating func offerStart() {
    guard pages.isEmpty, conversation.isEmpty else { return }
    pages = [StartPage(providers)]
  }

  /// In plain mode, chooses an entry by its number. A question ends the choice, as on the screen.
  /// - Returns: `nil` if the line is something else.
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

  /// Whether the line is a number that means something once the servers here are known.
  func awaitsNumbers(for line: String) -> Bool {
    guard let page = pages.last as? StartPage, !page.isNumbered else { return false }
    return StartPage.number(line) != nil
  }

  mutating func follow(_ request: StartRequest) -> [Effect] {
    switch request {
    case .choose(let entry): return choose(entry)
    case .look:
      return [.stream(.findServers(providers.choices.map(\.provider).filter(\.isLocal)))]
    case .waitForDigit:
      // With reduced motion no timer runs, and Enter ends the number.
      return preferences.hasReducedMotion
        ? [] : [.timer(.set(.numberTyped, .milliseconds(800)))]
    case .leave(let key):
      closeStart()
      return dispatch(key)
    case .paste(let text):
      closeStart()
      return paste(text)
    }
  }

  private mutating func choose(_ entry: StartPage.Entry) -> [Effect] {
    switch entry {
    case .demo:
      closeStart()
      return []
    case .local(let server):
      closeStart()
      let known = providers[server.provider.name]
      return choose(known ?? ProviderChoice(provider: server.provider, lacksKey: false))
    case .hosted(let choice):
      guard choice.lacksKey else {
        closeStart()
        return choose(choice)
      }
      pages.append(KeyPage(choice.provider, then: nil))
      return []
    }
  }

  /// Chooses the entry whose number was typed, as no further digit has followed.
  mutating func chooseTypedNumber() -> [Effect] {
    guard let page = pages.last as? StartPage, page.isNumberBegun else { return [] }
    return choose(page.selection)
  }

  /// Closes the first screen, for good. From now on, notices suggest what to do next.
  mutating func closeStart() {
    pages.removeAll { $0 is StartPage }
    guidance.printedStart = nil
    beginNextSteps()
  }
}
