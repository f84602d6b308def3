import GRDB

extension Migrations {
  /// Adds the tables for files that are attached to messages.
  ///
  /// - `attachment` stores the contents, each once: `hash` is the SHA-256 of `content`, in
  ///   hexadecimal. A trigger removes contents along with their last link, however the link is
  ///   removed.
  /// - `message_attachment` links messages to them. `type` is `text` or a media type. The lines
  ///   are NULL for a whole file, and the size in pixels is NULL for text.
  /// - `message.attachment_names` stores the names in order, one per line; NULL if there are
  ///   none. Searches include it, and it shows whether there are links to read.
  /// - Both tables have row numbers, because a recovery reads only tables that do.
  static func attachments(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        CREATE TABLE attachment (
          number INTEGER PRIMARY KEY,
          hash TEXT NOT NULL UNIQUE,
          content BLOB NOT NULL
        ) STRICT;
        CREATE TABLE message_attachment (
          number INTEGER PRIMARY KEY,
          message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          hash TEXT NOT NULL REFERENCES attachment (hash),
          type TEXT NOT NULL,
          name TEXT NOT NULL,
          language TEXT,
          first_line INTEGER,
          last_line INTEGER,
          width INTEGER,
          height INTEGER,
          UNIQUE (message_id, position)
        ) STRICT;
        CREATE INDEX message_attachment_by_hash ON message_attachment (hash);
        CREATE TRIGGER message_attachment_deleted AFTER DELETE ON message_attachment
        WHEN NOT EXISTS (SELECT 1 FROM message_attachment WHERE hash = old.hash) BEGIN
          DELETE FROM attachment WHERE hash = old.hash;
        END;
        ALTER TABLE message ADD COLUMN attachment_names TEXT;
        ALTER TABLE search_removed ADD COLUMN attachment_names TEXT;
        DROP TRIGGER search_message_changed;
        DROP TRIGGER search_message_deleted;
        \(searchTriggers)
        """)
  }

  /// The triggers of ``search(_:)``, which now also record the attachments' names.
  private static let searchTriggers = """
    CREATE TRIGGER search_message_changed
    AFTER UPDATE OF role, status, created_at, model, content, refusal, reasoning, attachment_names
    ON message WHEN new.status <> 'streaming' BEGIN
    \(removeMessage)
      INSERT INTO search_waiting VALUES (new.number) ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER search_message_deleted AFTER DELETE ON message BEGIN
    \(removeMessage)
      DELETE FROM search_waiting WHERE subject = old.number;
    END;
    """

  private static let removeMessage = """
      INSERT INTO search_removed
        (document, role, model, content, refusal, reasoning, attachment_names)
        SELECT document, old.role, old.model, old.content, old.refusal, old.reasoning,
          old.attachment_names
        FROM search_document WHERE subject = old.number;
      DELETE FROM search_document WHERE subject = old.number;
    """
}
