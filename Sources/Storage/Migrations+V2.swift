import GRDB

extension Migrations {
  /// Adds the parts of answers other than text: function calls, probabilities, refusals, and the
  /// server's measurements. `refusal` is text, and the others are JSON. Each is NULL if there is
  /// none.
  static func v2(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        ALTER TABLE message ADD COLUMN refusal TEXT;
        ALTER TABLE message ADD COLUMN tool_calls TEXT;
        ALTER TABLE message ADD COLUMN logprobs TEXT;
        ALTER TABLE message ADD COLUMN server_timings TEXT;
        """)
  }
}
