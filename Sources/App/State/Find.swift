internal import Chat
internal import Screen

/// What is looked for in the conversation.
struct Find: Equatable {
  var query = ""
  /// The query is still being typed.
  var isTyping = true
  /// The pane that is searched.
  var isInReasoning: Bool
  /// The row of the last hit.
  var hit: Transcript.Position?

  var match: TextMatch? { TextMatch(query) }
}
