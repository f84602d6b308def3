internal import Chat
internal import Screen
internal import Words

/// The model picker: the models of all providers, with a fuzzy filter.
struct PickerPage {
  /// What letters do. Only Tab moves the focus to the rows, so that the user can keep typing after
  /// using the arrows or the mouse.
  enum Focus {
    case filter
    case rows
  }

  private(set) var content: PickerContent
  private(set) var query: Composer
  private(set) var rows: [PickerRow] { didSet { tallest = max(tallest, rows.count) } }
  /// The largest number of rows so far. The box keeps this height, so that it does not move while
  /// the user types a filter.
  private(set) var tallest: Int
  /// An index into `rows`; -1 if the only row is a model that its provider does not list.
  private(set) var selected = 0
  /// The first row in view. Also changes when a frame is drawn.
  private(set) var top = 0
  private(set) var focus = Focus.filter
  /// The models marked for the next question, in the order in which they were marked.
  private(set) var marked: [ModelChoice] = []
  /// Why the last choice failed. Cleared by the next key.
  var problem = ""
  /// Whether the user has not yet selected or marked a row since the filter last changed.
  private var isFresh = true
  /// The provider whose list the user requested from the provider's row. Its first model is
  /// selected when the list arrives, unless the user has moved on.
  private var awaited: String?

  init(_ content: PickerContent, query: String = "") {
    self.content = content
    self.query = Composer(query)
    rows = content.rows(matching: query)
    tallest = max(rows.count, content.rows(matching: "").count)
    selectFirst()
  }

  var selection: PickerRow? { rows.indices.contains(selected) ? rows[selected] : nil }

  /// The number of distinct models in the rows, including folded ones and those out of view. A
  /// typed ID does not count, because it might not name a model.
  var modelCount: Int {
    var choices = Set(
      rows.compactMap { row in
        if case .model(let choice, in: _) = row { choice } else { nil }
      })
    for case .more(let name) in rows { choices.formUnion(content.vendor(name)?.models ?? []) }
    return choices.count
  }

  /// Replaces the content. The selection stays on the same item, in the same row of the screen.
  mutating func take(_ content: PickerContent) {
    let wasLoading = self.content.isLoading
    let before = selection
    let offset = selected - top
    self.content = content
    rows = content.rows(matching: query.text, awaiting: awaited)
    if isFresh, wasLoading || before == nil, awaited == nil {
      selectFirst()
      return
    }
    select(before)
    top = max(0, selected - offset)
    selectAwaited()
  }

  /// Waits for the list that the user requested from a provider's row. The row stays selected in
  /// the meantime.
  mutating func await(_ provider: String) {
    awaited = provider
    rows = content.rows(matching: query.text, awaiting: provider)
    select(.provider(provider))
  }

  /// Selects the first model of the awaited provider once its list has arrived, or reports that the
  /// server did not answer.
  private mutating func selectAwaited() {
    guard let name = awaited, let vendor = content.vendor(name), !vendor.isRefreshing else {
      return
    }
    switch vendor.standing {
    case .notListed: return
    case .notRunning: problem = PickerText.silence(of: vendor.provider)
    case .listed, .refreshing, .noKey, .failed, .running, .scripted, .noModels: break
    }
    awaited = nil
    // The wait is over, so keep the provider's row only if it still offers something.
    rows = content.rows(matching: query.text)
    let first = vendor.standing.needsAction ? nil : firstRow(of: vendor)
    if let first { selected = first } else { select(.provider(name)) }
  }

  /// Returns the row of the provider's first model, preferably in the provider's own section.
  private func firstRow(of vendor: PickerContent.Vendor) -> Int? {
    let model = vendor.models.first { choice in rows.contains { $0.choice == choice } }
    let own = rows.firstIndex { $0 == model.map { .model($0, in: .provider) } }
    return own ?? rows.firstIndex { $0.choice?.provider == vendor.provider.id }
  }

  private mutating func select(_ row: PickerRow?) {
    let same = rows.firstIndex { $0 == row }
    // If a model is no longer in its section, select it in another section.
    let found = same ?? row?.choice.flatMap { choice in rows.firstIndex { $0.choice == choice } }
    selected = found ?? nearest(to: min(selected, max(0, rows.count - 1)), step: 1)
  }

  /// Selects the current model, or the best match if there is a query. A typed model that its
  /// provider does not list is not selected, so that Enter does not choose it by mistake.
  private mutating func selectFirst() {
    let first = query.isEmpty ? rows.firstIndex { $0.choice == content.current } : nil
    selected = first ?? nearest(to: 0, step: 1)
    if case .typed(let choice)? = selection, content.hasList(choice.provider) { selected = -1 }
    top = 0
  }

  // MARK: Moving

  /// Returns whether a row can be selected.
  private func isSelectable(_ row: PickerRow) -> Bool {
    switch row {
    case .heading: false
    case .model, .typed, .connect, .more: true
    case .provider(let name): content.vendor(name)?.standing.needsAction == true
    }
  }

  /// Returns the first row that can be selected, starting at `index` and moving in the direction
  /// of `step`. If there is none, searches in the other direction.
  private func nearest(to index: Int, step: Int) -> Int {
    var found = index
    while rows.indices.contains(found), !isSelectable(rows[found]) { found += step }
    if rows.indices.contains(found) { return found }
    found = index
    while rows.indices.contains(found), !isSelectable(rows[found]) { found -= step }
    return rows.indices.contains(found) ? found : 0
  }

  private mutating func move(by count: Int) {
    isFresh = false
    awaited = nil
    let step = count < 0 ? -1 : 1
    if abs(count) == 1 {
      let next = nearest(to: selected + step, step: step)
      if rows.indices.contains(selected + step) { selected = next }
    } else {
      let target = min(max(0, selected + count), max(0, rows.count - 1))
      selected = nearest(to: target, step: step)
    }
    if selected == rows.firstIndex(where: isSelectable) { top = 0 }
  }

  private mutating func edit(_ change: (inout Composer) -> Void) {
    let before = query.text
    focus = .filter
    change(&query)
    guard query.text != before else { return }
    isFresh = true
    awaited = nil
    rows = content.rows(matching: query.text)
    selectFirst()
  }

  /// Scrolls to keep the selection in view.
  mutating func scroll(height: Int) {
    top = min(top, max(0, selected))
    top = max(top, selected - height + 1)
    top = max(0, min(top, rows.count - height))
    // If the selection is the first row in view, also show the heading above it.
    if top > 0, selected == top, height > 1, case .heading = rows[top - 1] { top -= 1 }
  }
}

// MARK: - Keys

extension PickerPage: Page {
  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
    case choose
    case favorite
    case mark
    case refresh
    case switchFocus
    case clear
    case close
    case perform(Command)
  }

  static let name = "picker"
  static let takesText = true
  /// Whether typed letters are text. While the rows have the focus, letters trigger actions
  /// instead.
  var typesLetters: Bool { focus == .filter }
  static let opener: Command? = .setModel
  static let isOverlay = true

  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .choose, help: KeyHelp("Enter", Words.Command.setModel),
      hint: { $0.enterHint.map { HintLine.Hint($0, 0) } }),
    .init(
      .control("f"), .character("f"), does: .favorite,
      help: KeyHelp("Ctrl-F", Words.Picker.favoriteHelp, .control("f"), .character("f")),
      hint: { $0.favoriteHint.map { HintLine.Hint($0, 2) } }),
    .init(
      .control("t"), .character("m"), .character(" "), does: .mark,
      help: KeyHelp(
        "Ctrl-T", Words.Picker.markHelp, .control("t"), .character(" "), .character("m")),
      hint: { $0.markHint.map { HintLine.Hint($0, 5) } }),
    .init(
      .control("r"), does: .refresh, help: KeyHelp("Ctrl-R", Words.Picker.refreshHelp),
      hint: Words.Picker.refreshHint, 3),
    .init(
      .tab, Key(.backTab), does: .switchFocus, help: KeyHelp("Tab", Words.Picker.focusHelp),
      hint: { $0.focus == .rows ? HintLine.Hint(Words.Picker.filterHint, 4) : nil }),
    .init(.escape, Key(.function(3)), .control("g"), does: .close, hint: Words.WayOut.close),
    .init(.control("c"), does: .clear),
    .init(Key(.up), .control("p"), does: .up),
    .init(Key(.down), .control("n"), does: .down),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(Key(.home), does: .first),
    .init(Key(.end), does: .last),
    .init(Key(.function(1)), does: .perform(.openHelp)),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  private var enterHint: String? {
    if !marked.isEmpty { return Words.Picker.compareHint(marked.count) }
    return switch selection {
    case .heading?, nil: nil
    case .model?, .typed?: Words.Picker.chooseHint
    case .connect?: Words.Picker.connectHint
    case .more?: Words.Picker.listHint
    case .provider(let name)?:
      content.vendor(name).flatMap {
        guard $0.standing.needsAction else { return nil }
        return PickerText.hint($0.standing)
      }
    }
  }

  private var favoriteHint: String? {
    guard let choice = selection?.choice else { return nil }
    return Words.Picker.favoriteHint(
      focus == .rows ? "f" : Key.control("f").name, isFavorite: content.isFavorite(choice))
  }

  private var markHint: String? {
    guard let choice = selection?.choice else { return nil }
    return Words.Picker.markHint(
      focus == .rows ? "m" : Key.control("t").name,
      isMarked: marked.contains(choice))
  }

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    problem = ""
    let page = max(1, PickerView.rowCount(self, context.stage) - 1)
    switch action {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -max(2, page))
    case .pageDown: move(by: max(2, page))
    case .first: move(by: -max(2, rows.count))
    case .last: move(by: max(2, rows.count))
    case .choose: return choose()
    case .favorite: return toggleFavorite()
    case .mark: toggleMark()
    case .refresh: return .picker(.refresh)
    case .switchFocus: focus = focus == .rows ? .filter : .rows
    case .clear:
      guard !query.isEmpty else { return .close }
      edit { $0.clear() }
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  private mutating func choose() -> PageReply {
    marked.isEmpty ? chooseSelection() : .picker(.compare(marked))
  }

  private mutating func chooseSelection() -> PageReply {
    guard let selection else {
      if case .typed(let choice)? = rows.last {
        problem = Words.Picker.notListed(Sanitizer.sanitizeLine(choice.model))
      }
      return .stay
    }
    switch selection {
    case .heading: return .stay
    case .model(let choice, in: _), .typed(let choice): return .picker(.choose(choice))
    case .connect(let address): return .picker(.connect(address))
    case .more(let name):
      let shown = content.vendor(name)?.provider.listedName ?? name
      edit { $0 = Composer(shown + " ") }
      return .stay
    case .provider(let name):
      guard let vendor = content.vendor(name), vendor.standing.needsAction else { return .stay }
      return .picker(
        PickerText.opensKeyEntry(vendor.standing)
          ? .enterKey(vendor.provider) : .retry(vendor.provider))
    }
  }

  private mutating func toggleFavorite() -> PageReply {
    guard let choice = selection?.choice else { return .stay }
    isFresh = false
    return .picker(.setFavorite(choice, !content.isFavorite(choice)))
  }

  /// Marks the selected model for the next question, or unmarks it.
  private mutating func toggleMark() {
    guard let choice = selection?.choice else { return }
    isFresh = false
    if let index = marked.firstIndex(of: choice) {
      marked.remove(at: index)
    } else if marked.count < State.mostCompared {
      marked.append(choice)
    } else {
      problem = Words.Picker.mostMarked(State.mostCompared)
    }
  }

  func mustWait(_ key: Key, _ keymap: Keymap) -> Bool {
    guard content.isLoading, !key.isText || focus == .rows else { return false }
    return switch Self.action(for: key, by: keymap) {
    case .up, .down, .pageUp, .pageDown, .first, .last, .choose, .favorite, .mark: true
    case .refresh, .switchFocus, .clear, .close, .perform, nil: false
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    problem = ""
    edit { $0.edit(key, by: context.preferences.keymap) }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    edit { $0.insert(line) }
    return .stay
  }

  func box(on stage: Stage) -> Rect { PickerView.overlay(self, stage).box }

  var clickedContent: String { query.text }

  /// Chooses the clicked row, as Enter does. Once models are marked, a click marks or unmarks a
  /// model.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    let area = PickerView.rowsArea(self, context.stage)
    guard area.contains(place) else { return .stay }
    let index = top + place.y - area.y
    guard rows.indices.contains(index), isSelectable(rows[index]) else { return .stay }
    problem = ""
    selected = index
    awaited = nil
    isFresh = false
    if marked.isEmpty { return chooseSelection() }
    switch rows[index] {
    case .model, .typed: toggleMark()
    case .more: return chooseSelection()
    case .heading, .connect, .provider: break
    }
    return .stay
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    scroll(height: PickerView.rowCount(self, context.stage))
    PickerView.draw(self, context, on: &canvas)
  }

  var isWaiting: Bool {
    content.isLoading || content.vendors.contains(where: \.isRefreshing)
  }

  func lines(_ context: PageContext) -> [String] {
    rows.map { PickerText.line($0, content, at: context.now) } + [Words.Picker.plainUsage]
  }
}
