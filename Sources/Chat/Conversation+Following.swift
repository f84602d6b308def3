extension Conversation {
  /// Takes over what another program has stored: its messages and its title. Keeps the draft, the
  /// settings and the selected path as they are here.
  ///
  /// A path that was continued is longer afterwards. If its last messages were deleted, the path
  /// leads on from the last one that is left.
  /// - Complexity: O(number of messages)
  public mutating func follow(_ stored: Conversation) {
    var next = stored
    if let kept = path.last(where: { stored[$0] != nil }), !stored.path.contains(kept) {
      next.select(through: kept, choices: lastSelectedChildren)
    }
    // A finished message never changes. Keeping it avoids comparing equal texts later.
    for message in allMessages {
      next.update(message.id) { if $0.isSameText(as: message) { $0 = message } }
    }
    // The other program's draft belongs to its composer.
    (next.draft, next.thinking, next.settings) = (draft, thinking, settings)
    next.updatedAt = max(updatedAt, stored.updatedAt)
    self = next
  }

  private var lastSelectedChildren: [MessageID: MessageID] {
    Dictionary(zip(path, path.dropFirst())) { first, _ in first }
  }
}

extension Message {
  fileprivate func isSameText(as other: Message) -> Bool {
    status == other.status && status != .streaming
      && content.utf8.count == other.content.utf8.count
  }
}
