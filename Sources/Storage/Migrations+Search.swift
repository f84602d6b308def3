import GRDB

extension Migrations {
  /// Creates the full-text index.
  ///
  /// - `search_text` holds tokens, not text (``Tokenizer``): one row for each finished message,
  ///   and one for each title with its tags. It needs no custom tokenizer, so any SQLite can read
  ///   and write the file. `facets` holds the terms that filters match.
  /// - Its rows are numbered by time (``SearchDocument``), since FTS5 returns rows by number
  ///   without sorting.
  /// - `search_document` maps a row to its subject: the number of a message, or the negated
  ///   number of the conversation with that title.
  /// - The triggers record what to index and what to remove. For removals, they also record the
  ///   text, which FTS5 needs. The store updates the index in the same transaction. Changes made
  ///   by other writers are indexed at the store's next write.
  /// - Messages older than the index are indexed gradually, newest first. `search_state` records
  ///   the progress.
  static func search(_ connection: Connection) throws {
    try connection.execute(sql: searchTables + messageTriggers + titleTriggers + searchState)
  }

  private static let searchTables = """
    CREATE VIRTUAL TABLE search_text USING fts5(
      content, reasoning, title, tags, facets, content='', tokenize='ascii');
    CREATE TABLE search_document (
      document INTEGER PRIMARY KEY,
      subject INTEGER NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE search_model (
      number INTEGER PRIMARY KEY,
      model TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE search_waiting (subject INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE search_removed (
      document INTEGER PRIMARY KEY,
      role TEXT,
      model TEXT,
      content TEXT,
      refusal TEXT,
      reasoning TEXT,
      title TEXT,
      tags TEXT
    ) STRICT;
    CREATE INDEX conversation_tagged ON conversation (tags) WHERE tags IS NOT NULL;
    CREATE TABLE search_state (
      next_message INTEGER NOT NULL,
      next_title INTEGER NOT NULL,
      first_message INTEGER NOT NULL,
      delay INTEGER NOT NULL
    ) STRICT;
    """

  private static let removeMessage = """
      INSERT INTO search_removed (document, role, model, content, refusal, reasoning)
        SELECT document, old.role, old.model, old.content, old.refusal, old.reasoning
        FROM search_document WHERE subject = old.number;
      DELETE FROM search_document WHERE subject = old.number;
    """

  private static let messageTriggers = """
    CREATE TRIGGER search_message_inserted AFTER INSERT ON message
    WHEN new.status <> 'streaming' BEGIN
      INSERT INTO search_waiting VALUES (new.number) ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER search_message_changed
    AFTER UPDATE OF role, status, created_at, model, content, refusal, reasoning ON message
    WHEN new.status <> 'streaming' BEGIN
    \(removeMessage)
      INSERT INTO search_waiting VALUES (new.number) ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER search_message_deleted AFTER DELETE ON message BEGIN
    \(removeMessage)
      DELETE FROM search_waiting WHERE subject = old.number;
    END;
    """

  private static let removeTitle = """
      INSERT INTO search_removed (document, title, tags)
        SELECT document, old.title, old.tags FROM search_document WHERE subject = -old.number;
      DELETE FROM search_document WHERE subject = -old.number;
    """

  private static let titleTriggers = """
    CREATE TRIGGER search_title_inserted AFTER INSERT ON conversation
    WHEN new.title <> '' OR new.tags IS NOT NULL BEGIN
      INSERT INTO search_waiting VALUES (-new.number) ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER search_title_changed AFTER UPDATE OF title, created_at, tags ON conversation
    WHEN new.title <> old.title OR new.created_at <> old.created_at OR new.tags IS NOT old.tags
    BEGIN
    \(removeTitle)
      INSERT INTO search_waiting VALUES (-new.number) ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER search_title_deleted AFTER DELETE ON conversation BEGIN
    \(removeTitle)
      DELETE FROM search_waiting WHERE subject = -old.number;
    END;
    """

  private static let searchState = """
    INSERT INTO search_state
      SELECT coalesce(max(number), 0), (SELECT coalesce(max(number), 0) FROM conversation),
        coalesce(max(number), 0), 0
      FROM message;
    """
}
