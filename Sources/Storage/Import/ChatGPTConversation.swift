import Chat

/// A conversation of ChatGPT's `conversations.json`: a tree of nodes by name, many of them without a
/// message, some with one that is not shown.
enum ChatGPTConversation {
  static let source = "ChatGPT"

  static func read(_ json: JSONValue) -> ForeignConversation? {
    guard case .object(let mapping)? = json["mapping"] else { return nil }
    let created = ForeignTime.seconds(json["create_time"])
    let name = json["conversation_id"]?.asText ?? json["id"]?.asText
    var result = ForeignConversation(
      source: source, name: name ?? mapping.keys.sorted().first ?? "",
      createdAt: created ?? Timestamp(milliseconds: 0))
    result.title = json["title"]?.asText ?? ""
    result.updatedAt = ForeignTime.seconds(json["update_time"])
    var time = result.createdAt
    for (name, parent, node) in inOrder(mapping) {
      guard let message = node["message"], message["content"] != nil else {
        result.alias(name, to: parent)
        continue
      }
      time = ForeignTime.seconds(message["create_time"]) ?? time
      add(message, name, after: parent, at: time, to: &result)
    }
    result.selected = json["current_node"]?.asText
    return result
  }

  /// Every node after its parent, from the roots on; a node in a circle is left where it is met.
  private static func inOrder(
    _ mapping: [String: JSONValue]
  ) -> [(name: String, parent: String?, node: JSONValue)] {
    var children: [String: [String]] = [:]
    var roots: [String] = []
    for name in mapping.keys.sorted() {
      if let parent = mapping[name]?["parent"]?.asText, mapping[parent] != nil {
        children[parent, default: []].append(name)
      } else {
        roots.append(name)
      }
    }
    var order: [(String, String?, JSONValue)] = []
    var waiting = roots.reversed().map { ($0, nil as String?) }
    while let (name, parent) = waiting.popLast() {
      if let node = mapping[name] { order.append((name, parent, node)) }
      waiting += (children[name] ?? []).reversed().map { ($0, name) }
    }
    return order
  }

  private static func add(
    _ message: JSONValue, _ name: String, after parent: String?, at time: Timestamp,
    to result: inout ForeignConversation
  ) {
    let author = message["author"]?["role"]?.asText ?? "user"
    let role = Role(rawValue: author) ?? .assistant
    let body = Body(message["content"] ?? .null)
    for (what, count) in body.omissions { result.omit(what, count: count) }
    // Empty instructions and hidden context that ChatGPT adds to each conversation.
    let isHidden =
      message["metadata"]?["is_visually_hidden_from_conversation"] == .bool(true)
      && (role == .system || body.isContext)
    guard !isHidden, !body.content.isEmpty || !body.reasoning.isEmpty else {
      return result.alias(name, to: parent)
    }
    let origin = result.origin(model: message["metadata"]?["model_slug"]?.asText)
    let reason = message["metadata"]?["finish_details"]?["type"]?.asText
    let status = message["status"]?.asText
    result.add(name, after: parent, role: role, at: time) { answer in
      answer.content = body.content
      answer.reasoning = body.reasoning
      guard role == .assistant else { return }
      answer.origin = origin
      if status == "in_progress" { answer.status = .truncated }
      switch reason {
      case "stop": answer.finishReason = .stop
      case "max_tokens": answer.finishReason = .length
      case "interrupted": answer.status = .cancelled
      default: break
      }
    }
  }

  /// What a message says, by the type of its content.
  private struct Body {
    var content = ""
    var reasoning = ""
    var isContext = false
    var omissions: [(String, Int)] = []

    init(_ content: JSONValue) {
      switch content["content_type"]?.asText ?? "text" {
      case "text", "multimodal_text": read(parts: content["parts"])
      case "code":
        let language = content["language"]?.asText ?? ""
        self.content = Fence.around(
          content["text"]?.asText ?? "", language: language == "unknown" ? "" : language)
      case "execution_output": self.content = Fence.around(content["text"]?.asText ?? "")
      case "thoughts":
        guard case .array(let thoughts)? = content["thoughts"] else { return }
        reasoning = thoughts.map { thought in
          [thought["summary"]?.asText, thought["content"]?.asText].compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
        }.joined(separator: "\n\n")
      case "reasoning_recap": reasoning = content["content"]?.asText ?? ""
      case "user_editable_context", "model_editable_context":
        isContext = true
        self.content = ["user_profile", "user_instructions", "model_set_context"]
          .compactMap { content[$0]?.asText }.joined(separator: "\n\n")
      case "tether_quote", "tether_browsing_display", "system_error", "sonic_webpage":
        self.content = ["title", "url", "text", "result"].compactMap { content[$0]?.asText }
          .filter { !$0.isEmpty }.joined(separator: "\n")
      case let other:
        read(parts: content["parts"])
        if self.content.isEmpty { self.content = content["text"]?.asText ?? "" }
        if self.content.isEmpty { omit("part of the kind “\(other)”") }
      }
    }

    private mutating func read(parts: JSONValue?) {
      guard case .array(let parts)? = parts else { return }
      var texts: [String] = []
      for part in parts {
        if let text = part.asText {
          texts.append(text)
        } else if let text = part["text"]?.asText {
          texts.append(text)
        } else if part != .null {
          let what = Self.kind(part["content_type"]?.asText ?? "")
          omit(what)
          texts.append("[\(what)]")
        }
      }
      content = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func kind(_ type: String) -> String {
      if type.contains("image") { return "image" }
      if type.contains("audio") { return "audio recording" }
      if type.contains("video") { return "video" }
      return type.isEmpty ? "attachment" : "part of the kind “\(type)”"
    }

    private mutating func omit(_ what: String) { omissions.append((what, 1)) }
  }
}

extension JSONValue {
  /// A string's text.
  var asText: String? { if case .string(let text) = self { text } else { nil } }

  /// An array's elements; none for other values.
  var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
