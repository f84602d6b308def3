internal import Chat
internal import Screen
internal import Words

/// Vi keys in the composer, and in text edited on a separate page.
extension State {
  /// Handles a key if vi uses it in the current mode.
  /// - Returns: `nil` if the key should go to the keymap.
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

  /// Returns whether the key is a question mark that opens the help. As in insert mode, the key
  /// opens the help if there is no text, because vi then has no other use for it.
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

  /// Informs vi mode of changes to the text and the caret.
  mutating func followComposer() {
    guard input.vi != nil else { return }
    input.vi?.follow(&front.writing.composer)
  }

  /// Turns vi mode on or off for the rest of this run.
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
