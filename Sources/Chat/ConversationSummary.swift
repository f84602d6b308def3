/// The facts that a list shows about a conversation.
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
  /// Whether the preview is the model's thinking, because the answer has no text.
  public var previewsThinking: Bool
  /// How the last answer of the selected path ended; `nil` if its last message is a question.
  public var ending: AnswerEnding?
  public var marks: ConversationMarks
  /// Whether the conversation has an unsent draft.
  public var hasDraft: Bool

  /// The maximum number of characters in a preview. Longer text is cut.
  public static let longestPreview = 400
  /// The maximum number of characters in the preview of the conversation selected in a list: enough
  /// to fill the rows that a short list leaves free in a large window.
  public static let longestSelectedPreview = 4000

  /// Whether the preview may be only the beginning of the text.
  public var isPreviewCut: Bool { preview.count >= Self.longestPreview }

  public init(
    id: ConversationID, title: String, createdAt: Timestamp, updatedAt: Timestamp, model: String,
    messageCount: Int, preview: String, previewsThinking: Bool = false,
    ending: AnswerEnding? = nil, marks: ConversationMarks = ConversationMarks(),
    hasDraft: Bool = false
  ) {
    self.id = id
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.model = model
    self.messageCount = messageCount
    self.preview = preview
    self.previewsThinking = previewsThinking
    self.ending = ending
    self.marks = marks
    self.hasDraft = hasDraft
  }
}

/// The facts that decide whether an answer counts as incomplete.
public struct AnswerEnding: Equatable, Sendable {
  public let status: MessageStatus
  public let finishReason: FinishReason?

  public init(_ status: MessageStatus, _ finishReason: FinishReason? = nil) {
    (self.status, self.finishReason) = (status, finishReason)
  }

  /// Returns `nil` for a message that is not an answer.
  public init?(_ message: Message) {
    guard message.role == .assistant else { return nil }
    self.init(message.status, message.finishReason)
  }
}

/// Marks on a whole conversation: pinned, archived, tagged, deleted.
public struct ConversationMarks: Equatable, Sendable {
  /// Whether the conversation is listed above the others.
  public var isPinned = false
  /// Whether the conversation is kept but hidden from the main list.
  public var isArchived = false
  /// The tags in the order in which they were added, without duplicates.
  public var tags: [String] = []
  /// When the conversation was deleted; it can be restored for 30 days after that.
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

/// A change to a conversation as a whole.
public enum ConversationChange: Equatable, Sendable {
  /// Sets a title written by the user, which no model may replace.
  case rename(String)
  /// Sets a title from a model, unless the user has written one.
  case suggestTitle(String)
  case pin(Bool)
  case archive(Bool)
  case tag([String])
  /// Deletes the conversation at the given time; `nil` restores it.
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

  /// Returns the change that undoes `change`, provided that this summary still describes the
  /// state before it.
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

/// The source of a title. The store uses the raw values.
public enum TitleSource: String, Sendable, Codable {
  /// Taken from the beginning of the first question.
  case question
  case model
  case user
}
