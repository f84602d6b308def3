import GRDB

extension Migrations {
  /// Adds the table for deleted messages, which are kept for as long as deleted conversations are.
  ///
  /// Each row is one deletion: `id` is the ID of the first message, `messages` is a JSON array of
  /// all of them in export form, and `leaf_id` is the end of the path before the deletion. The
  /// messages are in no other table, so no list, count, search or export sees them.
  static func deletions(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        CREATE TABLE deletion (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
          deleted_at INTEGER NOT NULL,
          leaf_id TEXT,
          messages TEXT NOT NULL
        ) STRICT;
        CREATE INDEX deletion_by_conversation ON deletion (conversation_id, deleted_at);
        CREATE INDEX deletion_by_time ON deletion (deleted_at);
        """)
  }

  /// Adds the provider settings of a conversation, which are NULL until its first request.
  /// `base_url` is also NULL for the provider's default address. `parameters` is a JSON object.
  static func settings(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        ALTER TABLE conversation ADD COLUMN provider TEXT;
        ALTER TABLE conversation ADD COLUMN base_url TEXT;
        ALTER TABLE conversation ADD COLUMN model TEXT;
        ALTER TABLE conversation ADD COLUMN parameters TEXT;
        """)
  }
}
