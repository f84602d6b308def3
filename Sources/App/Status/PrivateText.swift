internal import Words

/// The words for a conversation that is not saved.
enum PrivateText {
  static var mark: String { Words.Status.privateConversation }
}
