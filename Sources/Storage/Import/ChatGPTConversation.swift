import Chat

/// A conversation in ChatGPT's `conversations.json`. It is a tree of named nodes. Many have no
/// message, some have a hidden one, and some hold the thinking that belongs to the answer in a
/// later node.
struct ChatGPTConversation {
  static let source = "ChatGPT"

  static func read(_ json: JSONValue) -> ForeignConversation? {
    guard case .object(let mapping)? = json["mapping"] else { return nil }
    let name = json["conversation_id"]?.asText ?? json["id"]?.asText
    var result = ForeignConversation(
      source: source, name: name ?? mapping.keys.sorted().first ?? "",
      createdAt: ForeignTime.seconds(json["create_time"]))
    if result.createdAt == nil, !mapping.isEmpty {
      result.remark(.datedByMessages, at: "")
    }
    result.title = json["title"]?.asText ?? ""
    result.updatedAt = ForeignTime.seconds(json["update_time"])
    result.isArchived = json["is_archived"] == .bool(true)
    result.selected = json["current_node"]?.asText
    let nodes = ChatGPTNodes(mapping)
    var conversation = ChatGPTConversation(
      result: result, nodes: nodes, model: Self.model(json["default_model_slug"]))
    for (name, parent, node) in nodes.inOrder {
      conversation.take(node, name, after: parent)
      if nodes.followerCount(name) == 0 { conversation.keepThinking(at: name, isEnd: true) }
    }
    return conversation.result
  }

  private var result: ForeignConversation
  private let nodes: ChatGPTNodes
  /// The conversation's model, for messages that do not name one.
  private let model: String?
  /// Thinking whose answer has not been found yet, keyed by the name of the last node read on its
  /// branch.
  private var waiting: [String: Thinking] = [:]
  /// Names of thinking nodes that became separate messages.
  private var kept: Set<String> = []

  private init(result: ForeignConversation, nodes: ChatGPTNodes, model: String?) {
    self.result = result
    self.nodes = nodes
    self.model = model
  }

  private static func model(_ slug: JSONValue?) -> String? {
    slug?.asText.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The model's thinking, collected from any number of nodes.
  private struct Thinking {
    /// The names of the first node and its parent.
    var name: String
    var parent: String?
    var time: Timestamp?
    var model: String?
    var texts: [String] = []
    var duration: Duration?

    var text: String { texts.joined(separator: "\n\n") }
  }

  private mutating func take(_ node: JSONValue, _ name: String, after parent: String?) {
    let place = "mapping.\(name)"
    guard case .object(let members) = node else {
      if node != .null { result.skip(.notNode, at: place) }
      return pass(name, to: parent)
    }
    let message = members["message"] ?? .null
    guard case .object? = message["content"] else {
      if message != .null { result.skip(.notMessage, at: "\(place).message") }
      return pass(name, to: parent)
    }
    let body = ChatGPTBody(message["content"] ?? .null)
    for item in body.omissions { result.omit(item) }
    if body.isThinking { return think(message, body, name, after: parent) }
    // ChatGPT adds empty instructions to every conversation.
    guard !body.text.isEmpty else { return pass(name, to: parent) }
    let role = result.role(message["author"]?["role"]?.asText, at: place)
    if role == .system,
      message["metadata"]?["is_visually_hidden_from_conversation"] == .bool(true)
    {
      result.omit(.hiddenInstruction)
      return pass(name, to: parent)
    }
    let thinking = role == .assistant ? parent.flatMap { waiting[$0] } : nil
    if role != .assistant { keepThinking(at: parent, isEnd: false) }
    add(message, body, name, after: parent, role: role, thinking: thinking)
  }

  /// Skips an empty node: its children are attached to its parent.
  private mutating func pass(_ name: String, to parent: String?) {
    result.alias(name, to: parent)
    guard let parent else { return }
    // Move the thinking unless a sibling needs it too, so that a long chain of thought is not
    // copied at every node.
    waiting[name] =
      nodes.followerCount(parent) == 1 ? waiting.removeValue(forKey: parent) : waiting[parent]
  }

  private mutating func think(
    _ message: JSONValue, _ body: ChatGPTBody, _ name: String, after parent: String?
  ) {
    pass(name, to: parent)
    var thinking =
      waiting.removeValue(forKey: name)
      ?? Thinking(
        name: name, parent: parent, time: ForeignTime.seconds(message["create_time"]),
        model: Self.model(message["metadata"]?["model_slug"]))
    if !body.text.isEmpty { thinking.texts.append(body.text) }
    switch message["metadata"]?["finished_duration_sec"] {
    case .integer(let seconds)?: thinking.duration = .seconds(seconds).clamped
    case .number(let seconds)?: thinking.duration = Duration(clampingSeconds: seconds)
    // A recap is only a sentence that states the duration, so its text is left out.
    default: if body.isRecap { result.omit(.reasoningRecap) }
    }
    waiting[name] = thinking
  }

  /// Turns thinking without an answer into a message.
  /// - Parameter isEnd: whether no other node follows.
  private mutating func keepThinking(at name: String?, isEnd: Bool) {
    guard let thinking = name.flatMap({ waiting[$0] }), !thinking.texts.isEmpty,
      kept.insert(thinking.name).inserted
    else { return }
    let origin = result.origin(model: thinking.model ?? model)
    result.add(
      thinking.name, after: thinking.parent, role: .assistant, at: thinking.time,
      place: "mapping.\(thinking.name)"
    ) { answer in
      answer.reasoning = thinking.text
      answer.origin = origin
      answer.timings = thinking.duration.map { Timings(firstToken: .zero, end: $0) }
      if isEnd { answer.status = .truncated }
    }
  }

  private mutating func add(
    _ message: JSONValue, _ body: ChatGPTBody, _ name: String, after parent: String?, role: Role,
    thinking: Thinking?
  ) {
    let place = "mapping.\(name)"
    let origin = result.origin(
      model: Self.model(message["metadata"]?["model_slug"]) ?? thinking?.model ?? model)
    let status = status(message["status"]?.asText, at: place)
    let reason = message["metadata"]?["finish_details"]?["type"]?.asText
    // The text is addressed to the reader (`all`) or to a tool.
    let recipient = message["recipient"]?.asText ?? "all"
    result.add(
      name, after: parent, role: role, at: ForeignTime.seconds(message["create_time"]),
      place: place
    ) { answer in
      guard role == .assistant else { return answer.content = body.markdown }
      if recipient == "all" || recipient.isEmpty {
        answer.content = body.markdown
      } else {
        answer.toolCalls = [ToolCall(name: recipient, arguments: body.text)]
      }
      answer.origin = origin
      answer.status = status
      switch reason {
      case nil: break
      case "stop": answer.finishReason = .stop
      case "max_tokens": answer.finishReason = .length
      case "interrupted": answer.status = .cancelled
      case let word?: answer.finishReason = .other(word)
      }
      guard let thinking else { return }
      answer.reasoning = thinking.text
      answer.timings = thinking.duration.map { duration in
        // If the thinking is hidden, nobody saw its first token.
        Timings(firstToken: thinking.text.isEmpty ? nil : .zero, firstContent: duration)
      }
    }
  }

  private mutating func status(_ word: String?, at place: String) -> MessageStatus {
    switch word {
    case nil, "finished_successfully", "finished": return .complete
    case "in_progress", "finished_partial_completion": return .truncated
    case let word?:
      result.remark(.unknownStatus(word), at: place)
      return .truncated
    }
  }
}

/// The nodes of a ChatGPT or DeepSeek conversation, each after its parent.
struct ChatGPTNodes {
  private let mapping: [String: JSONValue]
  private var followers: [String: [String]] = [:]
  private(set) var inOrder: [(name: String, parent: String?, node: JSONValue)] = []
  private var seen: Set<String> = []

  init(_ mapping: [String: JSONValue]) {
    self.mapping = mapping
    let names = mapping.keys.sorted()
    for name in names {
      if let parent = mapping[name]?["parent"]?.asText, mapping[parent] != nil {
        followers[parent, default: []].append(name)
      }
    }
    for name in names where parent(of: name).map({ mapping[$0] == nil }) ?? true { visit(name) }
    // The remaining nodes belong to cycles.
    for name in names where !seen.contains(name) { visit(firstInCircle(above: name)) }
  }

  func followerCount(_ name: String) -> Int { followers[name]?.count ?? 0 }

  private func parent(of name: String) -> String? { mapping[name]?["parent"]?.asText }

  private mutating func visit(_ root: String) {
    var waiting = [root]
    while let name = waiting.popLast() {
      guard seen.insert(name).inserted, let node = mapping[name] else { continue }
      inOrder.append((name, parent(of: name), node))
      waiting += (followers[name] ?? []).reversed()
    }
  }

  /// Follows the parents of `name` into a cycle, and returns the oldest node of the cycle.
  private func firstInCircle(above name: String) -> String {
    var path: [String] = []
    var onPath: Set<String> = []
    var next = name
    while onPath.insert(next).inserted, let parent = parent(of: next), !seen.contains(parent) {
      path.append(next)
      next = parent
    }
    let circle = path.firstIndex(of: next).map { path[$0...] } ?? [next]
    let times = circle.map { ForeignTime.seconds(mapping[$0]?["message"]?["create_time"]) }
    let latest = Timestamp(milliseconds: .max)
    return zip(times, circle).min { ($0.0 ?? latest, $0.1) < ($1.0 ?? latest, $1.1) }?.1 ?? name
  }
}
