internal import Chat

/// A question that is being asked otherwise.
struct Editing: Equatable {
  let question: MessageID
  /// What was in the composer before.
  let draft: Composer
  /// Where one was.
  let focus: Focus
}

/// What a deletion took out of a conversation, to be brought back.
struct Deletion: Equatable {
  let conversation: ConversationID
  let messages: [Message]
  /// The end of the path before.
  let leaf: MessageID?
}
