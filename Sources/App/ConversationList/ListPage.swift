public import Chat
internal import Screen

/// A conversation in the list, with the text that the filter matches.
public struct ListedConversation: Equatable, Sendable {
  private(set) var summary: ConversationSummary
  private(set) var folded: FoldedText

  /// Folds the text for the filter. Create the rows of a page on the thread that loads it, because
  /// folding many texts can delay key handling.
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

/// A page of the conversation list, in the list's order.
public struct ListPage: Equatable, Sendable {
  public let listed: [ListedConversation]
  /// Whether more conversations follow.
  public let hasMore: Bool

  public init(_ summaries: [ConversationSummary], hasMore: Bool) {
    listed = summaries.map(ListedConversation.init)
    self.hasMore = hasMore
  }
}

extension ConversationSummary {
  /// Summarises a conversation in memory.
  /// - Complexity: O(number of trailing messages without text)
  init(_ conversation: Conversation) {
    let answer = conversation.lastMessage { $0.role == .assistant }
    let last = conversation.lastMessage { $0.previewText != nil }
    let text = last?.previewText ?? StoredDraft(stored: conversation.draft).joined
    self.init(
      id: conversation.id, title: conversation.title, createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt, model: answer?.origin?.model ?? "",
      messageCount: conversation.allMessages.count,
      preview: String(text.prefix(Self.longestPreview)),
      previewsThinking: last.map { $0.content.isEmpty && !$0.reasoning.isEmpty } == true,
      ending: conversation.lastMessage.flatMap { AnswerEnding($0) },
      hasDraft: !conversation.draft.isEmpty)
  }
}

extension Message {
  /// The text, or else the thinking, or else the error message.
  fileprivate var previewText: String? {
    [content, reasoning].first { !$0.isEmpty } ?? errorText
  }
}
