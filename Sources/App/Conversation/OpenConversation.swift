internal import Chat
internal import Screen

/// A conversation in memory, with everything that belongs to it alone. Receiving, saving and stopping
/// work the same whether it is in front or in the background.
struct OpenConversation {
  var conversation: Conversation
  /// Whom it asks, and how.
  var session: Session
  /// The answer that is being received.
  var stream: ActiveStream?
  /// The title that a model was asked for.
  var titleRequest: TitleRequest?
  /// What the last title has used; `nil` once another question was asked.
  var titleSpending: TitleSpending?
  var reading = Reading()
  var writing = Writing()
  /// It is in memory only, as the user asked.
  let isPrivate: Bool
  /// The database lacks something of it, because a save failed.
  var isUnwritten = false
  /// What was deleted from it in this run, newest last.
  var deletions: [Deletion] = []
  /// The undo that the database was asked for.
  var awaitedUndo: RequestID?
  /// What there is to say; shown while the conversation is in front.
  var notice: Notice?
  let surface: Surface

  init(
    _ conversation: Conversation, session: Session, isPrivate: Bool = false, surface: Surface
  ) {
    self.conversation = conversation
    self.session = session
    self.isPrivate = isPrivate
    self.surface = surface
  }

  var id: ConversationID { conversation.id }

  /// Thinking for the next request: the conversation's own choice, else the session's.
  var thinking: ThinkingMode { conversation.thinking ?? session.thinking }

  /// Something is still going on, or would be lost: it stays in memory when it is left.
  var mustStayOpen: Bool {
    !isPrivate && !conversation.isEmpty && (stream != nil || isUnwritten || titleRequest != nil)
  }

  /// Another program on the same database is receiving the last answer.
  var isAnsweredElsewhere: Bool {
    stream == nil && conversation.lastMessage?.status == .streaming
  }

  func say(_ step: Step) -> String { step.words(on: surface) }

  // MARK: Leaving and coming back

  /// Puts reading and writing aside when another conversation comes to the front.
  mutating func rest() {
    putEditingAside()
    reading.rest(conversation)
    writing.quotation = ""
    notice = nil
    awaitedUndo = nil
  }

  /// Goes on where the reader and the writer were.
  mutating func resume() {
    reading.resumePlace(conversation)
    resumeEditing()
  }

  /// What is kept of a conversation that is not in memory any more, for when it is opened again.
  var trace: Trace {
    Trace(
      place: reading.place, edit: writing.leftEdit, choices: reading.choices, deletions: deletions)
  }

  mutating func take(_ trace: Trace) {
    reading.place = trace.place
    writing.leftEdit = trace.edit
    reading.choices = trace.choices
    deletions = trace.deletions
  }

  struct Trace {
    var place: Reading.Place?
    var edit: LeftEdit?
    var choices: [MessageID: MessageID] = [:]
    var deletions: [Deletion] = []
  }
}

/// How a conversation is being read.
struct Reading {
  var transcript = Transcript()
  var reasoning = ReasoningPane()
  /// The search in the conversation; its hits are marked.
  var find: Find?
  /// The message that was jumped to: it is marked, and keys act on it.
  var cursor: MessageID?
  /// The sibling that was selected last, until anything else is ordered.
  var walked: MessageID?
  /// Which of the messages that follow another was selected last.
  var choices: [MessageID: MessageID] = [:]
  /// The message that is marked for deletion: the same key again deletes it.
  var armedDeletion: ArmedDeletion?
  var selection: TextSelection?
  /// The code block that was jumped to last; `nil` once the reader has gone elsewhere.
  var codeCursor: Transcript.Position?
  /// Where the reader was when the conversation was left.
  var place: Place?

  struct Place {
    let message: MessageID
    let position: Transcript.Position
  }

  /// Keeps the place and lets go of everything that was laid out.
  mutating func rest(_ conversation: Conversation) {
    let top = transcript.top
    let isInside = !transcript.isFollowing && conversation.path.indices.contains(top.message)
    let place = isInside ? Place(message: conversation.path[top.message], position: top) : nil
    self = Reading(choices: choices, place: place)
  }

  mutating func resumePlace(_ conversation: Conversation) {
    guard let place, let index = conversation.path.firstIndex(of: place.message) else { return }
    self.place = nil
    var position = place.position
    position.message = index
    transcript.resume(at: position)
  }
}

/// What is being written in a conversation.
struct Writing {
  var composer = Composer()
  /// What the next question begins with where there is no composer to show it in.
  var quotation = ""
  var editing: Editing?
  /// The edit that was left last.
  var leftEdit: LeftEdit?
  /// The timer for storing the draft runs.
  var isDraftScheduled = false
}
