public import Chat
import GRDB

extension ConversationStore {
  /// The ids that begin with `prefix`, at most two: one is meant, two are too many.
  public func conversations(withPrefix prefix: String) throws(StoreError) -> [ConversationID] {
    // Ids hold digits, letters and hyphens, none of which means anything to GLOB.
    let isPossible = prefix.utf8.allSatisfy { "0123456789abcdef-".utf8.contains($0) }
    guard isPossible, !prefix.isEmpty else { return [] }
    return try ids("WHERE id GLOB ? || '*' ORDER BY id LIMIT 2", [prefix])
  }

  /// Every conversation that is not among the deleted ones, the one used last first.
  /// - Parameter withMessages: those that hold nothing are left out.
  public func conversationIDs(withMessages: Bool) throws(StoreError) -> [ConversationID] {
    try ids(
      "WHERE deleted_at IS NULL " + (withMessages ? "AND message_count > 0 " : "")
        + "ORDER BY \(UseOrder(now: Self.now()).ahead), updated_at DESC, id DESC", [])
  }

  private func ids(
    _ condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> [ConversationID] {
    try database.read { connection in
      let rows = try Row.fetchCursor(
        connection, sql: "SELECT id FROM conversation " + condition, arguments: arguments)
      var ids: [ConversationID] = []
      while let row = try rows.next() {
        if let id = row.conversationID("id") { ids.append(id) }
      }
      return ids
    }
  }
}
