/// What a list of conversations shows of each.
public struct ConversationSummary: Equatable, Sendable, Identifiable {
  public let id: ConversationID
  public var title: String
  public var createdAt: Timestamp
  public var updatedAt: Timestamp
  /// The model of the newest answer; empty when there is none.
  public var model: String
  public var messageCount: Int
  /// The beginning of the last message of the selected path, at most a few hundred characters.
  public var preview: String
  public var marks: ConversationMarks
  /// Something is written there that has not been sent.
  public var hasDraft: Bool

  public init(
    id: ConversationID, title: String, createdAt: Timestamp, updatedAt: Timestamp, model: String,
    messageCount: Int, preview: String, marks: ConversationMarks = ConversationMarks(),
    hasDraft: Bool = false
  ) {
    self.id = id
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.model = model
    self.messageCount = messageCount
    self.preview = preview
    self.marks = marks
    self.hasDraft = hasDraft
  }
}

/// What the user has done with a conversation as a whole.
public struct ConversationMarks: Equatable, Sendable {
  /// Stands above the others.
  public var isPinned = false
  /// Out of the way, but kept.
  public var isArchived = false
  /// In the order in which they were given; no two are equal.
  public var tags: [String] = []
  /// When it was deleted; for 30 days it can be brought back.
  public var deletedAt: Timestamp?

  public init() {}

  /// The list that shows the conversation.
  public var shelf: Shelf {
    if deletedAt != nil { return .deleted }
    return isArchived ? .archived : .current
  }
}

/// One of the lists of conversations.
public enum Shelf: CaseIterable, Sendable {
  case current
  case archived
  case deleted
}

/// One thing done with a conversation as a whole.
public enum ConversationChange: Equatable, Sendable {
  /// A title of the user's own, which no model writes over.
  case rename(String)
  /// A title from a model, where the user has written none.
  case suggestTitle(String)
  case pin(Bool)
  case archive(Bool)
  case tag([String])
  /// `nil` brings it back.
  case delete(Timestamp?)
}

extension ConversationSummary {
  public mutating func apply(_ change: ConversationChange) {
    switch change {
    case .rename(let title), .suggestTitle(let title): self.title = title
    case .pin(let isPinned): marks.isPinned = isPinned
    case .archive(let isArchived): marks.isArchived = isArchived
    case .tag(let tags): marks.tags = tags
    case .delete(let time): marks.deletedAt = time
    }
  }

  /// What undoes a change, as long as the summary is as it was before.
  public func inverse(of change: ConversationChange) -> ConversationChange {
    switch change {
    case .rename: .rename(title)
    case .suggestTitle: .suggestTitle(title)
    case .pin: .pin(marks.isPinned)
    case .archive: .archive(marks.isArchived)
    case .tag: .tag(marks.tags)
    case .delete: .delete(marks.deletedAt)
    }
  }
}

/// Who wrote a title. The raw values are those of the store.
public enum TitleSource: String, Sendable, Codable {
  /// It is the beginning of the first question.
  case question
  case model
  case user
}
