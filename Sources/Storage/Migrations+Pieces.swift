import GRDB

extension Migrations {
  /// The text appended to messages that are still streaming, one row for each append
  /// (``MessagePieces``). A message that has ended has none: its row holds the whole text.
  ///
  /// - `message_id` is the ID, not the number, because a recovery gives messages new numbers.
  /// - `start` is the number of bytes of content and reasoning before the piece. It orders the
  ///   pieces, and tells a recovery which of them the message's row already holds.
  /// - The table has row numbers, because a recovery reads only such tables.
  static func pieces(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        CREATE TABLE message_piece (
          number INTEGER PRIMARY KEY,
          message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
          start INTEGER NOT NULL,
          content TEXT NOT NULL,
          reasoning TEXT NOT NULL,
          UNIQUE (message_id, start)
        ) STRICT;
        """)
  }
}
