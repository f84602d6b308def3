/// A deletion by another program that was undone because the conversation was still in use here.
public enum UndoneDeletion: Sendable {
  /// The conversation was in the trash.
  case trash
  /// The conversation was deleted permanently.
  case erasure
}
