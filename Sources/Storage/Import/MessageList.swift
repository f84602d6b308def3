import Chat

/// A list of messages in the format of the chat completions protocol: `{"messages": [...]}`, as
/// in files for fine-tuning, or the list alone. Also the ShareGPT format: `{"conversations":
/// [...]}`, with messages made of `from` and `value`.
///
/// Lists usually have no names or times. A conversation without a name is identified by its
/// beginning and by the number of earlier conversations in the file that begin the same way. A
/// message is identified by its text and everything before it. Messages without times get the
/// file's date and keep the order of the list.
struct MessageList {
  static let source = "OpenAI messages"

  /// The number of lists so far with each beginning, keyed by a hash of the beginning to save
  /// memory.
  private var beginnings: [UUIDv7: Int] = [:]

  /// Role names that the protocol or similar files use instead of ours.
  private static let roles: [String: Role] = [
    "developer": .system, "human": .user, "function": .tool, "observation": .tool,
    "bot": .assistant, "gpt": .assistant, "chatgpt": .assistant, "model": .assistant,
  ]

  /// The names of the members that may contain the list.
  private static let listNames = ["messages", "conversations"]

  /// Returns whether the value looks like a message in a list of this kind.
  static func isMessage(_ json: JSONValue) -> Bool {
    speaker(json) != nil && json["mapping"] == nil && listNames.allSatisfy { json[$0] == nil }
  }

  private static func speaker(_ message: JSONValue) -> String? {
    message["role"]?.asText ?? message["from"]?.asText
  }

  private static func time(_ json: JSONValue) -> Timestamp? {
    ["created_at", "created", "create_time", "timestamp"].lazy
      .compactMap { ForeignTime.seconds(json[$0]) }.first
  }

  mutating func read(_ json: JSONValue) -> ForeignConversation? {
    let listName = Self.listNames.first { json[$0] != nil }
    guard case .array(let messages) = listName.flatMap({ json[$0] }) ?? json,
      messages.contains(where: { Self.speaker($0) != nil })
        || messages.isEmpty && listName != nil
    else { return nil }
    let name = json["id"]?.asText ?? json["conversation_id"]?.asText ?? newName(messages)
    var result = ForeignConversation(source: Self.source, name: name, createdAt: Self.time(json))
    result.idTime = Timestamp(milliseconds: 0)
    result.title = json["title"]?.asText ?? ""
    result.updatedAt = ForeignTime.seconds(json["updated_at"] ?? json["update_time"])
    if messages.isEmpty { result.remark(.noMessages, at: listName ?? "") }
    Self.add(messages, of: json, in: listName ?? "", to: &result)
    return result
  }

  private static func add(
    _ messages: [JSONValue], of json: JSONValue, in listName: String,
    to result: inout ForeignConversation
  ) {
    var last = addInstruction(json, to: &result)
    for (index, message) in messages.enumerated() {
      let place = listName + "[\(index)]"
      guard case .object(let members) = message, !members.isEmpty else {
        result.skip(.notMessage, at: place)
        continue
      }
      let role = result.role(speaker(message), roles, at: place)
      let origin = result.origin(model: (message["model"] ?? json["model"])?.asText)
      let (content, images) = content(message, at: place, &result)
      // Include the previous message's name, so that conversations that start alike get the same
      // names.
      let before = last ?? ""
      let name = UUIDv7(
        time: Timestamp(milliseconds: Int64(index)), naming: "\(before)\n\(role)\n\(content)"
      ).description
      last = result.add(
        name, after: last, role: role, at: time(message), place: place,
        idTime: Timestamp(milliseconds: Int64(index))
      ) { added in
        added.content = content
        added.attachments = images
        added.refusal = message["refusal"]?.asText ?? ""
        guard role == .assistant else { return }
        added.reasoning = reasoning(message)
        added.toolCalls = calls(message)
        added.origin = origin
        added.splitThinking()
      }
    }
    result.selected = last
  }

  /// Adds the system prompt, which ShareGPT stores next to the list.
  /// - Returns: the name of the resulting message; `nil` if there is no system prompt.
  private static func addInstruction(
    _ json: JSONValue, to result: inout ForeignConversation
  ) -> String? {
    guard json["conversations"] != nil, let text = json["system"]?.asText, !text.isEmpty else {
      return nil
    }
    return result.add(
      "system", after: nil, role: .system, at: nil, place: "system",
      idTime: Timestamp(milliseconds: 0)
    ) { $0.content = text }
  }

  /// Returns the first non-empty member among those that servers use for thinking.
  private static func reasoning(_ message: JSONValue) -> String {
    ["reasoning_content", "reasoning", "thinking"].lazy.compactMap { message[$0]?.asText }
      .first { !$0.isEmpty } ?? ""
  }

  /// Returns a name derived from the messages up to the first question, and from the number of
  /// earlier lists with the same beginning.
  private mutating func newName(_ messages: [JSONValue]) -> String {
    let end = messages.firstIndex { Self.asks($0) } ?? 0
    let beginning = messages.prefix(end + 1).map(\.text).joined(separator: "\n")
    let hash = UUIDv7(time: Timestamp(milliseconds: 0), naming: beginning)
    let count = beginnings[hash, default: 0]
    beginnings[hash] = count + 1
    return "\(count)\n\(beginning)"
  }

  private static func asks(_ message: JSONValue) -> Bool {
    speaker(message).map { $0 == "user" || roles[$0] == .user } ?? false
  }

  private static func content(
    _ message: JSONValue, at place: String, _ result: inout ForeignConversation
  ) -> (text: String, images: [Attachment]) {
    let parts: [JSONValue]
    switch message["content"] ?? message["value"] {
    case .string(let text)?: return (text, [])
    case .array(let list)?: parts = list
    case .null?, nil: return ("", [])
    case let other?:
      result.remark(.contentNotText, at: "\(place).content")
      return (other.text, [])
    }
    var texts: [String] = []
    var images: [Attachment] = []
    for part in parts where part != .null {
      if let text = part["text"]?.asText ?? part["refusal"]?.asText ?? part.asText {
        texts.append(text)
      } else if let image = image(part) {
        images.append(image)
      } else {
        let item = Self.item(ofType: part["type"]?.asText)
        result.omit(item)
        texts.append(item.placeholder())
      }
    }
    return (texts.joined(separator: "\n\n"), images)
  }

  /// Returns the image if the file contains its data. Most images are only URLs.
  private static func image(_ part: JSONValue) -> Attachment? {
    let url = part["image_url"]?["url"]?.asText ?? part["image_url"]?.asText
    return url.flatMap { Attachment(importedURL: $0) }
  }

  private static func item(ofType type: String?) -> OmittedItem {
    switch type {
    case nil, "attachment": .attachment
    case "image_url", "image": .image
    case "file": .file
    case "video": .video
    case "input_audio": .audio
    case let type?: .part(type: type)
    }
  }

  private static func calls(_ message: JSONValue) -> [ToolCall] {
    var calls = message["tool_calls"]?.elements ?? []
    if let call = message["function_call"] { calls.append(.object(["function": call])) }
    return calls.map { call in
      let arguments = call["function"]?["arguments"]
      return ToolCall(
        id: call["id"]?.asText ?? "", name: call["function"]?["name"]?.asText ?? "",
        arguments: arguments?.asText ?? arguments?.text ?? "")
    }
  }
}
