import Chat
import Foundation
import GRDB

/// `logs.db` of the command line tool `llm`: each row of `responses` is a question with its answer.
struct LLMStore {
  private let connection: Connection
  private let tables: Set<String>

  init(_ connection: Connection) throws {
    self.connection = connection
    tables = Set(
      try String.fetchAll(connection, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
  }

  func forEach(_ body: (ForeignConversation) throws -> Void) throws {
    let names = try String?.fetchAll(
      connection,
      sql: """
        SELECT coalesce(conversation_id, 'response ' || id) AS name FROM responses
        GROUP BY 1 ORDER BY min(rowid)
        """)
    for name in names.compactMap(\.self) { try body(try conversation(name)) }
  }

  private func conversation(_ name: String) throws -> ForeignConversation {
    let rows = try ForeignRow.all(
      connection,
      """
      SELECT * FROM responses WHERE coalesce(conversation_id, 'response ' || id) = ?
      ORDER BY datetime_utc, rowid
      """, [name])
    let times = rows.map { ForeignTime.iso8601($0.text("datetime_utc")) }
    var result = ForeignConversation(
      source: "llm", name: name,
      createdAt: times.compactMap(\.self).first ?? Timestamp(milliseconds: 0))
    if tables.contains("conversations") {
      result.title =
        try ForeignRow.all(connection, "SELECT * FROM conversations WHERE id = ?", [name])
        .first?.text("name") ?? ""
    }
    var last: String?
    var system: String?
    for (row, time) in zip(rows, times) {
      let id = row.text("id") ?? ""
      // The time is that of the end of the answer, which took so long.
      let end = time ?? result.createdAt
      let start = end.advanced(by: .milliseconds(-max(0, row.integer("duration_ms") ?? 0)))
      if let text = try joined(row.text("system"), fragments: "system_fragments", of: id),
        !text.isEmpty, text != system
      {
        result.add("\(id) system", after: last, role: .system, at: start) { $0.content = text }
        (last, system) = ("\(id) system", text)
      }
      let prompt = try joined(row.text("prompt"), fragments: "prompt_fragments", of: id) ?? ""
      let images = try omissions(of: id, in: &result)
      result.add("\(id) prompt", after: last, role: .user, at: start) {
        $0.content = prompt + images
      }
      try addAnswer(row, id, at: end, to: &result)
      last = id
    }
    result.createdAt = min(
      result.createdAt,
      times.first.flatMap(\.self)?.advanced(
        by: .milliseconds(-max(0, rows.first?.integer("duration_ms") ?? 0))) ?? result.createdAt)
    return result
  }

  private func addAnswer(
    _ row: ForeignRow, _ id: String, at end: Timestamp, to result: inout ForeignConversation
  ) throws {
    var origin = result.origin(model: row.text("model"))
    // What was set; options have the names that each plugin gives them, most those of the wire.
    if let options = row.json("options_json"), case .object(let members) = options,
      !members.isEmpty
    {
      origin.parameters.extra = options
    }
    let usage = Usage(
      promptTokens: row.integer("input_tokens"), completionTokens: row.integer("output_tokens"))
    let calls = try self.calls(id)
    result.add(id, after: "\(id) prompt", role: .assistant, at: end) { answer in
      answer.content = row.text("response") ?? ""
      answer.reasoning = row.text("reasoning") ?? ""
      answer.toolCalls = calls
      answer.origin = origin
      if usage != Usage() { answer.usage = usage }
      if let duration = row.integer("duration_ms") {
        answer.timings = Timings(end: .milliseconds(duration))
      }
    }
  }

  /// The text after the fragments that were put before it.
  private func joined(
    _ text: String?, fragments table: String, of id: String
  ) throws -> String? {
    guard tables.contains(table), tables.contains("fragments") else { return text }
    let fragments = try ForeignRow.all(
      connection,
      """
      SELECT content FROM \(table) JOIN fragments ON fragments.id = fragment_id
      WHERE response_id = ? ORDER BY "order"
      """, [id])
    guard !fragments.isEmpty else { return text }
    return (fragments.map { $0.text("content") } + [text]).compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// - Returns: a mark for each attachment, which goes behind the prompt.
  private func omissions(
    of id: String, in result: inout ForeignConversation
  ) throws -> String {
    if tables.contains("tool_results") {
      result.omit(
        "tool result",
        count: try Int.fetchOne(
          connection, sql: "SELECT count(*) FROM tool_results WHERE response_id = ?",
          arguments: [id]) ?? 0)
    }
    guard tables.contains("prompt_attachments"), tables.contains("attachments") else { return "" }
    let rows = try ForeignRow.all(
      connection,
      """
      SELECT type, path, url FROM prompt_attachments
      JOIN attachments ON attachments.id = attachment_id WHERE response_id = ? ORDER BY "order"
      """, [id])
    return rows.map { row in
      let what = row.text("type")?.hasPrefix("image/") == true ? "image" : "attachment"
      result.omit(what)
      let place = row.text("path") ?? row.text("url")
      return "\n\n[\(what)\(place.map { ": \($0)" } ?? "")]"
    }.joined()
  }

  private func calls(_ id: String) throws -> [ToolCall] {
    guard tables.contains("tool_calls") else { return [] }
    return try ForeignRow.all(
      connection, "SELECT * FROM tool_calls WHERE response_id = ? ORDER BY id", [id]
    ).map { row in
      ToolCall(
        id: row.text("tool_call_id") ?? "", name: row.text("name") ?? "",
        arguments: row.text("arguments") ?? "")
    }
  }
}
