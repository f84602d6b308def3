/// A message or a title that matches a query.
public struct SearchHit: Equatable, Sendable {
  public let conversation: ConversationID
  /// The conversation's title.
  public var title: String
  /// The message that matches; `nil` when the title matches.
  public let message: MessageID?
  /// The role of the matching message; `nil` when the title matches.
  public let role: Role?
  /// When the message was written; for a title, when its conversation began.
  public let createdAt: Timestamp
  /// Whether the snippet is from the model's thinking rather than from its answer.
  public var isInReasoning: Bool
  public var snippet: SearchSnippet
  /// For a title, the beginning of the message that the conversation list previews; empty for a
  /// message.
  public var preview = ""
  /// The search terms, to be highlighted in the whole text.
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

/// The part of a message or title around its matches, as Markdown. White space is reduced to single
/// spaces and to line feeds between lines and paragraphs. As untrusted as its source.
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

/// The order of hits.
public enum SearchOrder: Equatable, Sendable {
  case newest
  /// Ranked by BM25, which favours rare words, and many occurrences of them in a short text. If
  /// there are many hits, only the newest are ranked.
  case best
}

/// The hits of one query, up to the requested limit.
public struct SearchResult: Equatable, Sendable {
  public var hits: [SearchHit]
  /// Whether there are more hits.
  public var hasMore: Bool
  /// The number of hits ranked in best-match order, if older hits were not ranked; otherwise `nil`.
  public var ranked: Int?
  /// The progress of indexing messages that were stored without an index, for example by an older
  /// version, from 0 to 1; `nil` when all are indexed.
  public var indexed: Double?

  public init(hits: [SearchHit], hasMore: Bool, ranked: Int? = nil, indexed: Double? = nil) {
    self.hits = hits
    self.hasMore = hasMore
    self.ranked = ranked
    self.indexed = indexed
  }
}
