public import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// How many conversations have messages.
  public func conversationCount() throws(StoreError) -> Int {
    try database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM conversation WHERE message_count > 0") ?? 0
    }
  }

  public func messageCount() throws(StoreError) -> Int {
    try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM message") ?? 0 }
  }

  /// Whether a file that calls itself newer has the tables of a version that is known all the same: it may
  /// be its header that is damaged. Writes nothing.
  public static func hasKnownTables(path: String) -> Bool {
    let file = DatabaseFile(path: path).sqlitePath
    var configuration = Database.configuration(for: file)
    configuration.readonly = true
    // One that cannot be read has none that are known.
    let version = try? DatabaseQueue(path: file, configuration: configuration).read {
      try SchemaOutline.version(of: $0)
    }
    return version != nil
  }

  /// The first thing that SQLite finds wrong with the file; `nil` when it is whole.
  /// - Complexity: O(size of the file)
  public func damage() throws(StoreError) -> String? {
    let found = try database.read { try $0.firstFault() }
    if found != nil { database.leaveAsItIs() }
    return found
  }

  /// Everything that is wrong with the file, at most ten sentences of each kind: its pages and
  /// indexes, tables, references from messages to conversations, and the counts that the lists go by.
  /// - Complexity: O(size of the file)
  public func faults() throws(StoreError) -> [String] {
    let faults = try findFaults()
    if !faults.isEmpty { database.leaveAsItIs() }
    return faults
  }

  private func findFaults() throws(StoreError) -> [String] {
    try database.read { connection in
      var faults = try connection.faults("PRAGMA integrity_check(10)")
      // The other checks read what was just found damaged.
      guard faults.isEmpty else { return faults }
      faults = try Array(SchemaOutline.missing(from: connection).prefix(10))
      guard faults.isEmpty else { return faults }
      let orphans = try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check").count
      if orphans > 0 { faults.append("\(orphans) rows refer to conversations that are not there") }
      let miscounted = try Int.fetchOne(
        connection,
        sql: """
          SELECT count(*) FROM conversation WHERE message_count <>
            (SELECT count(*) FROM message WHERE conversation_id = conversation.id)
          """)
      if let miscounted, miscounted > 0 {
        faults.append("\(miscounted) conversations have a wrong count of their messages")
      }
      return faults
    }
  }

  /// Moves conversations that were used last before `time` to the deleted ones, where they can be
  /// brought back for ``daysDeletedAreKept``. One that this or another process is writing in stays, and
  /// so does one that is pinned or has a draft, and `kept`. One that was brought back stays as long as
  /// if it had been used then.
  ///
  /// It is no change of the user's, so that merging prefers one that was made elsewhere.
  /// - Parameter now: when this is done.
  /// - Returns: how many there were.
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
