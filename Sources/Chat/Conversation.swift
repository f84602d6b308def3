/// A tree of messages with one selected path from the root to a leaf.
///
/// Only the path is shown and sent. Edits and regenerated answers become siblings, so no
/// message is ever overwritten.
public struct Conversation: Equatable, Sendable, Identifiable {
  public let id: ConversationID
  /// The title; empty until the first question.
  public var title: String
  public var titleSource = TitleSource.question
  /// Text in the composer that has not been sent yet.
  public var draft = ""
  public let createdAt: Timestamp
  public var updatedAt: Timestamp
  /// The thinking mode of the next request; `nil` until the user chooses one in this
  /// conversation.
  public var thinking: ThinkingMode?
  /// The provider, model and parameters of the next request; `nil` before the first request.
  public var settings: ConversationSettings?
  /// The IDs of the selected path, root first. Every ID is a key of `nodes`.
  public private(set) var path: [MessageID] = []
  private var nodes: [MessageID: Message] = [:]
  /// The children of each message, oldest first. Messages without a parent are under `nil`.
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
  /// to the newest message if `leaf` is `nil` or unknown.
  ///
  /// A message whose parent is missing starts a separate path. If messages form a cycle, the path
  /// ends before it would repeat one.
  public init(_ header: Conversation, messages: [Message], leaf: MessageID?) {
    self = header
    nodes = Dictionary(messages.map { ($0.id, $0) }) { _, last in last }
    // A message whose parent is missing is treated as one without a parent.
    followers = Dictionary(grouping: messagesByAge) { $0.parent.flatMap { nodes[$0]?.id } }
      .mapValues { $0.map(\.id) }
    let newest = messages.max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }?.id
    path = pathToRoot(from: leaf.flatMap { nodes[$0]?.id } ?? newest)
  }

  /// The messages on the selected path, root first.
  /// - Complexity: O(length of the path)
  public var messages: [Message] { path.compactMap { nodes[$0] } }

  /// Returns the messages from the root to `leaf`, whether or not that path is selected; empty
  /// for an unknown ID.
  /// - Complexity: O(length of the branch)
  public func messages(to leaf: MessageID) -> [Message] {
    pathToRoot(from: leaf).compactMap { nodes[$0] }
  }

  /// Every message in the tree, in no particular order.
  public var allMessages: some Collection<Message> { nodes.values }

  /// Every message in the tree, oldest first.
  /// - Complexity: O(n log n) for n messages
  public var messagesByAge: [Message] {
    nodes.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }

  public var isEmpty: Bool { path.isEmpty }

  /// The last message on the selected path.
  public var lastMessage: Message? { path.last.flatMap { nodes[$0] } }

  /// Returns the last message on the selected path that satisfies the condition.
  /// - Complexity: O(number of messages after it)
  public func lastMessage(where isWanted: (Message) -> Bool) -> Message? {
    for id in path.reversed() {
      if let message = nodes[id], isWanted(message) { return message }
    }
    return nil
  }

  /// The message with this ID, anywhere in the tree.
  public subscript(id: MessageID) -> Message? { nodes[id] }

  /// Changes a message in place, without copying its text. Does nothing for an unknown ID.
  public mutating func update(_ id: MessageID, _ change: (inout Message) -> Void) {
    guard let index = nodes.index(forKey: id) else { return }
    change(&nodes.values[index])
  }

  /// Adds a message at the end of the selected path. Its parent must be the path's last message.
  public mutating func append(_ message: Message) {
    precondition(message.parent == path.last, "a message is appended to the end of the path")
    nodes[message.id] = message
    followers[message.parent, default: []].append(message.id)
    path.append(message.id)
    updatedAt = max(updatedAt, message.createdAt)
  }

  /// Selects the path that ends at a message, so that new messages follow it. `nil` selects the
  /// empty path. An unknown ID changes nothing.
  public mutating func select(_ id: MessageID?) {
    guard let id else { return path = [] }
    guard nodes[id] != nil else { return }
    path = pathToRoot(from: id)
  }

  /// Selects a path that leads through a message and continues to a leaf. An unknown ID changes
  /// nothing.
  /// - Parameter choices: the child to follow after each message; by default, the newest.
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

  /// Returns all messages with the same parent, including this one, oldest first; empty for an
  /// unknown ID.
  /// - Complexity: O(1)
  public func siblings(of id: MessageID) -> [MessageID] {
    guard let message = nodes[id] else { return [] }
    return followers[message.parent.flatMap { nodes[$0]?.id }] ?? []
  }

  /// Returns all descendants of a message, in all branches.
  /// - Complexity: O(number of descendants)
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

  /// Removes a message and all its descendants from the tree. If the message was on the path, the
  /// path now leads through its newest sibling or, if it has none, ends at its parent.
  /// - Returns: the removed messages, for ``restore(_:path:)``.
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

  /// Restores messages removed by ``remove(_:)``.
  /// - Parameter leaf: the end of the path that was selected before the removal.
  public mutating func restore(_ messages: [Message], path leaf: MessageID?) {
    self = Conversation(self, messages: Array(nodes.values) + messages, leaf: leaf)
  }

  /// Copies the path up to a message into a new conversation.
  /// - Parameters:
  ///   - taken: titles of other conversations, which the copy must not share.
  ///   - newID: generates the IDs of the copied messages.
  public func fork(
    at end: MessageID, id: ConversationID, taken: Set<String> = [], createdAt: Timestamp,
    newID: () -> MessageID
  ) -> Conversation {
    let title = ConversationTitle.ofCopy(of: title, taken: taken)
    var fork = Conversation(id: id, title: title, createdAt: createdAt, thinking: thinking)
    fork.titleSource = titleSource
    fork.settings = settings
    for message in pathToRoot(from: end).compactMap({ nodes[$0] }) {
      fork.append(message.copy(id: newID(), parent: fork.path.last))
    }
    fork.touch(createdAt)
    return fork
  }

  /// Sets a title suggested by the model, unless the user has written one.
  public mutating func suggest(_ title: String) {
    guard titleSource != .user else { return }
    self.title = title
    titleSource = .model
  }

  /// Records that the conversation was used. If the stored time is more than a day later than
  /// `time`, treats it as a clock error and replaces it.
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
