internal import Chat

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
    let draft: Composer
  }

  private(set) var texts: [String] = [] {
    didSet { revision = Revision() }
  }
  /// Differs from that of every other list of messages.
  private(set) var revision = Revision()
  var sending = Sending.held
  private(set) var edited: Edited?

  var isEmpty: Bool { texts.isEmpty }
  var isHeld: Bool { sending == .held }

  /// A queue that was stored with a draft. The user decides when it is sent.
  init(stored texts: [String] = []) { self.texts = texts }

  mutating func append(_ text: String) { texts.append(text) }

  /// Takes the next message, unless the user is editing it.
  mutating func takeNext() -> String? {
    guard !texts.isEmpty, edited?.index != 0 else { return nil }
    edited?.index -= 1
    return texts.removeFirst()
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
      guard let last = texts.indices.last else { return false }
      edited = Edited(index: last, draft: composer)
      composer = Composer(texts[last])
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
    if texts.indices.contains(edited.index + 1) {
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
    if composer.isBlank { texts.remove(at: edited.index) }
    cancelEditing(in: &composer)
  }

  /// Leaves the message as it was, and restores the draft.
  mutating func cancelEditing(in composer: inout Composer) {
    guard let edited else { return }
    composer.replace(with: edited.draft)
    self.edited = nil
  }

  private mutating func keep(_ composer: Composer) {
    if let edited, !composer.isBlank { texts[edited.index] = composer.text }
  }

  private mutating func show(_ index: Int, in composer: inout Composer) {
    composer = Composer(texts[index])
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
