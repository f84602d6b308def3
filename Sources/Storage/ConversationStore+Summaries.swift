public import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// The conversations that have messages, newest use first.
  ///
  /// - Complexity: O(offset) steps over an index, and a few look-ups for each of the `limit` rows;
  ///   independent of how many messages there are.
  public func summaries(limit: Int, offset: Int) throws(StoreError) -> [ConversationSummary] {
    try database.read { connection in
      let rows = try Row.fetchCursor(
        connection, sql: Self.summarizing,
        arguments: [
          "limit": max(0, limit), "offset": max(0, offset), "preview": Preview.bytesRead,
        ])
      var summaries: [ConversationSummary] = []
      while let row = try rows.next() {
        if let summary = ConversationSummary(row) { summaries.append(summary) }
      }
      return summaries
    }
  }

  /// Bytes, not characters, are cut off the texts: on a text, `substr` stops at U+0000.
  static let summarizing = """
    SELECT id, title, created_at, updated_at, message_count,
      (SELECT model FROM message
        WHERE conversation_id = conversation.id AND model IS NOT NULL
        ORDER BY created_at DESC, id DESC LIMIT 1) AS model,
      (SELECT substr(
          CAST(CASE content WHEN '' THEN reasoning ELSE content END AS BLOB), 1, :preview)
        FROM message WHERE conversation_id = conversation.id
        ORDER BY created_at DESC, id DESC LIMIT 1) AS preview
    FROM conversation WHERE message_count > 0
    ORDER BY updated_at DESC, id DESC LIMIT :limit OFFSET :offset
    """
}

extension ConversationSummary {
  fileprivate init?(_ row: Row) {
    guard let id = row.conversationID("id") else { return nil }
    self.init(
      id: id, title: row.text("title") ?? "", createdAt: row.timestamp("created_at"),
      updatedAt: row.timestamp("updated_at"), model: row.text("model") ?? "",
      messageCount: row.integer("message_count") ?? 0,
      preview: Preview.text(of: row["preview"] as Data? ?? Data()))
  }
}

/// The beginning of a message, from the first bytes of its text.
enum Preview {
  static let characters = 200
  /// Enough for that many emoji with modifiers.
  static let bytesRead = 4096

  /// - Parameter bytes: the first `bytesRead` bytes of a text, which may end within a character.
  static func text(of bytes: Data) -> String {
    var bytes = bytes
    if bytes.count == bytesRead {
      // Takes away the last scalar, be it whole or cut: continuation bytes, then what they continue.
      while let last = bytes.popLast(), last & 0b1100_0000 == 0b1000_0000 {}
    }
    return String(String(decoding: bytes, as: UTF8.self).prefix(characters))
  }
}
