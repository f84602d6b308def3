import Chat
import GRDB

/// `elia.sqlite` of Elia: numbered messages, each with the one that it answers.
struct EliaStore {
  private let connection: Connection
  private let fileTime: Timestamp

  init(_ connection: Connection, fileTime: Timestamp) {
    self.connection = connection
    self.fileTime = fileTime
  }

  func forEach(_ body: (ForeignConversation) throws -> Void) throws {
    try ForeignRow.forEachChat(connection, messagesBy: "id") { chat, rows in
      try body(conversation(chat, rows))
    }
  }

  private func conversation(_ chat: ForeignRow, _ rows: [ForeignRow]) -> ForeignConversation {
    let started = ForeignTime.iso8601(chat.text("started_at"))
    var result = ForeignConversation(
      source: "Elia", name: "\(chat.integer("id") ?? 0)\n\(chat.text("started_at") ?? "")",
      createdAt: started ?? fileTime)
    result.idTime = started ?? Timestamp(milliseconds: 0)
    result.title = chat.text("title") ?? ""
    let known = Set(rows.compactMap { $0.text("id") })
    var last: String?
    for row in rows {
      let name = row.text("id") ?? ""
      let role = Role(rawValue: row.text("role") ?? "") ?? .assistant
      let origin = result.origin(model: row.text("model") ?? chat.text("model"))
      let parent = row.text("parent_id").flatMap { known.contains($0) ? $0 : nil }
      let time = ForeignTime.iso8601(row.text("timestamp"))
      let content = Self.content(row, &result)
      result.add(
        name, after: parent ?? last, role: role, at: time ?? result.createdAt,
        idTime: time ?? started ?? Timestamp(milliseconds: 0)
      ) { message in
        message.content = content
        if role == .assistant { message.origin = origin }
      }
      last = name
    }
    result.selected = last
    return result
  }

  /// A text, or a list of parts as JSON, which Elia writes where a message holds more than text.
  private static func content(
    _ row: ForeignRow, _ result: inout ForeignConversation
  ) -> String {
    let text = row.text("content") ?? ""
    guard text.hasPrefix("[{"), let parts = row.json("content")?.elements,
      parts.allSatisfy({ $0["type"]?.asText != nil })
    else { return text }
    return parts.map { part in
      if let text = part["text"]?.asText { return text }
      result.omit("image")
      return "[image]"
    }.joined(separator: "\n\n")
  }
}
