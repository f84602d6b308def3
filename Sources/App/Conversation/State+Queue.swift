internal import Chat
internal import Words

/// Messages sent while an answer is being received. They wait until the answer ends.
extension State {
  var queue: MessageQueue {
    get { front.writing.queue }
    _modify { yield &front.writing.queue }
  }

  /// Whether a question sent now has to wait for the running answer. An edited question belongs
  /// elsewhere in the tree, and the queue cannot hold a question for several models, so neither
  /// can wait.
  var mustQueue: Bool {
    stream != nil && editing == nil && front.writing.compared.isEmpty
  }

  mutating func enqueue(_ text: String) -> [Effect] {
    guard let stream else { return [] }
    if queue.isEmpty { queue.sending = .after(stream.answer) }
    queue.append(QueuedMessage(text: text, attachments: attachments))
    composer.clearSent()
    if queue.isHeld {
      notice = Notice(
        .information, Words.Queue.addedToHeld(queue.texts.count), advice: say(.sendQueued))
    } else if surface == .lines {
      notice = Notice(.information, Words.Queue.added(queue.texts.count), advice: say(.stop))
      notice?.isUntilAnswered = true
    }
    return []
  }

  /// Sends the next message of a held queue now, or as soon as the running answer is complete.
  /// The other messages follow.
  /// - Parameter seen: the notice that was on the screen before the command.
  mutating func sendQueue(_ seen: Notice?) -> [Effect] {
    guard !queue.isEmpty else {
      notice = Notice(.information, Words.Queue.empty)
      return []
    }
    notice = nil
    front.writing.queue.finishEditing(in: &front.writing.composer)
    guard let stream else { return sendNextQueued(seen) }
    queue.sending = .after(stream.answer)
    return []
  }

  /// Discards all queued messages. Ctrl-Y inserts their text again.
  mutating func discardQueue() -> [Effect] {
    guard !queue.isEmpty else {
      notice = Notice(.information, Words.Queue.empty)
      return []
    }
    front.writing.queue.cancelEditing(in: &front.writing.composer)
    attachments.take(queue.messages.flatMap(\.attachments.loose))
    let texts = queue.removeAll()
    composer.keepForYank(texts.joined(separator: "\n\n"))
    notice = Notice(
      .information, Words.Queue.discarded(texts.count),
      advice: surface == .screen
        ? Words.Queue.insertDiscarded(preferences.keymap.editingName(of: .pasteCut)) : "")
    return []
  }

  // MARK: Editing

  /// Puts the last queued message into the composer or, if one is already being edited, the
  /// message before it.
  mutating func editQueued() -> [Effect] {
    if editing == nil { dropNoticeOfQueue() }
    guard editing == nil, front.writing.queue.editPrevious(in: &front.writing.composer) else {
      notice = Notice(.information, Words.Queue.empty)
      return []
    }
    focus = .composer
    return []
  }

  /// Removes a notice that is not about the message to be edited, or names keys that now do
  /// something else.
  mutating func dropNoticeOfQueue() {
    guard !queue.isEmpty, let notice else { return }
    if notice.kind == .information || notice.advice.hasSuffix(say(.decideOnQueue)) {
      removeNoticeInPlace()
    }
  }

  /// Saves the edit of a queued message. Sends it if due.
  mutating func finishQueuedEdit() -> [Effect] {
    front.writing.queue.finishEditing(in: &front.writing.composer)
    return sendQueuedIfDue(in: front.id)
  }

  // MARK: Sending

  /// Sends the next queued message if the answer that it waits for has ended.
  mutating func sendQueuedIfDue(in id: ConversationID) -> [Effect] {
    let answer = withOpen(id) { open -> MessageID? in
      guard case .after(let answer) = open.writing.queue.sending, open.stream(for: answer) == nil
      else { return nil }
      return answer
    }
    guard let answer = answer ?? nil else { return [] }
    return continueQueue(after: answer, in: id)
  }

  /// Sends the next queued message after an answer, unless the answer failed, was stopped or cut
  /// off, or its branch is no longer selected. In those cases, the user decides.
  mutating func continueQueue(after answer: MessageID, in id: ConversationID) -> [Effect] {
    let isReady = withOpen(id) { open -> Bool? in
      let queue = open.writing.queue
      guard !queue.isEmpty, queue.sending == .after(answer) else { return nil }
      return open.conversation.path.last == answer && open.conversation[answer]?.isWhole == true
    }
    switch isReady ?? nil {
    case true?: return sendNextQueued(in: id)
    case false?:
      _ = withOpen(id) { $0.holdQueue() }
      return []
    case nil: return []
    }
  }

  /// Sends the next queued message of a conversation. A conversation in the background is swapped
  /// to the front while this runs.
  mutating func sendNextQueued(in id: ConversationID) -> [Effect] {
    guard id != front.id else { return sendNextQueued(notice) }
    guard let other = background.open.removeValue(forKey: id) else { return [] }
    let (shown, mode, leaving) = (front, input.mode, leaving)
    front = other
    let effects = sendNextQueued(nil)
    background.open[id] = front
    (front, input.mode, self.leaving) = (shown, mode, leaving)
    return effects
  }

  private mutating func sendNextQueued(_ seen: Notice?) -> [Effect] {
    guard let text = queue.texts.first, queue.edited?.index != 0 else { return [] }
    if let specs = queue.unreadOfNext {
      let request = ids.request()
      queue.awaited = request
      return [.files(.readAttachments(request, specs))]
    }
    // The draft is not part of this request.
    let draft = composer
    composer = Composer(text)
    attachments = queue.messages.first?.attachments ?? DraftAttachments()
    let attached = attachments.attachments
    let mayBeSent = maySendQueued(text, seen)
    composer = Composer()
    guard mayBeSent else {
      composer = draft
      queue.sending = .held
      return []
    }
    _ = queue.takeNext()
    let question = MessageID(ids.uuid(at: now))
    front.append(text, with: attached, as: question, at: now)
    if surface == .screen {
      conversation.draft = queue.stored(with: draft).stored
    }
    let effects = startAnswer(saving: [question], keepsPlace: true)
    composer = draft
    queue.sending = queue.isEmpty ? .held : stream.map { .after($0.answer) } ?? .held
    // The line was typed far above. Tell the user that it has now been sent.
    if surface == .lines { notice = Notice(.information, Words.Queue.sent(text)) }
    return effects
  }

  private mutating func maySendQueued(_ text: String, _ seen: Notice?) -> Bool {
    if let obstacle = attachmentObstacle ?? obstacle(to: session, in: front, kept: .queue) {
      notice = obstacle
      return false
    }
    return maySend(.question(text), after: conversation.path.last, seen: seen)
  }
}

extension OpenConversation {
  /// Holds the queue until the user decides, and tells the user what the options are.
  mutating func holdQueue() {
    writing.queue.sending = .held
    let before = notice
    // While a queued message is being edited, the keys do something else.
    let advice = writing.queue.edited == nil ? say(.decideOnQueue) : ""
    let fact = Words.Queue.held(writing.queue.texts.count)
    if surface == .screen, let before, let answer = before.answer,
      answer == conversation.path.last
    {
      // The end of the answer keeps its own advice, so that no key is named twice.
      notice = Notice(before.kind, fact, advice: advice)
      notice?.adviceAtEnd = AnswerAdvice(answer: answer, text: before.sentences)
      return
    }
    notice = Notice(
      before?.kind ?? .information, Words.sentences(before?.text ?? "", fact),
      advice: Words.sentences(before?.advice ?? "", advice))
  }

  /// Appends a question to the path, without the blank lines that a paste may leave at its end.
  mutating func append(
    _ text: String, with attachments: [Attachment] = [], as question: MessageID, at now: Timestamp
  ) {
    var text = text
    while text.last?.isWhitespace == true { text.removeLast() }
    if conversation.title.isEmpty {
      let named = text.allSatisfy(\.isWhitespace) ? attachments.first?.name ?? text : text
      conversation.title = ConversationTitle.of(named)
    }
    conversation.append(
      Message(
        id: question, parent: conversation.path.last, role: .user, createdAt: now, content: text,
        attachments: attachments))
  }
}

extension Message {
  /// Whether the next queued message can be sent automatically after this answer.
  fileprivate var isWhole: Bool { status == .complete && !isUnfinished && toolCalls.isEmpty }
}
