internal import App
internal import Chat
internal import Storage
internal import Words

/// The conversation of one `aside ask` in the store: the question before it is sent, the answer while
/// it comes. Used on the main thread. What cannot be saved is said once, and once more at the end, and is
/// no reason not to answer.
final class AskRecord {
  private let path: String
  /// `nil` while the file cannot be opened.
  private var store: ConversationStore?
  private var damage: KnownDamage?
  private(set) var conversation: Conversation
  private let answer: MessageID
  private var hasComplained = false
  /// A save has failed: the next one writes the whole text.
  private var needsWholeSave = false
  /// After a failure the next attempt waits, as each may take the store's whole patience.
  private var nextAttempt = ContinuousClock.now

  /// - Parameters:
  ///   - store: `nil` when it could not be opened, which has been said.
  ///   - path: where it is.
  ///   - conversation: goes on with it; its path ends at what the question follows.
  ///   - messages: instruction and question, in order.
  init(
    _ store: ConversationStore?, at path: String, _ conversation: Conversation,
    adding messages: [AnswerRequest.Turn], origin: AnswerOrigin
  ) {
    self.store = store
    self.path = path
    self.conversation = conversation
    var random = SystemRandomNumberGenerator()
    let now = WallClock.now()
    func id() -> MessageID { MessageID(UUIDv7(time: now, random: &random)) }
    for turn in messages {
      self.conversation.append(
        Message(
          id: id(), parent: self.conversation.path.last, role: turn.role, createdAt: now,
          content: turn.content))
    }
    let place = Message(
      id: id(), parent: self.conversation.path.last, role: .assistant, createdAt: now,
      status: .streaming, origin: origin)
    self.conversation.append(place)
    answer = place.id
    if store == nil {
      hasComplained = true
      waitAfterFailure()
    } else {
      save(self.conversation.path)
    }
  }

  /// A store for `ask`: what it stores is indexed by whoever writes next.
  static func open(_ path: String) throws(StoreError) -> ConversationStore {
    try ConversationStore(path: path, leavesIndex: true)
  }

  /// What went wrong, for somebody who waits for the answer.
  static func complaint(_ error: StoreError) -> String {
    Words.notSavedYet(ErrorText.commandLine(error))
  }

  /// Adds what has come since the last call.
  func append(_ delta: AnswerDelta) {
    conversation.update(answer) { $0.add(delta) }
    guard ContinuousClock.now >= nextAttempt else { return }
    if needsWholeSave { return save(conversation.path) }
    if !delta.onlyAppends { return save([answer]) }
    attempt { (store) throws(StoreError) in
      try store.append(content: delta.content, reasoning: delta.reasoning, to: answer)
    }
  }

  /// - Parameter rest: what has come since the last `append`.
  func end(_ end: StreamEnd, after rest: AnswerDelta) {
    conversation.update(answer) { message in
      message.add(rest)
      message.end(end, errorText: ErrorText.sentence)
    }
    conversation.touch(WallClock.now())
    save(needsWholeSave ? conversation.path : [answer])
    guard hasComplained else { return }
    StandardStreams.complain(needsWholeSave ? Words.notSaved : Words.saved)
  }

  private func save(_ messages: [MessageID]) {
    attempt { (store) throws(StoreError) in try store.save(conversation, messages: messages) }
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

  /// A file that is damaged, or not at its place any more, is opened anew by the next attempt.
  private func lettingGo(_ error: StoreError) -> StoreError {
    guard error.isOfTheFile else { return error }
    if let known = KnownDamage(error, path: path) { damage = known }
    guard let open = store else { return error }
    store = nil
    return error.lettingGo(of: open)
  }
}
