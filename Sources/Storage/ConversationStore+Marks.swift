public import Chat
import GRDB

extension ConversationStore {
  /// How long a deleted conversation can be brought back.
  static let daysDeletedAreKept = 30

  /// Does one thing with conversations as a whole, all of them or none.
  /// - Parameter time: now, by which merging tells the later of two changes.
  public func change(
    _ conversations: [ConversationID], _ change: ConversationChange, at time: Timestamp
  ) throws(StoreError) {
    let (assignment, value) = Self.assignment(change)
    // A model's title is no change of the user's: it must not win over one that was made elsewhere.
    let isUsers = if case .suggestTitle = change { false } else { true }
    try database.write { connection in
      let statement = try connection.cachedStatement(
        // A clock that was set back makes no change earlier than the one before it.
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

  /// Takes conversations out for good, all of them or none.
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

  /// What was deleted before this time goes for good.
  /// - Parameter now: milliseconds since 1970.
  static func limitOfDeleted(now: Int64) -> Int64 { now - Int64(daysDeletedAreKept) * 86_400_000 }

  /// Deletes permanently what has been in the trash for too long, conversations and messages.
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
