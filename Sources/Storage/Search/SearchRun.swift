import Chat
import GRDB

/// A search on one snapshot of the database.
struct SearchRun {
  let plan: SearchPlan
  let rows: SearchRows
  var limit: Int
  /// The number of hits to rank, and the number of texts to read before one page of hits is
  /// enough. These limits keep the response to a keypress within 50 ms.
  var ranking = (hits: 500, texts: 8000)
  /// Once `texts` texts have been read, `hits` hits are enough.
  var patience = (texts: Int.max, hits: Int.max)
  /// Overrides the number of texts that ``ReadingBudget`` allows.
  var budget: Int?

  /// Returns the newest hits.
  ///
  /// FTS5 returns the newest hits of complete words at once. For a prefix, it first merges the
  /// lists of all matching words, which takes a second for `s` in a million messages. For a query
  /// with prefixes, this method therefore gives FTS5 only the complete words. It then reads the
  /// texts that FTS5 returns, for no longer than the merge would take.
  func newest() throws -> NewestHits {
    let budget = try budget ?? allowedTexts()
    if budget > 0, let hits = try newestOfTexts(budget) { return hits }
    return try newestOfIndex()
  }

  func newestOfIndex() throws -> NewestHits {
    let hits = try newest(of: try rows.matching(plan.whole, withTexts: false), texts: nil)
    return hits ?? NewestHits(limit: limit)
  }

  /// Finds the newest hits by reading texts.
  /// - Parameter most: the maximum number of texts to read.
  /// - Returns: `nil` if reading that many was not enough.
  func newestOfTexts(_ most: Int) throws -> NewestHits? {
    try newest(of: try rows.matching(plan.certain, withTexts: true), texts: most)
  }

  private func allowedTexts() throws -> Int {
    let lists = IndexLists(connection: rows.connection)
    let pages = try (plan.wanted + plan.unwanted).filter(\.isPrefix).map {
      try lists.pages(of: $0.tokens.last ?? [], isPrefix: true)
    }
    let isSlow = (plan.wanted + plan.unwanted).contains { PhraseFinder($0).isSlow }
    var budget = ReadingBudget(pages: pages, isSlow: isSlow, isNarrowed: plan.certain != nil)
    budget.messages = try rows.messages
    return budget.texts(toFind: min(limit, patience.hits))
  }

  /// - Parameters:
  ///   - candidates: rows of the index, highest number first.
  ///   - texts: how many of them to read and test; `nil` if all of them are hits.
  private func newest(of candidates: RowCursor, texts: Int?) throws -> NewestHits? {
    var hits = NewestHits(limit: limit)
    var test = try texts.map { _ in try PlanTest(plan, rows.connection) }
    var end = SearchEnd(spans: rows.spans)
    while let row = try candidates.next(), try !end.isReached(by: row[0], hits) {
      hits.read += 1
      if let found = rows.found(row), hits.wants(found), test?.isMet(by: row) ?? true {
        hits.add(found)
      }
      guard let texts else { continue }
      if hits.read >= patience.texts,
        (hits.read - patience.texts).isMultiple(of: Self.patienceStep)
      {
        let newest = try rows.spans.newest(upTo: row[0])
        if hits.cut(after: newest, leaving: patience.hits) { break }
      }
      if hits.read >= texts { return nil }
    }
    return hits
  }

  /// The number of texts to read before checking again whether enough hits are known to be the
  /// newest.
  private static let patienceStep = 256

  /// Ranks the newest hits, best match first: as many as time permits, but at least as many as
  /// requested.
  /// - Returns: the hits, and how many were ranked, or `nil` if all of them were.
  func best() throws -> (hits: [NewestHits.Found], ranked: Int?) {
    // One more hit than requested shows whether there are more.
    let most = max(limit - 1, ranking.hits)
    var wider = self
    wider.limit = most + 1
    wider.patience = (ranking.texts, limit)
    let newest = try wider.newest()
    let ranked = Array(newest.found.prefix(most))
    let matches = BestMatches(
      connection: rows.connection, phrases: plan.wanted,
      columns: Set(plan.areas.flatMap(\.columns)))
    let isPartial = newest.isCut || newest.found.count > most
    return (try matches.ranked(ranked), isPartial ? ranked.count : nil)
  }
}

/// The point where a search with enough hits may stop. Texts newer than the last hit may have
/// lower numbers, so the search continues down to the lowest number that such a text may have.
private struct SearchEnd {
  let spans: SearchSpans
  /// The lowest number to read, as of the last lookup. Newer hits found since then can only raise
  /// it.
  private var lowest: Int64?
  private var nextLook = 0

  init(spans: SearchSpans) { self.spans = spans }

  mutating func isReached(by document: Int64, _ hits: NewestHits) throws -> Bool {
    guard hits.isFull, let last = hits.found.last else { return hits.isFull }
    if lowest == nil || hits.read >= nextLook {
      lowest = try spans.lowestNumber(newerThan: last) ?? .max
      nextLook = 2 * hits.read + 64
    }
    return lowest.map { document < $0 } ?? false
  }
}
