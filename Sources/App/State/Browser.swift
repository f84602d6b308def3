internal import Chat

/// The list of saved conversations, newest first.
struct Browser: Equatable {
  let request: RequestID
  /// `nil` until the store has answered.
  var summaries: [ConversationSummary]?
  var selected = 0

  mutating func move(by rows: Int) {
    let count = summaries?.count ?? 0
    selected = min(max(0, selected + rows), max(0, count - 1))
  }

  var selection: ConversationSummary? {
    guard let summaries, summaries.indices.contains(selected) else { return nil }
    return summaries[selected]
  }
}
