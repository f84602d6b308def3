import GRDB

extension Migrations {
  /// Adds the table of text appended to messages that are still streaming. Each append is one row
  /// (``MessagePieces``). A finished message has none, because its own row holds the whole text.
  ///
  /// - `message_id` is the ID, not the number, because a recovery gives messages new numbers.
  /// - `start` is the number of bytes of content and reasoning before the piece. It orders the
  ///   pieces, and tells a recovery which of them the message's row already holds.
  /// - The table has row IDs, because a recovery reads only tables that have them.
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
