internal import Chat
internal import Screen
internal import Words

/// Completing slash commands and their arguments.
extension State {
  /// Whether the menu is on the screen and receives keys.
  var showsCompletion: Bool {
    guard let menu = completion.menu, surface == .screen, CompletionMenu.fits(terminal.size) else {
      return false
    }
    return !isBehindNotice(menu) && conversationHasKeys && input.mode == .composing
      && input.vi?.isInserting != false
  }

  /// Returns whether a notice about a problem replaces the menu, because the notice is about the
  /// draft, or because the menu has no candidates, only an explanation.
  private func isBehindNotice(_ menu: CompletionMenu) -> Bool {
    guard let notice, notice.kind == .trouble else { return false }
    return notice.isAboutDraft || menu.candidates.isEmpty
  }

  // MARK: Finding completions

  /// Finds the completions of the word at the caret, if the draft or the caret changed.
  /// - Parameter isForced: whether to find them even if neither changed, because more data
  ///   arrived.
  mutating func refreshCompletion(isForced: Bool = false) -> [Effect] {
    if pages.last is PalettePage { return refreshPalette(isForced: isForced) }
    guard surface == .screen,
      let slot = composer.startsWithSlash
        ? CompletionSlot(composer) : CompletionSlot(mentionIn: composer)
    else {
      completion.close()
      return []
    }
    if let menu = completion.menu, menu.isFor(composer), !isForced || menu.cycled != nil {
      return []
    }
    if completion.closedFor == composer.text { return [] }
    completion.closedFor = nil
    let loading = loadCandidates(for: slot)
    let (candidates, note) = candidates(for: slot)
    let before = completion.menu
    let menu = CompletionMenu(slot, composer, candidates, note: note)
    completion.menu = menu.isDone || (candidates.isEmpty && note.isEmpty) ? nil : menu
    let rows = CompletionMenu.rowLimit(terminal.size)
    completion.menu?.scroll(rows: rows)
    if isForced, let before, before.slot == slot {
      completion.menu?.keepSelection(of: before, rows: rows)
    }
    return loading
  }

  // MARK: Keys

  /// Whether the keys of completions come before those of the composer. They do while the menu is
  /// open, and after it was closed or a notice took its place, so that Tab can complete again.
  var hasCompletionKeys: Bool {
    showsCompletion
      || (canReopen && conversationHasKeys && input.vi?.isInserting != false)
  }

  private var canReopen: Bool {
    completion.closedFor != nil || completion.menu.map(isBehindNotice) == true
  }

  /// Performs an action of the completion menu.
  /// - Parameter name: an action of ``CompletionKeys``.
  /// - Returns: `nil` if the composer should handle the key.
  mutating func performInCompletion(_ name: String) -> [Effect]? {
    guard let action = CompletionKeys.table.action(named: .own(name)) else { return nil }
    guard showsCompletion, let menu = completion.menu else {
      guard action == .complete else { return nil }
      return completion.closedFor == nil ? completeBehindNotice() : reopenCompletion()
    }
    if action == .close {
      (completion.menu, completion.closedFor) = (nil, composer.text)
      return []
    }
    guard let selection = menu.selection else { return nil }
    let rows = CompletionMenu.rowLimit(terminal.size)
    switch action {
    case .selectPrevious: completion.menu?.move(by: -1, rows: rows)
    case .selectNext: completion.menu?.move(by: 1, rows: rows)
    case .complete: completeWithTab(by: 1)
    case .completePrevious: completeWithTab(by: -1)
    case .accept:
      guard let step = menu.enterStep else { return nil }
      return accept(selection, runs: step == .run)
    case .close: return nil
    }
    return []
  }

  private mutating func reopenCompletion() -> [Effect]? {
    guard conversationHasKeys, completion.closedFor != nil else { return nil }
    if notice?.isAboutDraft == true { removeNoticeInPlace() }
    completion.closedFor = nil
    let effects = refreshCompletion(isForced: true)
    return completion.menu == nil ? nil : effects
  }

  /// Inserts a completion while a notice hides the menu.
  private mutating func completeBehindNotice() -> [Effect]? {
    guard conversationHasKeys, completion.menu.map(isBehindNotice) == true else { return nil }
    if notice?.isAboutDraft == true { removeNoticeInPlace() }
    completeWithTab(by: 1)
    return []
  }

  /// Inserts the selected candidate. If there are several, the next Tab inserts the next one.
  private mutating func completeWithTab(by step: Int) {
    guard var menu = completion.menu else { return }
    let rows = CompletionMenu.rowLimit(terminal.size)
    if menu.cycled != nil || step < 0 { menu.move(by: step, rows: rows) }
    guard let selection = menu.selection else { return }
    let isOnly =
      menu.candidates.count == 1
      || (!menu.isMoved && menu.candidates.filter { $0.match == .prefix }.count == 1
        && selection.match == .prefix && !menu.slot.typed.isEmpty)
    guard !isOnly, selection.use != .enter else {
      completion.menu = menu
      _ = accept(selection, runs: false)
      return
    }
    // Add a space so that the argument can be typed right away, as when there is only one
    // candidate.
    let isFollowed = composer.text.dropFirst(menu.range.upperBound).first?.isWhitespace == true
    let isExtended = selection.use == .goOn || selection.use == .mayGoOn
    let hasSpace = isExtended && menu.slot.isLast && !isFollowed
    let text = menu.slot.inserted(selection) + (hasSpace ? " " : "")
    let start = menu.range.lowerBound
    composer.replaceCharacters(menu.range, with: text)
    menu.noteCycled(start..<start + text.count, composer)
    completion.menu = menu
  }

  /// Inserts a candidate.
  /// - Parameter runs: whether to carry out the command as well, unless more has to be typed.
  mutating func accept(_ candidate: Candidate, runs: Bool) -> [Effect] {
    guard let menu = completion.menu else { return [] }
    completion.menu = nil
    switch candidate.use {
    case .mayGoOn where !runs || !menu.slot.isLast: insertBeforeMore(candidate, menu)
    case .finish, .mayGoOn:
      composer.replaceCharacters(menu.range, with: menu.slot.inserted(candidate))
      if runs && menu.slot.isLast { return perform(.send) }
      // The word is complete. Tab opens the menu again.
      completion.closedFor = composer.text
    case .goOn: insertBeforeMore(candidate, menu)
    case .enter:
      composer.replaceCharacters(menu.range, with: menu.slot.inserted(candidate, isOpen: true))
    case .draft(let text):
      composer.replaceCharacters(0..<composer.text.count, with: text)
      return runs ? perform(.send) : []
    case .open(let id):
      guard runs else {
        composer.replaceCharacters(menu.range, with: ArgumentText.quoted(candidate.text))
        return []
      }
      composer.clear()
      return open(id)
    }
    return []
  }

  /// Inserts a candidate, and a space after it for what is typed next.
  private mutating func insertBeforeMore(_ candidate: Candidate, _ menu: CompletionMenu) {
    let isLast = menu.slot.isLast
    composer.replaceCharacters(menu.range, with: candidate.text + (isLast ? " " : ""))
    // Do not double a space that is there already.
    if isLast { composer.deleteSpacesAhead() }
  }

  // MARK: The mouse

  /// Handles the mouse over the menu. A click chooses a candidate, as Enter does, and the wheel
  /// moves the selection. A click elsewhere closes the menu and otherwise acts as usual.
  /// - Returns: `nil` if the mouse is not over the menu.
  mutating func handleInCompletion(_ mouse: MouseEvent) -> [Effect]? {
    guard showsCompletion, let menu = completion.menu, let area = panes.areas.completion else {
      return nil
    }
    guard area.contains(mouse.place) else {
      if mouse.action == .press { (completion.menu, completion.closedFor) = (nil, composer.text) }
      return nil
    }
    let rows = CompletionMenu.rowLimit(terminal.size)
    switch mouse.action {
    case .wheelUp where menu.selected > 0: completion.menu?.move(by: -1, rows: rows)
    case .wheelDown where menu.selected < menu.candidates.count - 1:
      completion.menu?.move(by: 1, rows: rows)
    case .wheelUp, .wheelDown, .drag, .release: break
    case .press:
      let index = menu.top + mouse.place.y - area.y
      guard menu.candidates.indices.contains(index) else { break }
      completion.menu?.select(index, rows: rows)
      let effects = accept(menu.candidates[index], runs: true)
      return effects + noteDraft() + refreshCompletion()
    }
    return []
  }
}

extension CompletionSlot {
  /// Whether the word is the name of a parameter, not a value.
  var isParameterName: Bool {
    if case .argument(_, let earlier) = place { earlier.isEmpty } else { false }
  }
}
