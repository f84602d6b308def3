/// A tree of messages with one selected path from the root to a leaf.
///
/// The path is what is shown and what is sent. Edits and regenerations are siblings, so nothing
/// that was said is ever overwritten.
public struct Conversation: Equatable, Sendable, Identifiable {
  public let id: ConversationID
  /// Empty until the first question.
  public var title: String
  public let createdAt: Timestamp
  public var updatedAt: Timestamp
  /// Whether thinking is asked for in the next request; `nil` until the user has chosen here.
  public var thinking: ThinkingMode?
  /// Ids of the selected path, root first. Every id is a key of `nodes`.
  public private(set) var path: [MessageID] = []
  private var nodes: [MessageID: Message] = [:]

  public init(
    id: ConversationID, title: String = "", createdAt: Timestamp, updatedAt: Timestamp? = nil,
    thinking: ThinkingMode? = nil
  ) {
    self.id = id
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt ?? createdAt
    self.thinking = thinking
  }

  /// Builds a conversation from stored messages in any order, and selects the path to `leaf`, or
  /// to the newest message when `leaf` is `nil` or unknown.
  ///
  /// Messages whose parents are missing start a path of their own; a cycle ends the path.
  public init(_ header: Conversation, messages: [Message], leaf: MessageID?) {
    self = header
    nodes = Dictionary(messages.map { ($0.id, $0) }) { _, last in last }
    let newest = messages.max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }?.id
    path = pathToRoot(from: leaf.flatMap { nodes[$0]?.id } ?? newest)
  }

  /// The messages of the selected path, root first.
  /// - Complexity: O(length of the path)
  public var messages: [Message] { path.compactMap { nodes[$0] } }

  /// Every message of the tree, in no particular order.
  public var allMessages: some Collection<Message> { nodes.values }

  public var isEmpty: Bool { path.isEmpty }

  /// The end of the selected path.
  public var lastMessage: Message? { path.last.flatMap { nodes[$0] } }

  /// The message with that id, wherever it is in the tree.
  public subscript(id: MessageID) -> Message? { nodes[id] }

  /// Changes a message in place, without copying its text; nothing happens for an unknown id.
  public mutating func update(_ id: MessageID, _ change: (inout Message) -> Void) {
    guard let index = nodes.index(forKey: id) else { return }
    change(&nodes.values[index])
  }

  /// Adds a message at the end of the selected path; its parent must be the path's last message.
  public mutating func append(_ message: Message) {
    precondition(message.parent == path.last, "a message is appended to the end of the path")
    nodes[message.id] = message
    path.append(message.id)
    updatedAt = max(updatedAt, message.createdAt)
  }

  /// Selects the path that ends at a message; an unknown id changes nothing.
  public mutating func select(_ id: MessageID) {
    guard nodes[id] != nil else { return }
    path = pathToRoot(from: id)
  }

  /// Notes that the conversation was used.
  public mutating func touch(_ time: Timestamp) { updatedAt = max(updatedAt, time) }

  private func pathToRoot(from leaf: MessageID?) -> [MessageID] {
    var reversed: [MessageID] = []
    var seen: Set<MessageID> = []
    var next = leaf
    while let id = next, let message = nodes[id], seen.insert(id).inserted {
      reversed.append(id)
      next = message.parent
    }
    return reversed.reversed()
  }
}

/// What a list of conversations shows of each.
public struct ConversationSummary: Equatable, Sendable, Identifiable {
  public let id: ConversationID
  public var title: String
  public var createdAt: Timestamp
  public var updatedAt: Timestamp
  /// The model of the newest answer; empty when there is none.
  public var model: String
  public var messageCount: Int
  /// The beginning of the newest message, at most a few hundred characters.
  public var preview: String

  public init(
    id: ConversationID, title: String, createdAt: Timestamp, updatedAt: Timestamp, model: String,
    messageCount: Int, preview: String
  ) {
    self.id = id
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.model = model
    self.messageCount = messageCount
    self.preview = preview
  }
}
