internal import Chat
internal import Screen
internal import Words

extension State {
  /// Handles the result of a save. The first failure sets a notice; saving is then retried until it
  /// succeeds.
  mutating func noteSaved(_ error: StoreError?) -> [Effect] {
    guard let error else {
      guard let trouble = storing.trouble else { return [] }
      storing.trouble = nil
      let left = saveLeft()
      front.isUnwritten = false
      for id in background.open.keys { background.open[id]?.isUnwritten = false }
      notice = Notice(
        .information,
        ErrorText.savingWorksAgain(
          after: trouble, isConversationSaved: !isPrivate && !conversation.isEmpty))
      return left
    }
    front.noteGap()
    for id in background.open.keys { background.open[id]?.noteGap() }
    let again = Effect.timer(.set(.saveAgain, .seconds(5)))
    let wasUnsaved = isUnsaved
    storing.trouble = error
    guard !wasUnsaved else { return [again] }
    // Any open conversation may be the one that was not saved.
    for id in background.open.keys { background.open[id]?.isUnwritten = true }
    if !conversation.isEmpty, !isPrivate { front.isUnwritten = true }
    let (text, advice) = ErrorText.notice(error)
    notice = Notice(.trouble, text, advice: advice)
    return [again]
  }

  /// Marks conversations whose messages could not be saved.
  mutating func noteUnwritten(_ effects: [Effect]) {
    for effect in effects {
      guard case .store(let order) = effect else { continue }
      switch order.writing {
      case .messages(let id): _ = withOpen(id) { $0.isUnwritten = true }
      // Drafts and marks are not worth a warning.
      case .header, .marks, .nothing: break
      }
    }
  }

  mutating func saveAgain() -> [Effect] {
    guard let trouble = storing.trouble else { return [] }
    if front.isUnwritten {
      return [.store(.save(conversation, front.messagesToSave))]
    }
    // With nothing to save, a read-only database needs no retries.
    if case .readOnly = trouble, !hasUnwritten { return [] }
    return [.store(.open)]
  }

  /// Whether any messages could not be saved.
  var hasUnwritten: Bool {
    front.isUnwritten || background.open.values.contains(where: \.isUnwritten)
  }

  /// Saves the unsaved conversations in the background. They stay in memory in case saving fails
  /// again.
  private func saveLeft() -> [Effect] {
    background.open.values.filter { !$0.isAnswering && $0.isUnwritten }
      .map { .store(.save($0.conversation, $0.conversation.messagesByAge.map(\.id))) }
  }

  // MARK: Conversations

  mutating func startConversation() -> [Effect] {
    // A new conversation keeps its draft. One whose messages were all deleted is not new.
    guard !conversation.isEmpty || isPrivate || !conversation.title.isEmpty else {
      closePages()
      front.reading = Reading(choices: choices)
      notice = nil
      return []
    }
    guard mayLose(by: .conversation) else { return [] }
    let leaving = bringToFront(newConversation())
    closePages()
    return leaving
  }

  /// Loads the answer that another program is receiving, or finds out that the program has died,
  /// which changes nothing in the database.
  mutating func reload() -> [Effect] {
    if isAnsweredElsewhere { storing.outdated.insert(front.id) }
    return []
  }

  /// Closes all pages and focuses the composer.
  mutating func closePages() {
    focus = .composer
    pages = []
    leaveList()
  }

  /// Loads a conversation by ID, or the most recent one if `id` is `nil`.
  mutating func open(
    _ id: ConversationID?, _ purpose: AwaitedLoad.Purpose = .open(nil)
  ) -> [Effect] {
    let request = ids.request()
    storing.awaitedLoad = AwaitedLoad(request: request, purpose: purpose)
    return [id.map { .store(.loadConversation(request, $0)) } ?? .store(.loadNewest(request))]
  }

  mutating func open(
    _ result: Result<Conversation?, StoreError>, for request: RequestID
  ) -> [Effect] {
    if let effects = follow(result, for: request) { return effects }
    guard let awaited = storing.awaitedLoad, awaited.request == request else { return [] }
    storing.awaitedLoad = nil
    switch result {
    case .success(let loaded?): return open(loaded, for: awaited.purpose)
    case .success(nil):
      // Discard keys typed ahead for a conversation that does not exist.
      if awaited.purpose != .start { input.typeAhead.clear() }
      closePages()
      notice =
        awaited.purpose == .undo
        ? .nothingToUndo : Notice(.information, Words.Saving.noConversations)
    case .failure(let error):
      input.typeAhead.clear()
      closePages()
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }

  private mutating func open(
    _ loaded: Conversation, for purpose: AwaitedLoad.Purpose
  ) -> [Effect] {
    // Keep a startup error visible.
    let isFirst = conversation.isEmpty && !isPrivate
    let unread = isFirst && notice?.kind == .trouble ? notice : nil
    let coming = comeBack(to: loaded.id)
    let leaving = coming == nil ? show(loaded) : []
    switch purpose {
    case .start: adoptOptions()
    case .undo: notice = Notice(.information, Words.Deletion.restored)
    case .open, .last: break
    }
    notice = notice ?? unread
    sayObstacle()
    if case .open(let hit?) = purpose, hit.conversation == loaded.id { land(on: hit) }
    if let coming { return coming }
    return leaving + recognizeServer(isOpening: true) + loadSpending() + awaitOther
  }
}
