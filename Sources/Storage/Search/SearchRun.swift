import Chat
import GRDB

/// One search, on one snapshot of the database.
struct SearchRun {
  let plan: SearchPlan
  let rows: SearchRows
  var limit: Int
  var costs = SearchCosts()
  /// How many hits are ranked, and after how many texts one page of hits is enough, so that a key
  /// is answered within 50 ms.
  var ranking = (hits: 500, texts: 8000)
  /// After reading `texts`, `hits` are enough.
  var patience = (texts: Int.max, hits: Int.max)
  /// After this many rows, a search that has enough hits, but cannot tell from the index numbers
  /// that they are the newest, compares exact times.
  var crowd = 4000

  /// Newest first.
  ///
  /// FTS5 returns the newest hits of a few whole words at once. But for a prefix it first merges
  /// the lists of all matching words (a second for `s`, at a million messages), and for a phrase it
  /// looks up each frequent character in each text that has the rarest one. The cost is known in
  /// advance (``ListLengths``). Reading the texts themselves may be faster: FTS5 looks up only a
  /// rare part of the query, or nothing, and the resulting texts are read until there are enough
  /// hits, or until this turns out to be slower.
  func newest() throws -> NewestHits {
    let lists = try ListLengths(plan, pages: IndexLists(connection: rows.connection).pages)
    let price = lists.price(costs)
    guard price.whole > costs.little,
      let choice = lists.chosenParts(plan, costs, or: price),
      let narrowed = plan.narrowed(to: choice),
      let hits = try newestOfTexts(narrowed, or: price)
    else { return try newestOfIndex() }
    return hits
  }

  func newestOfIndex() throws -> NewestHits {
    var hits = NewestHits(limit: limit)
    let candidates = try rows.matching(plan.whole)
    while let row = try candidates.next() {
      let document: Int64 = row[0]
      hits.read += 1
      if let found = rows.found(row) { hits.add(found) }
      if hits.isComplete(below: document) { break }
      if let newest = try newestOfCrowd(hits) { return newest }
    }
    return hits
  }

  /// If thousands of texts have the same time, for example after an import without dates, their
  /// numbers are far above that time and do not reflect its order. Finding the newest by number
  /// would mean reading every hit. But the hits so far limit how old the last of the newest can be,
  /// and anything newer is then read in exact order.
  /// - Returns: `nil` when it is too early to tell.
  private func newestOfCrowd(_ hits: NewestHits) throws -> NewestHits? {
    guard hits.read.isMultiple(of: max(crowd, limit.multipliedClamped(by: 4))),
      let time = hits.oldestWanted
    else { return nil }
    var newest = NewestHits(limit: limit)
    newest.read = hits.read
    // If the texts alone cannot answer the whole query, FTS5 does.
    let narrowed = plan.narrowed(to: []).flatMap { $0.expression == nil ? $0 : nil }
    var test = narrowed.map { TextTest($0) }
    // Usually the first few are enough, and sorting them takes a tenth of the time.
    let few = limit.multipliedClamped(by: 16)
    for places in [0..<few, few..<Int.max] {
      let candidates = try rows.notOlder(
        than: time, matching: narrowed == nil ? plan.whole : nil, places)
      while !newest.isFull, let row = try candidates.next() {
        newest.read += 1
        if let found = rows.found(row), test?.isMet(by: row, rows) ?? true { newest.add(found) }
      }
      if newest.isFull { break }
    }
    return newest
  }

  /// Tests what a text must contain and must not contain.
  private struct TextTest {
    private let columns: [SearchPlan.Column]
    private var tested: [PhraseFinder]
    private var excluded: [PhraseFinder]

    init(_ narrowed: SearchPlan.Narrowed) {
      columns = narrowed.columns
      tested = narrowed.tested.map { PhraseFinder($0) }
      excluded = narrowed.excluded.map { PhraseFinder($0) }
    }

    var isSlow: Bool { (tested + excluded).contains { $0.isSlow } }

    mutating func isMet(by row: Row, _ rows: SearchRows) -> Bool {
      tested.indices.allSatisfy { rows.has(row, columns, &tested[$0]) }
        && !excluded.indices.contains { rows.has(row, columns, &excluded[$0]) }
    }
  }

  /// - Parameter price: the estimated cost of the whole query in FTS5.
  /// - Returns: `nil` when FTS5 should answer it.
  func newestOfTexts(
    _ narrowed: SearchPlan.Narrowed, or price: SearchPrice
  ) throws -> NewestHits? {
    var hits = NewestHits(limit: limit)
    var test = TextTest(narrowed)
    let reading =
      (narrowed.expression == nil ? costs.reading : costs.readingApart)
      + (test.isSlow ? costs.cutting : 0)
    let oldest = try rows.oldest
    var progress = ReadingProgress()
    let candidates = try rows.matching(narrowed.expression)
    while let row = try candidates.next() {
      let document: Int64 = row[0]
      progress.note(document)
      hits.read += 1
      if let found = rows.found(row), test.isMet(by: row, rows) {
        progress.matched += 1
        hits.add(found)
      }
      if hits.isComplete(below: document) { break }
      if let newest = try newestOfCrowd(hits) { return newest }
      guard progress.read.isMultiple(of: costs.stride) else { continue }
      let left = progress.left(wanted: limit - hits.found.count, oldest: oldest)
      let whole = price.merging + price.passing * progress.depth(left, oldest: oldest)
      // Before switching to FTS5, spend a quarter of its cost: the newest texts may differ from the
      // others.
      if progress.read >= patience.texts, hits.cut(below: document, leaving: patience.hits) {
        break
      }
      if left * reading > whole, Double(progress.read) * reading > whole / 4 { return nil }
    }
    return hits
  }

  /// Best match first, among the newest hits: as many as time allows, or as were requested.
  /// - Returns: how many were ranked, if older ones were not.
  func best() throws -> (hits: [NewestHits.Found], ranked: Int?) {
    // One more than requested shows whether there are more.
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
