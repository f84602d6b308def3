public import Chat
import GRDB

extension ConversationStore {
  /// How many conversations have messages.
  public func conversationCount() throws(StoreError) -> Int {
    try database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM conversation WHERE message_count > 0") ?? 0
    }
  }

  /// The first thing that SQLite finds wrong with the file; `nil` when it is whole.
  /// - Complexity: O(size of the file)
  public func damage() throws(StoreError) -> String? {
    let found = try database.read {
      try String.fetchOne($0, sql: "PRAGMA quick_check(1)") ?? "ok"
    }
    return found == "ok" ? nil : found
  }
}
