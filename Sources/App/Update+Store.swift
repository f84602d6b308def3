internal import Chat
internal import Screen

extension State {
  /// A failed save is said once, tried again for as long as it takes, and taken back when it works.
  mutating func noteSaved(_ error: StoreError?) -> [Effect] {
    guard let error else {
      guard isUnsaved else { return [] }
      isUnsaved = false
      notice = Notice(.information, "Saving works again; all of this conversation is saved.")
      return saveLeft()
    }
    if stream != nil { stream?.needsWholeSave = true }
    for id in background.keys { background[id]?.stream?.needsWholeSave = true }
    let again = Effect.setTimer(.saveAgain, .seconds(5))
    guard !isUnsaved else { return [again] }
    isUnsaved = true
    let (text, advice) = ErrorText.notice(error)
    notice = Notice(.trouble, text, advice: advice)
    return [again]
  }

  /// The conversations that were left while they could not be saved. They are kept until the end: another
  /// save may have failed meanwhile.
  private func saveLeft() -> [Effect] {
    background.values.filter { $0.stream == nil }
      .map { .save($0.conversation, Array($0.conversation.allMessages.map(\.id))) }
  }

  // MARK: Conversations

  mutating func startConversation() -> [Effect] {
    let leaving = leaveConversation()
    let thinking = conversation.thinking
    conversation = Conversation(
      id: ConversationID(ids.uuid(at: now)), createdAt: now, thinking: thinking)
    resetPanes()
    return leaving
  }

  /// The last answer is received by another program on the same store.
  var isAnsweredElsewhere: Bool {
    stream == nil && conversation.lastMessage?.status == .streaming
  }

  mutating func reload() -> [Effect] {
    guard isAnsweredElsewhere else { return [] }
    let request = ids.request()
    awaitedLoad = request
    return [.loadConversation(request, conversation.id)]
  }

  private mutating func resetPanes() {
    transcript = Transcript()
    reasoning = ReasoningPane()
    find = nil
    cursor = nil
    editing = nil
    deletions = []
    focus = .composer
    overlay = nil
    notice = nil
  }

  mutating func openBrowser() -> [Effect] {
    if case .browser = overlay {
      overlay = nil
      return []
    }
    let request = ids.request()
    overlay = .browser(Browser(request: request))
    return [.loadSummaries(request)]
  }

  mutating func show(
    _ result: Result<[ConversationSummary], StoreError>, for request: RequestID
  ) {
    guard case .browser(var browser) = overlay, browser.request == request else { return }
    switch result {
    case .success(let summaries):
      browser.summaries = summaries
      browser.selected = summaries.firstIndex { $0.id == conversation.id } ?? 0
      overlay = .browser(browser)
    case .failure(let error):
      overlay = nil
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
  }

  mutating func pressInBrowser(_ key: Key) -> [Effect] {
    guard case .browser(var browser) = overlay else { return [] }
    let page = max(1, size.height - 6)
    switch key.code {
    case .up, .character("k"): browser.move(by: -1)
    case .down, .character("j"): browser.move(by: 1)
    case .pageUp: browser.move(by: -page)
    case .pageDown, .character(" "): browser.move(by: page)
    case .home, .character("g"): browser.move(by: -1_000_000_000)
    case .end, .character("G"): browser.move(by: 1_000_000_000)
    case .enter: return openSelected(browser)
    case .character("n") where !key.alt: return startConversation()
    case .character("q"): return perform(.closeOrStop)
    default: return Keymap.command(for: key, focus: .transcript).map { perform($0) } ?? []
    }
    overlay = .browser(browser)
    return []
  }

  private mutating func openSelected(_ browser: Browser) -> [Effect] {
    guard let summary = browser.selection else { return [] }
    guard summary.id != conversation.id else {
      overlay = nil
      return []
    }
    if let coming = comeBack(to: summary.id) { return coming }
    let request = ids.request()
    awaitedLoad = request
    return [.loadConversation(request, summary.id)]
  }

  /// Asks for the conversation that was used last, for `--continue`.
  mutating func continueNewest() -> [Effect] {
    let request = ids.request()
    awaitedLoad = request
    return [.loadNewest(request)]
  }

  /// Puts a conversation on the screen; nothing moves when it is the one that is there.
  mutating func show(_ loaded: Conversation) -> [Effect] {
    guard loaded.id != conversation.id else {
      conversation = loaded
      return []
    }
    let leaving = leaveConversation()
    conversation = loaded
    resetPanes()
    return leaving
  }

  mutating func open(
    _ result: Result<Conversation?, StoreError>, for request: RequestID
  ) -> [Effect] {
    guard awaitedLoad == request else { return [] }
    awaitedLoad = nil
    switch result {
    case .success(let loaded?):
      if let coming = comeBack(to: loaded.id) { return coming }
      let leaving = show(loaded)
      return leaving + (isAnsweredElsewhere ? [.setTimer(.reload, .seconds(2))] : [])
    case .success(nil):
      overlay = nil
      notice = Notice(.information, "There is no saved conversation yet.")
    case .failure(let error):
      overlay = nil
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }
}
