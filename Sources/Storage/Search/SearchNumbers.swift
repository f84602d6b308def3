import GRDB

/// A chronological renumbering of all texts in the index at once. Must be used within a
/// transaction.
struct SearchNumbers {
  let connection: Connection

  /// Empties the index and gives each text a number. The texts themselves are then indexed
  /// gradually, like those older than the index.
  /// - Complexity: O(n · log(n)), twelve seconds for a million messages
  func startOver() throws {
    try emptyIndex()
    try connection.execute(
      sql: """
        DELETE FROM search_document;
        DELETE FROM search_removed;
        DELETE FROM search_waiting;
        DELETE FROM search_span;
        \(Self.numbering);
        UPDATE search_state SET out_of_place = 0,
          next_message = (SELECT coalesce(max(number), 0) FROM message),
          first_message = (SELECT coalesce(max(number), 0) FROM message),
          next_title = (SELECT coalesce(max(number), 0) FROM conversation);
        """)
    try noteSpans()
  }

  /// The statement that gives each text the number for its time, or the number after the previous
  /// text's if that is higher. A SQLite index finds the streaming messages to exclude, so no
  /// message rows are read.
  private static let numbering = """
    INSERT INTO search_document (document, subject)
      SELECT rank + max(first - rank) OVER (ORDER BY rank ROWS UNBOUNDED PRECEDING), subject
      FROM (
        SELECT subject, \(SearchDocument.firstInSQL) AS first,
          row_number() OVER (ORDER BY created_at, subject) AS rank
        FROM (
          SELECT number AS subject, created_at FROM message
          WHERE number NOT IN (SELECT number FROM message WHERE status = 'streaming')
          UNION ALL
          SELECT -number, created_at FROM conversation WHERE title <> '' OR tags IS NOT NULL))
    """

  /// The query for all numbers with their subjects and times.
  static let numbered = """
    SELECT document, subject, created_at
    FROM message JOIN search_document ON subject = message.number
    UNION ALL
    SELECT document, subject, created_at
    FROM conversation JOIN search_document ON subject = -conversation.number
    """

  /// Computes and stores the spans of all numbers.
  func noteSpans() throws {
    try connection.execute(
      sql: """
        INSERT INTO search_span
          SELECT document >> 7, min(created_at), max(created_at), max(subject), count(*)
          FROM (\(Self.numbered))
          GROUP BY 1
        """)
  }

  private func emptyIndex() throws {
    do {
      try connection.inSavepoint {
        try connection.execute(sql: "INSERT INTO search_text (search_text) VALUES ('delete-all')")
        return .commit
      }
    } catch let error as DatabaseError where error.isAboutSearchIndex {
      try connection.execute(sql: Self.emptyTables)
    }
  }

  /// The statements that empty the index by writing the rows that FTS5 writes for an empty table.
  /// FTS5 can neither empty nor drop a table that it cannot open.
  private static let emptyTables = """
    DELETE FROM search_text_data;
    DELETE FROM search_text_idx;
    DELETE FROM search_text_docsize;
    INSERT INTO search_text_data (id, block) VALUES (1, x''), (10, x'00000000000000');
    INSERT OR REPLACE INTO search_text_config (k, v) VALUES ('version', 4);
    """
}
