import Chat
import Foundation
import GRDB

/// The rows of the index with what they are about, highest number first: of some time, not in a deleted
/// conversation, and in one that has the tags.
struct SearchRows {
  let connection: Connection
  /// Milliseconds since 1970, the first included and the last not.
  let times: (from: Int64?, to: Int64?)
  let tags: Tags

  /// JSON arrays of what `conversation.tags` may hold, and may not; `nil` where no tag is named.
  struct Tags {
    var wanted: String?
    var unwanted: String?
  }

  /// SQLite reads the columns that are asked for, no others.
  ///
  /// - Parameter expression: in the language of FTS5; `nil` for every row.
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

  /// The rows of what is not older than a time, in the order of ``NewestHits``.
  /// - Parameters:
  ///   - expression: as for ``matching(_:)``; all hits of it are gone through first.
  ///   - places: which of them, by how many are newer.
  /// - Complexity: O(number of messages) in an index that covers it, before the first row
  func notOlder(
    than time: Int64, matching expression: String?, _ places: Range<Int>
  ) throws -> RowCursor {
    var arguments: StatementArguments = [
      "time": time, "count": places.count, "newer": places.lowerBound,
    ]
    if let expression { arguments += ["match": expression] }
    if let tags = tags.wanted { arguments += ["wanted": tags] }
    if let tags = tags.unwanted { arguments += ["unwanted": tags] }
    // With a limit, SQLite sorts no more than it gives, and does not drop the order of the inner query;
    // sorting outside would move texts.
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
            // Without the plus, SQLite would go through all of them for each row.
            : " AND +document IN (SELECT rowid FROM search_text WHERE search_text MATCH :match)")),
      arguments: arguments)
  }

  /// SQLite finds the conversations that do not count once, and they are few.
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

  /// What a row is about, if it is of the times.
  func found(_ row: Row) -> NewestHits.Found? {
    guard let subject = row[1] as Int64?, let createdAt = row[2] as Int64?,
      createdAt >= times.from ?? .min, times.to.map({ createdAt < $0 }) ?? true
    else { return nil }
    return NewestHits.Found(subject: subject, createdAt: createdAt)
  }

  /// Whether one of the columns of a row has what is looked for.
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

  /// In the index a refusal follows the content as if it were the same text.
  private func hasContent(_ row: Row, _ test: inout PhraseFinder) -> Bool {
    if row.withBytes(at: 4, { test.isMet(by: $0) }) { return true }
    return row.withBytes(at: 5) { refusal in
      guard !refusal.isEmpty else { return false }
      let whole = row.withBytes(at: 4) { Array($0) } + [0x20] + refusal
      return whole.withUnsafeBufferPointer { test.isMet(by: $0) }
    }
  }

  // MARK: Numbers

  /// The lowest number that there is.
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
  /// The bytes of a text without a copy, valid within the call; none for NULL.
  func withBytes<Value>(
    at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    // The closure throws nothing.
    let value = try? withUnsafeData(atIndex: index) { data -> Value in
      guard let data else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      return data.withUnsafeBytes { body($0.bindMemory(to: UInt8.self)) }
    }
    return value ?? body(UnsafeBufferPointer(start: nil, count: 0))
  }
}
