public import Chat
import GRDB

extension ConversationStore {
  /// Faults in the search index; empty when it is intact. Messages waiting to be indexed do not
  /// count as missing.
  ///
  /// Blocks other writers, because FTS5 runs its own check as a write.
  /// - Complexity: O(all texts): twelve seconds for a million messages.
  public func searchIndexFaults() throws(StoreError) -> [String] {
    do throws(StoreError) {
      try database.writeWithoutTransaction {
        try $0.execute(sql: "INSERT INTO search_text (search_text) VALUES ('integrity-check')")
      }
      return try countedIndexFaults()
    } catch {
      guard case .searchIndexDamaged = error else { throw error }
      return ["search index unreadable"]
    }
  }

  /// Faults that FTS5 cannot detect, since it keeps no texts to compare with.
  private func countedIndexFaults() throws(StoreError) -> [String] {
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
      """, "messages not in the search index"
    ),
    (
      """
      SELECT count(*) FROM search_document
      WHERE subject > 0 AND NOT EXISTS (SELECT 1 FROM message WHERE number = subject)
        OR subject < 0 AND NOT EXISTS (SELECT 1 FROM conversation WHERE number = -subject)
      """, "search index entries refer to deleted texts"
    ),
    (
      """
      SELECT abs((SELECT count(*) FROM search_text_docsize) - (SELECT count(*) FROM search_removed)
        - (SELECT count(*) FROM search_document, search_state
          WHERE NOT (subject BETWEEN 1 AND next_message OR -subject BETWEEN 1 AND next_title)
            OR EXISTS (SELECT 1 FROM search_text_docsize WHERE id = document)))
      """, "search index entries do not match their text rows"
    ),
    (
      """
      SELECT count(*) FROM (\(SearchNumbers.numbered)) AS text
        LEFT JOIN search_span ON span = document >> 7
      WHERE span IS NULL OR text.created_at < earliest
        OR (text.created_at, text.subject) > (latest, search_span.subject)
      """, "search index entries are out of order"
    ),
    (
      // Every text contains one of these words.
      """
      SELECT abs((SELECT count(*) FROM search_text_docsize) - (SELECT count(*) FROM search_text
        WHERE search_text MATCH 'facets : (\(SearchPlan.everything.joined(separator: " OR ")))'))
      """, "search index entries are not searchable"
    ),
  ]

  /// Rebuilds the search index. Nothing else changes.
  /// - Complexity: O(all texts)
  public func rebuildSearchIndex() throws(StoreError) {
    try database.write { try SearchNumbers(connection: $0).startOver() }
    while try indexOlder(2000) {}
  }
}
