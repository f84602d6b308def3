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
  private static let readingCost = 8.0
  private static let mergingCost = 0.6

  /// - Returns: `nil` when it is better to ask FTS5.
  private func newestOfTexts(
    _ rest: String, _ prefixes: [SearchPhrase]
  ) throws -> [NewestHits.Found]? {
    var hits = NewestHits(limit: limit)
    var matcher = SearchMatcher(prefixes)
    let count = Double(try Int64.fetchOne(connection, sql: "SELECT max(number) FROM message") ?? 0)
    let likely = prefixes.map(\.likelyShare).max() ?? 0
    var read = 0
    var matched = 0
    let rows = try candidates(rest)
    while let row = try rows.next() {
      let document: Int64 = row[0]
      read += 1
      if let found = found(row), areIn(row, &matcher, prefixes.count) {
        matched += 1
        hits.add(found)
      }
      if hits.isComplete(below: document) { break }
      if read % Self.strideLength == 0 {
        let share = (Double(matched) + 0.5) / Double(read)
        let left = Double(max(1, limit - hits.found.count)) / share
        let merging = max(share, likely) * count * Self.mergingCost
        if left * Self.readingCost > merging { return nil }
      }
    }
    return hits.found
  }

  private func areIn(_ row: Row, _ matcher: inout SearchMatcher, _ count: Int) -> Bool {
    var missing = Set(0..<count)
    for column in plan.areas[0].columns where !missing.isEmpty {
      for index in Self.indexes(of: column) where !missing.isEmpty {
        missing.subtract(row.withBytes(at: index) { matcher.phrases(in: $0) })
      }
    }
    return missing.isEmpty
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
  private func candidates(_ expression: String) throws -> RowCursor {
    try Row.fetchCursor(
      connection.cachedStatement(sql: candidates),
      arguments: ["match": expression, "lowest": try lowest, "highest": try highest] + tagged)
  }

  private var candidates: String {
    """
    SELECT search_text.rowid, subject, coalesce(message.created_at, conversation.created_at),
      conversation.title, message.content, message.refusal, message.reasoning, conversation.tags
    \(joined)
    WHERE search_text MATCH :match AND search_text.rowid BETWEEN :lowest AND :highest
      AND \(isShown)
    ORDER BY search_text.rowid DESC
    """
  }

  private let joined = """
    FROM search_text CROSS JOIN search_document ON document = search_text.rowid
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
