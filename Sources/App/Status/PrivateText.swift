/// The words for a conversation that is not stored.
enum PrivateText {
  static let mark = "private, not stored"
}
