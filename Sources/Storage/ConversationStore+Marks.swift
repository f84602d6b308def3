public import Chat
import GRDB

extension ConversationStore {
  /// The number of days for which deleted conversations and messages can be restored.
  static let daysDeletedAreKept = 30

  /// Applies one change to whole conversations, all or nothing.
  /// - Parameter time: the current time. Merging uses it to tell which of two changes is later.
  public func change(
    _ conversations: [ConversationID], _ change: ConversationChange, at time: Timestamp
  ) throws(StoreError) {
    let (assignment, value) = Self.assignment(change)
    // A title suggested by a model does not count as a change by the user, and must not override
    // a change that the user made elsewhere.
    let isUsers = if case .suggestTitle = change { false } else { true }
    try database.write { connection in
      let statement = try connection.cachedStatement(
        // Even if the clock was set back, a change is never dated before the previous one.
        sql: """
          UPDATE conversation SET \(assignment),
            marked_at = iif(:is_users, max(marked_at + 1, :time), marked_at)
          WHERE id = :id
          """)
      for id in conversations {
        try statement.execute(arguments: [
          "id": id.description, "value": value, "time": time.milliseconds,
          "is_users": isUsers,
        ])
      }
    }
  }

  /// Returns the marks of a conversation; `nil` if it is not stored.
  public func marks(of id: ConversationID) throws(StoreError) -> ConversationMarks? {
    try database.read { connection in
      try Row.fetchOne(
        connection,
        sql: "SELECT pinned, archived, tags, deleted_at FROM conversation WHERE id = ?",
        arguments: [id.description]
      ).map { ConversationMarks($0) }
    }
  }

  /// Deletes conversations permanently, all or nothing.
  public func erase(_ conversations: [ConversationID]) throws(StoreError) {
    try database.write { connection in
      let statement = try connection.cachedStatement(sql: "DELETE FROM conversation WHERE id = ?")
      for id in conversations { try statement.execute(arguments: [id.description]) }
    }
  }

  private static func assignment(
    _ change: ConversationChange
  ) -> (sql: String, value: (any DatabaseValueConvertible)?) {
    switch change {
    case .rename(let title):
      ("title = CAST(:value AS TEXT), title_source = 'user'", title.bytes)
    case .suggestTitle(let title):
      (
        """
        title = iif(title_source = 'user', title, CAST(:value AS TEXT)),
        title_source = iif(title_source = 'user', 'user', 'model')
        """, title.bytes
      )
    case .pin(let isPinned): ("pinned = :value", isPinned)
    case .archive(let isArchived): ("archived = :value", isArchived)
    case .tag(let tags): ("tags = CAST(:value AS TEXT)", tags.isEmpty ? nil : Columns.json(tags))
    case .delete(let time): ("deleted_at = :value", time?.milliseconds)
    }
  }

  /// Returns the cutoff for emptying the trash, in milliseconds since 1970: items deleted earlier
  /// have been there for too long.
  /// - Parameter now: milliseconds since 1970.
  static func limitOfDeleted(now: Int64) -> Int64 { now - Int64(daysDeletedAreKept) * 86_400_000 }

  /// Permanently deletes conversations and messages that have been in the trash for too long.
  /// - Parameter now: milliseconds since 1970.
  func emptyDeleted(now: Int64) throws(StoreError) {
    let limit = Self.limitOfDeleted(now: now)
    let isNeeded = try database.read { connection in
      try Bool.fetchOne(
        connection,
        sql: """
          SELECT EXISTS (SELECT 1 FROM conversation WHERE deleted_at IS NOT NULL AND deleted_at < :limit)
            OR EXISTS (SELECT 1 FROM deletion WHERE deleted_at < :limit)
          """,
        arguments: ["limit": limit]) ?? false
    }
    guard isNeeded else { return }
    try database.write { connection in
      for condition in [
        "conversation WHERE deleted_at IS NOT NULL AND", "deletion WHERE",
      ] {
        try connection.execute(
          sql: "DELETE FROM \(condition) deleted_at < ?", arguments: [limit])
      }
    }
  }
}
