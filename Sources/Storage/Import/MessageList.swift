import Chat

/// A list of messages as the chat completions protocol has them: `{"messages": [...]}`, as in files
/// for fine-tuning, or the list alone.
///
/// It has no names and no times. A conversation is known by what it begins with and by how many in
/// the file began so before it; a message by what stands before it and by its text. The times are
/// those of the file, in the order of the list.
struct MessageList {
  static let source = "OpenAI messages"

  /// By a hash of what they begin with, as files are large.
  private var beginnings: [UUIDv7: Int] = [:]

  /// The words for roles that the protocol and files like its own have beside ours.
  private static let roles: [String: Role] = [
    "developer": .system, "human": .user, "function": .tool, "bot": .assistant, "gpt": .assistant,
    "model": .assistant,
  ]

  mutating func read(_ json: JSONValue) -> ForeignConversation? {
    let list = json["messages"] ?? json
    guard case .array(let messages) = list,
      messages.contains(where: { $0["role"]?.asText != nil })
    else { return nil }
    let name = json["id"]?.asText ?? json["conversation_id"]?.asText ?? newName(messages)
    var result = ForeignConversation(source: Self.source, name: name, createdAt: nil)
    result.idTime = Timestamp(milliseconds: 0)
    result.title = json["title"]?.asText ?? ""
    let origin = result.origin(model: json["model"]?.asText)
    var last: String?
    for (index, message) in messages.enumerated() {
      let place = (json["messages"] == nil ? "" : "messages") + "[\(index)]"
      guard case .object(let members) = message, !members.isEmpty else {
        result.skip("this is no message", at: place)
        continue
      }
      let role = result.role(message["role"]?.asText, Self.roles, at: place)
      let content = Self.content(message, at: place, &result)
      // The name holds all that came before, as a hash: equal beginnings are equal paths.
      let before = last ?? ""
      let name = UUIDv7(
        time: Timestamp(milliseconds: Int64(index)), naming: "\(before)\n\(role)\n\(content)"
      ).description
      last = result.add(
        name, after: last, role: role, at: nil, place: place,
        idTime: Timestamp(milliseconds: Int64(index))
      ) { added in
        added.content = content
        added.refusal = message["refusal"]?.asText ?? ""
        guard role == .assistant else { return }
        added.reasoning = Self.reasoning(message)
        added.toolCalls = Self.calls(message)
        added.origin = origin
        added.splitThinking()
      }
    }
    result.selected = last
    return result
  }

  /// The first of the names under which servers send thinking that says anything.
  private static func reasoning(_ message: JSONValue) -> String {
    ["reasoning_content", "reasoning", "thinking"].lazy.compactMap { message[$0]?.asText }
      .first { !$0.isEmpty } ?? ""
  }

  /// - Returns: the messages up to the first question, and how many lists before began so.
  private mutating func newName(_ messages: [JSONValue]) -> String {
    let end = messages.firstIndex { $0["role"] == .string("user") } ?? 0
    let beginning = messages[...end].map(\.text).joined(separator: "\n")
    let hash = UUIDv7(time: Timestamp(milliseconds: 0), naming: beginning)
    let count = beginnings[hash, default: 0]
    beginnings[hash] = count + 1
    return "\(count)\n\(beginning)"
  }

  private static func content(
    _ message: JSONValue, at place: String, _ result: inout ForeignConversation
  ) -> String {
    let parts: [JSONValue]
    switch message["content"] {
    case .string(let text)?: return text
    case .array(let list)?: parts = list
    case .null?, nil: return ""
    case let other?:
      result.remark("its content is no text; it is kept as JSON", at: "\(place).content")
      return other.text
    }
    var texts: [String] = []
    for part in parts where part != .null {
      if let text = part["text"]?.asText ?? part["refusal"]?.asText ?? part.asText {
        texts.append(text)
      } else {
        let type = part["type"]?.asText ?? "attachment"
        let what = ["image_url": "image", "input_audio": "audio recording"][type] ?? type
        result.omit(what)
        texts.append("[\(what)]")
      }
    }
    return texts.joined(separator: "\n\n")
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
