import Chat
import GRDB

/// One search, on one state of the database.
struct SearchRun {
  let plan: SearchPlan
  let rows: SearchRows
  var limit: Int
  /// How many hits are ranked, and after how many texts a page of them is enough: so that a key is
  /// answered within a twentieth of a second.
  var ranking = (hits: 500, texts: 8000)
  /// After so many texts, so many hits are enough.
  var patience = (texts: Int.max, hits: Int.max)
  /// Replaces the number of texts that ``ReadingBudget`` allows.
  var budget: Int?
  /// Replaces the number of rows after which a search that has enough hits, and cannot tell from the numbers
  /// of the index that they are the newest, goes by exact times.
  var crowd: Int?

  /// Newest first.
  ///
  /// FTS5 gives the newest hits of whole words at once. For a word that may go on it first merges the
  /// lists of all words that begin so (a second for `s`, at a million messages). For such a query, FTS5
  /// is asked for the whole words only, and the texts that it gives are read, for no longer than that
  /// merge would take.
  func newest() throws -> NewestHits {
    let budget = try budget ?? allowedTexts()
    if budget > 0, let hits = try newestOfTexts(budget) { return hits }
    return try newestOfIndex()
  }

  func newestOfIndex() throws -> NewestHits {
    let hits = try newest(of: try rows.matching(plan.whole, withTexts: false), texts: nil)
    return hits ?? NewestHits(limit: limit)
  }

  /// - Parameter most: how many texts to read.
  /// - Returns: `nil` when these were not enough.
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
  ///   - texts: how many of them to read, to see whether they are hits; `nil` when all are.
  private func newest(of candidates: RowCursor, texts: Int?) throws -> NewestHits? {
    var hits = NewestHits(limit: limit)
    var test = try texts.map { _ in try PlanTest(plan, rows.connection) }
    let crowd = try crowd ?? Self.crowd(limit, of: rows.messages)
    while let row = try candidates.next() {
      let document: Int64 = row[0]
      hits.read += 1
      if let found = rows.found(row), hits.wants(found), test?.isMet(by: row) ?? true {
        hits.add(found)
      }
      if hits.isComplete(below: document) { break }
      if hits.read >= crowd, hits.isOverdue { return try newestByTime(hits) }
      guard let texts else { continue }
      let isEnough = hits.read >= patience.texts
      if isEnough, hits.cut(below: document, leaving: patience.hits) { break }
      if hits.read >= texts { return nil }
    }
    return hits
  }

  /// How many rows are read before it is taken for a crowd. The hits until then are like a sample: the more
  /// they are, the fewer texts are as new as the newest of them, and have to be sorted. Both together take
  /// least at half the root; a look at the time of every message takes as long as a twentieth of them.
  private static func crowd(_ limit: Int, of messages: Double) -> Int {
    Int(max(256, (messages * Double(max(1, limit))).squareRoot() / 2, messages / 64))
  }

  /// Where thousands of texts are of nearly one time, such as an import without dates, their numbers lie
  /// far above that time and say nothing about its order: to find the newest by them, every hit would have
  /// to be looked at. The last of the hits so far is the oldest that can be wanted; the times of all
  /// messages tell what is newer.
  private func newestByTime(_ sample: NewestHits) throws -> NewestHits {
    guard let oldest = sample.found.last else { return sample }
    var hits = NewestHits(limit: limit)
    hits.read = sample.read
    let candidates = try rows.newest(notOlderThan: oldest)
    var test: PlanTest? = try PlanTest(plan, rows.connection)
    let few = max(limit.multipliedClamped(by: 16), sample.read)
    try add(candidates.prefix(few), to: &hits, &test)
    // The newest texts are unlike the sample: FTS5 says which of them are hits.
    if !hits.isFull, candidates.count > few {
      let matching = try rows.subjects(matching: plan.whole)
      test = nil
      let left = candidates.dropFirst(few).filter { matching.contains($0.subject) }
      try add(left[...], to: &hits, &test)
    }
    return hits
  }

  /// Adds those that are shown, and meet the test, until there are enough.
  private func add(
    _ candidates: ArraySlice<NewestHits.Found>, to hits: inout NewestHits, _ test: inout PlanTest?
  ) throws {
    var left = candidates
    while !hits.isFull, !left.isEmpty {
      let some = left.prefix(max(256, limit))
      left = left.dropFirst(some.count)
      let texts = try rows.texts(of: some.map(\.subject))
      while !hits.isFull, let row = try texts.next() {
        hits.read += 1
        if let found = rows.found(row), test?.isMet(by: row) ?? true { hits.add(found) }
      }
    }
  }

  /// Best match first, of the newest hits: of so many as there is time for, or as are asked for.
  /// - Returns: how many were ranked, where there are older ones that were not.
  func best() throws -> (hits: [NewestHits.Found], ranked: Int?) {
    // One more than is asked for tells whether there are more.
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
