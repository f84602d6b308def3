internal import Chat
internal import Screen

/// Searching all conversations, and going to what was found.
extension State {
  /// - Parameter text: what is looked for from the start.
  mutating func openSearch(_ text: String = "") -> [Effect] {
    toggle(SearchPage(text: Composer(text)))
    guard pages.last is SearchPage else { return [] }
    return search() + saveDraft()
  }

  /// Has the database answer the query as it is now.
  mutating func search() -> [Effect] {
    guard var page = pages.last as? SearchPage else { return [] }
    let order = page.ask(as: ids.request())
    pages[pages.count - 1] = page
    return order.map { [.store($0)] } ?? []
  }

  mutating func show(_ result: Result<SearchResult, StoreError>, for request: RequestID) {
    for index in pages.indices {
      guard var page = pages[index] as? SearchPage, page.request == request else { continue }
      page.take(result)
      pages[index] = page
    }
  }

  /// More of what an older version stored can be found: whoever waits for it sees it.
  mutating func noteIndexed() -> [Effect] {
    guard let page = pages.last as? SearchPage, page.request == nil, page.result?.indexed != nil
    else { return [] }
    return search()
  }

  /// Goes to the message in its branch, and marks what was found as `/` does.
  mutating func land(on hit: SearchHit) {
    // Of a search before.
    find = nil
    guard let id = hit.message, let message = conversation[id] else { return }
    if !conversation.path.contains(id) { conversation.select(through: id) }
    let isInPane = hit.isInReasoning && !message.isReasoningOnly
    if isInPane { isReasoningOpen = true }
    let target = LandingTarget(message: id, terms: hit.wanted)
    find = target.map { Find($0, isInReasoning: isInPane) }
    focus = isInPane ? .reasoning : .transcript
    cursor = id
    transcript.land(on: isInPane ? nil : target, id)
    if isInPane, let target { reasoning.land(on: target) }
  }
}
