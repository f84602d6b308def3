import Chat
import GRDB

/// Elia's `elia.sqlite`: numbered messages, each with the number of its parent.
struct EliaStore {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  func forEach(_ body: ForeignDatabase.Take) throws {
    try ForeignRow.forEachChat(connection, messagesBy: "id") { chat, rows, part in
      try body(conversation(chat, rows), "chat \(chat.text("id") ?? "")", part)
    }
  }

  private func conversation(_ chat: ForeignRow, _ rows: [ForeignRow]) -> ForeignConversation {
    let started = ForeignTime.iso8601(chat.text("started_at"))
    var result = ForeignConversation(
      source: "Elia", name: "\(chat.integer("id") ?? 0)\n\(chat.text("started_at") ?? "")",
      createdAt: started)
    result.title = chat.text("title") ?? ""
    result.isArchived = chat.integer("archived") == 1
    chat.remarkMissing(in: &result)
    var last: String?
    for row in rows {
      let name = row.text("id") ?? ""
      let place = "message \(name)"
      let role = result.role(row.text("role"), at: place)
      let origin = result.origin(model: row.text("model") ?? chat.text("model"))
      let content = Self.content(row, &result)
      last = result.add(
        name, after: row.text("parent_id") ?? last, role: role,
        at: ForeignTime.iso8601(row.text("timestamp")), place: place
      ) { message in
        message.content = content
        guard role == .assistant else { return }
        message.origin = origin
        message.splitThinking()
      }
    }
    result.selected = last
    return result
  }

  /// Returns the content, which is stored as plain text or, if the message contains more than
  /// text, as a JSON array of parts.
  private static func content(
    _ row: ForeignRow, _ result: inout ForeignConversation
  ) -> String {
    let text = row.text("content") ?? ""
    guard text.hasPrefix("[{"), let parts = row.json("content")?.elements,
      parts.allSatisfy({ $0["type"]?.asText != nil })
    else { return text }
    return parts.map { part in
      if let text = part["text"]?.asText { return text }
      result.omit(.image)
      return "[image]"
    }.joined(separator: "\n\n")
  }
}
