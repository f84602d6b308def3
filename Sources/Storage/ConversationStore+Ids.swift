public import Chat
import GRDB

extension ConversationStore {
  /// Returns up to two IDs that begin with `prefix`: one ID is a match, two mean that the prefix is
  /// ambiguous.
  public func conversations(withPrefix prefix: String) throws(StoreError) -> [ConversationID] {
    // IDs contain only digits, letters and hyphens, which have no special meaning to GLOB.
    let isPossible = prefix.utf8.allSatisfy { "0123456789abcdef-".utf8.contains($0) }
    guard isPossible, !prefix.isEmpty else { return [] }
    return try ids("WHERE id GLOB ? || '*' ORDER BY id LIMIT 2", [prefix])
  }

  /// Returns every conversation outside the trash, most recently used first.
  /// - Parameter withMessages: whether to skip empty conversations.
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
