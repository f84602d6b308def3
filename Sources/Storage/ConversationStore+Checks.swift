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

  /// The first thing that SQLite finds wrong with the file; `nil` when it is whole.
  /// - Complexity: O(size of the file)
  public func damage() throws(StoreError) -> String? {
    let found = try database.read {
      try Self.whatIsWrong(with: $0, "PRAGMA quick_check(2)").first
    }
    if found != nil { database.leaveAsItIs() }
    return found
  }

  /// Newer versions of SQLite look into the search's index, too, which is no damage of the file:
  /// ``searchIndexFaults()``.
  private static func whatIsWrong(
    with connection: Connection, _ check: String
  ) throws -> [String] {
    try String.fetchAll(connection, sql: check).filter {
      $0 != "ok" && !$0.contains("FTS5 table")
    }
  }

  /// Everything that is wrong with the file, at most ten sentences of each kind: its pages and
  /// indexes, references from messages to conversations, and the counts that the lists go by.
  /// - Complexity: O(size of the file)
  public func faults() throws(StoreError) -> [String] {
    let faults = try findFaults()
    if !faults.isEmpty { database.leaveAsItIs() }
    return faults
  }

  private func findFaults() throws(StoreError) -> [String] {
    try database.read { connection in
      var faults = try Self.whatIsWrong(with: connection, "PRAGMA integrity_check(10)")
      // The other checks read what was just found damaged.
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

  /// Writes a copy of one state of the store, while it may be in use, to a file that is not there
  /// yet or is replaced whole.
  public func backUp(to path: String) throws(StoreError) {
    let target = DatabaseFile(path: path)
    let unfinished = target.sqlitePath + ".unfinished"
    do {
      try? FileManager.default.removeItem(atPath: unfinished)
      try DatabaseFile(path: unfinished).prepare()
      try database.backUp(to: try DatabaseQueue(path: unfinished))
      guard rename(unfinished, target.sqlitePath) == 0 else {
        throw StoreError.cannotOpen(path: path, detail: String(cString: strerror(errno)))
      }
    } catch {
      for suffix in ["", "-wal", "-shm"] { unlink(unfinished + suffix) }
      throw StoreError(error, path: path).naming(path)
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
