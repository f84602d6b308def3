public import Chat
import Foundation
import GRDB

/// Deleted messages, which can be restored for ``ConversationStore/daysDeletedAreKept``.
extension ConversationStore {
  /// Moves messages to the trash and stores the conversation's header, all or nothing.
  /// - Parameters:
  ///   - messages: the deleted message, then all that follow it.
  ///   - conversation: the conversation without these messages.
  /// - Complexity: O(length of the messages)
  public func delete(
    _ messages: [MessageID], of conversation: Conversation
  ) throws(StoreError) {
    try delete(messages, of: conversation, now: Self.now())
  }

  func delete(
    _ messages: [MessageID], of conversation: Conversation, now: Int64
  ) throws(StoreError) {
    try database.write { connection in
      try moveToTrash(messages, of: conversation.id, now: now, connection)
      let stored = try storedHeader(of: conversation.id, connection)
      try save(joiningDrafts(conversation, stored), messages: [], connection)
      let deleting = try connection.cachedStatement(sql: "DELETE FROM message WHERE id = ?")
      for message in messages { try deleting.execute(arguments: [message.description]) }
    }
    noteOwnDraft(conversation)
  }

  private func moveToTrash(
    _ ids: [MessageID], of conversation: ConversationID, now: Int64, _ connection: Connection
  ) throws {
    let reading = try connection.cachedStatement(sql: "SELECT * FROM message WHERE id = ?")
    var messages: [ExportedMessage] = []
    for id in ids {
      let rows = try Row.fetchCursor(reading, arguments: [id.description])
      while let row = try rows.next() {
        guard let record = try MessageRecord(whole: row, connection) else { continue }
        messages.append(ExportedMessage(record.message))
      }
    }
    // None of the messages was stored, so there is nothing to keep.
    guard let first = messages.first, let json = Columns.json(messages) else { return }
    try connection.cachedStatement(sql: Self.insertingDeletion).execute(arguments: [
      "id": first.id, "conversation": conversation.description, "now": now, "messages": json,
    ])
  }

  /// Must run before the conversation's new selected path is saved, because it copies the old
  /// `leaf_id`.
  private static let insertingDeletion = """
    INSERT INTO deletion (id, conversation_id, deleted_at, leaf_id, messages)
    SELECT :id, id, :now, leaf_id, CAST(:messages AS TEXT) FROM conversation WHERE id = :conversation
    ON CONFLICT (id) DO UPDATE
    SET deleted_at = excluded.deleted_at, leaf_id = excluded.leaf_id, messages = excluded.messages
    """

  /// Restores the most recently deleted messages of a conversation.
  /// - Returns: `nil` when the trash has none.
  public func restoreLastDeletion(of id: ConversationID) throws(StoreError) -> DeletedMessages? {
    try database.write { connection in
      guard let deleted = try lastDeletion(of: id, connection) else { return nil }
      for message in deleted.messages { try upsert(message, in: id, connection) }
      try connection.execute(
        sql: "UPDATE conversation SET leaf_id = coalesce(?, leaf_id) WHERE id = ?",
        arguments: [deleted.leaf?.description, id.description])
      return deleted
    }
  }

  private func lastDeletion(
    of id: ConversationID, _ connection: Connection
  ) throws -> DeletedMessages? {
    let rows = try Row.fetchCursor(
      connection,
      sql: """
        SELECT leaf_id, messages FROM deletion WHERE conversation_id = ?
        ORDER BY deleted_at DESC, number DESC LIMIT 1
        """, arguments: [id.description])
    guard let row = try rows.next() else { return nil }
    let exported: [ExportedMessage] = row.json("messages") ?? []
    // A message in an unknown form must not prevent the others from being restored.
    let messages = exported.compactMap { try? $0.message(at: []) }
    guard !messages.isEmpty else { return nil }
    return DeletedMessages(messages: messages, leaf: row.messageID("leaf_id"))
  }

  /// Restores the most recently deleted conversation.
  /// - Returns: `nil` when the trash has none.
  public func restoreLastConversation() throws(StoreError) -> Conversation? {
    let id = try database.write { connection in
      let rows = try Row.fetchCursor(
        connection,
        sql: """
          SELECT id FROM conversation WHERE deleted_at IS NOT NULL AND message_count > 0
          ORDER BY deleted_at DESC, id DESC LIMIT 1
          """)
      let id = try rows.next()?.conversationID("id")
      return id
    }
    guard let id else { return nil }
    try change([id], .delete(nil), at: Timestamp(milliseconds: Self.now()))
    return try conversation(id)
  }
}
