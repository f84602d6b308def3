public import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// Returns the number of conversations that have messages.
  public func conversationCount() throws(StoreError) -> Int {
    try database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM conversation WHERE message_count > 0") ?? 0
    }
  }

  public func messageCount() throws(StoreError) -> Int {
    try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM message") ?? 0 }
  }

  /// Returns whether a file that claims a newer version has the tables of a known one. If so, its
  /// header may be damaged. Writes nothing.
  public static func hasKnownTables(path: String) -> Bool {
    let file = DatabaseFile(path: path).sqlitePath
    var configuration = Database.configuration(for: file)
    configuration.readonly = true
    // An unreadable file has no known tables.
    let version = try? DatabaseQueue(path: file, configuration: configuration).read {
      try SchemaOutline.version(of: $0)
    }
    return version != nil
  }

  /// Returns the first fault that SQLite finds in the file; `nil` if the file is intact.
  /// - Complexity: O(size of the file)
  public func damage() throws(StoreError) -> StoreFault? {
    let found = try database.read { try $0.firstFault() }
    if found != nil { database.leaveAsItIs() }
    return found
  }

  /// Returns all faults in the file, at most ten of each kind. Checks pages and indexes, tables,
  /// references from messages to conversations, the counts that the lists rely on, and the
  /// contents of attachments.
  /// - Complexity: O(size of the file)
  public func faults() throws(StoreError) -> [StoreFault] {
    let faults = try findFaults()
    if !faults.isEmpty { database.leaveAsItIs() }
    return faults
  }

  private func findFaults() throws(StoreError) -> [StoreFault] {
    try database.read { connection in
      var faults = try connection.faults("PRAGMA integrity_check(10)")
      // The other checks would read the parts that were just found damaged.
      guard faults.isEmpty else { return faults }
      faults = try Array(SchemaOutline.missing(from: connection).prefix(10))
      guard faults.isEmpty else { return faults }
      let orphans = try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check").count
      if orphans > 0 { faults.append(.orphanedRows(orphans)) }
      let miscounted = try Int.fetchOne(
        connection,
        sql: """
          SELECT count(*) FROM conversation WHERE message_count <>
            (SELECT count(*) FROM message WHERE conversation_id = conversation.id)
          """)
      if let miscounted, miscounted > 0 {
        faults.append(.miscountedConversations(miscounted))
      }
      let damaged = try MessageAttachments(connection: connection).damagedCount()
      if damaged > 0 { faults.append(.damagedAttachments(damaged)) }
      return faults
    }
  }

  /// Moves conversations last used before `time` to the trash, where they can be restored for
  /// ``daysDeletedAreKept``. Skips `kept`, and every conversation that is pinned, has a draft, or
  /// is being written by this or another process. The user's changes to a conversation, such as
  /// restoring it, count as use.
  ///
  /// The move itself does not count as a change by the user, so merging prefers a change that the
  /// user made elsewhere.
  /// - Parameter now: the time of deletion.
  /// - Returns: the number of conversations moved.
  public func deleteConversations(
    unusedSince time: Timestamp, except kept: ConversationID?, at now: Timestamp
  ) throws(StoreError) -> Int {
    try database.write { connection in
      try connection.execute(
        sql: """
          UPDATE conversation SET deleted_at = :now
          WHERE max(updated_at, marked_at) < :time AND id IS NOT :kept
          AND NOT pinned AND draft IS NULL AND deleted_at IS NULL
          AND id NOT IN (SELECT conversation_id FROM message WHERE status = 'streaming')
          """,
        arguments: [
          "time": time.milliseconds, "kept": kept?.description, "now": now.milliseconds,
        ])
      return connection.changesCount
    }
  }
}
