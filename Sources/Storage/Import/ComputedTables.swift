import Chat
import GRDB

/// Tables whose rows are computed while they are read: views, virtual tables, generated columns. No
/// program stores conversations in them, and a file may hide a query that never ends in one.
enum ComputedTables {
  /// Everything that is read from the databases of other programs.
  static let foreign: Set<String> = [
    "chat", "message", "responses", "conversations", "turns", "threads", "messages", "parts",
    "fragments", "attachments", "prompt_attachments", "system_fragments", "prompt_fragments",
    "tool_calls", "tool_results",
  ]

  /// Everything that is read from, or changed in, the copy of a database of our own; not the index of the
  /// search, which is a virtual table.
  static let own: Set<String> = [
    "conversation", "message", "deletion", "search_document", "search_model", "search_waiting",
    "search_removed", "search_state",
  ]

  /// What is computed among tables of these names, in words; `nil` when nothing is.
  static func first(among names: Set<String>, _ connection: Connection) throws -> String? {
    let objects = try Row.fetchAll(
      connection,
      sql: "SELECT name, type, rootpage FROM sqlite_master WHERE type IN ('table', 'view')")
    for object in objects {
      guard let name = object.text("name"), names.contains(name.lowercased()) else { continue }
      // Neither a view nor a virtual table has pages of its own.
      if object.text("type") == "view" || object.integer("rootpage") ?? 0 == 0 {
        return "“\(name)” is not a plain table"
      }
      let computed = try Row.fetchAll(
        connection, sql: "SELECT name FROM pragma_table_xinfo(?) WHERE hidden > 1",
        arguments: [name]
      ).first
      if let column = computed?.text("name") { return "the column “\(name).\(column)” is computed" }
    }
    return nil
  }
}
