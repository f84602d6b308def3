/// A tree of messages with one selected path from the root to a leaf.
///
/// The path is what is shown and what is sent. Edits and regenerations are siblings, so nothing
/// that was said is ever overwritten.
public struct Conversation: Equatable, Sendable, Identifiable {
  public let id: ConversationID
  /// Empty until the first question.
  public var title: String
  public var titleSource = TitleSource.question
  /// What is being written and has not been sent.
  public var draft = ""
  public let createdAt: Timestamp
  public var updatedAt: Timestamp
  /// Whether thinking is asked for in the next request; `nil` until the user has chosen here.
  public var thinking: ThinkingMode?
  /// Whom the next request goes to; `nil` until something was asked.
  public var settings: ConversationSettings?
  /// Ids of the selected path, root first. Every id is a key of `nodes`.
  public private(set) var path: [MessageID] = []
  private var nodes: [MessageID: Message] = [:]
  /// The messages that follow each one, oldest first; under `nil` those that follow none.
  private var followers: [MessageID?: [MessageID]] = [:]

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
    // One whose parent is missing begins a path.
    followers = Dictionary(grouping: messagesByAge) { $0.parent.flatMap { nodes[$0]?.id } }
      .mapValues { $0.map(\.id) }
    let newest = messages.max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }?.id
    path = pathToRoot(from: leaf.flatMap { nodes[$0]?.id } ?? newest)
  }

  /// The messages of the selected path, root first.
  /// - Complexity: O(length of the path)
  public var messages: [Message] { path.compactMap { nodes[$0] } }

  /// Every message of the tree, in no particular order.
  public var allMessages: some Collection<Message> { nodes.values }

  /// Every message of the tree, oldest first.
  /// - Complexity: O(n log n) for n messages
  public var messagesByAge: [Message] {
    nodes.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }

  public var isEmpty: Bool { path.isEmpty }

  /// The end of the selected path.
  public var lastMessage: Message? { path.last.flatMap { nodes[$0] } }

  /// The last message of the selected path that is wanted.
  /// - Complexity: O(number of messages behind it)
  public func lastMessage(where isWanted: (Message) -> Bool) -> Message? {
    for id in path.reversed() {
      if let message = nodes[id], isWanted(message) { return message }
    }
    return nil
  }

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
    followers[message.parent, default: []].append(message.id)
    path.append(message.id)
    updatedAt = max(updatedAt, message.createdAt)
  }

  /// Selects the path that ends at a message, so that what is appended follows it; `nil` selects the
  /// empty path, an unknown id changes nothing.
  public mutating func select(_ id: MessageID?) {
    guard let id else { return path = [] }
    guard nodes[id] != nil else { return }
    path = pathToRoot(from: id)
  }

  /// Selects a path that leads through a message and on to a leaf; an unknown id changes nothing.
  /// - Parameter choices: which of the messages that follow another it goes through; where this names
  ///   none of them, through the newest.
  public mutating func select(through id: MessageID, choices: [MessageID: MessageID] = [:]) {
    guard nodes[id] != nil else { return }
    path = pathToRoot(from: id)
    var seen = Set(path)
    while let last = path.last, let following = followers[last] {
      let chosen = choices[last].flatMap { following.contains($0) ? $0 : nil }
      guard let next = chosen ?? following.last, seen.insert(next).inserted else { return }
      path.append(next)
    }
  }

  /// The messages with the same parent, oldest first, this one among them; empty for an unknown id.
  /// - Complexity: O(1), but for a message whose parent is missing
  public func siblings(of id: MessageID) -> [MessageID] {
    guard let message = nodes[id] else { return [] }
    return followers[message.parent.flatMap { nodes[$0]?.id }] ?? []
  }

  /// Every message that follows one, in all branches.
  /// - Complexity: O(number of them)
  public func descendants(of id: MessageID) -> [MessageID] {
    var found: [MessageID] = []
    var seen: Set<MessageID> = [id]
    var next = [id]
    while let id = next.popLast() {
      let new = (followers[id] ?? []).filter { seen.insert($0).inserted }
      found += new
      next += new
    }
    return found
  }

  /// Takes a message and all that follow it out of the tree. Where it was on the path, the path goes
  /// on through its newest sibling, or ends before it.
  /// - Returns: what was taken out, for ``restore(_:path:)``.
  public mutating func remove(_ id: MessageID) -> [Message] {
    guard let message = nodes[id] else { return [] }
    let parent = message.parent.flatMap { nodes[$0]?.id }
    let wasOnPath = path.contains(id)
    var removed: [Message] = []
    for id in [id] + descendants(of: id) {
      followers[id] = nil
      if let message = nodes.removeValue(forKey: id) { removed.append(message) }
    }
    let siblings = followers.removeValue(forKey: parent)?.filter { $0 != id } ?? []
    if !siblings.isEmpty { followers[parent] = siblings }
    guard wasOnPath else { return removed }
    if let sibling = siblings.last { select(through: sibling) } else { select(parent) }
    return removed
  }

  /// Puts back what ``remove(_:)`` took out.
  /// - Parameter path: the end of the path that was selected then.
  public mutating func restore(_ messages: [Message], path leaf: MessageID?) {
    self = Conversation(self, messages: Array(nodes.values) + messages, leaf: leaf)
  }

  /// The path as far as a message, as a conversation of its own.
  /// - Parameter newID: makes the ids of the copies.
  public func fork(
    at end: MessageID, id: ConversationID, createdAt: Timestamp, newID: () -> MessageID
  ) -> Conversation {
    let title = title.hasSuffix(" (copy)") ? title : title + " (copy)"
    var fork = Conversation(id: id, title: title, createdAt: createdAt, thinking: thinking)
    fork.titleSource = titleSource
    fork.settings = settings
    for message in pathToRoot(from: end).compactMap({ nodes[$0] }) {
      fork.append(message.copy(id: newID(), parent: fork.path.last))
    }
    fork.touch(createdAt)
    return fork
  }

  /// Takes over a title from a model, unless the user has written one.
  public mutating func suggest(_ title: String) {
    guard titleSource != .user else { return }
    self.title = title
    titleSource = .model
  }

  /// Notes that the conversation was used. A time that is more than a day ahead is a clock's mistake, and
  /// does not stay.
  public mutating func touch(_ time: Timestamp) {
    let isMistake = updatedAt > time.advanced(by: .seconds(86_400))
    updatedAt = isMistake ? time : max(updatedAt, time)
  }

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
