import Chat
import GRDB

/// A search on one snapshot of the database.
struct SearchRun {
  let plan: SearchPlan
  let rows: SearchRows
  var limit: Int
  /// How many hits to rank, and after how many texts one page of them is enough, so that a key is
  /// answered within 50 ms.
  var ranking = (hits: 500, texts: 8000)
  /// After reading this many texts, this many hits are enough.
  var patience = (texts: Int.max, hits: Int.max)
  /// Overrides the number of texts that ``ReadingBudget`` allows.
  var budget: Int?
  /// Overrides the number of rows after which a search compares exact times, if it has enough hits
  /// but the row numbers cannot show that they are the newest.
  var crowd: Int?

  /// Newest first.
  ///
  /// FTS5 returns the newest hits of complete words at once. For a prefix, it first merges the
  /// lists of all matching words, which takes a second for `s` at a million messages. So for such a
  /// query, FTS5 is asked only for the complete words, and the texts it returns are read for no
  /// longer than the merge would take.
  func newest() throws -> NewestHits {
    let budget = try budget ?? allowedTexts()
    if budget > 0, let hits = try newestOfTexts(budget) { return hits }
    return try newestOfIndex()
  }

  func newestOfIndex() throws -> NewestHits {
    let hits = try newest(of: try rows.matching(plan.whole, withTexts: false), texts: nil)
    return hits ?? NewestHits(limit: limit)
  }

  /// - Parameter most: the number of texts to read.
  /// - Returns: `nil` if these were not enough.
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

  /// The number of rows to read before comparing exact times. The hits until then are a sample: the
  /// larger it is, the fewer texts are as new as its newest and must be sorted. The total is
  /// smallest at half the square root. Reading every message's time takes as long as reading a
  /// twentieth of the rows.
  private static func crowd(_ limit: Int, of messages: Double) -> Int {
    Int(max(256, (messages * Double(max(1, limit))).squareRoot() / 2, messages / 64))
  }

  /// Finds the newest hits by exact times. If thousands of texts have almost the same time, as in
  /// an import without dates, their numbers are far above that time and do not show their order, so
  /// every hit would have to be read. Instead, the oldest hit in the sample sets a limit, and the
  /// times of all messages show which ones are newer.
  private func newestByTime(_ sample: NewestHits) throws -> NewestHits {
    guard let oldest = sample.found.last else { return sample }
    var hits = NewestHits(limit: limit)
    hits.read = sample.read
    let candidates = try rows.newest(notOlderThan: oldest)
    var test: PlanTest? = try PlanTest(plan, rows.connection)
    let few = max(limit.multipliedClamped(by: 16), sample.read)
    try add(candidates.prefix(few), to: &hits, &test)
    // The newest texts are unlike the sample, so ask FTS5 which of them are hits.
    if !hits.isFull, candidates.count > few {
      let matching = try rows.subjects(matching: plan.whole)
      test = nil
      let left = candidates.dropFirst(few).filter { matching.contains($0.subject) }
      try add(left[...], to: &hits, &test)
    }
    return hits
  }

  /// Adds the candidates that are visible and pass the test, until there are enough.
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

  /// Best match first, among the newest hits: as many as time permits, or as were asked for.
  /// - Returns: the number of ranked hits, if older ones were not ranked.
  func best() throws -> (hits: [NewestHits.Found], ranked: Int?) {
    // One more than asked for, which shows whether there are more.
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
