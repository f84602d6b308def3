import Chat
import GRDB

/// `store.db` of oterm, which keeps no times, and numbers where others have names: the first message
/// tells two stores' chats of one number apart.
struct OtermStore {
  private let connection: Connection
  private let fileTime: Timestamp

  init(_ connection: Connection, fileTime: Timestamp) {
    self.connection = connection
    self.fileTime = fileTime
  }

  func forEach(_ body: (ForeignConversation) throws -> Void) throws {
    try ForeignRow.forEachChat(connection, messagesBy: "rowid") { chat, rows in
      try body(conversation(chat, rows))
    }
  }

  private func conversation(_ chat: ForeignRow, _ rows: [ForeignRow]) -> ForeignConversation {
    var result = ForeignConversation(
      source: "oterm", name: "\(chat.integer("id") ?? 0)\n\(rows[0].text("text") ?? "")",
      createdAt: fileTime)
    result.idTime = Timestamp(milliseconds: 0)
    result.title = chat.text("name") ?? ""
    var origin = result.origin(model: chat.text("model"))
    if case .object(let options)? = chat.json("parameters"), !options.isEmpty {
      origin.parameters.extra = .object(options)
    }
    var last: String?
    var count = 0
    func add(_ role: Role, _ change: (inout Message) -> Void) {
      let name = "\(count)"
      result.add(
        name, after: last, role: role, at: fileTime.advanced(by: .milliseconds(count)),
        idTime: Timestamp(milliseconds: Int64(count)), change)
      last = name
      count += 1
    }
    if let system = chat.text("system"), !system.isEmpty { add(.system) { $0.content = system } }
    for row in rows {
      let images = row.json("images")?.elements.count ?? 0
      result.omit("image", count: images)
      let role = Role(rawValue: row.text("author") ?? "") ?? .assistant
      add(role) { message in
        message.content =
          (row.text("text") ?? "") + String(repeating: "\n\n[image]", count: images)
        if role == .assistant { message.origin = origin }
      }
    }
    return result
  }
}
