import Chat
import Foundation
import GRDB

/// The text appended to a streaming message since its row was last written. Used within a single
/// database access.
///
/// Each append inserts its own row, so its cost does not depend on the message's length. Appending
/// to the message's row would make SQLite rewrite all of it. The pieces are folded into the row
/// when the message ends.
struct MessagePieces {
  let connection: Connection

  /// The text of a message's row, followed by its pieces.
  struct Text {
    var content: Data
    var reasoning: Data
    /// The number of bytes before the next piece, including those of lost pieces.
    private var end: Int64

    init(content: Data, reasoning: Data) {
      self.content = content
      self.reasoning = reasoning
      end = Int64(content.count + reasoning.count)
    }

    /// Skips a piece that the text already contains. Only a recovery finds such pieces, in older
    /// versions of pages.
    fileprivate mutating func append(_ piece: Row) {
      let start = piece["start"] as Int64? ?? 0
      guard start >= end else { return }
      let (content, reasoning) = (piece["content"] as Data?, piece["reasoning"] as Data?)
      self.content.append(content ?? Data())
      self.reasoning.append(reasoning ?? Data())
      end = start.addingClamped(Int64((content?.count ?? 0) + (reasoning?.count ?? 0)))
    }
  }

  /// Adds a piece.
  /// - Returns: whether `writer` is writing the message; if not, nothing was added.
  /// - Complexity: O(length of the piece)
  func append(
    content: String, reasoning: String, to message: MessageID, writer: ProcessIdentity
  ) throws -> Bool {
    let status = try String.fetchOne(
      connection.cachedStatement(sql: Self.findingStatus),
      arguments: [message.description, writer.description])
    guard let status else { return false }
    guard !(content.isEmpty && reasoning.isEmpty) else { return true }
    try connection.cachedStatement(sql: Self.appending).execute(arguments: [
      "id": message.description, "content": content.bytes, "reasoning": reasoning.bytes,
    ])
    // Another program mistook this one for dead, and ended the message.
    if status != MessageStatus.streaming.rawValue { try fold(message.description) }
    return true
  }

  private static let findingStatus = "SELECT status FROM message WHERE id = ? AND owner = ?"

  private static let appending = """
    INSERT INTO message_piece (message_id, start, content, reasoning)
    SELECT id,
      coalesce(
        (SELECT start + length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB))
          FROM message_piece WHERE message_id = :id ORDER BY start DESC LIMIT 1),
        length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB))),
      CAST(:content AS TEXT), CAST(:reasoning AS TEXT)
    FROM message WHERE id = :id
    """

  /// Adds the pieces of a message to a text read from its row.
  func complete(_ text: inout Text, of message: String) throws {
    let pieces = try Row.fetchCursor(
      connection.cachedStatement(sql: Self.reading), arguments: [message])
    while let piece = try pieces.next() { text.append(piece) }
  }

  private static let reading = """
    SELECT start, content, reasoning FROM message_piece WHERE message_id = ? ORDER BY start
    """

  /// Moves a message's pieces into its row.
  func fold(_ message: String) throws {
    let rows = try Row.fetchCursor(
      connection.cachedStatement(sql: "SELECT content, reasoning FROM message WHERE id = ?"),
      arguments: [message])
    guard let row = try rows.next() else { return }
    var text = Text(content: row["content"] ?? Data(), reasoning: row["reasoning"] ?? Data())
    try complete(&text, of: message)
    try connection.cachedStatement(sql: Self.folding)
      .execute(arguments: [text.content, text.reasoning, message])
    try remove(of: message)
  }

  private static let folding = """
    UPDATE message SET content = CAST(? AS TEXT), reasoning = CAST(? AS TEXT) WHERE id = ?
    """

  /// Folds the pieces of every message for which a condition in SQL holds.
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
  /// A row of `message` with its pieces; `nil` for a row whose ID is invalid.
  init?(_ row: Row, with pieces: MessagePieces) throws {
    self.init(row)
    // A finished message without an owner has no pieces.
    guard owner != nil || message.status == .streaming else { return }
    var text = MessagePieces.Text(
      content: Data(message.content.utf8), reasoning: Data(message.reasoning.utf8))
    try pieces.complete(&text, of: message.id.description)
    message.content = String(decoding: text.content, as: UTF8.self)
    message.reasoning = String(decoding: text.reasoning, as: UTF8.self)
  }
}
