/// A message or a title in which all was found that a query asks for.
public struct SearchHit: Equatable, Sendable {
  public let conversation: ConversationID
  /// The conversation's title.
  public var title: String
  /// `nil` when the title itself was found.
  public let message: MessageID?
  /// `nil` when the title itself was found.
  public let role: Role?
  /// When the message was written; for a title, when its conversation began.
  public let createdAt: Timestamp
  /// The snippet is from what the model thought, not from what it said.
  public var isInReasoning: Bool
  public var snippet: SearchSnippet
  /// What was looked for, for marking it in the whole text.
  public var wanted: [SearchQuery.Term]

  public init(
    conversation: ConversationID, title: String, message: MessageID?, role: Role?,
    createdAt: Timestamp, isInReasoning: Bool, snippet: SearchSnippet,
    wanted: [SearchQuery.Term] = []
  ) {
    self.conversation = conversation
    self.title = title
    self.message = message
    self.role = role
    self.createdAt = createdAt
    self.isInReasoning = isInReasoning
    self.snippet = snippet
    self.wanted = wanted
  }
}

/// A piece of a text around what was found in it, on one line. As untrusted as the text.
public struct SearchSnippet: Equatable, Sendable {
  public struct Piece: Equatable, Sendable {
    public var text: String
    public var isMatch: Bool

    public init(_ text: String, isMatch: Bool = false) {
      self.text = text
      self.isMatch = isMatch
    }
  }

  public var pieces: [Piece]

  public init(_ pieces: [Piece]) { self.pieces = pieces }

  public var text: String { pieces.map(\.text).joined() }
}

/// What comes first among hits.
public enum SearchOrder: Equatable, Sendable {
  case newest
  /// By BM25: rare words, and many of them in a short text. Of many hits the newest are ranked.
  case best
}

/// The hits of one query, as far as they were asked for.
public struct SearchResult: Equatable, Sendable {
  public var hits: [SearchHit]
  /// There are more hits than these.
  public var hasMore: Bool
  /// Best match first, where there are more hits than were ranked: how many were, the newest.
  public var ranked: Int?
  /// Texts of an older version of the store are still being indexed; what part is done, from 0 to 1.
  public var indexed: Double?

  public init(hits: [SearchHit], hasMore: Bool, ranked: Int? = nil, indexed: Double? = nil) {
    self.hits = hits
    self.hasMore = hasMore
    self.ranked = ranked
    self.indexed = indexed
  }
}
