import Chat
import Foundation
import GRDB

/// The rows of the index with their subjects, highest number first. Includes only rows within
/// `times`, in conversations that have the tags and are not deleted.
struct SearchRows {
  let connection: Connection
  /// Milliseconds since 1970; `from` is included, `to` is not.
  let times: (from: Int64?, to: Int64?)
  let tags: Tags

  /// The wanted and unwanted values of `conversation.tags`, each as a JSON array; `nil` if the
  /// query has none of that kind.
  struct Tags {
    var wanted: String?
    var unwanted: String?
  }

  /// Returns the rows that match an expression.
  /// - Parameters:
  ///   - expression: in FTS5's syntax; `nil` for every row.
  ///   - withTexts: whether to read the columns for ``PlanTest`` as well, which takes four times
  ///     as long.
  func matching(_ expression: String?, withTexts: Bool) throws -> RowCursor {
    var arguments: StatementArguments = ["lowest": try lowest, "highest": try highest]
    if let tags = tags.wanted { arguments += ["wanted": tags] }
    if let tags = tags.unwanted { arguments += ["unwanted": tags] }
    if let expression { arguments += ["match": expression] }
    let (tables, number) =
      expression == nil
      ? ("search_document", "document")
      : (
        "search_text CROSS JOIN search_document ON document = search_text.rowid",
        "search_text.rowid"
      )
    return try Row.fetchCursor(
      connection.cachedStatement(
        sql: """
          \(columns(of: tables, withTexts: withTexts))
          WHERE \(expression == nil ? "" : "search_text MATCH :match AND ")\(number)
            BETWEEN :lowest AND :highest AND \(isShown)
          ORDER BY \(number) DESC
          """),
      arguments: arguments)
  }

  private func columns(of tables: String, withTexts: Bool) -> String {
    """
    SELECT document, subject, coalesce(message.created_at, conversation.created_at)
      \(withTexts ? Self.texts : "")
    FROM \(tables)
      LEFT JOIN message ON message.number = subject
      LEFT JOIN conversation ON conversation.number = -subject
    """
  }

  private static let texts = """
    , conversation.title, message.content, message.refusal, message.reasoning, conversation.tags,
      message.role AS role, message.model AS model, message.attachment_names
    """

  /// The SQL condition for rows of conversations that are not deleted and have the tags. SQLite
  /// looks up the deleted conversations once, and there are few of them.
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

  /// Returns the row's subject and time; `nil` if the time is outside the query's range.
  func found(_ row: Row) -> NewestHits.Found? {
    guard let subject = row[1] as Int64?, let createdAt = row[2] as Int64?,
      createdAt >= times.from ?? .min, times.to.map({ createdAt < $0 }) ?? true
    else { return nil }
    return NewestHits.Found(subject: subject, createdAt: createdAt)
  }

  // MARK: Numbers

  /// The number of messages, or slightly more.
  var messages: Double {
    get throws {
      let last = try connection.cachedStatement(sql: "SELECT max(number) FROM message")
      return Double(try Int64.fetchOne(last) ?? 0)
    }
  }

  private var lowest: Int64 {
    get throws { try times.from.map { try spans.lowestNumber(from: $0) ?? .max } ?? .min }
  }

  private var highest: Int64 {
    get throws { try times.to.map { try spans.highestNumber(before: $0) ?? .min } ?? .max }
  }

  var spans: SearchSpans { SearchSpans(connection: connection) }
}

extension Row {
  /// Calls `body` with the bytes of text in a column, without copying them; for NULL, with no
  /// bytes. The bytes are valid only during the call.
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
