internal import Chat

/// Answers that go on while another conversation is on the screen.
extension State {
  /// Whether an answer is coming in that conversation.
  func isStreaming(_ id: ConversationID) -> Bool {
    (id == conversation.id ? stream : background[id]?.stream) != nil
  }

  /// Lets the conversation on the screen go: what is still coming goes on coming.
  mutating func leaveConversation() -> [Effect] {
    let saving = saveDraft()
    putEditingAside()
    notePlace()
    // Nothing brings a private one back.
    if isPrivate {
      deletions.removeAll { $0.conversation == conversation.id }
      return stream == nil ? [] : stopStream()
    }
    guard stream != nil || unwritten.contains(conversation.id), !conversation.isEmpty else {
      return saving
    }
    background[conversation.id] = Background(conversation: conversation, stream: stream)
    stream = nil
    return saving + [.timer(.cancel(.second))]
  }

  private mutating func notePlace() {
    let top = transcript.top
    let isInside = !transcript.isFollowing && conversation.path.indices.contains(top.message)
    places[conversation.id] = isInside ? (conversation.path[top.message], top) : nil
  }

  /// Goes to where one was when the conversation on the screen was left.
  mutating func resumePlace() {
    guard let (message, place) = places.removeValue(forKey: conversation.id),
      let index = conversation.path.firstIndex(of: message)
    else { return }
    var position = place
    position.message = index
    transcript.resume(at: position)
  }

  /// Puts a conversation from the background on the screen.
  mutating func comeBack(to id: ConversationID) -> [Effect]? {
    guard let back = background[id] else { return nil }
    let leaving = show(back.conversation)
    background[id] = nil
    stream = back.stream
    return leaving + (stream == nil ? [] : countSeconds)
  }

  /// The conversation in the background that awaits this request.
  func background(awaiting request: RequestID) -> ConversationID? {
    background.first { $0.value.stream?.request == request }?.key
  }

  /// Carries something out as if that conversation were on the screen.
  mutating func inBackground(
    _ id: ConversationID, _ body: (inout State) -> [Effect]
  ) -> [Effect] {
    guard var back = background.removeValue(forKey: id) else { return [] }
    var there = self
    // Each text has one owner, or every piece that comes would copy it.
    there.background = [:]
    there.list = nil
    swap(&there.conversation, &back.conversation)
    swap(&there.stream, &back.stream)
    there.adoptSettings(of: there.conversation)
    var effects = body(&there)
    // Nobody looks: the server need not wait for a frame.
    effects += there.noteShown()
    if isSaveScheduled { effects.removeAll { $0 == .timer(.set(.saveText, Self.saveInterval)) } }
    ids = there.ids
    titleRequests = there.titleRequests
    if there.stream != nil || unwritten.contains(id) {
      background[id] = Background(conversation: there.conversation, stream: there.stream)
    }
    guard there.stream == nil else { return effects }
    sayEnded(there.conversation)
    return effects + noteInList(there.conversation)
  }

  private mutating func sayEnded(_ conversation: Conversation) {
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
      advice: overlay == .browser ? "" : say(.listConversations))
  }

  /// Whether the timer for saving runs already: set again it would come later.
  var isSaveScheduled: Bool {
    stream?.isSaveScheduled == true
      || background.values.contains { $0.stream?.isSaveScheduled == true }
  }

  /// Ends every answer that is coming; what came of each is kept.
  /// - Parameter outcome: what each is marked as.
  mutating func stopAll(_ outcome: StreamOutcome) -> [Effect] {
    var effects = stream == nil ? [] : stopStream(outcome)
    for id in background.keys where background[id]?.stream != nil {
      effects += inBackground(id) { $0.stopStream(outcome) }
    }
    return effects
  }
}
