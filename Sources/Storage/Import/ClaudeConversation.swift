import Chat

/// A conversation in Claude's `conversations.json`.
enum ClaudeConversation {
  static let source = "Claude"

  static func read(_ json: JSONValue) -> ForeignConversation? {
    guard case .array(let messages)? = json["chat_messages"] else { return nil }
    var result = ForeignConversation(
      source: source, name: json["uuid"]?.asText ?? "",
      createdAt: ForeignTime.iso8601(json["created_at"]?.asText))
    if result.createdAt == nil, !messages.isEmpty {
      result.remark(.datedByMessages, at: "")
    }
    result.title = json["name"]?.asText ?? ""
    result.updatedAt = ForeignTime.iso8601(json["updated_at"]?.asText)
    let model = json["model"]?.asText
    var last: String?
    for (index, message) in messages.enumerated() {
      let place = "chat_messages[\(index)]"
      guard case .object = message else {
        result.skip(.notMessage, at: place)
        continue
      }
      // Older exports have no parents: each message follows the previous one.
      let named = message["parent_message_uuid"]?.asText
      let parent = named.map { nothing.contains($0) ? nil : $0 } ?? last
      last = add(
        message, message["uuid"]?.asText ?? "\(index)", after: parent, model: model, at: place,
        to: &result)
    }
    result.selected = json["current_leaf_message_uuid"]?.asText ?? last
    return result
  }

  /// The values that newer exports use as the parent of a first message.
  private static let nothing: Set<String> = [
    "00000000-0000-4000-8000-000000000000", "00000000-0000-0000-0000-000000000000",
  ]

  /// Adds a message.
  /// - Returns: the message's name.
  private static func add(
    _ message: JSONValue, _ name: String, after parent: String?, model: String?, at place: String,
    to result: inout ForeignConversation
  ) -> String {
    let role = result.role(message["sender"]?.asText, ["human": .user], at: place)
    let origin = result.origin(model: message["model"]?.asText ?? model)
    let body = body(message, &result)
    let reason = message["stop_reason"]?.asText
    return result.add(
      name, after: parent, role: role, at: ForeignTime.iso8601(message["created_at"]?.asText),
      place: place
    ) { answer in
      answer.content = body.content
      answer.reasoning = body.reasoning
      guard role == .assistant else { return }
      answer.toolCalls = body.calls
      answer.origin = origin
      switch reason {
      case nil: break
      case "max_tokens": answer.finishReason = .length
      case "end_turn", "stop_sequence": answer.finishReason = .stop
      case "user_canceled": answer.status = .cancelled
      case let word?: answer.finishReason = .other(word)
      }
    }
  }

  private static func body(
    _ message: JSONValue, _ result: inout ForeignConversation
  ) -> (content: String, reasoning: String, calls: [ToolCall]) {
    var content: [String] = []
    var reasoning: [String] = []
    var calls: [ToolCall] = []
    for block in message["content"]?.elements ?? [] {
      switch block["type"]?.asText ?? "text" {
      case "text": content.append(block["text"]?.asText ?? "")
      case "thinking": reasoning.append(block["thinking"]?.asText ?? block["text"]?.asText ?? "")
      case "tool_use":
        calls.append(
          ToolCall(
            id: block["id"]?.asText ?? "", name: block["name"]?.asText ?? "",
            arguments: block["input"]?.text ?? ""))
      case "tool_result": content.append(toolResult(block, &result))
      case "redacted_thinking": result.omit(.hiddenThought)
      case "token_budget", "flag": break
      case let other:
        result.omit(other == "image" ? .image : .part(type: other))
        content.append("[\(other)]")
      }
    }
    var text = content.filter { !$0.isEmpty }.joined(separator: "\n\n")
    if text.isEmpty { text = message["text"]?.asText ?? "" }
    return (
      text + attachments(message, &result),
      reasoning.filter { !$0.isEmpty }.joined(separator: "\n\n"), calls
    )
  }

  private static func toolResult(
    _ block: JSONValue, _ result: inout ForeignConversation
  ) -> String {
    if let text = block["content"]?.asText { return Fence.around(text) }
    let parts = block["content"]?.elements ?? []
    let texts = parts.compactMap { $0["text"]?.asText }
    result.omit(.toolResult, count: parts.count - texts.count)
    return texts.isEmpty ? "" : Fence.around(texts.joined(separator: "\n"))
  }

  /// Returns the text that Claude extracted from the files, and placeholders for files without
  /// any. The files themselves are not in the export.
  private static func attachments(
    _ message: JSONValue, _ result: inout ForeignConversation
  ) -> String {
    var text = ""
    for file in message["attachments"]?.elements ?? [] {
      let name = file["file_name"]?.asText ?? ""
      if let extracted = file["extracted_content"]?.asText, !extracted.isEmpty {
        text += "\n\n" + (name.isEmpty ? "" : name + "\n\n") + Fence.around(extracted)
      } else {
        result.omit(.attachment)
        text += "\n\n[attachment" + (name.isEmpty ? "]" : ": \(name)]")
      }
    }
    for file in (message["files"] ?? message["files_v2"])?.elements ?? [] {
      let name = file["file_name"]?.asText ?? ""
      result.omit(.file)
      text += "\n\n[file" + (name.isEmpty ? "]" : ": \(name)]")
    }
    return text
  }
}

/// A code fence that its contents cannot close.
enum Fence {
  static func around(_ text: String, language: String = "") -> String {
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }
}
