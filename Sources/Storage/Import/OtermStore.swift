import Chat
import GRDB

/// oterm's `store.db`. It has no timestamps, and its chats have numbers, not names. Chats with the
/// same number in two databases are told apart by their first messages.
struct OtermStore {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  func forEach(_ body: ForeignDatabase.Take) throws {
    try ForeignRow.forEachChat(connection, messagesBy: "rowid") { chat, rows, part in
      try body(conversation(chat, rows), "chat \(chat.text("id") ?? "")", part)
    }
  }

  private func conversation(_ chat: ForeignRow, _ rows: [ForeignRow]) -> ForeignConversation {
    var result = ForeignConversation(
      source: "oterm", name: "\(chat.integer("id") ?? 0)\n\(rows[0].text("text") ?? "")",
      createdAt: nil)
    result.idTime = Timestamp(milliseconds: 0)
    result.title = chat.text("name") ?? ""
    chat.remarkMissing(in: &result)
    var origin = result.origin(model: chat.text("model"))
    if case .object(let options)? = chat.json("parameters"), !options.isEmpty {
      origin.parameters.extra = .object(options)
    }
    var last: String?
    var count = 0
    func add(_ role: Role, at place: String, _ change: @escaping (inout Message) -> Void) {
      last = result.add(
        "\(count)", after: last, role: role, at: nil, place: place,
        idTime: Timestamp(milliseconds: Int64(count)), change)
      count += 1
    }
    if let system = chat.text("system"), !system.isEmpty {
      add(.system, at: "chat \(chat.text("id") ?? "")") { $0.content = system }
    }
    for row in rows {
      let place = "message \(row.text("id") ?? "")"
      let images = Self.images(row, at: place, &result)
      let role = result.role(row.text("author"), at: place)
      let text =
        (row.text("text") ?? "") + String(repeating: "\n\n[image]", count: images.omitted)
      add(role, at: place) { message in
        message.content = text
        message.attachments = images.kept
        guard role == .assistant else { return }
        message.origin = origin
        message.splitThinking()
      }
    }
    return result
  }

  /// Returns the images in a message, which are stored as Base64, and the number of items that are
  /// not images and need placeholders.
  private static func images(
    _ row: ForeignRow, at place: String, _ result: inout ForeignConversation
  ) -> (kept: [Attachment], omitted: Int) {
    guard let text = row.text("images"), !text.isEmpty else { return ([], 0) }
    guard case .array(let images)? = JSONValue(text: text) else {
      if text != "null" { result.skip(.unreadableImageList, at: place) }
      return ([], 0)
    }
    let kept = images.compactMap { $0.asText.flatMap { Attachment(importedBase64: $0) } }
    result.omit(.image, count: images.count - kept.count)
    return (kept, images.count - kept.count)
  }
}
