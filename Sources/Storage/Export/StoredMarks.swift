public import Chat
import GRDB

/// The user's changes to a conversation as a whole, apart from its title, and the time of the last
/// change.
struct StoredMarks: Equatable {
  var marks = ConversationMarks()
  /// When the user last changed the title or any of the marks.
  var markedAt: Timestamp?

  init() {}

  init(_ row: Row) {
    marks = ConversationMarks(row)
    markedAt = row.integer("marked_at").flatMap {
      $0 == 0 ? nil : Timestamp(milliseconds: Int64($0))
    }
  }

  /// Stores the marks of a conversation that is in the store.
  func write(to id: ConversationID, _ connection: Connection) throws {
    guard self != StoredMarks() else { return }
    try connection.cachedStatement(
      sql: """
        UPDATE conversation SET pinned = :pinned, archived = :archived,
          tags = CAST(:tags AS TEXT), deleted_at = :deleted, marked_at = :marked
        WHERE id = :id
        """
    ).execute(arguments: [
      "id": id.description, "pinned": marks.isPinned, "archived": marks.isArchived,
      "tags": marks.tags.isEmpty ? nil : Columns.json(marks.tags),
      "deleted": marks.deletedAt?.milliseconds,
      "marked": markedAt?.milliseconds ?? 0,
    ])
  }
}

extension ConversationStore {
  /// Returns the conversation as one line of the JSON export, without a line break; `nil` if it
  /// is not in the store. The output is deterministic.
  public func exportedJSON(_ id: ConversationID) throws(StoreError) -> String? {
    guard let conversation = try conversation(id) else { return nil }
    let marks = try database.read { connection in
      let rows = try Row.fetchCursor(
        connection, sql: "SELECT * FROM conversation WHERE id = ?", arguments: [id.description])
      var marks = StoredMarks()
      // A row is valid only until its cursor advances.
      while let row = try rows.next() { marks = StoredMarks(row) }
      return marks
    }
    return ConversationJSON.text(conversation, marks)
  }
}
