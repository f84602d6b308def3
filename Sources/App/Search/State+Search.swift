internal import Chat
internal import Screen

/// Searching all conversations, and opening a hit.
extension State {
  /// Opens or closes the search page.
  /// - Parameter text: the initial query.
  mutating func openSearch(_ text: String = "") -> [Effect] {
    toggle(SearchPage(text: Composer(text)))
    guard pages.last is SearchPage else { return [] }
    return search() + saveDraft()
  }

  /// Runs the current query in the database.
  mutating func search() -> [Effect] {
    guard var page = pages.last as? SearchPage else { return [] }
    let order = page.ask(as: ids.request())
    pages[pages.count - 1] = page
    guard let order else { return [] }
    return [.store(order), .timer(.set(.searchIsSlow, .milliseconds(500)))]
  }

  /// Shows that the search is still running.
  mutating func saySlowSearch() {
    guard var page = pages.last as? SearchPage, page.request != nil else { return }
    page.isSlow = true
    pages[pages.count - 1] = page
  }

  mutating func show(_ result: Result<SearchResult, StoreError>, for request: RequestID) {
    for index in pages.indices {
      guard var page = pages[index] as? SearchPage, page.request == request else { continue }
      page.take(result)
      if case .failure = result { input.typeAhead.clear() }
      pages[index] = page
    }
  }

  /// Repeats a search whose results were incomplete because the index was still being built.
  mutating func noteIndexed() -> [Effect] {
    guard let page = pages.last as? SearchPage, page.request == nil, page.result?.indexed != nil
    else { return [] }
    return search()
  }

  /// Jumps to the hit's message in its branch, and highlights the match as `/` does.
  mutating func land(on hit: SearchHit) {
    find = nil
    guard let id = hit.message, let message = conversation[id] else { return }
    if !conversation.path.contains(id) { conversation.select(through: id) }
    let isInPane = hit.isInReasoning && !message.isReasoningOnly
    if isInPane { openReasoning() }
    let target = LandingTarget(message: id, terms: hit.wanted)
    find = target.map { Find($0, isInReasoning: isInPane) }
    focus = isInPane ? .reasoning : .transcript
    cursor = id
    transcript.land(on: isInPane ? nil : target, id)
    if isInPane, let target { reasoning.land(on: target) }
  }
}
