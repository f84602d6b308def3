internal import Chat
internal import Screen
internal import Words

extension State {
  mutating func performInList(_ rule: KeyBinding, _ key: Key) -> [Effect] {
    guard let list else { return [] }
    noteRead(key, isErasure: rule.action == .own(ListAction.eraseName))
    if let action = ConversationListKeys.table.action(named: ActionName(rule.action)) {
      return perform(action, list)
    }
    if case .command(let command)? = rule.action { return performInList(command) }
    return []
  }

  /// Handles a key that has no binding.
  mutating func typeInList(_ key: Key) -> [Effect] {
    guard let list else { return [] }
    if let prompt = list.prompt { return pressInPrompt(key, prompt) }
    noteRead(key, isErasure: false)
    return []
  }

  /// Clears the notice, because any key without Ctrl or Alt means that the user has read it. Any
  /// such key except the one for permanent deletion also cancels a pending confirmation of that
  /// deletion.
  private mutating func noteRead(_ key: Key, isErasure: Bool) {
    guard !key.control, !key.alt else { return }
    notice = nil
    if !isErasure { list?.armedErasure = [] }
  }

  private mutating func perform(_ action: ListAction, _ list: ConversationList) -> [Effect] {
    let page = max(1, terminal.size.height - 6)
    switch action {
    case .up: self.list?.move(by: -1)
    case .down: self.list?.move(by: 1)
    case .pageUp: self.list?.move(by: -page)
    case .pageDown: self.list?.move(by: page)
    case .top: self.list?.move(by: -1_000_000_000)
    case .bottom: self.list?.move(by: 1_000_000_000)
    case .mark: self.list?.toggleMark()
    case .markAll: self.list?.toggleAllMarks()
    case .filter: startPrompt(.filter, list.filter)
    case .rename: list.selection.map { startPrompt(.rename, $0.title) }
    case .tag: startTagPrompt(for: list.targets)
    case .export: startExportPrompt(for: list.targets)
    case .back:
      if let effects = cancelSlowExport() { return effects }
      goBack(from: list)
    case .quit: closeList()
    case .open: return openSelected()
    case .newConversation: return startConversation()
    case .nextShelf: return openShelf(list.shelf.next)
    case .previousShelf: return openShelf(list.shelf.next.next)
    case .nextPane, .previousPane:
      let isNext = if case .nextPane = action { true } else { false }
      // Tab cycles through the panes, and a side bar is one of them.
      if showsSideBar { return moveFocusFromList(by: isNext ? 1 : -1) }
      return openShelf(isNext ? list.shelf.next : list.shelf.next.next)
    case .pin: return change(.pin(!list.targets.allSatisfy(\.marks.isPinned)))
    case .archive:
      return list.shelf == .deleted ? [] : change(.archive(list.shelf == .current))
    case .delete: return change(.delete(list.shelf == .deleted ? nil : now))
    case .erase: return list.shelf == .deleted ? erase() : sayErasure()
    case .undo: return undoChange()
    case .perform(let command): return performInList(command)
    }
    return []
  }

  private mutating func startTagPrompt(for targets: [ConversationSummary]) {
    guard let first = targets.first else { return }
    // The space separates the next tag from the last one.
    startPrompt(.tags, targets.count > 1 ? "" : first.marks.tags.map { $0 + " " }.joined())
  }

  /// Clears the filter, or else the marks, or else closes the list.
  private mutating func goBack(from list: ConversationList) {
    if !list.filter.isEmpty {
      self.list?.setFilter("")
    } else if !list.marked.isEmpty {
      self.list?.clearMarks()
    } else {
      closeList()
    }
  }

  mutating func startPrompt(_ purpose: ConversationList.Prompt.Purpose, _ text: String) {
    list?.prompt = ConversationList.Prompt(purpose: purpose, text: Composer(text))
  }

  // MARK: Actions

  /// Performs a command. Thinking commands do nothing while the list hides the conversation.
  private mutating func performInList(_ command: Command) -> [Effect] {
    switch command {
    // The conversation is visible only next to a side bar.
    case .toggleThinking, .toggleReasoning, .answerNow: return showsSideBar ? perform(command) : []
    default: return perform(command)
    }
  }

  private mutating func change(_ change: ConversationChange) -> [Effect] {
    let effects = changeEach { _ in change }
    if let count = effects?.count { say(change, count: count) }
    return effects?.orders ?? []
  }

  /// Applies a change to each target.
  /// - Returns: the number of targets and the orders; `nil` if there are no targets or the
  ///   database is read-only.
  private mutating func changeEach(
    _ change: (ConversationSummary) -> ConversationChange
  ) -> (count: Int, orders: [Effect])? {
    guard mayChange() else { return nil }
    let changes = list?.change(change) ?? []
    guard !changes.isEmpty else { return nil }
    return (changes.count, orders(for: changes))
  }

  private mutating func orders(for changes: [ConversationList.Undo.Change]) -> [Effect] {
    var effects = changes.flatMap { noteChange($0.change, of: $0.id) }
    var rest = changes[...]
    // Combine consecutive equal changes into one order.
    while let first = rest.first {
      let same = rest.prefix { $0.change == first.change }
      effects.append(.store(.change(same.map(\.id), first.change)))
      rest = rest.dropFirst(same.count)
    }
    return effects + loadListAgain()
  }

  private mutating func sayErasure() -> [Effect] {
    notice = Notice(
      .information, Words.List.erasesInTrash(listKey(.erase), delete: listKey(.delete)))
    return []
  }

  /// Deletes the targets permanently if called twice for the same ones. The first call asks for
  /// confirmation.
  private mutating func erase() -> [Effect] {
    guard let targets = list?.targets.map(\.id), !targets.isEmpty, mayChange() else { return [] }
    guard list?.armedErasure == Set(targets) else {
      list?.armedErasure = Set(targets)
      notice = Notice(
        .trouble, Words.List.confirmErasure(targets.count, again: listKey(.erase)))
      return []
    }
    list?.armedErasure = []
    list?.erase(Set(targets))
    notice = Notice(.information, Words.List.erased)
    return [.store(.erase(targets))] + loadListAgain()
  }

  /// Returns whether the database can be changed. If not, sets a notice.
  mutating func mayChange() -> Bool {
    guard case .readOnly? = storing.trouble else { return true }
    notice = Notice(.trouble, Words.List.readOnly)
    return false
  }

  private mutating func say(_ change: ConversationChange, count: Int) {
    let isDeletion = if case .delete(_?) = change { true } else { false }
    let key = listKey(.undo)
    notice = Words.List.changed(change, count).map {
      Notice(
        .information, $0,
        advice: isDeletion ? Words.List.undoDeletion(key) : Words.List.undoChange(key))
    }
  }

  /// Returns the name of the key that performs a list action.
  private func listKey(_ action: ListAction) -> String {
    preferences.keymap.name(of: ActionName(of: action), in: .list)
  }

  /// Applies a change made in the list to the conversation in memory.
  mutating func noteChange(
    _ change: ConversationChange, of id: ConversationID
  ) -> [Effect] {
    switch change {
    case .rename(let title):
      if id == conversation.id {
        conversation.title = title
        conversation.titleSource = .user
      }
      background.open[id]?.conversation.title = title
      background.open[id]?.conversation.titleSource = .user
      return []
    case .delete(_?):
      lists.moved.insert(id)
      // Stop paying for a title and an answer that will be deleted.
      let effects = withOpen(id) { $0.cancelTitle() } ?? []
      let stopping = stopAnswers(in: id)
      closeIfIdle(id)
      defer { background.earlierFronts.removeAll { $0 == id } }
      guard id == front.id else { return effects + stopping }
      return effects + stopping + bringToFront(newConversation())
    case .delete(nil), .archive:
      lists.moved.insert(id)
      return []
    case .pin, .suggestTitle, .tag: return []
    }
  }

  private mutating func undoChange() -> [Effect] {
    let changes = list?.undo() ?? []
    guard !changes.isEmpty else {
      notice = Notice(.information, Words.List.nothingToUndo)
      return []
    }
    notice = Notice(.information, Words.List.undone)
    for change in changes {
      _ = withOpen(change.id) { $0.markSteps.removeAll { $0.inverse == change.change } }
    }
    return orders(for: changes)
  }

  // MARK: Typing

  private mutating func pressInPrompt(_ key: Key, _ prompt: ConversationList.Prompt) -> [Effect] {
    let isFilter = prompt.purpose == .filter
    let page = max(1, terminal.size.height - 6)
    if key == .escape || key == .control("c"), let effects = cancelSlowExport() { return effects }
    switch key.code {
    case .escape:
      list?.prompt = nil
      if isFilter { list?.setFilter("") }
    case .character("c") where key.control: list?.prompt = nil
    case .function(2): closeList()
    // The prompt stays open until the file is written.
    case .enter where prompt.purpose == .export:
      return export(list?.targets.map(\.id) ?? [], to: prompt.text.text, typed: nil)
    case .enter:
      list?.prompt = nil
      return finish(prompt)
    case .up where isFilter: list?.move(by: -1)
    case .down where isFilter: list?.move(by: 1)
    case .character("p") where isFilter && key.control: list?.move(by: -1)
    case .character("n") where isFilter && key.control: list?.move(by: 1)
    case .pageUp where isFilter: list?.move(by: -page)
    case .pageDown where isFilter: list?.move(by: page)
    case .tab where isFilter:
      list?.prompt = nil
      list?.acceptFilter()
    default: editPrompt { [keymap = preferences.keymap] in $0.edit(key, by: keymap) }
    }
    return []
  }

  mutating func pasteIntoPrompt(_ text: String) {
    let line = LineJoin.joined(text.split(whereSeparator: \.isNewline))
    editPrompt { $0.insert(line) }
  }

  private mutating func editPrompt(_ edit: (inout Composer) -> Void) {
    guard var prompt = list?.prompt else { return }
    edit(&prompt.text)
    list?.prompt = prompt
    if prompt.purpose == .filter { list?.setFilter(prompt.text.text) }
  }

  private mutating func finish(_ prompt: ConversationList.Prompt) -> [Effect] {
    let text = prompt.text.text
    switch prompt.purpose {
    case .export: return []
    case .filter:
      list?.acceptFilter()
      return []
    case .rename:
      let title = Self.title(text)
      guard let selection = list?.selection else { return [] }
      guard !title.isEmpty else {
        notice = Notice(.information, Words.List.emptyTitle)
        return []
      }
      list?.keepMarkOnly(selection.id)
      return change(.rename(title))
    case .tags:
      let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "," })
      guard let targets = list?.targets, targets.count > 1 else {
        return change(.tag(Self.tags(words)))
      }
      guard !words.isEmpty else { return [] }
      let done = changeEach { .tag(Self.tags($0.marks.tags, changedBy: words)) }
      return done?.orders ?? []
    }
  }

  /// Returns a typed title on one line.
  static func title(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Returns the tags after adding those that were typed, and removing those typed with a minus
  /// sign.
  static func tags(_ tags: [String], changedBy words: [Substring]) -> [String] {
    let gone = Self.tags(words.filter { $0.hasPrefix("-") }.map { $0.dropFirst() })
    let new = Self.tags(words.filter { !$0.hasPrefix("-") })
    let kept = tags.filter { !gone.contains($0) }
    return kept + new.filter { !kept.contains($0) }
  }

  /// Returns the words as tags, without duplicates or leading number signs.
  private static func tags(_ words: [Substring]) -> [String] {
    words.reduce(into: []) { tags, word in
      let tag = String(word.drop { $0 == "#" })
      if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
    }
  }

  // MARK: Opening

  /// Opens a row of the last loaded list.
  /// - Parameter number: the row's number, counted from 1.
  mutating func openListed(_ number: Int) -> [Effect] {
    let index = number.subtractingClamped(1)
    guard lists.lastShown.indices.contains(index) else {
      notice = Notice(
        .information, Words.List.noConversation(number), advice: Words.List.showList)
      return []
    }
    return open(lists.lastShown[index])
  }

  /// Shows a conversation that is stored, or open in the background.
  /// - Parameter hit: the search result to jump to.
  mutating func open(_ id: ConversationID, landingOn hit: SearchHit? = nil) -> [Effect] {
    guard id != conversation.id else {
      pages = []
      leaveList()
      if let hit { land(on: hit) }
      return []
    }
    guard mayLose(by: .conversation) else { return [] }
    if let coming = comeBack(to: id) {
      if let hit { land(on: hit) }
      return coming
    }
    let request = ids.request()
    storing.awaitedLoad = AwaitedLoad(request: request, purpose: .open(hit))
    return [.store(.loadConversation(request, id))]
  }

  mutating func openSelected() -> [Effect] {
    guard let conversationList = list, let summary = conversationList.selection else { return [] }
    guard conversationList.shelf != .deleted else {
      notice = Notice(
        .information, Words.List.isInTrash,
        advice: Words.List.restoreToOpen(restore: listKey(.delete), open: listKey(.open)))
      return []
    }
    return open(summary.id)
  }
}

extension Shelf {
  var next: Shelf {
    switch self {
    case .current: .archived
    case .archived: .deleted
    case .deleted: .current
    }
  }
}
