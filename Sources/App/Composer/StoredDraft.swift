internal import Chat

/// Everything unsent in a conversation, as the single string that is stored as its draft.
///
/// A plain draft is stored as it is. Queued messages come first, each preceded by a record
/// separator. A group separator precedes the draft that follows them. If several programs had drafts
/// in the conversation (``StoredDrafts``), they become one.
struct StoredDraft: Equatable {
  var queued: [String] = []
  var text = ""

  private static let record: Character = "\u{1E}"
  private static let group: Character = "\u{1D}"

  init(queued: [String] = [], text: String) {
    self.queued = queued
    self.text = text
  }

  init(stored: String) {
    let drafts = StoredDrafts.split(stored).map { StoredDraft(single: $0) }
    queued = drafts.flatMap(\.queued)
    text = drafts.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private init(single stored: String) {
    guard stored.utf8.first == 0x1E, let end = stored.utf8.firstIndex(of: 0x1D) else {
      text = stored
      return
    }
    queued = stored[..<end].unicodeScalars.split(separator: "\u{1E}").map { String($0) }
    text = String(stored[stored.utf8.index(after: end)...])
  }

  var stored: String {
    // A draft that begins with a record separator needs an empty queue before it.
    guard !queued.isEmpty || text.utf8.first == 0x1E else { return text }
    let records = queued.map { message in
      String(Self.record) + message.filter { $0 != Self.record && $0 != Self.group }
    }
    return (queued.isEmpty ? String(Self.record) : records.joined()) + String(Self.group) + text
  }

  /// Everything unsent as plain text, for use where there is no queue.
  var joined: String { (queued + [text]).filter { !$0.isEmpty }.joined(separator: "\n\n") }
}
