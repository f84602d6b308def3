import Chat
import GRDB

/// Tables whose rows are computed when read: views, virtual tables and generated columns. No
/// program stores conversations in them, and a file may use one to hide a query that never ends.
enum ComputedTables {
  /// The tables we read from other programs' databases.
  static let foreign: Set<String> = [
    "chat", "message", "responses", "conversations", "turns", "threads", "messages", "parts",
    "fragments", "attachments", "prompt_attachments", "system_fragments", "prompt_fragments",
    "tool_calls", "tool_results",
  ]

  /// The tables we read or change in a copy of our own database. The search index is not included,
  /// because it is a virtual table.
  static let own: Set<String> = [
    "conversation", "message", "message_piece", "deletion", "search_document", "search_model",
    "search_waiting", "search_removed", "search_span", "search_state", "model_list",
    "favorite_model", "used_model", "expense", "attachment", "message_attachment",
  ]

  /// Describes the first computed table or column among `names`; `nil` if there is none.
  static func first(among names: Set<String>, _ connection: Connection) throws -> StoreFault? {
    let objects = try Row.fetchAll(
      connection,
      sql: "SELECT name, type, rootpage FROM sqlite_master WHERE type IN ('table', 'view')")
    for object in objects {
      guard let name = object.text("name"), names.contains(name.lowercased()) else { continue }
      // Views and virtual tables have no pages of their own.
      if object.text("type") == "view" || object.integer("rootpage") ?? 0 == 0 {
        return .computedTable(name)
      }
      let computed = try Row.fetchAll(
        connection, sql: "SELECT name FROM pragma_table_xinfo(?) WHERE hidden > 1",
        arguments: [name]
      ).first
      if let column = computed?.text("name") { return .computedColumn(table: name, column: column) }
    }
    return nil
  }
}
