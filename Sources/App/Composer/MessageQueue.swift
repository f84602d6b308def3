internal import Chat

/// A message that waits, with its attachments as they were when it was sent.
struct QueuedMessage {
  var text: String
  var attachments = DraftAttachments()
}

/// Messages that wait for an answer to end, the next one first.
struct MessageQueue {
  /// When the next message is sent.
  enum Sending: Equatable {
    /// As soon as this answer is complete.
    case after(MessageID)
    /// When the user says so.
    case held
  }

  /// A message being edited in the composer. It keeps its place, and is not sent meanwhile.
  struct Edited: Equatable {
    var index: Int
    /// The composer's contents before the edit.
    fileprivate(set) var draft: Composer
  }

  private(set) var messages: [QueuedMessage] = [] {
    didSet { revision = Revision() }
  }
  /// Differs from that of every other list of messages.
  private(set) var revision = Revision()
  var sending = Sending.held
  private(set) var edited: Edited?

  /// The order to read the files of the next message.
  var awaited: RequestID?

  var texts: [String] { messages.map(\.text) }
  var isEmpty: Bool { messages.isEmpty }
  var isHeld: Bool { sending == .held }

  /// A queue that was stored with a draft. The user decides when it is sent.
  init(stored texts: [String] = []) { messages = texts.map { QueuedMessage(text: $0) } }

  mutating func append(_ message: QueuedMessage) { messages.append(message) }

  /// The files of the next message that are still unread because it was stored or edited.
  var unreadOfNext: [AttachmentSpec]? {
    guard let next = messages.first else { return nil }
    let unread = DraftAttachments.specs(in: next.text).filter {
      next.attachments.reading(of: $0) == nil
    }
    return unread.isEmpty ? nil : unread
  }

  /// Whether messages attach something that is not in a file.
  var hasIrreplaceable: Bool { messages.contains { !$0.attachments.irreplaceable.isEmpty } }

  /// Notes what was read for the next message.
  mutating func note(_ readings: [AttachmentReading]) {
    awaited = nil
    guard !messages.isEmpty else { return }
    messages[0].attachments.look(at: messages[0].text)
    messages[0].attachments.note(readings)
  }

  /// Changes the draft that waits while a message is edited.
  mutating func withDraft(_ body: (inout Composer) -> Void) {
    if edited != nil, var draft = edited?.draft {
      body(&draft)
      edited?.draft = draft
    }
  }

  /// Takes the next message, unless the user is editing it.
  mutating func takeNext() -> QueuedMessage? {
    guard !messages.isEmpty, edited?.index != 0 else { return nil }
    edited?.index -= 1
    return messages.removeFirst()
  }

  /// Removes all messages.
  mutating func removeAll() -> [String] {
    defer { self = MessageQueue() }
    return texts
  }

  // MARK: Editing

  /// Shows the message before the current one in the composer, starting with the last one.
  /// - Returns: whether there was one.
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

  /// Shows the message after the current one in the composer, or the draft after the last one.
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

  /// Keeps the edited message in its place, and restores the draft. Without text, the message is
  /// removed.
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

  /// The messages as they would be stored now, and the draft below them.
  func stored(with composer: Composer) -> StoredDraft {
    guard let edited else { return StoredDraft(queued: texts, text: composer.text) }
    var texts = texts
    if !composer.isBlank { texts[edited.index] = composer.text }
    return StoredDraft(queued: texts, text: edited.draft.text)
  }
}
