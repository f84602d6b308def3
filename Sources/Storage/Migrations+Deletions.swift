import GRDB

extension Migrations {
  /// Messages that were deleted, kept for as long as deleted conversations are.
  ///
  /// A row is what one order deleted: `id` is that of the first message, `messages` a JSON array of all
  /// of them in the form of the export, `leaf_id` the end of the path before. They are in no other
  /// table, so that no list, count, search or export sees them.
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

  /// Whom a conversation asks: NULL until something was asked in it. `base_url` is NULL for the
  /// provider's own address, `parameters` a JSON object.
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
