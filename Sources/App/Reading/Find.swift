internal import Chat
internal import Screen

/// What is looked for in the conversation.
struct Find: Equatable {
  var query = ""
  /// The thinking alone is searched, in its pane; else the conversation with all its thinking.
  var isInReasoning: Bool
  /// The row of the last hit.
  var hit: Transcript.Position?
  /// The last hit is in the thinking of its message.
  var isHitInReasoning = false

  /// What a search over all conversations has found here; it is marked instead of the query.
  private var landed: LandingTarget?

  init(query: String = "", isInReasoning: Bool) {
    self.query = query
    self.isInReasoning = isInReasoning
  }

  /// What was found in another way, as if it had been typed here.
  init(_ target: LandingTarget, isInReasoning: Bool) {
    self.init(query: target.query, isInReasoning: isInReasoning)
    landed = target
  }

  var match: (any Matching)? {
    if let landed { return landed.match }
    return TextMatch(query)
  }
}
