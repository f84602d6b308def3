import GRDB

extension Migrations {
  /// Adds estimates of the figures that a server did not report, and the costs of requests.
  ///
  /// - `estimated_prompt` is an uncalibrated token count (``TokenMeter``). The other estimates
  ///   are as they were shown to the user. `estimated_cost` is in US dollars.
  /// - `omitted_messages` is how many of the oldest messages the request left out.
  /// - `expense` has one row for each request with a known cost. Its `id` is the ID of the
  ///   answer, or of the reply that contained a title. A row stays when its message is deleted,
  ///   because the money is spent. The migration fills the table only from the newest messages,
  ///   which are enough for the current day.
  static func expenses(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        ALTER TABLE message ADD COLUMN estimated_prompt INTEGER;
        ALTER TABLE message ADD COLUMN estimated_completion INTEGER;
        ALTER TABLE message ADD COLUMN estimated_reasoning INTEGER;
        ALTER TABLE message ADD COLUMN estimated_cost REAL;
        ALTER TABLE message ADD COLUMN omitted_messages INTEGER;
        CREATE TABLE expense (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          conversation_id TEXT REFERENCES conversation (id) ON DELETE SET NULL,
          spent_at INTEGER NOT NULL,
          cost REAL NOT NULL,
          estimated INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX expense_by_time ON expense (spent_at);
        CREATE INDEX expense_by_conversation ON expense (conversation_id);
        INSERT INTO expense (id, conversation_id, spent_at, cost, estimated)
          SELECT id, conversation_id, created_at, cost, 0 FROM
            (SELECT id, conversation_id, created_at, cost FROM message
              ORDER BY number DESC LIMIT 10000)
          WHERE cost IS NOT NULL AND conversation_id IN (SELECT id FROM conversation);
        """)
  }

  /// Returns the SQL that records the costs of messages: the reported cost, or else the estimate.
  /// - Parameter condition: an SQL condition that selects the messages.
  static func expenses(ofMessages condition: String = "true") -> String {
    """
    INSERT INTO expense (id, conversation_id, spent_at, cost, estimated)
      SELECT id, conversation_id, created_at, coalesce(cost, estimated_cost), cost IS NULL
      FROM message WHERE coalesce(cost, estimated_cost) IS NOT NULL AND (\(condition))
      ON CONFLICT (id) DO UPDATE SET cost = excluded.cost, estimated = excluded.estimated
    """
  }
}
