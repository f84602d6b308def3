import Chat

/// A conversation in DeepSeek's `conversations.json`. It is a tree of nodes like ChatGPT's, whose
/// messages are lists of fragments: questions, thoughts and answers. In older exports, each message
/// has members for its content and its reasoning instead.
struct DeepSeekConversation {
  static let source = "DeepSeek"

  static func read(_ json: JSONValue) -> ForeignConversation? {
    guard case .object(let mapping)? = json["mapping"], isDeepSeeks(mapping) else { return nil }
    var result = ForeignConversation(
      source: source, name: json["id"]?.asText ?? mapping.keys.sorted().first ?? "",
      createdAt: ForeignTime.seconds(json["inserted_at"] ?? json["created_at"]))
    if result.createdAt == nil {
      result.remark(.datedByMessages, at: "")
    }
    result.title = json["title"]?.asText ?? ""
    result.updatedAt = ForeignTime.seconds(json["updated_at"])
    result.selected = json["current_node"]?.asText
    var conversation = DeepSeekConversation(result: result)
    for (name, parent, node) in ChatGPTNodes(mapping).inOrder {
      conversation.take(node, name, after: parent)
    }
    return conversation.result
  }

  private var result: ForeignConversation
  private var roles: [String: Role] = [:]

  private init(result: ForeignConversation) { self.result = result }

  /// Returns whether the nodes are DeepSeek's. ChatGPT's messages have no `fragments`, and no
  /// `inserted_at` without an `author`.
  private static func isDeepSeeks(_ mapping: [String: JSONValue]) -> Bool {
    mapping.values.contains { node in
      let message = node["message"]
      return message?["fragments"] != nil
        || message?["inserted_at"] != nil && message?["author"] == nil
    }
  }

  private mutating func take(_ node: JSONValue, _ name: String, after parent: String?) {
    let place = "mapping.\(name)"
    guard let message = node["message"], case .object = message else {
      if case .object = node {} else { result.skip(.notNode, at: place) }
      roles[name] = parent.flatMap { roles[$0] }
      return result.alias(name, to: parent)
    }
    let body = Body(message, &result)
    let role = role(of: message, body, after: parent, at: place)
    roles[name] = role
    let origin = result.origin(model: message["model"]?.asText)
    result.add(
      name, after: parent, role: role, at: ForeignTime.seconds(message["inserted_at"]),
      place: place
    ) { added in
      added.content = body.content
      guard role == .assistant else { return }
      added.reasoning = body.reasoning
      added.origin = origin
      if body.content.isEmpty { added.status = .truncated }
    }
  }

  /// Returns the role that the message names, or else the one its fragments imply. If both are
  /// missing, roles alternate.
  private mutating func role(
    of message: JSONValue, _ body: Body, after parent: String?, at place: String
  ) -> Role {
    if let word = message["role"]?.asText ?? message["author"]?["role"]?.asText {
      return result.role(word, at: place)
    }
    if body.isQuestion { return .user }
    if body.isAnswer { return .assistant }
    return parent.flatMap { roles[$0] } == .user ? .assistant : .user
  }

  /// The contents of a message.
  private struct Body {
    private(set) var content = ""
    private(set) var reasoning = ""
    private(set) var isQuestion = false
    private(set) var isAnswer = false

    init(_ message: JSONValue, _ result: inout ForeignConversation) {
      var texts: [String] = []
      var thoughts: [String] = []
      for fragment in message["fragments"]?.elements ?? [] {
        let text = fragment["content"]?.asText ?? ""
        switch fragment["type"]?.asText ?? "" {
        case "REQUEST":
          isQuestion = true
          texts.append(text)
        case "RESPONSE":
          isAnswer = true
          texts.append(text)
        case "THINK":
          isAnswer = true
          thoughts.append(text)
        case let other:
          result.omit(other.contains("SEARCH") ? .webSearch : .part(type: other))
          texts.append(text)
        }
      }
      if texts.isEmpty, thoughts.isEmpty {
        texts = [message["content"]?.asText ?? ""]
        thoughts = [message["reasoning_content"]?.asText ?? ""]
      }
      for file in message["files"]?.elements ?? [] {
        result.omit(.file)
        let name = file["file_name"]?.asText ?? file["name"]?.asText ?? ""
        texts.append("[file" + (name.isEmpty ? "]" : ": \(name)]"))
      }
      content = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
      reasoning = thoughts.filter { !$0.isEmpty }.joined(separator: "\n\n")
      if !reasoning.isEmpty { isAnswer = true }
    }
  }
}
