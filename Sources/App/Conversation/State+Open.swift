internal import Chat

/// The conversations in memory: which one is in front, and which go on in the background.
extension State {
  /// What the conversation in front has, where code speaks of no other.
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

  // MARK: Any of them

  /// Lets a body change one of the open conversations in place.
  /// - Returns: what the body does; `nil` where the conversation is not open.
  mutating func withOpen<Result>(
    _ id: ConversationID, _ body: (inout OpenConversation) -> Result
  ) -> Result? {
    if id == front.id { return body(&front) }
    // Each text has one owner, or every piece that comes would copy it.
    guard var other = others.removeValue(forKey: id) else { return nil }
    defer { others[id] = other }
    return body(&other)
  }

  var openIDs: [ConversationID] { [front.id] + others.keys }

  /// Whether an answer is coming in that conversation.
  func isStreaming(_ id: ConversationID) -> Bool {
    (id == front.id ? front : others[id])?.stream != nil
  }

  /// The conversation that awaits the answer to a request.
  func awaiting(_ request: RequestID) -> ConversationID? {
    if front.stream?.request == request { return front.id }
    return others.first { $0.value.stream?.request == request }?.key
  }

  /// The conversation that awaits a title from a request.
  func awaitingTitle(_ request: RequestID) -> ConversationID? {
    if front.titleRequest?.request == request { return front.id }
    return others.first { $0.value.titleRequest?.request == request }?.key
  }

  // MARK: In front

  /// A conversation with nothing in it, which asks whom the user chose last.
  mutating func newConversation(isPrivate: Bool = false) -> OpenConversation {
    OpenConversation(
      Conversation(id: ConversationID(ids.uuid(at: now)), createdAt: now), session: newSession,
      isPrivate: isPrivate, surface: surface)
  }

  /// Puts a conversation in front. The one that was there stays open while something of it goes on.
  mutating func bringToFront(_ next: OpenConversation) -> [Effect] {
    var effects = saveDraft()
    front.rest()
    if front.isPrivate {
      // Nothing brings it back.
      closedPrivates.insert(front.id)
      if front.stream != nil { effects = stopStream() }
    } else if front.mustStayOpen {
      effects.append(.timer(.cancel(.second)))
      others[front.id] = front
    } else {
      traces[front.id] = front.trace
    }
    front = next
    return effects
  }

  /// Opens a conversation from the database in front; nothing moves if it is there already.
  mutating func show(_ loaded: Conversation) -> [Effect] {
    guard loaded.id != front.id else {
      conversation = loaded
      return []
    }
    var next = OpenConversation(loaded, session: session(for: loaded), surface: surface)
    next.writing.composer = Composer(surface == .screen ? loaded.draft : "")
    if let trace = traces.removeValue(forKey: loaded.id) { next.take(trace) }
    let leaving = bringToFront(next)
    closePages()
    front.resume()
    return leaving
  }

  /// Brings a conversation from the background to the front.
  mutating func comeBack(to id: ConversationID) -> [Effect]? {
    guard let back = others.removeValue(forKey: id) else { return nil }
    let leaving = bringToFront(back)
    closePages()
    front.resume()
    return leaving + (stream == nil ? [] : countSeconds)
  }

  // MARK: Drafts

  /// A crash loses at most this much of what was typed.
  private static let draftInterval = Duration.milliseconds(250)

  /// To be called when keys may have changed the composer.
  mutating func noteDraft() -> [Effect] {
    guard !front.writing.isDraftScheduled, front.needsDraftSave else { return [] }
    front.writing.isDraftScheduled = true
    return [.timer(.set(.saveDraft, Self.draftInterval))]
  }

  mutating func saveDraft() -> [Effect] { front.saveDraft() }

  // MARK: In the background

  /// Says that an answer has ended in a conversation that is not in front.
  mutating func sayEnded(_ conversation: Conversation) {
    guard notice?.kind != .trouble else { return }
    let what =
      switch conversation.lastMessage?.status {
      case .complete: "is there"
      case .cancelled: "was stopped"
      case .failed: "failed"
      case .truncated, .streaming, nil: "was cut off"
      }
    // Whoever goes through the list sees it there.
    notice = Notice(
      .information, "The answer in “\(conversation.title)” \(what).",
      advice: listHasKeys ? "" : say(.listConversations))
  }

  /// Lets a conversation go that nothing keeps open any more.
  mutating func closeIfIdle(_ id: ConversationID) {
    guard let other = others[id], !other.mustStayOpen else { return }
    others[id] = nil
    traces[id] = other.trace
  }

  /// Ends every answer that is coming; what came of each is kept.
  /// - Parameter outcome: what each is marked as.
  mutating func stopAll(_ outcome: StreamOutcome) -> [Effect] {
    openIDs.flatMap { isStreaming($0) ? stopStream(in: $0, outcome) : [] }
  }
}
