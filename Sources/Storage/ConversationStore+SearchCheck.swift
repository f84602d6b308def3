public import Chat
import GRDB

extension ConversationStore {
  /// What is wrong with the index of the search; empty when it is whole. What waits to be indexed is
  /// not missing.
  /// - Complexity: O(number of messages)
  public func searchIndexFaults() throws(StoreError) -> [String] {
    try database.read { connection in
      var faults: [String] = []
      for (sql, what) in Self.searchChecks {
        let count = try Int.fetchOne(connection, sql: sql) ?? 0
        if count > 0 { faults.append("\(count) \(what)") }
      }
      return faults
    }
  }

  private static let isKnown = """
    EXISTS (SELECT 1 FROM search_document WHERE subject = number)
      OR EXISTS (SELECT 1 FROM search_waiting WHERE subject = number)
    """

  private static let searchChecks = [
    (
      """
      SELECT count(*) FROM message, search_state
      WHERE status <> 'streaming' AND number > next_message AND NOT (\(isKnown))
      """, "messages are not in the search index"
    ),
    (
      """
      SELECT count(*) FROM search_document
      WHERE subject > 0 AND NOT EXISTS (SELECT 1 FROM message WHERE number = subject)
        OR subject < 0 AND NOT EXISTS (SELECT 1 FROM conversation WHERE number = -subject)
      """, "texts of the search index are not stored any more"
    ),
    (
      """
      SELECT abs((SELECT count(*) FROM search_text_docsize) - (SELECT count(*) FROM search_document)
        - (SELECT count(*) FROM search_removed))
      """, "texts of the search index have no words, or the other way round"
    ),
  ]

  /// Makes the index of the search anew. Everything else stays as it is.
  /// - Complexity: O(all texts)
  public func rebuildSearchIndex() throws(StoreError) {
    try database.write { connection in
      try connection.execute(
        sql: """
          INSERT INTO search_text (search_text) VALUES ('delete-all');
          DELETE FROM search_document;
          DELETE FROM search_removed;
          DELETE FROM search_waiting;
          UPDATE search_state SET
            next_message = (SELECT coalesce(max(number), 0) FROM message),
            next_title = (SELECT coalesce(max(number), 0) FROM conversation);
          """)
    }
    while try indexOlder(2000) {}
  }
}
