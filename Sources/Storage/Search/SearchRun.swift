import Chat
import GRDB

/// One search, on one state of the database.
struct SearchRun {
  let plan: SearchPlan
  let rows: SearchRows
  var limit: Int
  var costs = SearchCosts()
  /// How many hits are ranked, and after how many texts a page of them is enough: so that a key is
  /// answered within a twentieth of a second.
  var ranking = (hits: 500, texts: 8000)
  /// After so many texts, so many hits are enough.
  var patience = (texts: Int.max, hits: Int.max)
  /// After so many rows, a search that has enough hits, and cannot tell by the numbers of the index that
  /// they are the newest, looks at exact times.
  var crowd = 4000

  /// Newest first.
  ///
  /// FTS5 gives the newest hits of a few whole words at once. But for a word that may go on it first
  /// merges the lists of every word that begins so (a second for `s`, at a million messages), and in a
  /// phrase it looks each frequent character up in each text that has the rarest. What that takes is
  /// known before (``ListLengths``). The texts themselves may tell sooner: FTS5 is asked for a rare part
  /// of the query, or for all texts, and what it gives is read until there are enough hits, or until it
  /// turns out to be the longer way.
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

  /// Where thousands of texts are of one time, such as an import without dates, their numbers lie far above
  /// that time and say nothing about its order: to find the newest by them, every hit would have to be
  /// read. The hits so far tell how old the last of the newest can be at most; what is newer is read in the
  /// exact order.
  /// - Returns: `nil` when it is too early to tell.
  private func newestOfCrowd(_ hits: NewestHits) throws -> NewestHits? {
    guard hits.read.isMultiple(of: max(crowd, limit.multipliedClamped(by: 4))),
      let time = hits.oldestWanted
    else { return nil }
    var newest = NewestHits(limit: limit)
    newest.read = hits.read
    // Where the texts do not tell all that is asked for, FTS5 does.
    let narrowed = plan.narrowed(to: []).flatMap { $0.expression == nil ? $0 : nil }
    var test = narrowed.map { TextTest($0) }
    // Mostly the first of them are enough, and a few are sorted ten times as soon as all.
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

  /// What a text must have, and must not have.
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

  /// - Parameter price: what FTS5 would take for the whole.
  /// - Returns: `nil` when it is better to ask FTS5.
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
      // A quarter of what FTS5 takes is spent before its way is taken: the newest texts may be unlike
      // the others.
      if progress.read >= patience.texts, hits.cut(below: document, leaving: patience.hits) {
        break
      }
      if left * reading > whole, Double(progress.read) * reading > whole / 4 { return nil }
    }
    return hits
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
