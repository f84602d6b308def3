internal import Chat
internal import Screen

/// The conversation list on the screen: over the conversation, or next to it as a permanent side
/// bar.
extension State {
  /// Whether the window is wide enough for a side bar.
  var isWide: Bool { surface == .screen && terminal.size.width >= FrameLayout.columnsForSideBar }

  /// Whether the side bar is visible, with or without the keyboard focus.
  var showsSideBar: Bool { isWide && (lists.isOpen || list?.hasKeys == true) && list != nil }

  // MARK: Opening and closing

  mutating func openList() -> [Effect] {
    if listHasKeys {
      closeList()
      return []
    }
    return saveDraft() + focusList()
  }

  /// Moves the keyboard focus to the list and reloads its first page.
  private mutating func focusList() -> [Effect] {
    if !showsSideBar { list = ConversationList(undos: lists.undos) }
    list?.hasKeys = true
    pages = []
    if isWide { lists.isOpen = true }
    return loadList()
  }

  /// Closes the list. A side bar stays closed until the list is opened again.
  mutating func closeList() {
    dropList()
    if isWide { lists.isOpen = false }
  }

  /// Returns the keyboard focus to the conversation. A side bar stays open.
  mutating func leaveList() {
    list?.hasKeys = false
    list?.prompt = nil
    guard lists.isOpen, isWide else { return dropList() }
    list?.settle()
    lists.list?.select(front.id)
  }

  private mutating func dropList() {
    lists.undos = list?.undos ?? lists.undos
    list = nil
  }

  mutating func openShelf(_ shelf: Shelf) -> [Effect] {
    var next = ConversationList(shelf, undos: list?.undos ?? lists.undos)
    if let list {
      (next.hasKeys, next.selections) = (list.hasKeys, list.selections)
      next.selections[list.shelf] = list.selection?.id
    }
    list = next
    return loadList()
  }

  /// Shows the side bar again if the window has become wide enough.
  mutating func resize(to size: Size) -> [Effect] {
    terminal.size = size
    guard lists.isOpen, isWide, list == nil else { return [] }
    list = ConversationList(undos: lists.undos)
    return loadList()
  }

  // MARK: Focus

  /// Moves the focus to the side bar, for Tab in the last pane or Shift-Tab in the first.
  mutating func moveFocusToList() -> [Effect] { saveDraft() + focusList() }

  mutating func moveFocusFromList(by step: Int) -> [Effect] {
    leaveList()
    focus = step > 0 ? .composer : panes.areas.reasoning != nil ? .reasoning : .transcript
    return []
  }

  // MARK: Loading

  private mutating func loadList(goesOn: Bool = false) -> [Effect] {
    guard let shelf = list?.shelf else { return [] }
    let request = ids.request()
    let isFirst = list?.listed == nil
    let last = lists.list?.expect(request, goesOn: goesOn, at: now)
    let load = Effect.store(.loadSummaries(request, shelf, after: last))
    return isFirst ? [load, .timer(.set(.storeIsSlow, .seconds(1)))] : [load]
  }

  /// Reloads the first page if the list has been loaded.
  mutating func readListAgain() -> [Effect] { list?.listed == nil ? [] : loadList() }

  /// Restarts a pending reload of the first page, whose result may predate the latest change.
  mutating func loadListAgain() -> [Effect] {
    guard let list, list.listed != nil, list.load?.goesOn == false else { return [] }
    return loadList()
  }

  /// Shows a loaded page. While the list has the keyboard focus, also loads the next page, until
  /// the list is complete.
  mutating func show(_ result: Result<ListPage, StoreError>, for request: RequestID) -> [Effect] {
    guard list?.load?.request == request else { return [] }
    switch result {
    case .success(let page):
      let isFirst = list?.listed == nil
      let first = list.flatMap { $0.selections[$0.shelf] } ?? conversation.id
      let selected = isFirst ? first : list?.selection?.id
      list?.take(page, selecting: selected)
      if isFirst { lists.lastShown = page.listed.map(\.summary.id) }
      noteUnsavedInList()
      return list?.hasMore == true && list?.hasKeys == true ? loadList(goesOn: true) : []
    case .failure(let error):
      list?.fail(error)
      input.typeAhead.clear()
      return []
    }
  }

  // MARK: Following changes

  /// Updates a conversation's row without loading it again.
  mutating func noteInList(_ conversation: Conversation) -> [Effect] {
    guard list != nil, !isPrivate(conversation.id) else { return [] }
    let isNew = conversation.allMessages.count <= 2 && !lists.moved.contains(conversation.id)
    let isKnown = lists.list?.note(ConversationSummary(conversation), isNew: isNew)
    if self.conversation.id == conversation.id, list?.hasKeys != true {
      lists.list?.select(front.id)
    }
    return isKnown == false ? loadList() : loadListAgain()
  }

  /// Adds rows for conversations that could not be saved and exist only in memory.
  private mutating func noteUnsavedInList() {
    guard isUnsaved, list?.shelf == .current else { return }
    for open in background.open.values + [front]
    where open.isUnwritten && !lists.moved.contains(open.id) {
      _ = list?.note(ConversationSummary(open.conversation), isNew: true)
    }
  }

  // MARK: The mouse

  mutating func handleInList(_ mouse: MouseEvent) -> [Effect] {
    switch mouse.action {
    case .wheelUp: turnWheelInList(-3)
    case .wheelDown: turnWheelInList(3)
    case .press: return pressInList(at: mouse.place)
    case .drag, .release: break
    }
    return []
  }

  /// Scrolls the rows. The selection follows if it would leave the view.
  private mutating func turnWheelInList(_ rows: Int) {
    guard var list, let area = panes.areas.list else { return }
    let height = area.height
    list.top = max(
      0,
      min(
        ConversationListRow.top(list, self, height: height) + rows,
        ConversationListRow.lastTop(list, self, height: height)))
    list.select(place: max(list.top, list.selected))
    let places = ConversationListRow.rows(from: list.top, list, self, height: area.height)
    if let last = places.last(where: { $0.place != nil })?.place, list.selected > last {
      list.select(place: last)
    }
    self.list = list
  }

  /// Opens the conversation at a point.
  private mutating func pressInList(at place: Point) -> [Effect] {
    guard let list, list.prompt.map({ $0.purpose == .filter }) ?? true, let area = panes.areas.list,
      let row = ConversationListRow.place(at: place, list, self, in: area)
    else { return [] }
    self.list?.prompt = nil
    self.list?.select(place: row)
    return openSelected()
  }
}
