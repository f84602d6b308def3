internal import Chat
internal import Screen
internal import Words

extension State {
  mutating func press(_ key: Key) -> [Effect] {
    let armed = leaving.armedQuit
    if !mayWalk(key) { walked = nil }
    // A key pressed during a drag ends it, because the release of the button might be lost.
    followAgain()
    panes.draggedEdge = nil
    panes.heldPastEdge = nil
    (input.way, input.refusal) = (.chosen, nil)
    // Save only these values, because a copy of the composer would make every key press copy its
    // text.
    let (revision, wasEmpty) = (composer.revision, composer.isEmpty)
    let wasCommand = composer.startsWithSlash
    let isDone = replaceSelectedDraft(with: key)
    input.draftSelection = nil
    let effects = isDone ? [] : dispatch(key)
    followComposer()
    if composer.revision != revision, !wasCommand, !composer.startsWithSlash { noteTyped() }
    return effects + quitTimer(since: armed) + noteDraft()
      + (wasEmpty ? prepareConnection() : []) + refreshCompletion()
  }

  /// Returns whether the key selects another version or begins a key sequence that can.
  private func mayWalk(_ key: Key) -> Bool {
    switch preferences.keymap.find(input.chord + [key], in: keyContext) {
    case .begins: true
    case .bound(let rule):
      [.command(.nextSibling), .command(.previousSibling)].contains(rule.action)
    case .nothing: false
    }
  }

  /// Cancels pending confirmations after the user has typed text. Slash commands are exempt,
  /// because they may be the confirmation.
  private mutating func noteTyped() {
    disarmQuit()
    disarmDeletion()
    if !composer.isEmpty { leaving.armedLoss = nil }
  }

  /// Opens the connection when the user starts typing. A connection used within the last minute is
  /// still open.
  private mutating func prepareConnection() -> [Effect] {
    guard !composer.isEmpty, !composer.startsWithSlash, stream == nil, !session.isDemo,
      !session.lacksKey
    else { return [] }
    if let last = models.connectedAt, now.elapsed(since: last) < .seconds(60) { return [] }
    models.connectedAt = now
    return [.stream(.prepareConnection(session.provider))]
  }

  mutating func paste(_ text: String) -> [Effect] {
    if !pages.isEmpty { return pasteIntoPage(text) }
    if listHasKeys {
      pasteIntoPrompt(text)
      return []
    }
    if case .finding = input.mode {
      pasteIntoFind(text)
      return []
    }
    focus = .composer
    removeSelectedDraft()
    followComposer()
    composer.paste(text, foldedFrom: preferences.foldedPasteLines)
    return noteDraft() + prepareConnection() + refreshCompletion()
  }

  /// Types a character into the composer if it has no meaning in the pane.
  mutating func typeThrough(_ key: Key) {
    guard case .character = key.code, !key.control, !key.alt else { return }
    // The digits typed so far were text, not a count.
    let number = takeCount()
    focus = .composer
    input.vi?.insertHere(in: &front.writing.composer)
    if let number { composer.insert(String(number)) }
    composer.edit(key, by: preferences.keymap)
  }

  /// Scrolls the focused pane, or goes to a match.
  /// - Returns: `false` if the action goes to a match but no search is open. The key may then be
  ///   typed as text.
  mutating func perform(_ action: ReadingAction) -> Bool {
    disarmQuit()
    disarmDeletion()
    switch action {
    case .scrollUp: scroll(by: -1)
    case .scrollDown: scroll(by: 1)
    case .scrollToStart: scrollToEdge(isStart: true)
    case .scrollToEnd: scrollToEdge(isStart: false)
    case .findNext, .findPrevious:
      guard find != nil else { return false }
      findNext(action == .findNext ? 1 : -1)
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

  mutating func scrollToNewLines() {
    disarmDeletion()
    cursor = nil
    codeCursor = nil
    transcript.scrollToEnd()
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

  mutating func perform(_ action: EditAction) {
    composer.perform(action)
    switch action {
    // If the draft is empty, scroll to the newest line of the conversation instead.
    case .moveToLineEnd where composer.isEmpty: scrollToNewLines()
    case .lineUp: if !composer.moveUp(), !editPreviousQueued() { composer.recallOlder(history) }
    case .lineDown:
      if !composer.moveDown(), !front.writing.queue.editNext(in: &front.writing.composer) {
        composer.recallNewer(history)
      }
    case .searchHistoryOlder: composer.searchOlder(history)
    case .searchHistoryNewer: composer.searchNewer(history)
    case .moveLeft, .moveRight, .moveWordLeft, .moveWordRight, .moveToLineStart, .moveToLineEnd,
      .moveToStart, .moveToEnd, .deleteBackward, .deleteForward, .deleteWordBackward,
      .deletePartBackward, .deleteWordForward, .cutToLineStart, .cutToLineEnd, .pasteCut,
      .pasteOlderCut, .uppercaseWord, .lowercaseWord, .capitalizeWord, .swapWords:
      break
    }
  }

  mutating func unfoldPaste() -> [Effect] {
    if !composer.unfold() {
      notice = Notice(.information, Words.Composing.nothingToUnfold).aboutDraft
    }
    return []
  }

  /// Shows the last queued message if the composer is empty, or the one before the queued message
  /// being edited.
  private mutating func editPreviousQueued() -> Bool {
    guard queue.edited != nil || composer.isEmpty, editing == nil else { return false }
    dropNoticeOfQueue()
    return front.writing.queue.editPrevious(in: &front.writing.composer)
  }
}
