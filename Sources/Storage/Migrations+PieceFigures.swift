import GRDB

extension Migrations {
  /// Adds columns for the data of a streaming answer other than its text: the probabilities of each
  /// piece, and the answer's figures as of the end of that piece. The figures have the same column
  /// names as in `message`. Integers and NULLs take only a few bytes, so an append without
  /// probabilities costs about as much as before.
  static func pieceFigures(_ connection: Connection) throws {
    try connection.execute(
      sql: """
        ALTER TABLE message_piece ADD COLUMN logprobs TEXT;
        ALTER TABLE message_piece ADD COLUMN prompt_tokens INTEGER;
        ALTER TABLE message_piece ADD COLUMN completion_tokens INTEGER;
        ALTER TABLE message_piece ADD COLUMN reasoning_tokens INTEGER;
        ALTER TABLE message_piece ADD COLUMN cached_tokens INTEGER;
        ALTER TABLE message_piece ADD COLUMN cost REAL;
        ALTER TABLE message_piece ADD COLUMN estimated_prompt INTEGER;
        ALTER TABLE message_piece ADD COLUMN estimated_completion INTEGER;
        ALTER TABLE message_piece ADD COLUMN estimated_reasoning INTEGER;
        ALTER TABLE message_piece ADD COLUMN estimated_cost REAL;
        ALTER TABLE message_piece ADD COLUMN first_token_us INTEGER;
        ALTER TABLE message_piece ADD COLUMN first_content_us INTEGER;
        ALTER TABLE message_piece ADD COLUMN end_us INTEGER;
        """)
  }
}
