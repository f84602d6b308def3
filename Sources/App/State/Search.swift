internal import Chat

/// The search over all conversations, as it is typed.
struct Search: Equatable {
  var text: Composer
  var order = SearchOrder.newest
  /// What models thought is searched, too.
  var includesReasoning = true
  /// The answer that is awaited; those to older queries are dropped.
  var request: RequestID?
  /// Of the last query that was answered; `nil` until one was.
  var result: SearchResult?
  var error: StoreError?
  var selected = 0
  /// Hits that are asked for: more when somebody goes down so far.
  var limit = Self.page

  static let page = 30

  var query: SearchQuery { SearchQuery(text.text) }

  var selection: SearchHit? {
    guard let hits = result?.hits, hits.indices.contains(selected) else { return nil }
    return hits[selected]
  }

  /// - Returns: whether more hits are needed.
  mutating func move(by rows: Int) -> Bool {
    guard let result else { return false }
    selected = min(max(0, selected + rows), max(0, result.hits.count - 1))
    guard result.hasMore, request == nil, selected + 10 > result.hits.count else { return false }
    limit = result.hits.count + 4 * Self.page
    return true
  }
}
