internal import Chat

/// A question that is being asked otherwise.
struct Editing: Equatable {
  let question: MessageID
  /// What was in the composer before.
  let draft: Composer
  /// Where one was.
  let focus: Focus
}

/// An edit that was left before it was sent.
struct LeftEdit {
  let editing: Editing
  /// The question as it was written so far.
  let text: Composer
  /// It was left with Esc, and is there again when the same question is edited; else when its
  /// conversation is.
  let isGivenUp: Bool
}

/// A message that the next press of the same key deletes.
struct ArmedDeletion: Equatable {
  let message: MessageID
  /// The message that was marked before.
  let cursor: MessageID?
  /// The question that the reader sees.
  let notice: Notice
}

/// Messages that were deleted from a conversation, for undo.
struct Deletion: Equatable {
  let messages: [Message]
  /// The end of the path before.
  let leaf: MessageID?
}
