internal import Chat
internal import Screen

/// A search in the conversation on the screen.
struct Find: Equatable {
  var query = ""
  /// Whether only the thinking pane is searched; otherwise the conversation and all its thinking.
  var isInReasoning: Bool
  /// The row of the current match.
  var hit: Transcript.Position?
  /// Whether the current match is in its message's thinking.
  var isHitInReasoning = false

  /// A result of the search page, which is marked instead of the query.
  private var landed: LandingTarget?

  init(query: String = "", isInReasoning: Bool) {
    self.query = query
    self.isInReasoning = isInReasoning
  }

  /// Continues a search that was started on the search page.
  init(_ target: LandingTarget, isInReasoning: Bool) {
    self.init(query: target.query, isInReasoning: isInReasoning)
    landed = target
  }

  var match: (any Matching)? {
    if let landed { return landed.match }
    return TextMatch(query)
  }
}
