internal import Chat
internal import Screen

/// A conversation in memory with its own state. Receiving, saving and stopping work the same
/// whether it is on the screen or in the background.
struct OpenConversation {
  var conversation: Conversation
  /// The provider, model and parameters of the next request.
  var session: Session
  /// The answers being received, in the order in which they were requested.
  var streams: [ActiveStream] = []
  /// The answers of the last comparison, in the order of its columns.
  var compared: [MessageID] = []
  var titleRequest: TitleRequest?
  /// The cost of the last title; the next question resets it to `nil`.
  var titleSpending: TitleSpending?
  /// The cost of the last title, until it is recorded.
  var titleExpense: Expense?
  var reading = Reading()
  var writing = Writing()
  /// Whether the conversation is never saved.
  let isPrivate: Bool
  /// Whether a save failed, so that the database is missing some of the messages.
  var isUnwritten = false
  /// The reasoning effort to restore when thinking is turned back on.
  var restingEffort: String?
  /// Deletions in this run, newest last.
  var deletions: [Deletion] = []
  /// The steps that undo this run's changes to title, pin, tags and archiving, newest last.
  var markSteps: [MarkStep] = []
  /// The pending undo request to the database.
  var awaitedUndo: RequestID?
  /// The latest changes to the settings, newest last.
  var settingsSteps: [SettingsStep] = []
  var counts = PathCounts()
  /// What to do when the context window is full; `nil` to follow the configuration.
  var fullContext: FullContext?
  /// Whether the user was told that the context window is nearly full.
  var hasAdvisedOnContext = false
  /// The token counts of requests that were refused as too long, by the question at the end of
  /// each.
  var refusedTokens: [MessageID: Int] = [:]
  /// A pending question about whether to send something.
  var confirmation: Confirmation?
  /// The amount spent on titles, and on messages deleted in earlier runs.
  var otherSpending = Spending()
  /// The cost of messages that were deleted in this run.
  var deletedSpending: [MessageID: Spending] = [:]
  /// The notice to show while the conversation is on the screen.
  var notice: Notice?
  /// The number of rows left blank by a notice that disappeared, so that the text above them does not
  /// move.
  var blankNoticeRows = 0
  /// When the conversation last came to the front.
  var shownSince = Timestamp(milliseconds: 0)
  /// Whether the user was told that another program deleted the conversation.
  var isDeletedElsewhere = false
  let surface: Surface
  /// The user's keys, for advice that names them.
  let keymap: Keymap

  init(
    _ conversation: Conversation, session: Session, isPrivate: Bool = false, surface: Surface,
    keymap: Keymap = .standard
  ) {
    self.conversation = conversation
    self.session = session
    self.isPrivate = isPrivate
    self.surface = surface
    self.keymap = keymap
  }

  var id: ConversationID { conversation.id }

  /// The thinking mode of the next request: the conversation's own choice, or else the session's.
  var thinking: ThinkingMode { conversation.thinking ?? session.thinking }

  /// Whether the conversation must stay in memory after the user leaves it, because a request is
  /// running, messages are not saved, or a queued attachment exists only in memory.
  var mustStayOpen: Bool {
    !isPrivate && !conversation.isEmpty
      && (isAnswering || isUnwritten || titleRequest != nil || writing.queue.hasIrreplaceable)
  }

  var isAnswering: Bool { !streams.isEmpty }

  /// The answer being received on the selected path. Other branches may be receiving answers too.
  var stream: ActiveStream? { streamIndex.map { streams[$0] } }

  var streamIndex: Int? { conversation.path.last.flatMap { indexOfStream(for: $0) } }

  func indexOfStream(for answer: MessageID) -> Int? {
    streams.firstIndex { $0.answer == answer }
  }

  func stream(for answer: MessageID) -> ActiveStream? {
    indexOfStream(for: answer).map { streams[$0] }
  }

  /// Whether another instance is receiving the last answer.
  var isAnsweredElsewhere: Bool {
    stream == nil && conversation.lastMessage?.status == .streaming
  }

  func say(_ step: Step) -> String { step.words(on: surface, keymap) }

  // MARK: Leaving and coming back

  /// Prepares for another conversation to replace this one on the screen.
  mutating func rest() {
    writing.queue.finishEditing(in: &writing.composer)
    putEditingAside()
    reading.rest(conversation)
    writing.quotation = ""
    writing.sending = nil
    notice = nil
    blankNoticeRows = 0
    awaitedUndo = nil
  }

  /// Restores the reading position and a pending edit.
  mutating func resume() {
    reading.resumePlace(conversation)
    resumeEditing()
  }

  /// The state to restore when the conversation is loaded again.
  var trace: Trace {
    Trace(
      place: reading.place, edit: writing.leftEdit, choices: reading.choices, deletions: deletions,
      markSteps: markSteps)
  }

  mutating func take(_ trace: Trace) {
    reading.place = trace.place
    writing.leftEdit = trace.edit
    reading.choices = trace.choices
    deletions = trace.deletions
    markSteps = trace.markSteps
  }

  struct Trace {
    var place: Reading.Place?
    var edit: LeftEdit?
    var choices: [MessageID: MessageID] = [:]
    var deletions: [Deletion] = []
    var markSteps: [MarkStep] = []
  }
}

/// The user's reading position, search and selected messages in a conversation.
struct Reading {
  var transcript = Transcript()
  var reasoning = ReasoningPane()
  /// Whether the reasoning pane above the text is open, as chosen with Ctrl-O or by reading in the
  /// pane. `nil` opens it only while the model thinks. Each new answer resets this to `nil`.
  var isPaneOpen: Bool?
  /// Whether thinking was expected of the most recently requested answers.
  var expectsThinking = false
  /// The search in the conversation. Its matches are highlighted.
  var find: Find?
  /// The selected message. It is marked, and keys act on it.
  var cursor: MessageID?
  /// The sibling selected by the last command; `nil` if it selected none.
  var walked: MessageID?
  /// The last selected child of each message.
  var choices: [MessageID: MessageID] = [:]
  var armedDeletion: ArmedDeletion?
  var selection: TextSelection?
  /// The code block that the last jump reached. It is marked; `nil` once it is out of view.
  var codeCursor: Transcript.Position?
  /// The reading position when the conversation was left.
  var place: Place?

  struct Place {
    let message: MessageID
    let position: Transcript.Position
    /// The message that was marked. Its thinking is shown.
    let cursor: MessageID?
  }

  /// Keeps the reader's place in a path that another program has changed, and drops what depended
  /// on messages that are gone or have moved.
  mutating func follow(from old: [MessageID], to conversation: Conversation) {
    let path = conversation.path
    if let id = cursor, conversation[id] == nil { cursor = nil }
    let same = zip(old, path).prefix { $0 == $1 }.count
    guard same < old.count else { return }
    if let selection, selection.end.row.message >= same { self.selection = nil }
    if let place = codeCursor, place.message >= same { codeCursor = nil }
    find?.dropHit(from: same)
    guard !transcript.isFollowing, transcript.top.message >= same else { return }
    transcript.resume(at: place(of: transcript.top, in: old, now: path))
  }

  /// Returns the place of the same text or, if its message is gone, of the message before it.
  private func place(
    of top: Transcript.Position, in old: [MessageID], now path: [MessageID]
  ) -> Transcript.Position {
    for index in old.indices.prefix(through: min(top.message, old.count - 1)).reversed() {
      guard let message = path.firstIndex(of: old[index]) else { continue }
      guard index == top.message else { return Transcript.Position(message: message) }
      return Transcript.Position(message: message, block: top.block, row: top.row)
    }
    return Transcript.Position(message: 0)
  }

  /// Keeps the reading position and the last selected siblings, and resets everything else.
  mutating func rest(_ conversation: Conversation) {
    let top = transcript.top
    let isInside = !transcript.isFollowing && conversation.path.indices.contains(top.message)
    let place =
      isInside
      ? Place(message: conversation.path[top.message], position: top, cursor: cursor) : nil
    self = Reading(choices: choices, place: place)
  }

  mutating func resumePlace(_ conversation: Conversation) {
    guard let place, let index = conversation.path.firstIndex(of: place.message) else { return }
    self.place = nil
    var position = place.position
    position.message = index
    transcript.resume(at: position)
    cursor = place.cursor.flatMap { conversation.path.contains($0) ? $0 : nil }
  }
}

/// The user's unsent text and edits in a conversation.
struct Writing {
  var composer = Composer()
  /// Where the first row in view begins in the text, in bytes. Also changes when a frame is drawn.
  var draftTop = 0
  /// In plain mode, a quote that the next question will start with.
  var quotation = ""
  var editing: Editing?
  /// Messages to send after the running answer.
  var queue = MessageQueue()
  /// The last interrupted or cancelled edit.
  var leftEdit: LeftEdit?
  /// The pending request to read the clipboard.
  var clipboard: RequestID?
  /// The question whose files are being read before it is sent.
  var sending: AwaitedSending?
  /// The models that the next question is sent to, if it is sent to several.
  var compared: [AskedModel] = []
  /// The composer's revision at the last save of the draft.
  var savedRevision: Revision?
  var savedQueue: Revision?
  /// Whether the timer that saves the draft is running.
  var isDraftScheduled = false
}
