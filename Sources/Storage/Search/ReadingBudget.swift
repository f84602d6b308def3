/// How many texts to read before FTS5 is asked, for a query with words that may go on: as many as can be
/// read while FTS5 merges the lists of those words, so that a search takes at most twice as long as
/// FTS5 alone.
struct ReadingBudget {
  /// Microseconds to read a text and to look for phrases in it: one text after the other, or here and
  /// there.
  private static let reading = 2.5
  private static let readingApart = 7.0
  /// What it takes more when the text has to be cut into tokens.
  private static let cutting = 20.0
  /// For FTS5 to merge a page.
  private static let merging = 130.0

  /// Of each word that may go on: how long the lists are (``IndexLists``).
  var pages: [Double]
  /// A phrase has to be looked for among the tokens of the texts.
  var isSlow: Bool
  /// FTS5 says which texts to read.
  var isNarrowed: Bool
  /// In the store.
  var messages = 0.0

  /// - Returns: 0 where texts are so unlikely to have the words that FTS5 is sooner.
  func texts(toFind hits: Int) -> Int {
    let cost = (isNarrowed ? Self.readingApart : Self.reading) + (isSlow ? Self.cutting : 0)
    let most = pages.reduce(0, +) * Self.merging / cost
    // What FTS5 gives for the other words comes to an end soon.
    guard !isNarrowed else { return Int(most) }
    let matching = (pages.min() ?? 0) * IndexLists.textsOnPage
    let expected = Double(hits) * messages / max(1, matching)
    guard expected <= most else { return 0 }
    // The newest texts may be unlike the others, and the lists of few words are merged sooner.
    return Int(min(most, max(2 * expected, most / 4)))
  }
}
