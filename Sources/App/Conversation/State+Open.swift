internal import Chat
internal import Words

/// The conversations in memory, in front and in the background.
extension State {
  // Shorthands for the front conversation.
  var conversation: Conversation {
    get { front.conversation }
    _modify { yield &front.conversation }
  }
  var stream: ActiveStream? { front.stream }
  var session: Session {
    get { front.session }
    _modify { yield &front.session }
  }
  var composer: Composer {
    get { front.writing.composer }
    _modify { yield &front.writing.composer }
  }
  var editing: Editing? {
    get { front.writing.editing }
    _modify { yield &front.writing.editing }
  }
  var quotation: String {
    get { front.writing.quotation }
    _modify { yield &front.writing.quotation }
  }
  var transcript: Transcript {
    get { front.reading.transcript }
    _modify { yield &front.reading.transcript }
  }
  var reasoning: ReasoningPane {
    get { front.reading.reasoning }
    _modify { yield &front.reading.reasoning }
  }
  var find: Find? {
    get { front.reading.find }
    _modify { yield &front.reading.find }
  }
  var cursor: MessageID? {
    get { front.reading.cursor }
    _modify { yield &front.reading.cursor }
  }
  var walked: MessageID? {
    get { front.reading.walked }
    _modify { yield &front.reading.walked }
  }
  var choices: [MessageID: MessageID] {
    get { front.reading.choices }
    _modify { yield &front.reading.choices }
  }
  var armedDeletion: ArmedDeletion? {
    get { front.reading.armedDeletion }
    _modify { yield &front.reading.armedDeletion }
  }
  var selection: TextSelection? {
    get { front.reading.selection }
    _modify { yield &front.reading.selection }
  }
  var codeCursor: Transcript.Position? {
    get { front.reading.codeCursor }
    _modify { yield &front.reading.codeCursor }
  }
  var notice: Notice? {
    get { front.notice }
    _modify { yield &front.notice }
  }
  var isPrivate: Bool { front.isPrivate }
  var thinking: ThinkingMode { front.thinking }
  var isAnsweredElsewhere: Bool { front.isAnsweredElsewhere }

  // MARK: All conversations

  /// Changes an open conversation in place.
  /// - Returns: the result of `body`; `nil` if the conversation is not open.
  mutating func withOpen<Result>(
    _ id: ConversationID, _ body: (inout OpenConversation) -> Result
  ) -> Result? {
    if id == front.id { return body(&front) }
    // Remove it from the dictionary first: a second owner would make every delta copy the text.
    guard var other = background.open.removeValue(forKey: id) else { return nil }
    defer { background.open[id] = other }
    return body(&other)
  }

  /// Returns a conversation in memory; `nil` if it is not open.
  func openConversation(_ id: ConversationID) -> OpenConversation? {
    id == front.id ? front : background.open[id]
  }

  var openIDs: [ConversationID] { [front.id] + background.open.keys }

  /// Returns whether the conversation is receiving an answer.
  func isStreaming(_ id: ConversationID) -> Bool {
    id == front.id ? front.isAnswering : background.open[id]?.isAnswering == true
  }

  /// Returns the conversation that made a request for an answer.
  func awaiting(_ request: RequestID) -> ConversationID? {
    func isAwaited(in open: OpenConversation) -> Bool {
      open.streams.contains { $0.request == request }
    }
    if isAwaited(in: front) { return front.id }
    return background.open.first { isAwaited(in: $0.value) }?.key
  }

  /// Returns the conversation that made a request for a title.
  func awaitingTitle(_ request: RequestID) -> ConversationID? {
    if front.titleRequest?.request == request { return front.id }
    return background.open.first { $0.value.titleRequest?.request == request }?.key
  }

  // MARK: In front

  /// Creates an empty conversation with the settings chosen last, overridden by the default
  /// preset.
  mutating func newConversation(isPrivate: Bool = false) -> OpenConversation {
    OpenConversation(
      Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now), session: startingSession,
      isPrivate: isPrivate, surface: surface, keymap: preferences.keymap)
  }

  /// Brings a conversation to the front. The previous one stays open if it has unfinished work.
  mutating func bringToFront(_ next: OpenConversation) -> [Effect] {
    disarmQuit()
    disarmDeletion()
    var effects = saveDraft()
    noteFront(before: next.id)
    front.rest()
    if !front.isPrivate { effects += sendQueuedIfDue(in: front.id) }
    if front.isPrivate {
      // A private conversation is discarded.
      background.closedPrivates.insert(front.id)
      if front.isAnswering { effects = stopAnswers() }
    } else if front.mustStayOpen {
      effects.append(.timer(.cancel(.second)))
      background.open[front.id] = front
    } else {
      background.traces[front.id] = front.trace
    }
    // Text cut in one conversation can be pasted in another.
    let cuts = front.writing.composer.cuts
    // Carry over attachments that the text does not mention: only a draft's text is stored.
    let loose = front.isPrivate ? [] : front.writing.composer.attachments.loose
    if !loose.isEmpty { _ = background.open[front.id]?.writing.composer.attachments.takeLoose() }
    front = next
    front.shownSince = now
    front.writing.composer.cuts = cuts
    front.writing.composer.attachments.take(loose)
    return effects
  }

  /// Shows a conversation loaded from the database. If it is already in front, keeps the scroll
  /// position.
  mutating func show(_ loaded: Conversation) -> [Effect] {
    guard loaded.id != front.id else {
      // An answer being received is newer than what the database has.
      guard !front.isAnswering else { return [] }
      let draft = conversation.draft
      conversation = loaded
      conversation.draft = draft
      return []
    }
    var next = OpenConversation(
      loaded, session: session(for: loaded), surface: surface, keymap: preferences.keymap)
    if surface == .screen { next.restoreDraft() }
    if let trace = background.traces.removeValue(forKey: loaded.id) { next.take(trace) }
    let leaving = bringToFront(next)
    closePages()
    front.resume()
    guard !loaded.draft.isEmpty else { return leaving }
    return leaving + [.store(.adoptDraft(loaded.id, loaded.draft))]
  }

  /// Brings a conversation from the background to the front.
  mutating func comeBack(to id: ConversationID) -> [Effect]? {
    guard let back = background.open.removeValue(forKey: id) else { return nil }
    let leaving = bringToFront(back)
    closePages()
    front.resume()
    return leaving + (front.isAnswering ? countSeconds : recognizeServer())
  }

  // MARK: Drafts

  /// The delay before a draft is saved, and so the most typing that a crash can lose. A draft is
  /// saved whole, so a long one is saved less often: the cost per second of typing does not
  /// depend on the draft's length.
  private var draftInterval: Duration {
    .milliseconds(250) * (1 + composer.buffer.count / 65_536)
  }

  /// Schedules saving the draft. Called when a key may have changed the composer.
  mutating func noteDraft() -> [Effect] {
    guard !front.writing.isDraftScheduled, front.mayNeedDraftSave else { return [] }
    front.writing.isDraftScheduled = true
    return [.timer(.set(.saveDraft, draftInterval))]
  }

  mutating func saveDraft() -> [Effect] { front.saveDraft() }

  // MARK: In the background

  /// Sets a notice about an answer that ended in the background.
  mutating func sayEnded(_ conversation: Conversation) {
    guard notice?.kind != .trouble else { return }
    // Advice to open the list is pointless while the list has the focus.
    notice = Notice(
      .information, Words.Asking.ended(conversation.title, conversation.lastMessage?.status),
      advice: listHasKeys ? "" : say(.listConversations))
  }

  /// Closes a background conversation that no longer has to stay open.
  mutating func closeIfIdle(_ id: ConversationID) {
    guard let other = background.open[id], !other.mustStayOpen else { return }
    background.open[id] = nil
    background.traces[id] = other.trace
  }

  /// Stops every running answer and keeps its text.
  /// - Parameter outcome: the outcome to record.
  mutating func stopAll(_ outcome: StreamOutcome) -> [Effect] {
    openIDs.flatMap { stopAnswers(in: $0, outcome) }
  }
}
