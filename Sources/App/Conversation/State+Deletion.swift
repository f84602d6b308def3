internal import Chat
internal import Words

/// Deleting messages and whole conversations, and undoing it.
extension State {
  /// Deletes a message and everything below it. On the screen, the first call marks the message
  /// and asks for confirmation; the second one deletes it.
  mutating func deleteMessage() -> [Effect] {
    guard let message = chosenMessage else { return [] }
    if front.streams.contains(where: { isAbove(message.id, $0.answer) }) {
      disarmDeletion()
      notice = stillAnswering(.nothingDeleted)
      return []
    }
    guard surface == .lines || armedDeletion?.message == message.id else {
      armDeletion(message)
      return []
    }
    disarmDeletion()
    if isAll(message), !isPrivate, preferences.isStored { return deleteConversation() }
    let leaf = conversation.path.last
    let removed = conversation.remove(message.id)
    front.noteDeleted(removed)
    front.deletions.append(Deletion(messages: removed, leaf: leaf))
    cursor = nil
    transcript.scrollToEnd()
    notice = Notice(
      .information,
      Words.Deletion.deleted(isQuestion: message.role == .user, below: removed.count - 1),
      advice: say(.undoDeletion))
    return [.store(.deleteMessages(removed.map(\.id), conversation))] + noteInList(conversation)
  }

  private mutating func armDeletion(_ message: Message) {
    let below = conversation.descendants(of: message.id).count
    let question = Notice(
      .trouble,
      isAll(message)
        ? Words.Deletion.confirmConversation
        : Words.Deletion.confirm(isQuestion: message.role == .user, below: below),
      advice: surface == .screen
        ? Words.Advice.confirmDeletion(
          again: repetition(of: .delete), keep: preferences.keymap.name(of: .closeOrStop))
        : Words.Advice.confirmDeletionInLines)
    armedDeletion = ArmedDeletion(message: message.id, cursor: cursor, notice: question)
    cursor = message.id
    notice = question
    if let index = conversation.path.firstIndex(of: message.id) {
      transcript.reveal(message: index, conversation)
    }
  }

  /// Cancels a deletion that waits for confirmation.
  mutating func disarmDeletion() {
    guard let armed = armedDeletion else { return }
    armedDeletion = nil
    if notice == armed.notice { notice = nil }
    if cursor == armed.message { cursor = armed.cursor }
  }

  /// Deselects a message that has scrolled out of view, so that keys do not act on a message the
  /// user cannot see.
  mutating func forgetUnseenMark() {
    forgetUnseenCode()
    guard let index = cursor.flatMap({ conversation.path.firstIndex(of: $0) }),
      !transcript.isVisible(message: index, conversation)
    else { return }
    disarmDeletion()
    cursor = nil
  }

  /// Returns whether deleting the message would empty the conversation.
  private func isAll(_ message: Message) -> Bool {
    conversation.path.first == message.id && conversation.siblings(of: message.id).count == 1
  }

  /// Moves the whole conversation to the trash instead of emptying it. An empty conversation
  /// would appear in no list and could not be restored.
  private mutating func deleteConversation() -> [Effect] {
    let (id, focus) = (conversation.id, focus)
    let change = ConversationChange.delete(now)
    let effects = noteChange(change, of: id)
    background.deleted.append(id)
    self.focus = focus
    notice = Notice(
      .information, Words.Deletion.conversationDeleted, advice: say(.undoConversationDeletion))
    return effects + [.store(.change([id], change))] + readListAgain()
  }

  private mutating func undoConversationDeletion() -> [Effect] {
    guard conversation.isEmpty, let id = background.deleted.popLast() else {
      return undoStoredDeletion()
    }
    let bringingBack = Effect.store(.change([id], .delete(nil)))
    return [bringingBack] + readListAgain() + open(id)
  }

  /// Undoes the last deletion recorded in the database, even one from an earlier run. In a new
  /// conversation, restores the conversation deleted last; otherwise, restores messages of the
  /// conversation on the screen.
  private mutating func undoStoredDeletion() -> [Effect] {
    guard !isPrivate else {
      notice = .nothingToUndo
      return []
    }
    let request = ids.request()
    guard conversation.isEmpty, conversation.title.isEmpty else {
      front.awaitedUndo = request
      return [.store(.restoreDeletion(request, conversation.id))]
    }
    storing.awaitedLoad = AwaitedLoad(request: request, purpose: .undo)
    return [.store(.restoreLastConversation(request))]
  }

  /// Handles messages restored from the trash.
  mutating func restored(
    _ result: Result<DeletedMessages?, StoreError>, for request: RequestID
  ) -> [Effect] {
    // Another conversation shows its restored messages when it is opened again.
    guard front.awaitedUndo == request else { return [] }
    front.awaitedUndo = nil
    switch result {
    case .success(let deleted?):
      conversation.restore(deleted.messages, path: deleted.leaf)
      notice = Notice(.information, Words.Deletion.restored)
      return noteInList(conversation) + loadSpending()
    case .success(nil): notice = .nothingToUndo
    case .failure(let error):
      input.typeAhead.clear()
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }

  private func isAbove(_ message: MessageID, _ descendant: MessageID) -> Bool {
    var next: MessageID? = descendant
    while let id = next {
      if id == message { return true }
      next = conversation[id]?.parent
    }
    return false
  }

  /// Undoes the last deletion in this conversation or the last change to its title or marks,
  /// whichever is newer. If there is neither, restores what was deleted earlier.
  mutating func undoDeletion() -> [Effect] {
    if let effects = undoMarks() { return effects }
    guard let deletion = front.deletions.popLast() else { return undoConversationDeletion() }
    conversation.restore(deletion.messages, path: deletion.leaf)
    notice = Notice(.information, Words.Deletion.restored)
    return [.store(.save(conversation, deletion.messages.map(\.id)))] + noteInList(conversation)
  }
}
