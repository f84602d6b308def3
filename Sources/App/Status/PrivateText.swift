internal import Words

/// The wording for a conversation that is not saved.
enum PrivateText {
  static var mark: String { Words.Status.privateConversation }
}
