internal import Chat
internal import Screen
internal import Words

/// The page that searches all conversations, updated as the query is typed.
struct SearchPage {
  var text: Composer
  var order = SearchOrder.newest
  /// Whether thinking is searched too.
  var includesReasoning = true
  /// The pending request. Results of older requests are dropped.
  var request: RequestID?
  /// Whether the pending request has taken so long that the user should be told.
  var isSlow = false
  /// The result of the last completed query; `nil` before the first.
  var result: SearchResult?
  var error: StoreError?
  var selected = 0
  /// The index of the first hit in view, kept from a click until the next key so that the list
  /// does not move while the conversation is loading.
  var steadyTop: Int?
  /// The first visible row of the query syntax, which is shown until a query is typed.
  var firstRemark = 0
  /// The number of hits to load. It grows as the selection nears the end.
  var limit = Self.page

  static let page = 30

  var query: SearchQuery { SearchQuery(text.text) }

  var selection: SearchHit? {
    guard let hits = result?.hits, hits.indices.contains(selected) else { return nil }
    return hits[selected]
  }

  /// Moves the selection.
  /// - Returns: whether more hits must be loaded.
  mutating func move(by rows: Int) -> Bool {
    guard let result else { return false }
    steadyTop = nil
    selected = min(max(0, selected + rows), max(0, result.hits.count - 1))
    guard result.hasMore, request == nil, selected + 10 > result.hits.count else { return false }
    limit = result.hits.count + 4 * Self.page
    return true
  }
}

// MARK: - Keys

extension SearchPage: Page {
  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case land
    case sort
    case toggleReasoning
    case clear
    case close
    case perform(Command)
  }

  static let name = "search"
  static let takesText = true
  static let opener: Command? = .openSearch
  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .land,
      hint: { $0.selection == nil ? nil : HintLine.Hint(Words.Search.openHint, 0) }),
    .init(.escape, .control("r"), does: .close, hint: Words.WayOut.close),
    .init(
      .control("t"), does: .toggleReasoning, help: KeyHelp("Ctrl-T", Words.Search.thinkingHelp),
      hint: {
        HintLine.Hint(Words.Search.thinkingHint(includesThinking: $0.includesReasoning), 2)
      }),
    .init(.tab, Key(.backTab), does: .sort, help: KeyHelp("Tab", Words.Search.sortHelp)),
    .init(.control("c"), does: .clear),
    .init(
      Key(.up), .control("p"), does: .up,
      hint: { $0.selection == nil ? nil : HintLine.Hint(Words.Pages.selectHint, 3) }),
    .init(Key(.down), .control("n"), does: .down),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(Key(.function(1)), does: .perform(.openHelp)),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let page = max(1, SearchView.hitsShown(height: context.size.height) - 1)
    if text.isEmpty, let rows = action.rows(page: page) {
      firstRemark = min(max(0, firstRemark + rows), SearchView.lastFirstRemark(context.size))
      return .stay
    }
    switch action {
    case .up: return move(by: -1) ? .search : .stay
    case .down: return move(by: 1) ? .search : .stay
    case .pageUp: return move(by: -page) ? .search : .stay
    case .pageDown: return move(by: page) ? .search : .stay
    case .land: return selection.map { .land($0) } ?? .stay
    case .sort: order = order == .newest ? .best : .newest
    case .toggleReasoning: includesReasoning.toggle()
    case .clear:
      guard !text.isEmpty else { return .close }
      text.clear()
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
    return startAnew()
  }

  /// Returns whether a key must wait, because the hits on the screen may belong to an earlier
  /// query.
  func mustWait(_ key: Key, _ keymap: Keymap) -> Bool {
    guard request != nil else { return false }
    return switch Self.action(for: key, by: keymap) {
    case .up, .down, .pageUp, .pageDown, .land: true
    case .sort, .toggleReasoning, .clear, .close, .perform, nil: false
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    let before = text.text
    text.edit(key, by: context.preferences.keymap)
    return text.text == before ? .stay : startAnew()
  }

  mutating func paste(_ pasted: String, _ context: PageContext) -> PageReply {
    text.insert(LineJoin.joined(pasted.split(whereSeparator: \.isNewline)))
    return startAnew()
  }

  /// Opens the hit that was clicked.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    guard let index = SearchView.hit(at: place, self, context.size) else { return .stay }
    let first = SearchView.firstHit(self, context.size)
    selected = index
    steadyTop = first
    return perform(.land, context)
  }

  private mutating func startAnew() -> PageReply {
    selected = 0
    firstRemark = 0
    steadyTop = nil
    limit = Self.page
    return .search
  }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    SearchView.draw(self, context, on: &canvas)
  }

  // MARK: Queries

  /// Returns the order that runs the current query; `nil` if the query is empty.
  mutating func ask(as request: RequestID) -> StoreOrder? {
    guard !query.isEmpty else {
      self.request = nil
      isSlow = false
      result = nil
      error = nil
      return nil
    }
    self.request = request
    return .search(request, query, order, includesReasoning: includesReasoning, limit: limit)
  }

  mutating func take(_ result: Result<SearchResult, StoreError>) {
    request = nil
    isSlow = false
    switch result {
    case .success(var result):
      for index in result.hits.indices where !result.hits[index].preview.isEmpty {
        let words = PreviewText.words(of: result.hits[index].preview)
        result.hits[index].preview = Sanitizer.sanitizeLine(words)
      }
      self.result = result
      error = nil
      selected = min(selected, max(0, result.hits.count - 1))
    case .failure(let error): self.error = error
    }
  }
}

extension SearchPage.Action {
  /// Returns the number of rows that the action scrolls by; `nil` if it does not scroll.
  /// - Parameter page: the number of rows per page.
  fileprivate func rows(page: Int) -> Int? {
    switch self {
    case .up: -1
    case .down: 1
    case .pageUp: -page
    case .pageDown: page
    case .land, .sort, .toggleReasoning, .clear, .close, .perform: nil
    }
  }
}
