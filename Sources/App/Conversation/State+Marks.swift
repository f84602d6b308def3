internal import Chat
internal import Words

/// A change to a conversation's pin, tags or archiving that depends on their current values.
enum MarksOrder: Equatable {
  case togglePin
  case toggleArchive
  /// Words as typed: tags to add or, with a minus sign, to remove.
  case tag([String])
}

/// A change that waits until the current marks of its conversation are loaded.
struct AwaitedMarks: Equatable {
  let id: ConversationID
  let order: MarksOrder
}

/// A step that undoes a change to a conversation's title or marks.
struct MarkStep: Equatable {
  let inverse: ConversationChange
  /// How many undoable deletions preceded this change. Undo uses this number to go back in order.
  let deletionCount: Int
}

/// Renaming, pinning, tagging and archiving the conversation on the screen.
extension State {
  mutating func renameConversation(_ text: String) -> [Effect] {
    let title = Self.title(text)
    guard !conversation.isEmpty, !title.isEmpty else {
      notice = Notice(
        .information, title.isEmpty ? Words.List.emptyTitle : Words.List.nothingToChange)
      return []
    }
    guard isPrivate || mayChange() else { return [] }
    composer.clear()
    let inverse = ConversationChange.rename(conversation.title)
    return make(.rename(title), in: conversation.id, undoneBy: inverse, Words.List.renamed(title))
  }

  mutating func tagConversation(_ text: String) -> [Effect] {
    let words = text.split { $0.isWhitespace || $0 == "," }.map(String.init)
    let effects = markConversation(.tag(words))
    if !effects.isEmpty { composer.clear() }
    return effects
  }

  /// Changes a mark of the conversation on the screen, after loading the current marks.
  mutating func markConversation(_ order: MarksOrder) -> [Effect] {
    guard !conversation.isEmpty else {
      notice = Notice(.information, Words.List.nothingToChange)
      return []
    }
    guard !isPrivate else {
      notice = Notice(.information, Words.List.cannotMarkPrivate)
      return []
    }
    guard mayChange() else { return [] }
    let request = ids.request()
    storing.awaitedMarks[request] = AwaitedMarks(id: conversation.id, order: order)
    return [.store(.loadMarks(request, conversation.id))]
  }

  mutating func noteMarks(
    _ result: Result<ConversationMarks?, StoreError>, for request: RequestID
  ) -> [Effect] {
    if noteDeletedElsewhere(result, for: request) { return [] }
    guard let awaited = storing.awaitedMarks.removeValue(forKey: request) else { return [] }
    switch result {
    case .success(let marks?):
      let (change, inverse, text) = Self.change(awaited.order, marks)
      return make(change, in: awaited.id, undoneBy: inverse, text)
    case .success(nil):
      notice = Notice(.trouble, Words.List.cannotMarkUnsaved)
    case .failure(let error):
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
    }
    return []
  }

  private static func change(
    _ order: MarksOrder, _ marks: ConversationMarks
  ) -> (change: ConversationChange, inverse: ConversationChange, notice: String) {
    switch order {
    case .togglePin:
      (
        .pin(!marks.isPinned), .pin(marks.isPinned),
        marks.isPinned ? Words.List.conversationUnpinned : Words.List.conversationPinned
      )
    case .toggleArchive:
      (
        .archive(!marks.isArchived), .archive(marks.isArchived),
        marks.isArchived ? Words.List.conversationUnarchived : Words.List.conversationArchived
      )
    case .tag(let words): tagged(marks.tags, words.map { $0[...] })
    }
  }

  private static func tagged(
    _ before: [String], _ words: [Substring]
  ) -> (ConversationChange, ConversationChange, String) {
    let tags = tags(before, changedBy: words)
    return (.tag(tags), .tag(before), Words.List.tagged(tags))
  }

  /// Makes a change that can be undone from both the conversation and the list.
  private mutating func make(
    _ change: ConversationChange, in id: ConversationID, undoneBy inverse: ConversationChange,
    _ text: String
  ) -> [Effect] {
    guard change != inverse else {
      notice = Notice(.information, Words.List.unchanged)
      return []
    }
    _ = withOpen(id) { open in
      open.markSteps.append(MarkStep(inverse: inverse, deletionCount: open.deletions.count))
    }
    let effects = order(change, in: id)
    let undo = ConversationList.Undo(
      changes: [.init(id: id, change: inverse)], removed: effects.removed)
    if list == nil { lists.undos.append(undo) } else { list?.append(undo) }
    notice = Notice(.information, text, advice: say(.undoConversationDeletion))
    return effects.effects
  }

  /// - Returns: the effects, and the rows that the change removes from the list.
  private mutating func order(
    _ change: ConversationChange, in id: ConversationID
  ) -> (effects: [Effect], removed: [ListedConversation]) {
    let noted = noteChange(change, of: id)
    let removed = list?.note(change, of: id) ?? []
    // A private conversation exists only in memory.
    let saving = isPrivate(id) ? [] : [Effect.store(.change([id], change))] + readListAgain()
    return (noted + saving, removed)
  }

  /// Undoes the last change to this conversation's title or marks.
  /// - Returns: `nil` if there is none, or if something has been deleted since.
  mutating func undoMarks() -> [Effect]? {
    guard let step = front.markSteps.last, step.deletionCount >= front.deletions.count,
      isPrivate || mayChange()
    else { return nil }
    front.markSteps.removeLast()
    let changes = [ConversationList.Undo.Change(id: front.id, change: step.inverse)]
    if list == nil { lists.undos.removeLast(changes) } else { list?.forget(changes) }
    notice = Notice(.information, Words.List.undone)
    return order(step.inverse, in: front.id).effects
  }
}

extension [ConversationList.Undo] {
  /// Removes the last action with these changes.
  mutating func removeLast(_ changes: [ConversationList.Undo.Change]) {
    if let index = lastIndex(where: { $0.changes == changes }) { remove(at: index) }
  }
}
