internal import App
internal import Chat
internal import Storage
internal import Words

/// The stored conversation of one run of `aside ask`. The question is saved before it is sent, and
/// the answer as it arrives. Used on the main thread. A failed save is reported once, and again at
/// the end, but does not stop the answer.
final class AskRecord {
  private let path: String
  /// The open database; `nil` while it cannot be opened.
  private var store: ConversationStore?
  private var damage: KnownDamage?
  private(set) var conversation: Conversation
  private let answer: MessageID
  private let figures: AskFigures
  private var tokens: StreamTokens
  private let startedAt = ContinuousClock.now
  /// The part of the answer received since the last save.
  private var unsaved = AnswerPiece()
  private var hasComplained = false
  /// Whether a save has failed, so that the next one must write the whole current branch.
  private var needsWholeSave = false
  /// When to try again after a failure. Attempts are spaced out because each may block until the
  /// busy timeout.
  private var nextAttempt = ContinuousClock.now

  /// - Parameters:
  ///   - store: the open database; `nil` if it could not be opened, which the caller has reported.
  ///   - path: the database's path.
  ///   - conversation: the conversation to continue. The question is added at the end of its
  ///     current branch.
  ///   - messages: the system prompt, if any, and the question.
  init(
    _ store: ConversationStore?, at path: String, _ conversation: Conversation,
    adding messages: [AskMessage], origin: AnswerOrigin, figures: AskFigures
  ) {
    self.figures = figures
    self.store = store
    self.path = path
    self.conversation = conversation
    // The stored draft belongs to the program that shows the conversation.
    self.conversation.draft = ""
    var random = SystemRandomNumberGenerator()
    let now = WallClock.now()
    func id() -> MessageID { MessageID(UUIDv7(time: now, random: &random)) }
    for message in messages {
      self.conversation.append(
        Message(
          id: id(), parent: self.conversation.path.last, role: message.role, createdAt: now,
          content: message.content, attachments: message.attachments))
    }
    let place = Message(
      id: id(), parent: self.conversation.path.last, role: .assistant, createdAt: now,
      status: .streaming, origin: origin)
    self.conversation.append(place)
    answer = place.id
    tokens = StreamTokens(place, figures.estimator)
    if store == nil {
      hasComplained = true
      waitAfterFailure()
    } else {
      save(self.conversation.path, restores: true)
    }
  }

  /// Opens a store that leaves search indexing to the next program that writes.
  static func open(_ path: String) throws(StoreError) -> ConversationStore {
    try ConversationStore(path: path, leavesIndex: true)
  }

  /// Explains what went wrong, and that saving will be retried.
  static func complaint(_ error: StoreError) -> String {
    Words.notSavedYet(ErrorText.commandLine(error))
  }

  /// Adds new text and saves what has arrived since the last save. After a failure, waits until
  /// the next attempt is due.
  func append(_ delta: AnswerDelta) {
    take(delta)
    unsaved.add(delta)
    guard ContinuousClock.now >= nextAttempt else { return }
    noteFigures()
    if needsWholeSave || !delta.onlyAppends {
      unsaved = AnswerPiece()
      return save(needsWholeSave ? conversation.path : [answer])
    }
    guard unsaved.hasText else { return }
    var piece = unsaved
    piece.figures = conversation[answer]?.figures ?? AnswerFigures()
    unsaved = AnswerPiece()
    attempt { (store) throws(StoreError) in try store.append(piece, to: answer) }
  }

  private func take(_ delta: AnswerDelta) {
    conversation.update(answer) { message in
      message.add(delta)
      message.timings = delta.timings
    }
    if delta.contentWasReasoning, let message = conversation[answer] {
      tokens = StreamTokens(message, figures.estimator)
    } else {
      tokens.add(delta)
    }
  }

  /// Sets the figures of the answer so far, in case this program is killed.
  private func noteFigures() {
    let elapsed = startedAt.duration(to: .now)
    conversation.update(answer) { message in
      message.figures = message.figures(
        after: elapsed, promptCount: figures.promptCount, tokens, figures.prices)
    }
  }

  /// - Parameters:
  ///   - rest: what has arrived since the last `append`.
  ///   - provider: the provider that was asked, used to word an error message.
  func end(_ end: StreamEnd, after rest: AnswerDelta, from provider: Provider? = nil) {
    take(rest)
    conversation.update(answer) { message in
      message.end(end, window: figures.window) { ErrorText.sentence($0, at: provider) }
      message.noteEstimate(promptCount: figures.promptCount, tokens, figures.prices)
    }
    conversation.touch(WallClock.now())
    save(needsWholeSave ? conversation.path : [answer])
    guard hasComplained else { return }
    StandardStreams.complain(needsWholeSave ? Words.notSaved : Words.saved)
  }

  /// - Parameter restores: whether to restore the conversation if it is in the trash; `false` for
  ///   the answer, because another program may have deleted it since the question.
  private func save(_ messages: [MessageID], restores: Bool = false) {
    attempt { (store) throws(StoreError) in
      try store.save(conversation, messages: messages, restores: restores)
    }
  }

  private func attempt(_ body: (ConversationStore) throws(StoreError) -> Void) {
    do throws(StoreError) {
      if let damage = damage?.error(at: path) { throw damage }
      if store == nil { store = try Self.open(path) }
      guard let store else { return }
      try body(store)
      needsWholeSave = false
    } catch {
      let error = lettingGo(error)
      waitAfterFailure()
      guard !hasComplained else { return }
      hasComplained = true
      StandardStreams.complain(Self.complaint(error))
    }
  }

  private func waitAfterFailure() {
    needsWholeSave = true
    nextAttempt = .now + .seconds(10)
  }

  /// Closes the database if the error shows that its file is damaged or was replaced. The next
  /// attempt reopens it.
  /// - Returns: the error to report.
  private func lettingGo(_ error: StoreError) -> StoreError {
    guard error.isOfTheFile else { return error }
    if let known = KnownDamage(error, path: path) { damage = known }
    guard let open = store else { return error }
    store = nil
    return error.lettingGo(of: open)
  }
}

/// A message that `aside ask` adds to a conversation.
struct AskMessage {
  var role: Role
  var content: String
  var attachments: [Attachment] = []

  /// The message as it is sent.
  var turn: AnswerRequest.Turn {
    AnswerRequest.Turn(role: role, content: content, with: attachments)
  }
}
