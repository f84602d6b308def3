public import Chat
import GRDB

extension ConversationStore {
  /// Returns the faults in the search index; empty if it is intact. Messages waiting to be
  /// indexed do not count as missing.
  ///
  /// Blocks other writers, because FTS5 runs its own check as a write.
  /// - Complexity: O(length of all text): twelve seconds for a million messages.
  public func searchIndexFaults() throws(StoreError) -> [StoreFault] {
    do throws(StoreError) {
      try database.writeWithoutTransaction {
        try $0.execute(sql: "INSERT INTO search_text (search_text) VALUES ('integrity-check')")
      }
      return try countedIndexFaults()
    } catch {
      guard case .searchIndexDamaged = error else { throw error }
      return [.unreadableIndex]
    }
  }

  /// Returns the faults that FTS5 cannot detect because it keeps no text to compare the index
  /// with.
  private func countedIndexFaults() throws(StoreError) -> [StoreFault] {
    try database.read { connection in
      var faults: [StoreFault] = []
      for (sql, fault) in Self.searchChecks {
        let count = try Int.fetchOne(connection, sql: sql) ?? 0
        if count > 0 { faults.append(fault(count)) }
      }
      return faults
    }
  }

  private static let isKnown = """
    EXISTS (SELECT 1 FROM search_document WHERE subject = number)
      OR EXISTS (SELECT 1 FROM search_waiting WHERE subject = number)
    """

  private static let searchChecks: [(sql: String, fault: @Sendable (Int) -> StoreFault)] = [
    (
      """
      SELECT count(*) FROM message, search_state
      WHERE status <> 'streaming' AND number > next_message AND NOT (\(isKnown))
      """, { .notIndexed($0) }
    ),
    (
      """
      SELECT count(*) FROM search_document
      WHERE subject > 0 AND NOT EXISTS (SELECT 1 FROM message WHERE number = subject)
        OR subject < 0 AND NOT EXISTS (SELECT 1 FROM conversation WHERE number = -subject)
      """, { .indexedWithoutText($0) }
    ),
    (
      """
      SELECT abs((SELECT count(*) FROM search_text_docsize) - (SELECT count(*) FROM search_removed)
        - (SELECT count(*) FROM search_document, search_state
          WHERE NOT (subject BETWEEN 1 AND next_message OR -subject BETWEEN 1 AND next_title)
            OR EXISTS (SELECT 1 FROM search_text_docsize WHERE id = document)))
      """, { .indexMismatch($0) }
    ),
    (
      """
      SELECT count(*) FROM (\(SearchNumbers.numbered)) AS text
        LEFT JOIN search_span ON span = document >> 7
      WHERE span IS NULL OR text.created_at < earliest
        OR (text.created_at, text.subject) > (latest, search_span.subject)
      """, { .indexOutOfOrder($0) }
    ),
    (
      // Every entry in the index contains one of these words.
      """
      SELECT abs((SELECT count(*) FROM search_text_docsize) - (SELECT count(*) FROM search_text
        WHERE search_text MATCH 'facets : (\(SearchPlan.everything.joined(separator: " OR ")))'))
      """, { .notSearchable($0) }
    ),
  ]

  /// Rebuilds the search index. Nothing else changes.
  /// - Complexity: O(length of all text)
  public func rebuildSearchIndex() throws(StoreError) {
    try database.write { try SearchNumbers(connection: $0).startOver() }
    while try indexOlder(2000) {}
  }
}
