internal import Chat
internal import Screen

extension State {
  mutating func press(_ key: Key) -> [Effect] {
    let wasArmed = armedQuit != nil
    if key != armedQuit { disarmQuit() }
    let disarm: [Effect] = wasArmed && armedQuit == nil ? [.timer(.cancel(.quitDisarmed))] : []
    if !mayConfirmDeletion(key) { disarmDeletion() }
    if ![.control("x"), .character("["), .character("]")].contains(key) { walked = nil }
    let before = composer
    let effects = dispatch(key)
    noteTyped(since: before)
    return disarm + effects + noteDraft() + (before.isEmpty ? prepareConnection() : [])
  }

  /// Whether the key may be the one that deletes what is marked, or the beginning of it.
  private func mayConfirmDeletion(_ key: Key) -> Bool {
    conversationHasKeys && selection == nil && find?.isTyping != true
      && (awaitsTwin || key == .control("x") || key == .escape
        || Keymap.command(for: key, focus: focus) == .delete)
  }

  /// Whoever goes on writing does not leave. A command that is written may be the one that does.
  private mutating func noteTyped(since before: Composer) {
    if armedLoss != nil, !composer.isEmpty, composer != before, !composer.text.hasPrefix("/") {
      armedLoss = nil
    }
  }

  /// Whoever begins to type will ask soon: the connection is opened meanwhile. One that was used
  /// within the last minute still stands.
  private mutating func prepareConnection() -> [Effect] {
    guard !composer.isEmpty, !composer.text.hasPrefix("/"), stream == nil, !session.isDemo,
      !session.lacksKey
    else { return [] }
    if let connectedAt, now.elapsed(since: connectedAt) < .seconds(60) { return [] }
    connectedAt = now
    return [.stream(.prepareConnection(session.provider))]
  }

  private mutating func dispatch(_ key: Key) -> [Effect] {
    if awaitsTwin {
      awaitsTwin = false
      return Keymap.twin(of: key).map { perform($0) } ?? []
    }
    if key == .control("x") {
      awaitsTwin = true
      return []
    }
    if !pages.isEmpty { return pressInPage(key) }
    if listHasKeys { return pressInList(key) }
    if focus == .composer {
      selection = nil
    } else if selection != nil, let effects = pressInSelection(key) {
      return effects
    }
    if find?.isTyping == true {
      pressInFind(key)
      return []
    }
    if key != .character("b"), key != .character("B") { codeCursor = nil }
    if takeDigit(key) { return [] }
    defer { count = nil }
    if key == .character("?"), focus == .composer, composer.isEmpty { return perform(.openHelp) }
    if let command = Keymap.command(for: key, focus: focus) { return perform(command) }
    if focus == .composer {
      edit(key)
    } else if !scroll(key) {
      typeThrough(key)
    }
    return []
  }

  mutating func paste(_ text: String) -> [Effect] {
    if !pages.isEmpty { return pasteIntoPage(text) }
    if listHasKeys {
      pasteIntoPrompt(text)
      return []
    }
    focus = .composer
    composer.insert(text)
    return noteDraft() + prepareConnection()
  }

  /// A key that means nothing to the pane but is a character goes where text goes.
  private mutating func typeThrough(_ key: Key) {
    guard case .character = key.code, !key.control, !key.alt else { return }
    focus = .composer
    // A number that was meant for a key of the pane turns out to be text.
    if let number = takeCount() { composer.insert(String(number)) }
    edit(key)
  }

  /// Keys of the pane in focus.
  /// - Returns: whether the key scrolls.
  private mutating func scroll(_ key: Key) -> Bool {
    switch key.code {
    case .up, .character("k"): scroll(by: -1)
    case .down, .character("j"): scroll(by: 1)
    case .character(" "): scrollPage(1)
    case .home, .character("g"): scrollToEdge(isStart: true)
    case .end, .character("G"): scrollToEdge(isStart: false)
    case .character("n") where find != nil && !key.control: findNext(1)
    case .character("N") where find != nil: findNext(-1)
    default: return false
    }
    return true
  }

  private mutating func scroll(by rows: Int) {
    if focus == .reasoning {
      reasoning.scroll(by: rows)
    } else {
      transcript.scroll(by: rows, conversation)
      forgetUnseenMark()
    }
  }

  private mutating func scrollToEdge(isStart: Bool) {
    if focus == .reasoning {
      if isStart { reasoning.scrollToStart() } else { reasoning.scrollToEnd() }
    } else {
      disarmDeletion()
      cursor = nil
      if isStart { transcript.scrollToStart(conversation) } else { transcript.scrollToEnd() }
    }
  }

  // MARK: Editing

  private mutating func edit(_ key: Key) {
    switch key.code {
    case .up where !key.control && !key.alt:
      if !composer.moveUp() { composer.recallOlder(history) }
    case .down where !key.control && !key.alt:
      if !composer.moveDown() { composer.recallNewer(history) }
    default: composer.edit(key)
    }
  }
}
