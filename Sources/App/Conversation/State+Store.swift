internal import Chat
internal import Screen

extension State {
  /// A failed save is said once, tried again for as long as it takes, and taken back when it works.
  mutating func noteSaved(_ error: StoreError?) -> [Effect] {
    guard let error else {
      guard let trouble = saveTrouble else { return [] }
      saveTrouble = nil
      let left = saveLeft()
      front.isUnwritten = false
      for id in others.keys { others[id]?.isUnwritten = false }
      notice = Notice(
        .information,
        (isPrivate || conversation.isEmpty
          ? "Saving works again." : "Saving works again; all of this conversation is saved.")
          + ErrorText.afterwards(trouble))
      return left
    }
    front.stream?.needsWholeSave = true
    for id in others.keys { others[id]?.stream?.needsWholeSave = true }
    let again = Effect.timer(.set(.saveAgain, .seconds(5)))
    let wasUnsaved = isUnsaved
    saveTrouble = error
    guard !wasUnsaved else { return [again] }
    // Which of them the database lacks something of is not known.
    for id in others.keys { others[id]?.isUnwritten = true }
    if !conversation.isEmpty, !isPrivate { front.isUnwritten = true }
    let (text, advice) = ErrorText.notice(error)
    notice = Notice(.trouble, text, advice: advice)
    return [again]
  }

  /// What was to be stored while that failed.
  mutating func noteUnwritten(_ effects: [Effect]) {
    for effect in effects {
      guard case .store(let order) = effect else { continue }
      switch order.writing {
      case .messages(let id): _ = withOpen(id) { $0.isUnwritten = true }
      // A draft is no loss: nobody leaves with one. What the list changes is changed again.
      case .header, .marks, .nothing: break
      }
    }
  }

  mutating func saveAgain() -> [Effect] {
    guard let saveTrouble else { return [] }
    if front.isUnwritten {
      return [.store(.save(conversation, conversation.path))]
    }
    // With nothing to save it is enough to look when there is.
    if case .readOnly = saveTrouble, !hasUnwritten { return [] }
    return [.store(.open)]
  }

  /// Whether anything of this run is in memory only.
  var hasUnwritten: Bool { front.isUnwritten || others.values.contains(where: \.isUnwritten) }

  /// The conversations that were left while they could not be saved. They are kept until the end: another
  /// save may have failed meanwhile.
  private func saveLeft() -> [Effect] {
    others.values.filter { $0.stream == nil && $0.isUnwritten }
      .map { .store(.save($0.conversation, $0.conversation.messagesByAge.map(\.id))) }
  }

  // MARK: Conversations

  mutating func startConversation() -> [Effect] {
    // What was written for a new conversation stays where it is. One that was emptied is not new.
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

  mutating func reload() -> [Effect] {
    guard isAnsweredElsewhere else { return [] }
    let request = ids.request()
    awaited = AwaitedLoad(request: request, purpose: .reload)
    return [.store(.loadConversation(request, conversation.id))]
  }

  /// Gives the keys to the composer, with nothing over the conversation.
  mutating func closePages() {
    focus = .composer
    pages = []
    leaveList()
  }

  /// Asks for a conversation, for `--conversation`; or for the one that was used last, for `--continue`.
  mutating func open(
    _ id: ConversationID?, _ purpose: AwaitedLoad.Purpose = .open(nil)
  ) -> [Effect] {
    let request = ids.request()
    awaited = AwaitedLoad(request: request, purpose: purpose)
    return [id.map { .store(.loadConversation(request, $0)) } ?? .store(.loadNewest(request))]
  }

  mutating func open(
    _ result: Result<Conversation?, StoreError>, for request: RequestID
  ) -> [Effect] {
    guard let awaited, awaited.request == request else { return [] }
    self.awaited = nil
    switch result {
    case .success(let loaded?): return open(loaded, for: awaited.purpose)
    case .success(nil):
      closePages()
      notice =
        awaited.purpose == .undo
        ? .nothingToUndo : Notice(.information, "There is no saved conversation yet.")
    case .failure(let error):
      closePages()
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }

  private mutating func open(
    _ loaded: Conversation, for purpose: AwaitedLoad.Purpose
  ) -> [Effect] {
    // What went wrong at the start is still to be read.
    let isFirst = conversation.isEmpty && !isPrivate
    let unread = isFirst && notice?.kind == .trouble ? notice : nil
    let coming = comeBack(to: loaded.id)
    let leaving = coming == nil ? show(loaded) : []
    switch purpose {
    case .start: adoptOptions()
    case .undo: notice = Notice(.information, "Restored.")
    case .open, .reload: break
    }
    notice = notice ?? unread
    sayObstacle()
    if case .open(let hit?) = purpose, hit.conversation == loaded.id { land(on: hit) }
    if let coming { return coming }
    return leaving + (isAnsweredElsewhere ? [.timer(.set(.reload, .seconds(2)))] : [])
  }
}
