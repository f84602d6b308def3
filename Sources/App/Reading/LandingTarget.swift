internal import Chat
internal import Screen

/// A search result to scroll to and mark as soon as its message is laid out.
struct LandingTarget: Equatable {
  let message: MessageID
  /// The typed query without its filters.
  let query: String
  let match: WordMatch

  /// Returns `nil` if there are no words to find.
  init?(message: MessageID, terms: [SearchQuery.Term]) {
    guard let match = WordMatch(terms.map { WordMatch.Term($0.text, isPrefix: $0.isPrefix) })
    else { return nil }
    self.message = message
    self.match = match
    query = terms.map(\.text).joined(separator: " ")
  }

  /// Returns the byte offset of the match in laid-out text. If the layout separates a phrase's
  /// words, for example into table cells, matches the words separately.
  func center(of text: String) -> Int? { match.center(of: text) ?? match.words.center(of: text) }
}
