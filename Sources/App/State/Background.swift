internal import Chat

/// A conversation that is not on the screen and must not be let go: its answer is still coming, or it
/// could not be saved.
struct Background: Equatable {
  var conversation: Conversation
  /// `nil` for one that is only kept because it could not be saved.
  var stream: ActiveStream?
}
