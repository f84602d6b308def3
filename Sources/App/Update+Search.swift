internal import Chat
internal import Screen

/// Searching all conversations, and going to what was found.
extension State {
  /// - Parameter text: what is looked for from the start.
  mutating func openSearch(_ text: String = "") -> [Effect] {
    if case .search = overlay {
      overlay = nil
      return []
    }
    var search = Search(text: Composer(text))
    let effects = ask(&search)
    overlay = .search(search)
    return effects + saveDraft()
  }

  /// Has the store answer the query as it is now.
  private mutating func ask(_ search: inout Search) -> [Effect] {
    let query = search.query
    guard !query.isEmpty else {
      search.request = nil
      search.result = nil
      search.error = nil
      return []
    }
    let request = ids.request()
    search.request = request
    return [
      .store(
        .search(
          request, query, search.order, includesReasoning: search.includesReasoning,
          limit: search.limit))
    ]
  }

  private mutating func askAnew(_ search: inout Search) -> [Effect] {
    search.selected = 0
    search.limit = Search.page
    return ask(&search)
  }

  mutating func show(_ result: Result<SearchResult, StoreError>, for request: RequestID) {
    guard case .search(var search) = overlay, search.request == request else { return }
    search.request = nil
    switch result {
    case .success(let result):
      search.result = result
      search.error = nil
      search.selected = min(search.selected, max(0, result.hits.count - 1))
    case .failure(let error): search.error = error
    }
    overlay = .search(search)
  }

  /// More of what an older version stored can be found: whoever waits for it sees it.
  mutating func noteIndexed() -> [Effect] {
    guard case .search(var search) = overlay, search.request == nil, search.result?.indexed != nil
    else { return [] }
    let effects = ask(&search)
    overlay = .search(search)
    return effects
  }

  mutating func pressInSearch(_ key: Key) -> [Effect] {
    guard case .search(var search) = overlay else { return [] }
    var effects: [Effect] = []
    let page = max(1, SearchView.hitsShown(height: size.height) - 1)
    switch key {
    case .escape, .control("r"):
      uncover()
      return []
    case .control("c"):
      guard !search.text.isEmpty else {
        uncover()
        return []
      }
      search.text.clear()
      effects = askAnew(&search)
    case .enter: return openHit(search)
    case .tab, Key(.backTab):
      search.order = search.order == .newest ? .best : .newest
      effects = askAnew(&search)
    case .control("t"):
      search.includesReasoning.toggle()
      effects = askAnew(&search)
    case .control("l"): return [.terminal(.redraw)]
    case .control("z"): return [.terminal(.suspend)]
    case Key(.up), .control("p"): effects = move(&search, -1)
    case Key(.down), .control("n"): effects = move(&search, 1)
    case Key(.pageUp): effects = move(&search, -page)
    case Key(.pageDown): effects = move(&search, page)
    default:
      let before = search.text.text
      search.text.edit(key)
      if search.text.text != before { effects = askAnew(&search) }
    }
    overlay = .search(search)
    return effects
  }

  mutating func pasteIntoSearch(_ text: String) -> [Effect] {
    guard case .search(var search) = overlay else { return [] }
    search.text.insert(LineJoin.joined(text.split(whereSeparator: \.isNewline)))
    let effects = askAnew(&search)
    overlay = .search(search)
    return effects
  }

  private mutating func move(_ search: inout Search, _ rows: Int) -> [Effect] {
    search.move(by: rows) ? ask(&search) : []
  }

  // MARK: Going there

  private mutating func openHit(_ search: Search) -> [Effect] {
    guard let hit = search.selection else { return [] }
    return open(hit.conversation, landingOn: hit)
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
