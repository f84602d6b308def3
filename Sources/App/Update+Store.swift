internal import Chat
internal import Screen

extension State {
  /// A failed save is said once, tried again for as long as it takes, and taken back when it works.
  mutating func noteSaved(_ error: StoreError?) -> [Effect] {
    guard let error else {
      guard let trouble = saveTrouble else { return [] }
      saveTrouble = nil
      unwritten = []
      notice = Notice(
        .information,
        (isPrivate || conversation.isEmpty
          ? "Saving works again." : "Saving works again; all of this conversation is saved.")
          + ErrorText.afterwards(trouble))
      return saveLeft()
    }
    if stream != nil { stream?.needsWholeSave = true }
    for id in background.keys { background[id]?.stream?.needsWholeSave = true }
    let again = Effect.timer(.set(.saveAgain, .seconds(5)))
    let wasUnsaved = isUnsaved
    saveTrouble = error
    guard !wasUnsaved else { return [again] }
    // Which of them the store lacks something of is not known.
    unwritten.formUnion(background.keys)
    if !conversation.isEmpty, !isPrivate { unwritten.insert(conversation.id) }
    let (text, advice) = ErrorText.notice(error)
    notice = Notice(.trouble, text, advice: advice)
    return [again]
  }

  /// What was to be stored while that failed.
  mutating func noteUnwritten(_ effects: [Effect]) {
    for effect in effects {
      guard case .store(let order) = effect else { continue }
      switch order.writing {
      case .messages(let id): unwritten.insert(id)
      // A draft is no loss: nobody leaves with one. What the list changes is changed again.
      case .header, .marks, .nothing: break
      }
    }
  }

  mutating func saveAgain() -> [Effect] {
    guard let saveTrouble else { return [] }
    if unwritten.contains(conversation.id) {
      return [.store(.save(conversation, conversation.path))]
    }
    // With nothing to save it is enough to look when there is.
    if case .readOnly = saveTrouble, unwritten.isEmpty { return [] }
    return [.store(.open)]
  }

  /// The conversations that were left while they could not be saved. They are kept until the end: another
  /// save may have failed meanwhile.
  private func saveLeft() -> [Effect] {
    background.values.filter { $0.stream == nil }
      .map { .store(.save($0.conversation, $0.conversation.messagesByAge.map(\.id))) }
  }

  // MARK: Conversations

  mutating func startConversation() -> [Effect] {
    // What was written for a new conversation stays where it is. One that was emptied is not new.
    guard !conversation.isEmpty || isPrivate || !conversation.title.isEmpty else {
      resetPanes()
      return []
    }
    guard mayLose(by: .conversation) else { return [] }
    let leaving = leaveConversation()
    composer = Composer()
    conversation = Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now)
    session.ask(as: newSession)
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
    return [.store(.loadConversation(request, conversation.id))]
  }

  mutating func resetPanes() {
    transcript = Transcript()
    reasoning = ReasoningPane()
    find = nil
    cursor = nil
    selection = nil
    codeCursor = nil
    editing = nil
    quotation = ""
    focus = .composer
    overlay = nil
    covered = nil
    leaveList()
    notice = nil
  }

  /// Asks for a conversation, for `--conversation`; or for the one that was used last, for `--continue`.
  mutating func open(_ id: ConversationID?) -> [Effect] {
    let request = ids.request()
    awaitedLoad = request
    return [id.map { .store(.loadConversation(request, $0)) } ?? .store(.loadNewest(request))]
  }

  /// Puts a conversation on the screen; nothing moves when it is the one that is there.
  mutating func show(_ loaded: Conversation) -> [Effect] {
    guard loaded.id != conversation.id else {
      conversation = loaded
      return []
    }
    let leaving = leaveConversation()
    conversation = loaded
    composer = Composer(surface == .screen ? loaded.draft : "")
    adoptSettings(of: loaded)
    resetPanes()
    resumeEditing()
    resumePlace()
    return leaving
  }

  mutating func open(
    _ result: Result<Conversation?, StoreError>, for request: RequestID
  ) -> [Effect] {
    guard awaitedLoad == request else { return [] }
    awaitedLoad = nil
    defer { if awaitedUndo?.request == request { awaitedUndo = nil } }
    let hit = awaitedHit
    awaitedHit = nil
    switch result {
    case .success(let loaded?):
      // What went wrong at the start is still to be read.
      let isFirst = conversation.isEmpty && !isPrivate
      let unread = isFirst && notice?.kind == .trouble ? notice : nil
      let coming = comeBack(to: loaded.id)
      let leaving = coming == nil ? show(loaded) : []
      if firstLoad == request { adoptOptions() }
      if awaitedUndo?.request == request { notice = Notice(.information, "Restored.") }
      notice = notice ?? unread
      sayObstacle()
      if let hit, hit.conversation == loaded.id { land(on: hit) }
      if let coming { return coming }
      return leaving + (isAnsweredElsewhere ? [.timer(.set(.reload, .seconds(2)))] : [])
    case .success(nil):
      overlay = nil
      notice =
        awaitedUndo?.request == request
        ? .nothingToUndo : Notice(.information, "There is no saved conversation yet.")
    case .failure(let error):
      overlay = nil
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }
}
