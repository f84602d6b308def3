import Chat
import Foundation
import GRDB

/// The rows of the index with their subjects, highest number first. Limited to a range of times, to
/// conversations that are not deleted, and to those with the tags.
struct SearchRows {
  let connection: Connection
  /// Milliseconds since 1970, including the first and excluding the last.
  let times: (from: Int64?, to: Int64?)
  let tags: Tags

  /// JSON arrays of the values of `conversation.tags` to include and to exclude; `nil` if no tag is
  /// named.
  struct Tags {
    var wanted: String?
    var unwanted: String?
  }

  /// SQLite reads only the columns that are used.
  ///
  /// - Parameter expression: in FTS5's query language; `nil` for every row.
  func matching(_ expression: String?) throws -> RowCursor {
    var arguments: StatementArguments = ["lowest": try lowest, "highest": try highest]
    if let tags = tags.wanted { arguments += ["wanted": tags] }
    if let tags = tags.unwanted { arguments += ["unwanted": tags] }
    if let expression { arguments += ["match": expression] }
    return try Row.fetchCursor(
      connection.cachedStatement(
        sql: expression == nil
          ? rows(of: "search_document", "document")
          : rows(
            of: "search_text CROSS JOIN search_document ON document = search_text.rowid",
            "search_text MATCH :match AND search_text.rowid")),
      arguments: arguments)
  }

  private func rows(of tables: String, _ number: String) -> String {
    """
    \(columns(of: tables))
    WHERE \(number) BETWEEN :lowest AND :highest AND \(isShown)
    ORDER BY \(number.split(separator: " ").last ?? "") DESC
    """
  }

  private func columns(of tables: String) -> String {
    """
    SELECT document, subject, coalesce(message.created_at, conversation.created_at),
      conversation.title, message.content, message.refusal, message.reasoning, conversation.tags
    FROM \(tables)
      LEFT JOIN message ON message.number = subject
      LEFT JOIN conversation ON conversation.number = -subject
    """
  }

  /// The rows of texts that are not older than a time, in the order of ``NewestHits``.
  /// - Parameters:
  ///   - expression: as for ``matching(_:)``; all its hits are visited first.
  ///   - places: the range of rows to return, counted from the newest.
  /// - Complexity: O(number of messages) in a covering index, before the first row
  func notOlder(
    than time: Int64, matching expression: String?, _ places: Range<Int>
  ) throws -> RowCursor {
    var arguments: StatementArguments = [
      "time": time, "count": places.count, "newer": places.lowerBound,
    ]
    if let expression { arguments += ["match": expression] }
    if let tags = tags.wanted { arguments += ["wanted": tags] }
    if let tags = tags.unwanted { arguments += ["unwanted": tags] }
    // With a limit, SQLite sorts only as many as it returns, and keeps the order of the inner
    // query. Sorting outside would move texts.
    let recent = """
      (SELECT number AS recent, created_at FROM message WHERE created_at >= :time
        UNION ALL SELECT -number, created_at FROM conversation WHERE created_at >= :time
        ORDER BY created_at DESC, recent DESC LIMIT :count OFFSET :newer)
      """
    return try Row.fetchCursor(
      connection.cachedStatement(
        sql: columns(of: "\(recent) CROSS JOIN search_document ON subject = recent")
          + "\nWHERE \(isShown)"
          + (expression == nil
            ? ""
            // Without the plus, SQLite would scan all of them for each row.
            : " AND +document IN (SELECT rowid FROM search_text WHERE search_text MATCH :match)")),
      arguments: arguments)
  }

  /// SQLite looks up the hidden conversations once, and they are few.
  private var isShown: String {
    let id = "coalesce(message.conversation_id, conversation.id)"
    func tagged(_ values: String) -> String {
      "(SELECT id FROM conversation WHERE tags IN (SELECT value FROM json_each(:\(values))))"
    }
    return """
      \(id) NOT IN (SELECT id FROM conversation WHERE deleted_at IS NOT NULL)
      \(tags.wanted == nil ? "" : "AND \(id) IN \(tagged("wanted"))")
      \(tags.unwanted == nil ? "" : "AND \(id) NOT IN \(tagged("unwanted"))")
      """
  }

  /// The subject of a row, if it is in the range of times.
  func found(_ row: Row) -> NewestHits.Found? {
    guard let subject = row[1] as Int64?, let createdAt = row[2] as Int64?,
      createdAt >= times.from ?? .min, times.to.map({ createdAt < $0 }) ?? true
    else { return nil }
    return NewestHits.Found(subject: subject, createdAt: createdAt)
  }

  /// Whether one of the columns of a row contains the phrase.
  func has(_ row: Row, _ columns: [SearchPlan.Column], _ test: inout PhraseFinder) -> Bool {
    columns.contains { column in
      switch column {
      case .content: hasContent(row, &test)
      case .reasoning: row.withBytes(at: 6) { test.isMet(by: $0) }
      case .title: row.withBytes(at: 3) { test.isMet(by: $0) }
      case .tags: row.withBytes(at: 7) { test.isMet(by: $0) }
      }
    }
  }

  /// In the index, a refusal follows the content as if they were one text.
  private func hasContent(_ row: Row, _ test: inout PhraseFinder) -> Bool {
    if row.withBytes(at: 4, { test.isMet(by: $0) }) { return true }
    return row.withBytes(at: 5) { refusal in
      guard !refusal.isEmpty else { return false }
      let whole = row.withBytes(at: 4) { Array($0) } + [0x20] + refusal
      return whole.withUnsafeBufferPointer { test.isMet(by: $0) }
    }
  }

  // MARK: Numbers

  /// The lowest existing number.
  var oldest: Int64 {
    get throws {
      let least = try connection.cachedStatement(sql: "SELECT min(document) FROM search_document")
      return max(try lowest, try Int64.fetchOne(least) ?? 0)
    }
  }

  private var lowest: Int64 {
    get throws { times.from.map { SearchDocument.first(at: $0) } ?? 0 }
  }

  private var highest: Int64 {
    get throws {
      guard let to = times.to else { return .max }
      let delay = try Int64.fetchOne(connection, sql: "SELECT delay FROM search_state") ?? 0
      return SearchDocument.first(at: to).addingClamped(delay)
    }
  }
}

extension Row {
  /// The bytes of a text without a copy, valid during the call; empty for NULL.
  func withBytes<Value>(
    at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    // The closure does not throw.
    let value = try? withUnsafeData(atIndex: index) { data -> Value in
      guard let data else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      return data.withUnsafeBytes { body($0.bindMemory(to: UInt8.self)) }
    }
    return value ?? body(UnsafeBufferPointer(start: nil, count: 0))
  }
}
