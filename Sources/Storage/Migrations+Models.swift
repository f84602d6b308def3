import GRDB

extension Migrations {
  /// Adds the system message of a conversation, and the tables about models.
  ///
  /// - `system_prompt` and `preset` are part of a conversation's settings. Each is NULL if unset.
  /// - `model_list` has the last list that each server sent. `models` is a JSON array of
  ///   ``StoredModel``.
  /// - `used_model` records when each model was last sent a question that it answered, so that
  ///   listing recent models never reads messages. The migration fills it only from the newest messages; a model
  ///   last used before those is not recent.
  static func models(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        ALTER TABLE conversation ADD COLUMN system_prompt TEXT;
        ALTER TABLE conversation ADD COLUMN preset TEXT;
        CREATE TABLE model_list (
          provider TEXT NOT NULL,
          base_url TEXT NOT NULL,
          fetched_at INTEGER NOT NULL,
          etag TEXT,
          models TEXT NOT NULL,
          PRIMARY KEY (provider, base_url)
        ) STRICT;
        CREATE TABLE favorite_model (
          provider TEXT NOT NULL,
          model TEXT NOT NULL,
          PRIMARY KEY (provider, model)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE used_model (
          provider TEXT NOT NULL,
          model TEXT NOT NULL,
          used_at INTEGER NOT NULL,
          PRIMARY KEY (provider, model)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO used_model
          SELECT provider, model, max(created_at) FROM
            (SELECT provider, model, created_at FROM message ORDER BY number DESC LIMIT 10000)
          WHERE provider IS NOT NULL AND model IS NOT NULL
          GROUP BY provider, model;
        """)
  }
}
