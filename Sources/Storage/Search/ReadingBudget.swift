/// The number of texts to read before asking FTS5, for a query with prefixes. It is at most the
/// number that can be read in the time that FTS5 takes to merge the lists of matching words. A
/// search therefore takes at most twice as long as with FTS5 alone.
struct ReadingBudget {
  /// The time in microseconds to read a text and look for phrases in it: first for consecutive
  /// texts, then for scattered ones.
  private static let reading = 2.5
  private static let readingApart = 7.0
  /// The extra time in microseconds if the text must be split into tokens.
  private static let cutting = 20.0
  /// The time in microseconds that FTS5 takes to merge a page.
  private static let merging = 130.0

  /// For each prefix, the length of its lists in pages (``IndexLists``).
  var pages: [Double]
  /// Whether one of the phrases requires splitting texts into tokens.
  var isSlow: Bool
  /// Whether FTS5 selects the texts to read. Otherwise, the newest texts are read.
  var isNarrowed: Bool
  /// The number of messages in the store.
  var messages = 0.0

  /// Returns how many texts to read to find the given number of hits; 0 if so few texts are likely
  /// to match that FTS5 is faster.
  func texts(toFind hits: Int) -> Int {
    let cost = (isNarrowed ? Self.readingApart : Self.reading) + (isSlow ? Self.cutting : 0)
    let most = pages.reduce(0, +) * Self.merging / cost
    // If the query has complete words, FTS5 returns only the few texts that contain them.
    guard !isNarrowed else { return Int(most) }
    let matching = (pages.min() ?? 0) * IndexLists.textsOnPage
    let expected = Double(hits) * messages / max(1, matching)
    guard expected <= most else { return 0 }
    // Allow more than expected, because the newest texts may be unlike the others. Do not always
    // allow the maximum, because the lists of rare words merge faster.
    return Int(min(most, max(2 * expected, most / 4)))
  }
}
