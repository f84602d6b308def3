import Chat
import Foundation
import GRDB

/// The text appended to a streaming message since its row was last written. For use within a
/// single database access.
///
/// Each append inserts a separate row, so its cost does not depend on the message's length.
/// Appending to the message's row would make SQLite rewrite the whole row. The pieces are
/// folded into that row when the message ends.
struct MessagePieces {
  let connection: Connection

  /// The contents of a message's row, followed by those of its pieces.
  struct Whole {
    var content: Data
    var reasoning: Data
    var logprobs: [TokenLogprob]
    /// The figures from the pieces, where later ones take precedence; empty if there is no piece.
    private(set) var figures = AnswerFigures()
    /// The number of bytes before the next piece, including the bytes of lost pieces.
    private var end: Int64

    init(content: Data, reasoning: Data, logprobs: [TokenLogprob]) {
      self.content = content
      self.reasoning = reasoning
      self.logprobs = logprobs
      end = Int64(content.count + reasoning.count)
    }

    /// Appends a piece, unless the row already contains it. Only a recovery finds such pieces, in
    /// older versions of pages.
    fileprivate mutating func append(_ piece: Row) {
      let start = piece["start"] as Int64? ?? 0
      guard start >= end else { return }
      let (content, reasoning) = (piece["content"] as Data?, piece["reasoning"] as Data?)
      self.content.append(content ?? Data())
      self.reasoning.append(reasoning ?? Data())
      logprobs += piece.json("logprobs") ?? []
      figures.merge(
        AnswerFigures(
          usage: Usage(piece), timings: Timings(piece), estimate: AnswerEstimate(piece)))
      end = start.addingClamped(Int64((content?.count ?? 0) + (reasoning?.count ?? 0)))
    }
  }

  /// The names of the columns with figures; those in `message` are the same.
  private static let figures = [
    "prompt_tokens", "completion_tokens", "reasoning_tokens", "cached_tokens", "cost",
    "estimated_prompt", "estimated_completion", "estimated_reasoning", "estimated_cost",
    "first_token_us", "first_content_us", "end_us",
  ]

  private static func arguments(
    _ logprobs: [TokenLogprob], _ figures: AnswerFigures
  ) -> StatementArguments {
    var arguments: StatementArguments = [
      "logprobs": logprobs.isEmpty ? nil : Columns.json(logprobs)
    ]
    arguments += Usage.arguments(figures.usage)
    arguments += AnswerEstimate.arguments(figures.estimate)
    arguments += Timings.arguments(figures.timings)
    return arguments
  }

  /// Adds a piece, unless it has no text.
  /// - Returns: whether `writer` is writing the message; if not, nothing was added.
  /// - Complexity: O(length of the piece)
  func append(
    _ piece: AnswerPiece, to message: MessageID, writer: ProcessIdentity
  ) throws -> Bool {
    let status = try String.fetchOne(
      connection.cachedStatement(sql: Self.findingStatus),
      arguments: [message.description, writer.description])
    guard let status else { return false }
    guard piece.hasText else { return true }
    var arguments = Self.arguments(piece.logprobs, piece.figures)
    arguments += [
      "id": message.description, "content": piece.content.bytes,
      "reasoning": piece.reasoning.bytes,
    ]
    try connection.cachedStatement(sql: Self.appending).execute(arguments: arguments)
    // Another program mistook this one for dead, and ended the message.
    if status != MessageStatus.streaming.rawValue {
      try fold(message.description)
      try connection.cachedStatement(sql: Migrations.expenses(ofMessages: "id = ?"))
        .execute(arguments: [message.description])
    }
    return true
  }

  private static let findingStatus = "SELECT status FROM message WHERE id = ? AND owner = ?"

  private static let appending = """
    INSERT INTO message_piece
      (message_id, start, content, reasoning, logprobs, \(figures.joined(separator: ", ")))
    SELECT id,
      coalesce(
        (SELECT start + length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB))
          FROM message_piece WHERE message_id = :id ORDER BY start DESC LIMIT 1),
        length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB))),
      CAST(:content AS TEXT), CAST(:reasoning AS TEXT), CAST(:logprobs AS TEXT),
      \(figures.map { ":\($0)" }.joined(separator: ", "))
    FROM message WHERE id = :id
    """

  /// Appends a message's pieces to what was read from its row.
  func complete(_ whole: inout Whole, of message: String) throws {
    let pieces = try Row.fetchCursor(
      connection.cachedStatement(sql: Self.reading), arguments: [message])
    while let piece = try pieces.next() { whole.append(piece) }
  }

  private static let reading = "SELECT * FROM message_piece WHERE message_id = ? ORDER BY start"

  /// Moves a message's pieces into its row.
  func fold(_ message: String) throws {
    let rows = try Row.fetchCursor(
      connection.cachedStatement(
        sql: "SELECT content, reasoning, logprobs FROM message WHERE id = ?"),
      arguments: [message])
    guard let row = try rows.next() else { return }
    var whole = Whole(
      content: row["content"] ?? Data(), reasoning: row["reasoning"] ?? Data(),
      logprobs: row.json("logprobs") ?? [])
    try complete(&whole, of: message)
    var arguments = Self.arguments(whole.logprobs, whole.figures)
    arguments += ["content": whole.content, "reasoning": whole.reasoning, "id": message]
    try connection.cachedStatement(sql: Self.folding).execute(arguments: arguments)
    try remove(of: message)
  }

  private static let folding = """
    UPDATE message SET content = CAST(:content AS TEXT), reasoning = CAST(:reasoning AS TEXT),
      logprobs = coalesce(CAST(:logprobs AS TEXT), logprobs),
      \(figures.map { "\($0) = coalesce(:\($0), \($0))" }.joined(separator: ", "))
    WHERE id = :id
    """

  /// Folds the pieces of every message that meets an SQL condition.
  func foldAll(where condition: String = "true", _ arguments: StatementArguments = []) throws {
    let messages = try String.fetchAll(
      connection,
      sql: """
        SELECT id FROM message
        WHERE id IN (SELECT message_id FROM message_piece) AND (\(condition))
        """, arguments: arguments)
    for message in messages { try fold(message) }
  }

  /// Removes the pieces of a message whose row holds the whole text.
  func remove(of message: String) throws {
    try connection.cachedStatement(sql: "DELETE FROM message_piece WHERE message_id = ?")
      .execute(arguments: [message])
  }
}

extension MessageRecord {
  /// Reads a row of `message` with its pieces. Returns `nil` if the row's ID is invalid.
  init?(_ row: Row, with pieces: MessagePieces) throws {
    self.init(row)
    // A finished message without an owner has no pieces.
    guard owner != nil || message.status == .streaming else { return }
    var whole = MessagePieces.Whole(
      content: Data(message.content.utf8), reasoning: Data(message.reasoning.utf8),
      logprobs: message.logprobs)
    try pieces.complete(&whole, of: message.id.description)
    message.content = String(decoding: whole.content, as: UTF8.self)
    message.reasoning = String(decoding: whole.reasoning, as: UTF8.self)
    message.logprobs = whole.logprobs
    message.figures.merge(whole.figures)
  }
}
