public import Chat
internal import Screen

/// A conversation of a list, with what the filter looks at.
public struct ListedConversation: Equatable, Sendable {
  private(set) var summary: ConversationSummary
  private(set) var folded: FoldedText

  /// Made where the list is read, not where keys wait.
  public init(_ summary: ConversationSummary) {
    self.summary = summary
    folded = Self.folded(summary)
  }

  mutating func apply(_ change: ConversationChange) {
    summary.apply(change)
    folded = Self.folded(summary)
  }

  mutating func noteUse(at time: Timestamp) {
    summary.updatedAt = max(summary.updatedAt, time)
  }

  private static func folded(_ summary: ConversationSummary) -> FoldedText {
    let tags = summary.marks.tags.map { "#" + $0 }.joined(separator: " ")
    return FoldedText(
      [summary.title, summary.model, tags, summary.preview].joined(separator: "\n"))
  }
}

/// A part of a list of conversations, in its order.
public struct ListPage: Equatable, Sendable {
  public let listed: [ListedConversation]
  /// There are others behind the last.
  public let hasMore: Bool

  public init(_ summaries: [ConversationSummary], hasMore: Bool) {
    listed = summaries.map(ListedConversation.init)
    self.hasMore = hasMore
  }
}

extension ConversationSummary {
  /// What the list shows of a conversation that is in memory.
  /// - Complexity: O(messages at its end that have no text)
  init(_ conversation: Conversation) {
    let answer = conversation.lastMessage { $0.role == .assistant }
    let last = conversation.lastMessage { !$0.content.isEmpty || !$0.reasoning.isEmpty }
    let text = last.map { $0.content.isEmpty ? $0.reasoning : $0.content } ?? conversation.draft
    self.init(
      id: conversation.id, title: conversation.title, createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt, model: answer?.origin?.model ?? "",
      messageCount: conversation.allMessages.count, preview: String(text.prefix(200)),
      hasDraft: !conversation.draft.isEmpty)
  }
}
