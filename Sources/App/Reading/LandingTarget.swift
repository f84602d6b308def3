internal import Chat
internal import Screen

/// What to scroll to once a message is laid out, and to mark then: what a search has found in it.
struct LandingTarget: Equatable {
  let message: MessageID
  /// As it was typed, without filters.
  let query: String
  let match: WordMatch

  /// `nil` when there is nothing to look for.
  init?(message: MessageID, terms: [SearchQuery.Term]) {
    guard let match = WordMatch(terms.map { WordMatch.Term($0.text, isPrefix: $0.isPrefix) })
    else { return nil }
    self.message = message
    self.match = match
    query = terms.map(\.text).joined(separator: " ")
  }

  /// Where it stands in a text that was laid out, in bytes. The words of a phrase may be apart there, as
  /// in the cells of a table.
  func center(of text: String) -> Int? { match.center(of: text) ?? match.words.center(of: text) }
}
