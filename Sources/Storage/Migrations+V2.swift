import GRDB

extension Migrations {
  /// What answers hold besides text: calls of functions, probabilities, refusals, and what the server
  /// measured; each as JSON, NULL where there is none. `refusal` is a text.
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
