import GRDB

extension Migrations {
  /// Adds columns for the user's changes to whole conversations, their drafts, and the source of
  /// their titles.
  ///
  /// - `tags` is a JSON array of strings, and `draft` is text. Each is NULL if there is none.
  /// - `deleted_at` is when a conversation was moved to the trash, where it stays for 30 days.
  /// - `marked_at` is when the user last changed any of these columns or the title; 0 for never.
  ///   When two stores are merged, it decides which store's values are kept, just as `updated_at`
  ///   does for the other columns.
  /// - A conversation without messages is listed while it has a draft.
  static func marks(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE conversation ADD COLUMN tags TEXT;
        ALTER TABLE conversation ADD COLUMN deleted_at INTEGER;
        ALTER TABLE conversation ADD COLUMN draft TEXT;
        ALTER TABLE conversation ADD COLUMN title_source TEXT;
        ALTER TABLE conversation ADD COLUMN marked_at INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX conversation_pinned ON conversation (updated_at) WHERE pinned;
        CREATE INDEX conversation_archived ON conversation (updated_at) WHERE archived;
        CREATE INDEX conversation_deleted ON conversation (deleted_at) WHERE deleted_at IS NOT NULL;
        CREATE INDEX conversation_draft ON conversation (updated_at)
          WHERE draft IS NOT NULL AND message_count = 0;
        """)
  }
}
