internal import Chat
internal import Screen

extension State {
  mutating func press(_ key: Key) -> [Effect] {
    let wasArmed = leaving.armedQuit != nil
    if key != leaving.armedQuit { disarmQuit() }
    let disarm: [Effect] =
      wasArmed && leaving.armedQuit == nil ? [.timer(.cancel(.quitDisarmed))] : []
    if !mayConfirmDeletion(key) { disarmDeletion() }
    if ![.control("x"), .character("["), .character("]")].contains(key) { walked = nil }
    let before = composer
    let effects = dispatch(key)
    noteTyped(since: before)
    return disarm + effects + noteDraft() + (before.isEmpty ? prepareConnection() : [])
  }

  /// Whether the key may confirm a deletion, or start the key sequence that does.
  private func mayConfirmDeletion(_ key: Key) -> Bool {
    switch inputMode {
    case .chord: return true
    case .page, .list, .conversation(.selecting), .conversation(.finding): return false
    case .conversation(.composing), .conversation(.reading):
      return key == .control("x") || key == .escape
        || Keymap.command(for: key, focus: focus) == .delete
    }
  }

  /// Typing cancels a pending confirmation to discard, unless the text is a slash command, which
  /// may be the confirmation itself.
  private mutating func noteTyped(since before: Composer) {
    if leaving.armedLoss != nil, !composer.isEmpty, composer != before,
      !composer.text.hasPrefix("/")
    {
      leaving.armedLoss = nil
    }
  }

  /// Opens the connection when the user starts typing. A connection used within the last minute is
  /// still open.
  private mutating func prepareConnection() -> [Effect] {
    guard !composer.isEmpty, !composer.text.hasPrefix("/"), stream == nil, !session.isDemo,
      !session.lacksKey
    else { return [] }
    if let connectedAt, now.elapsed(since: connectedAt) < .seconds(60) { return [] }
    connectedAt = now
    return [.stream(.prepareConnection(session.provider))]
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

  /// Types a character into the composer if it has no meaning in the pane.
  mutating func typeThrough(_ key: Key) {
    guard case .character = key.code, !key.control, !key.alt else { return }
    // A pending count turns out to be text.
    let number = takeCount()
    focus = .composer
    if let number { composer.insert(String(number)) }
    edit(key)
  }

  /// Handles the scrolling keys of the focused pane.
  /// - Returns: whether the key scrolls or moves between matches.
  mutating func scroll(_ key: Key) -> Bool {
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

  mutating func edit(_ key: Key) {
    switch key.code {
    case .up where !key.control && !key.alt:
      if !composer.moveUp() { composer.recallOlder(history) }
    case .down where !key.control && !key.alt:
      if !composer.moveDown() { composer.recallNewer(history) }
    default: composer.edit(key)
    }
  }
}
