import Chat
import Foundation
import GRDB

/// One search, on one state of the database.
struct SearchRun {
  let connection: Connection
  let plan: SearchPlan
  /// Milliseconds since 1970, the first included and the last not.
  let times: (from: Int64?, to: Int64?)
  /// A JSON array of what `conversation.tags` may hold; `nil` where no tag is asked for.
  let tags: String?
  let limit: Int

  /// Newest first.
  ///
  /// FTS5 gives the newest hits of whole words at once. For a word that may go on it first merges
  /// what it knows of every word that begins so: at a million messages half a second for `s`. But
  /// such beginnings are in every second text: reading the newest texts finds enough of them soon.
  /// So texts are read first, and FTS5 is asked when it turns out to be the shorter way.
  func newest() throws -> [NewestHits.Found] {
    guard let open = plan.open else { return try newestOfIndex() }
    return try newestOfTexts(open.rest, open.prefixes) ?? newestOfIndex()
  }

  func newestOfIndex() throws -> [NewestHits.Found] {
    var hits = NewestHits(limit: limit)
    let rows = try candidates(plan.whole)
    while let row = try rows.next() {
      let document: Int64 = row[0]
      if let found = found(row) { hits.add(found) }
      if hits.isComplete(below: document) { break }
    }
    return hits.found
  }

  /// Texts between two looks at how it goes.
  private static let strideLength = 128
  /// What a text costs to read, and what a text costs that FTS5 merges; microseconds, measured.
  private static let readingCost = 6.0
  private static let mergingCost = 0.6

  /// - Returns: `nil` when it is better to ask FTS5.
  private func newestOfTexts(
    _ rest: String?, _ prefixes: [SearchPhrase]
  ) throws -> [NewestHits.Found]? {
    var hits = NewestHits(limit: limit)
    var matcher = SearchMatcher(prefixes)
    var progress = Progress()
    /// The part of all texts that FTS5 would merge, once it must be known.
    var merged: Double?
    let rows = try candidates(rest)
    while let row = try rows.next() {
      let document: Int64 = row[0]
      progress.note(document)
      if let found = found(row),
        missing(in: row, plan.areas[0].columns, &matcher, prefixes.count).isEmpty
      {
        progress.matched += 1
        hits.add(found)
      }
      if hits.isComplete(below: document) { break }
      guard progress.read.isMultiple(of: Self.strideLength) else { continue }
      let share = rest == nil ? progress.share : try merged ?? mergingShare(prefixes)
      merged = share
      let left = progress.left(wanted: limit - hits.found.count, oldest: try oldest)
      if left * Self.readingCost > share * (try textCount) * Self.mergingCost { return nil }
    }
    return hits.found
  }

  /// What part of all texts has the words that FTS5 would merge, by the newest texts.
  private func mergingShare(_ prefixes: [SearchPhrase]) throws -> Double {
    let words = prefixes.map(\.lastWord)
    var matcher = SearchMatcher(words)
    var sample = Progress()
    let rows = try candidates(nil)
    while sample.read < 2 * Self.strideLength, let row = try rows.next() {
      sample.note(row[0])
      // FTS5 merges the words of all columns, also for a search in titles.
      let missing = missing(in: row, SearchPlan.Column.allCases, &matcher, words.count)
      sample.matched += words.count - missing.count
    }
    return sample.share
  }

  private var textCount: Double {
    get throws {
      let count = try connection.cachedStatement(sql: "SELECT max(number) FROM message")
      return Double(try Int64.fetchOne(count) ?? 0)
    }
  }

  private var oldest: Int64 {
    get throws {
      let least = try connection.cachedStatement(sql: "SELECT min(document) FROM search_document")
      return max(try lowest, try Int64.fetchOne(least) ?? 0)
    }
  }

  /// Which of the phrases are not in the texts of a row.
  private func missing(
    in row: Row, _ columns: [SearchPlan.Column], _ matcher: inout SearchMatcher, _ count: Int
  ) -> Set<Int> {
    var missing = Set(0..<count)
    for column in columns where !missing.isEmpty {
      for index in Self.indexes(of: column) where !missing.isEmpty {
        missing.subtract(row.withBytes(at: index) { matcher.phrases(in: $0) })
      }
    }
    return missing
  }

  private static func indexes(of column: SearchPlan.Column) -> [Int] {
    switch column {
    case .content: [4, 5]
    case .reasoning: [6]
    case .title: [3]
    case .tags: [7]
    }
  }

  private func found(_ row: Row) -> NewestHits.Found? {
    guard let subject = row[1] as Int64?, let createdAt = row[2] as Int64?,
      createdAt >= times.from ?? .min, createdAt < times.to ?? .max
    else { return nil }
    return NewestHits.Found(subject: subject, createdAt: createdAt)
  }

  /// Rows of the index with what they are about, highest number first. SQLite reads the columns that
  /// are asked for, no others.
  ///
  /// - Parameter expression: `nil` for every row.
  private func candidates(_ expression: String?) throws -> RowCursor {
    var arguments: StatementArguments = ["lowest": try lowest, "highest": try highest]
    arguments += tagged
    if let expression { arguments += ["match": expression] }
    return try Row.fetchCursor(
      connection.cachedStatement(
        sql: expression == nil
          ? candidates(from: everything, "document")
          : candidates(from: joined, "search_text MATCH :match AND search_text.rowid")),
      arguments: arguments)
  }

  private func candidates(from tables: String, _ number: String) -> String {
    """
    SELECT document, subject, coalesce(message.created_at, conversation.created_at),
      conversation.title, message.content, message.refusal, message.reasoning, conversation.tags
    \(tables)
    WHERE \(number) BETWEEN :lowest AND :highest AND \(isShown)
    ORDER BY \(number.split(separator: " ").last ?? "") DESC
    """
  }

  private let joined = """
    FROM search_text CROSS JOIN search_document ON document = search_text.rowid
      LEFT JOIN message ON message.number = subject
      LEFT JOIN conversation ON conversation.number = -subject
    """
  private let everything = """
    FROM search_document
      LEFT JOIN message ON message.number = subject
      LEFT JOIN conversation ON conversation.number = -subject
    """

  /// Not in a deleted conversation, and in one that has the tags. SQLite finds these conversations
  /// once, and they are few.
  private var isShown: String {
    let id = "coalesce(message.conversation_id, conversation.id)"
    let tagged =
      """
       AND \(id) IN (
        SELECT id FROM conversation WHERE tags IN (SELECT value FROM json_each(:tags)))
      """
    return """
      \(id) NOT IN (SELECT id FROM conversation WHERE deleted_at IS NOT NULL)
      \(tags == nil ? "" : tagged)
      """
  }

  private var tagged: StatementArguments { tags.map { ["tags": $0] } ?? [:] }

  private var lowest: Int64 {
    get throws { times.from.map { SearchDocument.first(at: $0) } ?? 0 }
  }

  private var highest: Int64 {
    get throws {
      guard let to = times.to else { return .max }
      let delay = try Int64.fetchOne(connection, sql: "SELECT delay FROM search_state") ?? 0
      return SearchDocument.first(at: to) + delay
    }
  }

  /// Best first. A word counts most in a title, least in reasoning, which says everything.
  /// - Complexity: O(hits): the whole of them is ranked.
  func best() throws -> [Int64] {
    let ranked = """
      SELECT subject \(joined)
      WHERE search_text MATCH :match AND search_text.rowid BETWEEN :lowest AND :highest
        AND coalesce(message.created_at, conversation.created_at) >= :from
        AND coalesce(message.created_at, conversation.created_at) < :to AND \(isShown)
      ORDER BY bm25(search_text, 4, 1, 8, 8, 0), document DESC LIMIT :limit
      """
    return try Int64.fetchAll(
      connection.cachedStatement(sql: ranked),
      arguments: [
        "match": plan.whole, "limit": limit, "lowest": try lowest, "highest": try highest,
        "from": times.from ?? .min, "to": times.to ?? .max,
      ] + tagged)
  }
}

/// How the reading of texts goes, newest first.
private struct Progress {
  private(set) var read = 0
  var matched = 0
  private var newest: Int64?
  private var last: Int64 = 0

  mutating func note(_ document: Int64) {
    read += 1
    newest = newest ?? document
    last = document
  }

  /// Of the texts that were read, those that matched; never none.
  var share: Double { (Double(matched) + 0.5) / Double(max(1, read)) }

  /// How many more texts must be read for so many more hits, or until there are no more, if they lie
  /// as closely as those that were read.
  func left(wanted: Int, oldest: Int64) -> Double {
    let passed = Double(max(1, (newest ?? last) - last))
    let rest = Double(read) * Double(max(0, last - oldest)) / passed
    return min(Double(max(1, wanted)) / share, rest)
  }
}

extension Row {
  /// The bytes of a text without a copy, valid within the call; none for NULL.
  fileprivate func withBytes<Value>(
    at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    let value = try? withUnsafeData(atIndex: index) { data -> Value in
      guard let data else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      return data.withUnsafeBytes { body($0.bindMemory(to: UInt8.self)) }
    }
    // The closure throws nothing.
    return value ?? body(UnsafeBufferPointer(start: nil, count: 0))
  }
}
