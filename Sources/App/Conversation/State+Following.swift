internal import Chat
internal import Words

/// Following what other programs change in the database, such as another instance in a second
/// terminal.
extension State {
  /// A check for changes, ordered because the user has just come back.
  var checkForChanges: [Effect] {
    surface == .screen && preferences.isStored ? [.store(.checkForChanges)] : []
  }

  /// Reloads the list and the open conversations after a change by another program.
  mutating func noteChangedElsewhere() -> [Effect] {
    // Plain mode has printed its lines and cannot change them.
    guard surface == .screen else { return [] }
    storing.outdated.formUnion(openIDs)
    return readListAgain()
  }

  /// Loads the outdated conversations, except those that something here is about to change. These
  /// are loaded when that has ended.
  mutating func loadOutdated() -> [Effect] {
    guard !storing.outdated.isEmpty else { return [] }
    var effects: [Effect] = []
    for id in storing.outdated {
      guard let open = openConversation(id), open.isStorable else {
        storing.outdated.remove(id)
        continue
      }
      guard open.isAtRest, id != front.id || !isChangingConversation,
        !storing.awaitedChanges.values.contains(where: { $0.id == id })
      else { continue }
      storing.outdated.remove(id)
      let request = ids.request()
      storing.awaitedChanges[request] = AwaitedChanges(id: id, base: open.conversation)
      effects += [.store(.loadMarks(request, id)), .store(.loadConversation(request, id))]
    }
    return effects
  }

  /// Shows what another program has changed.
  /// - Returns: `nil` if the result belongs to another request.
  mutating func follow(
    _ result: Result<Conversation?, StoreError>, for request: RequestID
  ) -> [Effect]? {
    guard let awaited = storing.awaitedChanges.removeValue(forKey: request) else { return nil }
    switch result {
    case .success(let stored?): return follow(stored, awaited)
    case .success(nil): sayDeletedElsewhere(awaited.id)
    case .failure(let error):
      // Nobody asked for this, so report it only if an answer stops growing.
      guard awaited.id == front.id, isAnsweredElsewhere else { break }
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }

  private mutating func follow(_ stored: Conversation, _ awaited: AwaitedChanges) -> [Effect] {
    guard let open = openConversation(awaited.id) else { return [] }
    var base = awaited.base
    base.draft = open.conversation.draft
    guard open.isAtRest, open.conversation == base else {
      // The stored conversation may lack what was done here in the meantime.
      storing.outdated.insert(awaited.id)
      return []
    }
    let wasAnswered = open.isAnsweredElsewhere
    _ = withOpen(awaited.id) { $0.follow(stored) }
    guard awaited.id == front.id else { return [] }
    if wasAnswered, !isAnsweredElsewhere, notice?.isUntilAnswered == true {
      removeNoticeInPlace()
    }
    if selection == nil, case .selecting(let pane) = input.mode { input.mode = .reading(pane) }
    let isLonger = stored.allMessages.count != base.allMessages.count
    return (isLonger ? loadSpending() : []) + awaitOther
  }

  /// The timer for the next look at an answer that another program is receiving.
  var awaitOther: [Effect] {
    isAnsweredElsewhere ? [.timer(.set(.reload, .seconds(2)))] : []
  }

  // MARK: Deletion

  /// Notes whether an outdated conversation is in the trash.
  /// - Returns: whether the marks were requested for that.
  mutating func noteDeletedElsewhere(
    _ result: Result<ConversationMarks?, StoreError>, for request: RequestID
  ) -> Bool {
    guard let id = storing.awaitedChanges[request]?.id else { return false }
    if case .success(let marks?) = result { noteDeletion(at: marks.deletedAt, of: id) }
    return true
  }

  private mutating func noteDeletion(at time: Timestamp?, of id: ConversationID) {
    guard let time else {
      _ = withOpen(id) { $0.isDeletedElsewhere = false }
      return
    }
    // The user may have opened it from the trash, or deleted it here.
    guard let open = openConversation(id), time > open.shownSince, !lists.moved.contains(id) else {
      return
    }
    sayDeletedElsewhere(id)
  }

  /// Says once that a conversation was deleted. It stays on the screen, and the next message
  /// restores it.
  private mutating func sayDeletedElsewhere(_ id: ConversationID) {
    let isNew = withOpen(id) { open in
      defer { open.isDeletedElsewhere = true }
      return !open.isDeletedElsewhere
    }
    guard id == front.id, isNew == true, notice?.kind != .trouble else { return }
    notice = Notice(
      .information, Words.Saving.deletedElsewhere, advice: Words.Saving.restoreAdvice)
  }

  /// Says that a conversation is back because it was continued here.
  mutating func noteUndoneDeletion(
    _ undone: UndoneDeletion, of id: ConversationID, _ title: String
  ) -> [Effect] {
    let isOpen = openConversation(id) != nil
    let back = Notice(
      .information, Words.Saving.undone(undone, of: isOpen ? nil : title),
      advice: undone == .trash ? "" : Words.Saving.erasureUndone)
    _ = withOpen(isOpen ? id : front.id) { open in
      open.isDeletedElsewhere = false
      if open.notice?.kind != .trouble { open.notice = back }
    }
    return readListAgain()
  }
}

extension OpenConversation {
  /// Whether the database has, or should have, this conversation.
  fileprivate var isStorable: Bool { !isPrivate && !conversation.isEmpty }

  /// Whether nothing is under way that another program's changes would disturb.
  fileprivate var isAtRest: Bool {
    !isAnswering && !isUnwritten && awaitedUndo == nil && writing.editing == nil
      && writing.sending == nil && reading.armedDeletion == nil
      && reading.selection?.isDragged != true
  }

  fileprivate mutating func follow(_ stored: Conversation) {
    let path = conversation.path
    conversation.follow(stored)
    reading.follow(from: path, to: conversation)
    recount()
  }
}
