internal import Chat
internal import Screen
internal import Words

/// The keys of vi in the composer, and in text that is edited on a page of its own.
extension State {
  /// Handles a key that vi uses in the current mode.
  /// - Returns: `nil` if the key is for the keymap.
  mutating func pressInVi(_ key: Key) -> [Effect]? {
    guard input.vi != nil else { return nil }
    if !pages.isEmpty { return pressInViOfPage(key) }
    guard conversationHasKeys, input.mode == .composing, armedDeletion == nil || key != .escape
    else {
      return nil
    }
    if isHelpInNormalMode(key) { return perform(.openHelp) }
    let outcome = input.vi?.press(key, in: &front.writing.composer, preferences.keymap)
    guard let outcome, outcome != .ignored else { return nil }
    selection = nil
    codeCursor = nil
    return follow(outcome)
  }

  /// As in insert mode, a question mark opens the help if there is no text. vi has no other use for
  /// it here.
  private func isHelpInNormalMode(_ key: Key) -> Bool {
    guard case .normal(keys: [])? = input.vi?.mode, composer.isEmpty, key.isText else {
      return false
    }
    return preferences.keymap.command(for: key, in: .transcript) == .openHelp
  }

  private mutating func follow(_ outcome: ViOutcome) -> [Effect] {
    switch outcome {
    case .ignored, .handled: return []
    case .leavesUp: return perform(KeyAction.edit(.lineUp))
    case .leavesDown: return perform(KeyAction.edit(.lineDown))
    case .copies(let text): return copyFromVi(text)
    case .pastedInstead:
      notice = Notice(.information, Words.Vi.clipboardNotRead, advice: Words.Vi.howToPaste)
      return []
    case .opensPalette: return perform(.openPalette)
    }
  }

  func copyFromVi(_ text: String) -> [Effect] {
    [.terminal(.copy(InertText(text), what: Words.Vi.yankedText))]
  }

  private mutating func pressInViOfPage(_ key: Key) -> [Effect]? {
    let context = pageContext
    guard var page = pages.popLast() else { return nil }
    let reply = page.pressInVi(key, context)
    pages.append(page)
    if let registers = page.viRegisters { input.vi?.registers = registers }
    return reply.map { reply in withTopPage { _, _ in reply } }
  }

  /// Tells vi how the text and the caret have changed.
  mutating func followComposer() {
    guard input.vi != nil else { return }
    input.vi?.follow(&front.writing.composer)
  }

  /// Turns the keys of vi on or off, until the program ends.
  mutating func toggleVi() {
    if input.vi == nil {
      input.vi = ViMode()
      notice = Notice(.information, Words.Vi.on, advice: Words.Vi.howToKeep)
    } else {
      input.vi = nil
      composer.endGroup()
      notice = Notice(.information, Words.Vi.off)
    }
  }
}
