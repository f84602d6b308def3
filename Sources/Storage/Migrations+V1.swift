import GRDB

extension Migrations {
  /// Creates the tables of conversations and their messages.
  ///
  /// - IDs are UUIDs as lower-case text: they sort by time, are readable in any SQLite shell, and
  ///   take 20 bytes more than a blob. References use them, so that stores can be merged.
  /// - `number` is an alias of the row ID, which full-text indexes refer to. Without it, `VACUUM`
  ///   would renumber the rows.
  /// - `parent_id` and `leaf_id` are not foreign keys: messages can arrive in any order, and a
  ///   message whose parent is missing is still shown.
  /// - Timestamps are in milliseconds since 1970. Durations, whose names end in `_us`, are in
  ///   microseconds.
  /// - `owner` is the process still writing a message (``ProcessIdentity``); NULL once finished.
  /// - The text columns come last, so that the columns before them can be read without reading
  ///   the pages of the text.
  static func v1(_ connection: Connection) throws {
    try connection.execute(sql: conversationV1 + messageV1 + messageCountV1)
  }

  private static let conversationV1 = """
    CREATE TABLE conversation (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      thinking_on INTEGER,
      thinking_budget INTEGER,
      leaf_id TEXT,
      message_count INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX conversation_by_use ON conversation (updated_at, id) WHERE message_count > 0;
    """

  private static let messageV1 = """
    CREATE TABLE message (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
      parent_id TEXT,
      role TEXT NOT NULL,
      status TEXT NOT NULL
        CHECK (status IN ('streaming', 'complete', 'cancelled', 'failed', 'truncated')),
      owner TEXT,
      created_at INTEGER NOT NULL,
      provider TEXT,
      model TEXT,
      parameters TEXT,
      thinking_on INTEGER,
      thinking_budget INTEGER,
      finish_reason TEXT,
      prompt_tokens INTEGER,
      completion_tokens INTEGER,
      reasoning_tokens INTEGER,
      cached_tokens INTEGER,
      cost REAL,
      first_token_us INTEGER,
      first_content_us INTEGER,
      end_us INTEGER,
      error_text TEXT,
      content TEXT NOT NULL,
      reasoning TEXT NOT NULL
    ) STRICT;
    CREATE INDEX message_by_conversation ON message (conversation_id, created_at, id);
    CREATE INDEX message_streaming ON message (owner) WHERE status = 'streaming';
    """

  /// The triggers that maintain `message_count`, so that it is correct whichever program inserts
  /// messages. Listing conversations therefore never counts messages, and uses an index to skip
  /// empty conversations.
  private static let messageCountV1 = """
    CREATE TRIGGER message_inserted AFTER INSERT ON message BEGIN
      UPDATE conversation SET message_count = message_count + 1 WHERE id = new.conversation_id;
    END;
    CREATE TRIGGER message_deleted AFTER DELETE ON message BEGIN
      UPDATE conversation SET message_count = message_count - 1 WHERE id = old.conversation_id;
    END;
    """
}
