internal import Chat

/// Asking again, asking otherwise, and walking between what came of it.
extension State {
  // MARK: Which message

  /// The message that a key orders something about: the one that was jumped to, else the last.
  private var chosenMessage: Message? {
    chosenIndex.flatMap { conversation[conversation.path[$0]] }
  }

  private var chosenIndex: Int? {
    cursor.flatMap { conversation.path.firstIndex(of: $0) } ?? conversation.path.indices.last
  }

  /// The question of the turn that a key orders something about.
  private var chosenQuestion: Message? {
    guard let chosenIndex else { return nil }
    return conversation.path[...chosenIndex].reversed().lazy
      .compactMap { conversation[$0] }.first { $0.role == .user }
  }

  /// Goes to the next message that is wanted, or the one before; it is marked, and keys act on it.
  mutating func jump(_ step: Int, where isWanted: (Message) -> Bool) {
    // Whoever is at the end goes back from there, not from what is at the top.
    let end = step < 0 && transcript.isFollowing ? conversation.path.count : nil
    let start = cursor.flatMap { conversation.path.firstIndex(of: $0) } ?? end
    readNotice()
    let index = transcript.jump(step, from: start, conversation, where: isWanted)
    cursor = index.map { conversation.path[$0] } ?? (step < 0 ? cursor : nil)
  }

  /// Whoever goes on has read what was said about a key.
  private mutating func readNotice() { if notice?.kind == .information { notice = nil } }

  // MARK: Other answers

  /// Another answer to a question, as a sibling of those that are there.
  mutating func regenerate() -> [Effect] {
    guard let question = chosenQuestion else { return [] }
    if let obstacle = obstacle(kept: "nothing was sent") {
      notice = obstacle
      return []
    }
    noteChoices()
    conversation.select(question.id)
    return startAnswer(saving: [])
  }

  /// Goes on with an answer that broke off: another one beside it, which begins with what came.
  mutating func continueAnswer() -> [Effect] {
    guard let last = chosenMessage, last.role == .assistant else { return [] }
    if let obstacle = obstacle(kept: "nothing was sent") {
      notice = obstacle
      return []
    }
    guard last.isUnfinished else {
      notice = Notice(
        .information, "This answer is whole; there is nothing to go on with.",
        advice: say(.askAgain))
      return []
    }
    // Thinking cannot be gone on with: servers take back what was said, not what was thought.
    guard last.content.contains(where: { !$0.isWhitespace }), let question = last.parent else {
      return regenerate()
    }
    noteChoices()
    conversation.select(question)
    return startAnswer(saving: [], after: last)
  }

  /// Shows the sibling before the message in view, or the one after it, with all that followed there.
  mutating func selectSibling(_ step: Int) -> [Effect] {
    guard let (message, siblings) = messageWithSiblings(),
      let index = siblings.firstIndex(of: message)
    else {
      notice = Notice(
        .information, "There is no other branch here.",
        advice: say(.branch))
      return []
    }
    guard siblings.indices.contains(index + step) else {
      notice = Notice(
        .information, "This is the \(step < 0 ? "first" : "last") of \(siblings.count).")
      return []
    }
    let sibling = siblings[index + step]
    noteChoices()
    conversation.select(through: sibling, choices: choices)
    walked = sibling
    // What is below in that branch is not new.
    transcript.scrollToEnd()
    let isMarked = cursor != nil
    cursor = sibling
    if let place = conversation.path.firstIndex(of: sibling) {
      transcript.show(message: place, conversation)
    }
    if !isMarked { cursor = nil }
    notice = nil
    return [.store(.saveHeader(conversation))]
  }

  /// Remembers the path: back in one of its branches, one is where one was.
  mutating func noteChoices() {
    let path = conversation.path
    for (parent, child) in zip(path, path.dropFirst()) { choices[parent] = child }
  }

  /// The message that was walked to; else the one in view that has siblings, or the question that it
  /// answers, or the nearest above.
  private mutating func messageWithSiblings() -> (MessageID, [MessageID])? {
    // There may be siblings further down in the other branch: `[` and `]` lead back and forth.
    if let walked, conversation.path.contains(walked) {
      return (walked, conversation.siblings(of: walked))
    }
    let last =
      cursor == nil && !transcript.isFollowing
      ? transcript.lastVisibleMessage(conversation) : chosenIndex
    guard let last else { return nil }
    for id in conversation.path[...last].reversed() {
      let siblings = conversation.siblings(of: id)
      if siblings.count > 1 { return (id, siblings) }
    }
    return nil
  }

  // MARK: Other questions

  /// Brings a question back into the composer; sent, it stands beside the old one.
  mutating func editQuestion() -> [Effect] {
    guard let question = chosenQuestion else { return [] }
    readNotice()
    let draft = editing?.draft ?? composer
    editing = Editing(question: question.id, draft: draft, focus: editing?.focus ?? focus)
    let left = front.writing.leftEdit.flatMap { $0.editing.question == question.id ? $0 : nil }
    composer = left?.text ?? Composer(question.content)
    focus = .composer
    return []
  }

  /// Gives the edit up; editing the question again brings back what was written.
  mutating func leaveEditing() {
    if let editing { focus = editing.focus }
    front.leaveEditing()
  }

  /// Puts a message into the draft, marked as a quotation.
  mutating func quote() -> [Effect] {
    guard let message = quotable(), !message.spoken.isEmpty else {
      notice = Notice(.information, "There is nothing to quote here.")
      return []
    }
    let lines = message.spoken.split(separator: "\n", omittingEmptySubsequences: false)
    let quotation = lines.map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
    focus = .composer
    composer.insert((composer.isEmpty ? "" : "\n") + quotation + "\n\n")
    return []
  }

  private mutating func quotable() -> Message? {
    if cursor != nil, let chosenMessage { return chosenMessage }
    return reasoningMessage()
  }

  // MARK: Taking away

  /// Deletes a message and all that follows it in its branch. On a screen the first call marks the
  /// message and says what would go, and the second one deletes it.
  mutating func deleteMessage() -> [Effect] {
    guard let message = chosenMessage else { return [] }
    if let stream, isAbove(message.id, stream.answer) {
      disarmDeletion()
      notice = .stillComing(kept: "nothing was deleted", advice: say(.stop))
      return []
    }
    guard surface == .lines || armedDeletion?.message == message.id else {
      armDeletion(message)
      return []
    }
    disarmDeletion()
    if isAll(message), !isPrivate, session.isStored { return deleteConversation() }
    let leaf = conversation.path.last
    let removed = conversation.remove(message.id)
    front.deletions.append(Deletion(messages: removed, leaf: leaf))
    cursor = nil
    transcript.scrollToEnd()
    let what = message.role == .user ? "Question" : "Answer"
    notice = Notice(
      .information, "\(what)\(Self.words(below: removed.count - 1)) deleted.",
      advice: say(.undoDeletion))
    return [.store(.deleteMessages(removed.map(\.id), conversation))] + noteInList(conversation)
  }

  private mutating func armDeletion(_ message: Message) {
    let below = Self.words(below: conversation.descendants(of: message.id).count)
    let what = message.role == .user ? "question" : "answer"
    let question = Notice(
      .trouble,
      isAll(message) ? "Delete this conversation?" : "Delete this \(what)\(below)?",
      advice: say(.confirmDeletion))
    armedDeletion = ArmedDeletion(message: message.id, cursor: cursor, notice: question)
    cursor = message.id
    notice = question
    if let index = conversation.path.firstIndex(of: message.id) {
      transcript.reveal(message: index, conversation)
    }
  }

  /// Such as " and 3 messages below it".
  private static func words(below: Int) -> String {
    switch below {
    case 0: ""
    case 1: " and the message below it"
    default: " and \(below) messages below it"
    }
  }

  /// Keeps the message that was marked to be deleted.
  mutating func disarmDeletion() {
    guard let armed = armedDeletion else { return }
    armedDeletion = nil
    if notice == armed.notice { notice = nil }
    if cursor == armed.message { cursor = armed.cursor }
  }

  /// A message that can no longer be seen is not marked, so that no key acts on it unseen.
  mutating func forgetUnseenMark() {
    guard let index = cursor.flatMap({ conversation.path.firstIndex(of: $0) }),
      !transcript.isVisible(message: index, conversation)
    else { return }
    disarmDeletion()
    cursor = nil
  }

  /// Whether nothing is left without a message and what follows it.
  private func isAll(_ message: Message) -> Bool {
    conversation.path.first == message.id && conversation.siblings(of: message.id).count == 1
  }

  /// One of which nothing would be left goes as a whole to the deleted ones: in no list it would be lost.
  private mutating func deleteConversation() -> [Effect] {
    let (id, focus) = (conversation.id, focus)
    let change = ConversationChange.delete(now)
    let effects = noteChange(change, of: id)
    deletedConversations.append(id)
    self.focus = focus
    notice = Notice(
      .information, "Conversation moved to trash.", advice: say(.undoConversationDeletion))
    return effects + [.store(.change([id], change))] + readListAgain()
  }

  private mutating func undoConversationDeletion() -> [Effect] {
    guard conversation.isEmpty, let id = deletedConversations.popLast() else {
      return undoStoredDeletion()
    }
    let bringingBack = Effect.store(.change([id], .delete(nil)))
    return [bringingBack] + readListAgain() + open(id)
  }

  /// Asks the store for what was deleted last, in this run or before: of the conversation on the screen,
  /// or where that is a new one, the conversation that was deleted last.
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
    awaited = AwaitedLoad(request: request, purpose: .undo)
    return [.store(.restoreLastConversation(request))]
  }

  /// What the store had in its trash of the conversation on the screen.
  mutating func restored(
    _ result: Result<DeletedMessages?, StoreError>, for request: RequestID
  ) -> [Effect] {
    // What another conversation got back is there when it is opened again.
    guard front.awaitedUndo == request else { return [] }
    front.awaitedUndo = nil
    switch result {
    case .success(let deleted?):
      conversation.restore(deleted.messages, path: deleted.leaf)
      notice = Notice(.information, "Restored.")
      return noteInList(conversation)
    case .success(nil): notice = .nothingToUndo
    case .failure(let error):
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

  mutating func undoDeletion() -> [Effect] {
    guard let deletion = front.deletions.popLast() else { return undoConversationDeletion() }
    conversation.restore(deletion.messages, path: deletion.leaf)
    notice = Notice(.information, "Restored.")
    return [.store(.save(conversation, deletion.messages.map(\.id)))] + noteInList(conversation)
  }

  // MARK: Apart

  /// Makes the path as far as the chosen message a conversation of its own, and opens that.
  mutating func fork() -> [Effect] {
    guard let message = chosenMessage, mayLose(by: .conversation) else { return [] }
    let time = now
    var ids = self.ids
    let fork = conversation.fork(
      at: message.id, id: ConversationID(ids.uuid(at: time)), createdAt: time
    ) { MessageID(ids.uuid(at: time)) }
    self.ids = ids
    let title = conversation.title
    let leaving = bringToFront(
      OpenConversation(
        fork, session: session(for: fork), isPrivate: isPrivate, surface: surface))
    closePages()
    notice = Notice(
      .information,
      isPrivate
        ? "This is a copy of “\(title)” up to here, private as well; the other is gone."
        : "This is a copy of “\(title)” up to here; the other stays as it is.")
    return leaving + [.store(.save(fork, fork.path))] + noteInList(fork)
  }
}
