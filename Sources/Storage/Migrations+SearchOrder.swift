import GRDB

extension Migrations {
  /// Adds the times that correspond to the numbers in the search index (``SearchSpans``).
  ///
  /// - Each row describes the 128 numbers from `span * 128`: the earliest and latest time of their
  ///   texts, an upper bound on the subjects of texts with the latest time, and how many of the
  ///   numbers have ever been used.
  /// - `out_of_place` counts texts whose numbers are higher than those of newer texts.
  /// - `search_state.delay` is no longer used. If it is large, thousands of texts from the same
  ///   time have unordered numbers. In that case, all texts are renumbered and then reindexed
  ///   gradually, like texts older than the index.
  static func searchOrder(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        CREATE TABLE search_span (
          span INTEGER PRIMARY KEY,
          earliest INTEGER NOT NULL,
          latest INTEGER NOT NULL,
          subject INTEGER NOT NULL,
          taken INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX search_span_by_time ON search_span (latest, subject);
        ALTER TABLE search_state ADD COLUMN out_of_place INTEGER NOT NULL DEFAULT 0;
        """)
    let needsNumbers = try Bool.fetchOne(
      connection,
      sql: """
        SELECT EXISTS (SELECT 1 FROM search_state
          WHERE delay > 1000 OR next_message > 0 OR next_title > 0)
        """)
    let numbers = SearchNumbers(connection: connection)
    if needsNumbers == true { try numbers.startOver() } else { try numbers.noteSpans() }
  }
}
