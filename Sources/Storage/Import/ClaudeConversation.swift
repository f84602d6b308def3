import Chat

/// A conversation of Claude's `conversations.json`.
enum ClaudeConversation {
  static let source = "Claude"

  static func read(_ json: JSONValue) -> ForeignConversation? {
    guard case .array(let messages)? = json["chat_messages"] else { return nil }
    let created = ForeignTime.iso8601(json["created_at"]?.asText)
    var result = ForeignConversation(
      source: source, name: json["uuid"]?.asText ?? "",
      createdAt: created ?? Timestamp(milliseconds: 0))
    result.title = json["name"]?.asText ?? ""
    result.updatedAt = ForeignTime.iso8601(json["updated_at"]?.asText)
    let model = json["model"]?.asText
    var names: Set<String> = []
    var last: String?
    for (index, message) in messages.enumerated() {
      let name = message["uuid"]?.asText ?? "\(index)"
      // Older exports tell no parent: each message follows the one before. Newer ones name one that
      // is no message for the first.
      let named = message["parent_message_uuid"]?.asText
      let parent = named.map { names.contains($0) ? $0 : nil } ?? last
      add(message, name, after: parent, model: model, to: &result)
      names.insert(name)
      last = name
    }
    result.selected = json["current_leaf_message_uuid"]?.asText ?? last
    return result
  }

  private static func add(
    _ message: JSONValue, _ name: String, after parent: String?, model: String?,
    to result: inout ForeignConversation
  ) {
    let role: Role = message["sender"]?.asText == "human" ? .user : .assistant
    let time = ForeignTime.iso8601(message["created_at"]?.asText) ?? result.createdAt
    let origin = result.origin(model: message["model"]?.asText ?? model)
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
      case "redacted_thinking": result.omit("hidden thought")
      case "token_budget", "flag": break
      case let other:
        result.omit(other == "image" ? "image" : "part of the kind “\(other)”")
        content.append("[\(other)]")
      }
    }
    var text = content.filter { !$0.isEmpty }.joined(separator: "\n\n")
    if text.isEmpty { text = message["text"]?.asText ?? "" }
    text += attachments(message, &result)
    result.add(name, after: parent, role: role, at: time) { answer in
      answer.content = text
      answer.reasoning = reasoning.filter { !$0.isEmpty }.joined(separator: "\n\n")
      guard role == .assistant else { return }
      answer.toolCalls = calls
      answer.origin = origin
      switch message["stop_reason"]?.asText {
      case "max_tokens": answer.finishReason = .length
      case "end_turn", "stop_sequence": answer.finishReason = .stop
      case "user_canceled": answer.status = .cancelled
      default: break
      }
    }
  }

  private static func toolResult(
    _ block: JSONValue, _ result: inout ForeignConversation
  ) -> String {
    if let text = block["content"]?.asText { return Fence.around(text) }
    let parts = block["content"]?.elements ?? []
    let texts = parts.compactMap { $0["text"]?.asText }
    result.omit("tool result", count: parts.count - texts.count)
    return texts.isEmpty ? "" : Fence.around(texts.joined(separator: "\n"))
  }

  /// The text that Claude has taken out of a file is kept, the file itself is not in the export.
  private static func attachments(
    _ message: JSONValue, _ result: inout ForeignConversation
  ) -> String {
    var text = ""
    for file in message["attachments"]?.elements ?? [] {
      let name = file["file_name"]?.asText ?? ""
      if let extracted = file["extracted_content"]?.asText, !extracted.isEmpty {
        text += "\n\n" + (name.isEmpty ? "" : name + "\n\n") + Fence.around(extracted)
      } else {
        result.omit("attachment")
        text += "\n\n[attachment" + (name.isEmpty ? "]" : ": \(name)]")
      }
    }
    for file in (message["files"] ?? message["files_v2"])?.elements ?? [] {
      let name = file["file_name"]?.asText ?? ""
      result.omit("file")
      text += "\n\n[file" + (name.isEmpty ? "]" : ": \(name)]")
    }
    return text
  }
}

/// A code fence that what it holds cannot close.
enum Fence {
  static func around(_ text: String, language: String = "") -> String {
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }
}
