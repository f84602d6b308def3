internal import Chat

/// An edit of a question, in progress.
struct Editing: Equatable {
  let question: MessageID
  /// The composer's contents before the edit.
  var draft: Composer
  /// The focus before the edit.
  let focus: Focus
  /// Whether the view was at the end of the conversation before the edit.
  var wasFollowing = false
}

/// An edit that was interrupted or cancelled before it was sent.
struct LeftEdit {
  let editing: Editing
  /// The composer with the edited question.
  let text: Composer
  /// Whether the user cancelled the edit with Esc. If so, editing the same question again resumes
  /// it; otherwise, returning to its conversation does.
  let isGivenUp: Bool
}

/// A message that will be deleted if the same key is pressed again.
struct ArmedDeletion: Equatable {
  let message: MessageID
  /// The message that was selected before the key was pressed.
  let cursor: MessageID?
  /// The notice that asks for confirmation.
  let notice: Notice
}

/// Messages that were deleted from a conversation, kept for undo.
struct Deletion: Equatable {
  let messages: [Message]
  /// The last message of the path before the deletion.
  let leaf: MessageID?
}
