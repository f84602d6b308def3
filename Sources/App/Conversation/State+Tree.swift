internal import Chat
internal import Words

/// Regenerating answers, editing questions, and moving between versions.
extension State {
  // MARK: Target message

  /// The message that commands act on: the selected one, else the last.
  var chosenMessage: Message? {
    chosenIndex.flatMap { conversation[conversation.path[$0]] }
  }

  private var chosenIndex: Int? {
    cursor.flatMap { conversation.path.firstIndex(of: $0) } ?? conversation.path.indices.last
  }

  /// Prepares a command that acts on a message. If the reader has scrolled up without marking one,
  /// marks the message in view, because the last one may be far below.
  /// - Returns: `false` if there are no messages; a notice then says so.
  mutating func prepareMessage(for command: Command) -> Bool {
    guard !conversation.isEmpty else {
      let title = CommandTable.row(of: command)?.title ?? ""
      notice = Notice(.information, Words.Palette.notNow(title, Words.Palette.noMessages))
      return false
    }
    guard focus != .composer, cursor == nil, !transcript.isFollowing,
      let index = transcript.indexInView(of: conversation, at: nil),
      conversation.path.indices.contains(index)
    else { return true }
    cursor = conversation.path[index]
    return true
  }

  /// The question that commands act on: the last one at or before the chosen message.
  var chosenQuestion: Message? {
    guard let chosenIndex else { return nil }
    return conversation.path[...chosenIndex].reversed().lazy
      .compactMap { conversation[$0] }.first { $0.role == .user }
  }

  /// Selects the next or previous matching message.
  mutating func jump(_ step: Int, where isWanted: (Message) -> Bool) {
    // If the view is at the end, move back from the last message, not from the top of the view.
    let end = step < 0 && transcript.isFollowing ? conversation.path.count : nil
    let start = cursor.flatMap { conversation.path.firstIndex(of: $0) } ?? end
    readNotice()
    let index = transcript.jump(step, from: start, conversation, where: isWanted)
    cursor = index.map { conversation.path[$0] } ?? (step < 0 ? cursor : nil)
  }

  /// Clears an informational notice, which the user has read by now.
  private mutating func readNotice() { if notice?.kind == .information { notice = nil } }

  // MARK: Other answers

  /// Asks for another answer to a question, as a sibling of the existing ones.
  mutating func regenerate() -> [Effect] {
    guard let question = chosenQuestion else { return [] }
    if let obstacle = obstacle(kept: .nothingSent) {
      notice = obstacle
      return []
    }
    guard maySend(.anotherAnswer(question.id), after: question.id, seen: notice) else { return [] }
    noteChoices()
    conversation.select(question.id)
    return startAnswer(saving: [])
  }

  /// Continues an incomplete answer in a sibling that starts with the same text.
  mutating func continueAnswer() -> [Effect] {
    guard let last = chosenMessage, last.role == .assistant else { return [] }
    if let obstacle = obstacle(kept: .nothingSent) {
      notice = obstacle
      return []
    }
    guard last.isUnfinished else {
      notice = Notice(
        .information, Words.Asking.nothingToContinue, advice: say(.regenerate))
      return []
    }
    // Thinking cannot be continued: servers accept earlier content, but not earlier reasoning.
    guard last.hasTextToContinue, let question = last.parent else { return startAgain() }
    guard maySend(.rest(last.id), after: last.id, seen: notice) else { return [] }
    noteChoices()
    conversation.select(question)
    return startAnswer(saving: [], after: last)
  }

  /// Regenerates an answer that has no text to continue, and tells the user.
  private mutating func startAgain() -> [Effect] {
    let effects = regenerate()
    guard stream != nil else { return effects }
    notice = Notice(
      .information, Words.sentences(Words.Asking.startsAgain, notice?.text ?? ""))
    return effects
  }

  /// Switches to the previous or next version of the message in view, with the messages that follow
  /// it.
  mutating func selectSibling(_ step: Int) -> [Effect] {
    guard let (message, siblings) = messageWithSiblings(),
      let index = siblings.firstIndex(of: message)
    else {
      notice = Notice(
        .information, Words.Versions.none, advice: say(.branch))
      return []
    }
    guard siblings.indices.contains(index + step) else {
      notice = Notice(
        .information,
        step < 0
          ? Words.Versions.first(of: siblings.count) : Words.Versions.last(of: siblings.count))
      return []
    }
    let sibling = siblings[index + step]
    noteChoices()
    conversation.select(through: sibling, choices: choices)
    walked = sibling
    // Scroll to the end first, so that the text below the view is not announced as new.
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

  /// Remembers the current path, to restore it when the user returns to one of its branches.
  mutating func noteChoices() {
    let path = conversation.path
    for (parent, child) in zip(path, path.dropFirst()) { choices[parent] = child }
  }

  /// Returns the version selected last, or else the marked message or its question. Without a mark,
  /// returns the lowest message with siblings among those in view and the last one's question.
  private mutating func messageWithSiblings() -> (MessageID, [MessageID])? {
    // Messages further down may have siblings, too, but `[` and `]` must keep switching the same
    // message.
    if let walked, conversation.path.contains(walked) {
      return (walked, conversation.siblings(of: walked))
    }
    let last =
      cursor == nil && !transcript.isFollowing
      ? transcript.lastVisibleMessage(conversation) : chosenIndex
    guard let last else { return nil }
    // Switching an off-screen message would change the conversation unnoticed.
    let question = conversation[conversation.path[last]]?.role == .assistant ? last - 1 : last
    let first = cursor == nil ? min(question, transcript.top.message) : question
    for id in conversation.path[max(0, first)...last].reversed() {
      let siblings = conversation.siblings(of: id)
      if siblings.count > 1 { return (id, siblings) }
    }
    return nil
  }

  // MARK: Other questions

  /// Puts a question into the composer. Sending it adds a new version.
  mutating func editQuestion() -> [Effect] {
    if let index = chosenIndex, cursor != nil, conversation.isLeadingSystemMessage(at: index) {
      return openSystemPrompt()
    }
    guard let question = chosenQuestion else { return [] }
    readNotice()
    front.writing.queue.finishEditing(in: &front.writing.composer)
    let draft = editing?.draft ?? composer
    editing = Editing(
      question: question.id, draft: draft, focus: editing?.focus ?? focus,
      wasFollowing: editing?.wasFollowing ?? transcript.isFollowing)
    let left = front.writing.leftEdit.flatMap { $0.editing.question == question.id ? $0 : nil }
    composer = left?.text ?? Composer(question.content, question.attachments)
    focus = .composer
    if let place = conversation.path.firstIndex(of: question.id) {
      transcript.show(Transcript.Position(message: place), conversation)
    }
    return []
  }

  /// Cancels the edit. Editing the same question again resumes it.
  mutating func leaveEditing() {
    if let editing {
      focus = editing.focus
      if editing.wasFollowing { transcript.scrollToEnd() }
    }
    front.leaveEditing()
  }

  /// Inserts a message into the draft as a quote.
  mutating func quote() -> [Effect] {
    guard let message = quotable(), !message.spoken.isEmpty else {
      notice = Notice(.information, Words.Versions.nothingToQuote)
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

  // MARK: Forking

  /// Copies the path up to the chosen message into a new conversation, and opens it.
  mutating func fork() -> [Effect] {
    guard let message = chosenMessage, mayLose(by: .conversation) else { return [] }
    let time = now
    var ids = self.ids
    let fork = conversation.fork(
      at: message.id, id: ConversationID(ids.uuid(at: time)), taken: knownTitles, createdAt: time
    ) { MessageID(ids.uuid(at: time)) }
    self.ids = ids
    lists.forkTitles.insert(fork.title)
    let title = conversation.title
    let leaving = bringToFront(
      OpenConversation(
        fork, session: session(for: fork), isPrivate: isPrivate, surface: surface,
        keymap: preferences.keymap))
    closePages()
    notice = Notice(
      .information,
      isPrivate ? Words.Versions.forkedPrivate(from: title) : Words.Versions.forked(from: title))
    return leaving + [.store(.save(fork, fork.path))] + noteInList(fork)
  }

  /// The titles of the conversations that are open or listed, and of the forks made in this run.
  private var knownTitles: Set<String> {
    lists.forkTitles
      .union((list?.listed ?? []).map(\.summary.title))
      .union(completion.conversations.summaries.map(\.title))
      .union(openIDs.compactMap { openConversation($0)?.conversation.title })
  }
}

extension Command {
  /// Whether the command acts on the marked message, or else on the one in view.
  var actsOnMessage: Bool {
    [.edit, .regenerate, .continueAnswer, .delete, .fork].contains(self)
  }
}
