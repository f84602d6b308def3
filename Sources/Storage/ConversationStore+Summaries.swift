public import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// Returns the conversations that have messages and are not deleted, most recently used first
  /// (``UseOrder``).
  ///
  /// - Complexity: O(offset) steps through an index, and a few look-ups for each of `limit` rows,
  ///   regardless of the number of messages.
  public func summaries(limit: Int, offset: Int) throws(StoreError) -> [ConversationSummary] {
    try summaries(limit: limit, offset: offset, now: Self.now())
  }

  func summaries(
    limit: Int, offset: Int, now: Int64
  ) throws(StoreError) -> [ConversationSummary] {
    let order = UseOrder(now: now)
    return try database.read { connection in
      let condition = "message_count > 0 AND deleted_at IS NULL"
      let credible = try Self.summaries(
        connection, where: "\(condition) AND \(order.credible)", by: order.column, limit: limit,
        offset: offset)
      guard credible.count < limit else { return credible }
      let count =
        try Int.fetchOne(
          connection,
          sql: "SELECT count(*) FROM conversation WHERE \(condition) AND \(order.credible)") ?? 0
      return credible
        + (try Self.summaries(
          connection, where: "\(condition) AND \(order.ahead)", by: order.column,
          limit: limit - credible.count, offset: max(0, offset - count)))
    }
  }

  /// Returns the conversations that a browser shows: pinned ones first, then the most recently
  /// used, including those with only a draft. Deleted conversations are in order of deletion.
  /// - Parameters:
  ///   - last: the row after which to continue; `nil` starts at the beginning.
  ///   - limit: the maximum number of rows that are not pinned.
  /// - Complexity: O(limit), regardless of the number of rows before `last`
  public func summaries(
    on shelf: Shelf, after last: ConversationSummary? = nil, limit: Int
  ) throws(StoreError) -> [ConversationSummary] {
    try summaries(on: shelf, after: last, limit: limit, now: Self.now())
  }

  func summaries(
    on shelf: Shelf, after last: ConversationSummary? = nil, limit: Int, now: Int64
  ) throws(StoreError) -> [ConversationSummary] {
    let order = UseOrder(column: shelf == .deleted ? "deleted_at" : "updated_at", now: now)
    return try database.read { connection in
      func list(_ condition: String) throws -> [ConversationSummary] {
        try Self.summaries(
          connection, where: condition, in: order, limit: limit,
          after: last.flatMap { Self.place(of: $0, on: shelf) })
      }
      switch shelf {
      case .deleted: return try list("deleted_at IS NOT NULL")
      case .archived: return try list("archived AND deleted_at IS NULL")
      case .current:
        let rest = "AND NOT pinned AND NOT archived AND deleted_at IS NULL"
        let drafts = try list("draft IS NOT NULL AND message_count = 0 \(rest)")
        let others = try list("message_count > 0 \(rest)")
        let pinned =
          last == nil
          ? try Self.summaries(
            connection, where: "pinned AND NOT archived AND deleted_at IS NULL", in: order,
            limit: .max) : []
        guard !drafts.isEmpty else { return pinned + others }
        let all = (drafts + others).sorted {
          order.isBefore(($0.updatedAt, $0.id), ($1.updatedAt, $1.id))
        }
        return pinned + all.prefix(limit)
      }
    }
  }

  /// Returns the position to continue from; `nil` after a pinned conversation, since those come
  /// first.
  private static func place(
    of last: ConversationSummary, on shelf: Shelf
  ) -> (time: Timestamp, id: ConversationID)? {
    switch shelf {
    case .current: last.marks.isPinned ? nil : (last.updatedAt, last.id)
    case .archived: (last.updatedAt, last.id)
    case .deleted: last.marks.deletedAt.map { ($0, last.id) }
    }
  }

  /// SQL for the beginning of a message's text or, if it has none, of its thinking, after a mark. For
  /// a failed answer with neither, the beginning of the error message.
  /// Truncates by bytes, not characters: on TEXT, `substr` stops at U+0000.
  private static let beginning = """
    substr(CAST(CASE WHEN status = 'streaming'
      THEN coalesce(nullif(\(begun("content")), ''), \(Preview.thinkingMark) || \(begun("reasoning")))
      ELSE CASE WHEN content <> '' THEN content
        WHEN reasoning = '' AND error_text IS NOT NULL THEN error_text
        ELSE \(Preview.thinkingMark) || reasoning END
      END AS BLOB), 1, :preview)
    """

  /// Returns SQL for the beginning of a streaming message's text. Joins the pieces in the order
  /// of the subquery, whose rows SQLite cannot reorder because it has a limit.
  private static func begun(_ text: String) -> String {
    """
    (\(text) || coalesce((SELECT group_concat(\(text), '') FROM
      (SELECT \(text) FROM message_piece WHERE message_id = message.id AND \(text) <> ''
        ORDER BY start LIMIT \(Preview.piecesRead))), ''))
    """
  }

  /// The first bytes of the selected path's last message, or else of the newest message, or else
  /// of the draft. U+001C divides the drafts of several programs (``StoredDrafts``).
  static let previewed = """
    coalesce(
      (SELECT \(beginning) FROM message WHERE id = conversation.leaf_id),
      (SELECT \(beginning) FROM message WHERE conversation_id = conversation.id
        ORDER BY created_at DESC, id DESC LIMIT 1),
      substr(CAST(replace(draft, char(28), char(10, 10)) AS BLOB), 1, :preview))
    """

  /// Returns a longer preview than the summary's; empty if the conversation is not stored.
  public func preview(of id: ConversationID) throws(StoreError) -> String {
    try database.read { connection in
      let bytes = try Data.fetchOne(
        connection, sql: "SELECT \(Self.previewed) FROM conversation WHERE id = :id",
        arguments: ["id": id.description, "preview": Preview.selected.bytesRead])
      return Preview.selected.text(of: bytes ?? Data())
    }
  }

  static func summarizing(
    where condition: String, by order: String, isAfter: Bool = false
  ) -> String {
    """
    SELECT id, title, created_at, updated_at, message_count, pinned, archived, tags, deleted_at,
      draft IS NOT NULL AS has_draft,
      (SELECT model FROM message
        WHERE conversation_id = conversation.id AND model IS NOT NULL
        ORDER BY created_at DESC, id DESC LIMIT 1) AS model,
      \(previewed) AS preview, \(ofLeaf("role")) AS role, \(ofLeaf("status")) AS status,
      \(ofLeaf("finish_reason")) AS finish_reason
    FROM conversation
    WHERE \(condition)\(isAfter ? " AND (\(order), id) < (:time, :id)" : "")
    ORDER BY \(order) DESC, id DESC LIMIT :limit OFFSET :offset
    """
  }

  /// Returns SQL for a column of the selected path's last message.
  private static func ofLeaf(_ column: String) -> String {
    "(SELECT \(column) FROM message WHERE id = conversation.leaf_id)"
  }

  /// Returns conversations with a plausible time first, then those dated in the future.
  private static func summaries(
    _ connection: Connection, where condition: String, in order: UseOrder, limit: Int,
    after key: (time: Timestamp, id: ConversationID)? = nil
  ) throws -> [ConversationSummary] {
    let isAhead = key.map { order.isAhead($0.time) } ?? false
    let credible =
      isAhead
      ? []
      : try summaries(
        connection, where: "\(condition) AND \(order.credible)", by: order.column, limit: limit,
        after: key)
    guard credible.count < limit else { return credible }
    return credible
      + (try summaries(
        connection, where: "\(condition) AND \(order.ahead)", by: order.column,
        limit: limit - credible.count, after: isAhead ? key : nil))
  }

  private static func summaries(
    _ connection: Connection, where condition: String, by order: String, limit: Int,
    offset: Int = 0, after key: (time: Timestamp, id: ConversationID)? = nil
  ) throws -> [ConversationSummary] {
    var arguments: StatementArguments = [
      "limit": max(0, limit), "offset": max(0, offset), "preview": Preview.listed.bytesRead,
    ]
    if let key {
      arguments += ["time": key.time.milliseconds, "id": key.id.description]
    }
    let rows = try Row.fetchCursor(
      connection, sql: summarizing(where: condition, by: order, isAfter: key != nil),
      arguments: arguments)
    var summaries: [ConversationSummary] = []
    while let row = try rows.next() {
      if let summary = ConversationSummary(row) { summaries.append(summary) }
    }
    return summaries
  }
}

extension ConversationSummary {
  fileprivate init?(_ row: Row) {
    guard let id = row.conversationID("id") else { return nil }
    let bytes = row["preview"] as Data? ?? Data()
    let preview = Preview.listed.text(of: bytes)
    self.init(
      id: id, title: row.text("title") ?? "", createdAt: row.timestamp("created_at"),
      updatedAt: row.timestamp("updated_at"), model: row.text("model") ?? "",
      messageCount: row.integer("message_count") ?? 0,
      preview: preview,
      previewsThinking: !preview.isEmpty && bytes.first == Preview.thinkingByte,
      ending: AnswerEnding(row),
      marks: ConversationMarks(row),
      hasDraft: row.integer("has_draft") == 1)
  }
}

extension AnswerEnding {
  fileprivate init?(_ row: Row) {
    guard row.text("role") == Role.assistant.rawValue,
      let status = row.text("status").flatMap({ MessageStatus(rawValue: $0) })
    else { return nil }
    self.init(status, row.text("finish_reason").map { FinishReason(wire: $0) })
  }
}

extension ConversationMarks {
  init(_ row: Row) {
    self.init()
    isPinned = row.integer("pinned") == 1
    isArchived = row.integer("archived") == 1
    tags = row.json("tags") ?? []
    deletedAt = (row["deleted_at"] as Int64?).map { Timestamp(milliseconds: $0) }
  }
}

/// The beginning of a message, taken from the first bytes of its text.
struct Preview {
  let characters: Int
  /// Enough for `characters` emoji with modifiers.
  let bytesRead: Int

  static let listed = Preview(characters: ConversationSummary.longestPreview, bytesRead: 8192)
  static let selected = Preview(
    characters: ConversationSummary.longestSelectedPreview, bytesRead: 65536)

  /// For a row below a title found in search.
  static let found = Preview(characters: 200, bytesRead: 4096)

  /// Enough for the preview in a list even if each append added only one character.
  static let piecesRead = 400

  /// The first byte of a preview of thinking. No UTF-8 text contains it.
  static let thinkingByte: UInt8 = 0xFF
  /// `thinkingByte` in SQL.
  static let thinkingMark = "x'FF'"

  /// - Parameter bytes: the first `bytesRead` bytes of text, possibly preceded by `thinkingByte`
  ///   and ending inside a character.
  func text(of bytes: Data) -> String {
    var bytes = bytes
    if bytes.count == bytesRead {
      // Remove the last scalar, complete or not: first its continuation bytes, then the lead byte.
      while let last = bytes.popLast(), last & 0b1100_0000 == 0b1000_0000 {}
    }
    if bytes.first == Self.thinkingByte { bytes.removeFirst() }
    return String(String(decoding: bytes, as: UTF8.self).prefix(characters))
  }
}
