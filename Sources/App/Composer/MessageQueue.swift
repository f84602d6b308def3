internal import Chat

/// A queued message, with its attachments as they were when the user sent it.
struct QueuedMessage {
  var text: String
  var attachments = DraftAttachments()
}

/// The messages that wait for an answer to end, in the order in which they will be sent.
struct MessageQueue {
  /// The condition for sending the next message.
  enum Sending: Equatable {
    /// As soon as this answer is complete.
    case after(MessageID)
    /// Only when the user requests it.
    case held
  }

  /// A message being edited in the composer. It keeps its place but is not sent yet.
  struct Edited: Equatable {
    var index: Int
    /// The composer's contents before the edit.
    fileprivate(set) var draft: Composer
  }

  private(set) var messages: [QueuedMessage] = [] {
    didSet { revision = Revision() }
  }
  /// Identifies the current list of messages. Changes whenever the list does.
  private(set) var revision = Revision()
  var sending = Sending.held
  private(set) var edited: Edited?

  /// The pending request to read the next message's files.
  var awaited: RequestID?

  var texts: [String] { messages.map(\.text) }
  var isEmpty: Bool { messages.isEmpty }
  var isHeld: Bool { sending == .held }

  /// Restores a queue that was stored with a draft. It is held until the user sends it.
  init(stored texts: [String] = []) { messages = texts.map { QueuedMessage(text: $0) } }

  mutating func append(_ message: QueuedMessage) { messages.append(message) }

  /// The next message's files that have yet to be read because the message was restored or
  /// edited; `nil` if there are none.
  var unreadOfNext: [AttachmentSpec]? {
    guard let next = messages.first else { return nil }
    let unread = DraftAttachments.specs(in: next.text).filter {
      next.attachments.reading(of: $0) == nil
    }
    return unread.isEmpty ? nil : unread
  }

  /// Whether any message has an attachment that would be lost because it is not in a file.
  var hasIrreplaceable: Bool { messages.contains { !$0.attachments.irreplaceable.isEmpty } }

  /// Records the files that were read for the next message.
  mutating func note(_ readings: [AttachmentReading]) {
    awaited = nil
    guard !messages.isEmpty else { return }
    messages[0].attachments.look(at: messages[0].text)
    messages[0].attachments.note(readings)
  }

  /// Changes the draft that waits while a queued message is edited.
  mutating func withDraft(_ body: (inout Composer) -> Void) {
    if edited != nil, var draft = edited?.draft {
      body(&draft)
      edited?.draft = draft
    }
  }

  /// Removes and returns the next message, unless the user is editing it.
  mutating func takeNext() -> QueuedMessage? {
    guard !messages.isEmpty, edited?.index != 0 else { return nil }
    edited?.index -= 1
    return messages.removeFirst()
  }

  /// Removes all messages and returns their text.
  mutating func removeAll() -> [String] {
    defer { self = MessageQueue() }
    return texts
  }

  // MARK: Editing

  /// Shows in the composer the message before the edited one, or the last message if none is being
  /// edited.
  /// - Returns: `false` if the queue is empty.
  mutating func editPrevious(in composer: inout Composer) -> Bool {
    guard let edited else {
      guard let last = messages.indices.last else { return false }
      edited = Edited(index: last, draft: composer)
      show(last, in: &composer)
      return true
    }
    keep(composer)
    if edited.index > 0 { show(edited.index - 1, in: &composer) }
    return true
  }

  /// Fills the composer with the message after the edited one, or else with the draft.
  /// - Returns: whether a message was being edited.
  mutating func editNext(in composer: inout Composer) -> Bool {
    guard let edited else { return false }
    keep(composer)
    if messages.indices.contains(edited.index + 1) {
      show(edited.index + 1, in: &composer)
    } else {
      finishEditing(in: &composer)
    }
    return true
  }

  /// Stores the edited message in its place in the queue, and restores the draft. If the composer
  /// is blank, the message is removed.
  mutating func finishEditing(in composer: inout Composer) {
    guard let edited else { return }
    keep(composer)
    if composer.isBlank { messages.remove(at: edited.index) }
    cancelEditing(in: &composer)
  }

  /// Leaves the message as it was, and restores the draft.
  mutating func cancelEditing(in composer: inout Composer) {
    guard let edited else { return }
    composer.replace(with: edited.draft)
    self.edited = nil
  }

  private mutating func keep(_ composer: Composer) {
    guard let edited, !composer.isBlank else { return }
    messages[edited.index] = QueuedMessage(text: composer.text, attachments: composer.attachments)
    messages[edited.index].attachments.look(at: composer.text)
  }

  private mutating func show(_ index: Int, in composer: inout Composer) {
    composer = Composer(messages[index].text)
    composer.attachments = messages[index].attachments
    composer.attachments.revision = nil
    edited?.index = index
  }

  /// Returns the queued messages and the draft as they would be stored now.
  func stored(with composer: Composer) -> StoredDraft {
    guard let edited else { return StoredDraft(queued: texts, text: composer.text) }
    var texts = texts
    if !composer.isBlank { texts[edited.index] = composer.text }
    return StoredDraft(queued: texts, text: edited.draft.text)
  }
}
