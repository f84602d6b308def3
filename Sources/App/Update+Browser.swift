internal import Chat
internal import Screen

extension State {
  mutating func openBrowser() -> [Effect] {
    if case .browser = overlay {
      overlay = nil
      return []
    }
    return saveDraft() + loadBrowser(.current)
  }

  private mutating func loadBrowser(_ shelf: Shelf) -> [Effect] {
    let request = ids.request()
    var last: Browser?
    if case .browser(let browser) = overlay { last = browser }
    overlay = .browser(Browser(request: request, shelf: shelf, after: last))
    return [.loadSummaries(request, shelf)]
  }

  mutating func show(
    _ result: Result<[ConversationSummary], StoreError>, for request: RequestID
  ) {
    guard case .browser(var browser) = overlay, browser.request == request else { return }
    switch result {
    case .success(let summaries):
      let isFirst = browser.summaries == nil
      lastList = summaries.map(\.id)
      browser.take(
        summaries, selecting: isFirst ? conversation.id : browser.selection?.id)
      overlay = .browser(browser)
    case .failure(let error):
      overlay = nil
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
  }

  mutating func pressInBrowser(_ key: Key) -> [Effect] {
    guard case .browser(var browser) = overlay else { return [] }
    if browser.prompt != nil { return pressInPrompt(key, browser) }
    guard !key.control, !key.alt else {
      return Keymap.command(for: key, focus: .transcript).map { performInBrowser($0) } ?? []
    }
    if notice?.kind == .information { notice = nil }
    let page = max(1, size.height - 6)
    switch key.code {
    case .up, .character("k"): browser.move(by: -1)
    case .down, .character("j"): browser.move(by: 1)
    case .pageUp: browser.move(by: -page)
    case .pageDown: browser.move(by: page)
    case .home, .character("g"): browser.move(by: -1_000_000_000)
    case .end, .character("G"): browser.move(by: 1_000_000_000)
    case .character(" "): browser.toggleMark()
    case .character("*"): browser.toggleAllMarks()
    case .character("/"):
      browser.prompt = Browser.Prompt(purpose: .filter, text: Composer(browser.filter))
    case .character("r"):
      guard let selection = browser.selection else { return [] }
      browser.prompt = Browser.Prompt(purpose: .rename, text: Composer(selection.title))
    case .character("t"):
      guard let selection = browser.selection else { return [] }
      browser.prompt = Browser.Prompt(
        purpose: .tags, text: Composer(selection.marks.tags.joined(separator: " ")))
    case .character("x"):
      guard !browser.targets.isEmpty else { return [] }
      pendingExport = nil
      browser.prompt = Browser.Prompt(
        purpose: .export, text: Composer(exportPath(for: browser.targets.count)))
    case .escape where !browser.filter.isEmpty: browser.setFilter("")
    case .escape, .character("q"):
      overlay = nil
      return []
    case .enter: return openSelected(browser)
    case .character("n"): return startConversation()
    case .tab: return loadBrowser(browser.shelf.next)
    case .backTab: return loadBrowser(browser.shelf.next.next)
    default: return act(key, browser)
    }
    overlay = .browser(browser)
    return []
  }

  // MARK: Doing something with conversations

  private mutating func act(_ key: Key, _ browser: Browser) -> [Effect] {
    let targets = browser.targets
    switch key.code {
    case .character("p"):
      return change(.pin(!targets.allSatisfy(\.marks.isPinned)), browser)
    case .character("a") where browser.shelf != .deleted:
      return change(.archive(browser.shelf == .current), browser)
    case .character("d"):
      return change(.delete(browser.shelf == .deleted ? nil : now), browser)
    case .character("u"): return undoChange(browser)
    default: return Keymap.command(for: key, focus: .transcript).map { performInBrowser($0) } ?? []
    }
  }

  /// Of the keys of the conversation only those that do not act on it.
  private mutating func performInBrowser(_ command: Command) -> [Effect] {
    switch command {
    case .openHelp, .openParameters:
      covered = overlay
      return perform(command)
    case .openPalette, .openBrowser, .openSearch, .newConversation, .redraw, .suspend,
      .stopOrClear:
      return perform(command)
    default: return []
    }
  }

  private mutating func change(
    _ change: ConversationChange, _ browser: Browser
  ) -> [Effect] {
    var browser = browser
    let ids = browser.change(change)
    overlay = .browser(browser)
    guard !ids.isEmpty else { return [] }
    let effects = ids.flatMap { noteChange(change, of: $0) }
    say(change, count: ids.count)
    return effects + [.change(ids, change)]
  }

  private mutating func say(_ change: ConversationChange, count: Int) {
    // Short, as it stands in one line: what can be done must not be cut off.
    let what: String? =
      switch change {
      case .delete(_?): "deleted"
      case .delete(nil): "brought back"
      case .archive(true): "archived"
      case .archive(false): "taken out"
      case .pin, .rename, .suggestTitle, .tag: nil
      }
    notice = what.map {
      Notice(
        .information, "\(count == 1 ? "1 conversation" : "\(count) conversations") \($0).",
        advice: "u undoes it.")
    }
  }

  /// What is in memory of a conversation follows what is done with it in the list.
  private mutating func noteChange(
    _ change: ConversationChange, of id: ConversationID
  ) -> [Effect] {
    switch change {
    case .rename(let title):
      if id == conversation.id {
        conversation.title = title
        conversation.titleSource = .user
      }
      background[id]?.conversation.title = title
      background[id]?.conversation.titleSource = .user
      return []
    case .delete(_?):
      // Nobody wants to pay for the rest of an answer in a conversation that is deleted.
      let effects = cancelTitle(of: id)
      if id != conversation.id { return effects + inBackground(id) { $0.stopStream() } }
      let stopping = stream == nil ? [] : stopStream()
      let list = overlay
      let leaving = startConversation()
      overlay = list
      if id == conversation.id {
        // It was a draft alone.
        conversation = Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now)
        composer = Composer()
      }
      return effects + stopping + leaving
    case .delete(nil), .pin, .archive, .suggestTitle, .tag: return []
    }
  }

  private mutating func undoChange(_ browser: Browser) -> [Effect] {
    var browser = browser
    let changes = browser.undo()
    guard !changes.isEmpty else {
      notice = Notice(.information, "There is nothing to undo here.")
      return []
    }
    // What is back must be read again; it may have left the list.
    browser.request = ids.request()
    overlay = .browser(browser)
    notice = Notice(.information, "Undone.")
    let effects = changes.flatMap { noteChange($0.change, of: $0.id) }
    return effects + changes.map { .change([$0.id], $0.change) }
      + [.loadSummaries(browser.request, browser.shelf)]
  }

  // MARK: Typing

  private mutating func pressInPrompt(_ key: Key, _ browser: Browser) -> [Effect] {
    var browser = browser
    guard var prompt = browser.prompt else { return [] }
    switch key.code {
    case .escape:
      browser.prompt = nil
      if prompt.purpose == .filter { browser.setFilter("") }
    case .character("c") where key.control: browser.prompt = nil
    // The prompt stays until the file is there.
    case .enter where prompt.purpose == .export:
      return export(browser.targets.map(\.id), to: prompt.text.text, typed: nil)
    case .enter:
      browser.prompt = nil
      overlay = .browser(browser)
      return finish(prompt, browser)
    case .up where prompt.purpose == .filter: browser.move(by: -1)
    case .down where prompt.purpose == .filter: browser.move(by: 1)
    default:
      prompt.text.edit(key)
      browser.prompt = prompt
      if prompt.purpose == .filter { browser.setFilter(prompt.text.text) }
    }
    overlay = .browser(browser)
    return []
  }

  private mutating func finish(_ prompt: Browser.Prompt, _ browser: Browser) -> [Effect] {
    let text = prompt.text.text
    switch prompt.purpose {
    case .filter, .export: return []
    case .rename:
      let title = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !title.isEmpty, let selection = browser.selection else { return [] }
      var browser = browser
      browser.keepMarkOnly(selection.id)
      return change(.rename(title), browser)
    case .tags:
      var tags: [String] = []
      for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
        let tag = String(word.drop { $0 == "#" })
        if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
      }
      return change(.tag(tags), browser)
    }
  }

  // MARK: Opening

  /// Opens a row of the list that was loaded last, counted from 1.
  mutating func openListed(_ number: Int) -> [Effect] {
    guard lastList.indices.contains(number - 1) else {
      notice = Notice(
        .information, "There is no conversation \(number) in the list.",
        advice: "/list shows it.")
      return []
    }
    return open(lastList[number - 1])
  }

  /// Opens a conversation, from the store or the background.
  /// - Parameter hit: what to go to there.
  mutating func open(_ id: ConversationID, landingOn hit: SearchHit? = nil) -> [Effect] {
    guard id != conversation.id else {
      overlay = nil
      if let hit { land(on: hit) }
      return []
    }
    guard mayLose(by: .conversation) else { return [] }
    if let coming = comeBack(to: id) {
      if let hit { land(on: hit) }
      return coming
    }
    let request = ids.request()
    awaitedLoad = request
    awaitedHit = hit
    return [.loadConversation(request, id)]
  }

  private mutating func openSelected(_ browser: Browser) -> [Effect] {
    guard let summary = browser.selection else { return [] }
    guard browser.shelf != .deleted else {
      notice = Notice(
        .information, "This conversation is deleted.", advice: "d brings it back, then it opens.")
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
