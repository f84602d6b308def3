internal import Chat
internal import Screen

/// The list of conversations as a part of the screen: over the conversation, or beside it as a side bar
/// that stays.
extension State {
  /// The window has room for the list beside the conversation.
  var isWide: Bool { surface == .screen && size.width >= ConversationListView.columnsForSideBar }

  /// Whether the list is beside the conversation now, be it with the keys or without.
  var showsSideBar: Bool { isWide && (lists.isOpen || list?.hasKeys == true) && list != nil }

  // MARK: Opening and closing

  mutating func openList() -> [Effect] {
    if listHasKeys {
      closeList()
      return []
    }
    return saveDraft() + focusList()
  }

  /// Gives the keys to the list, which is read anew from its beginning.
  private mutating func focusList() -> [Effect] {
    if !showsSideBar { list = ConversationList(undos: lists.undos) }
    list?.hasKeys = true
    pages = []
    if isWide { lists.isOpen = true }
    return loadList()
  }

  /// Takes the list away, also for the next time.
  mutating func closeList() {
    dropList()
    if isWide { lists.isOpen = false }
  }

  /// Gives the keys back to the conversation. A side bar stays.
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
    let hasKeys = list?.hasKeys == true
    list = ConversationList(shelf, undos: list?.undos ?? lists.undos)
    list?.hasKeys = hasKeys
    return loadList()
  }

  /// A window that has become wide enough shows the list again.
  mutating func resize(to size: Size) -> [Effect] {
    self.size = size
    guard lists.isOpen, isWide, list == nil else { return [] }
    list = ConversationList(undos: lists.undos)
    return loadList()
  }

  // MARK: Focus

  /// Tab from the last pane, or back from the first, where the list stands there.
  mutating func moveFocusToList() -> [Effect] { saveDraft() + focusList() }

  mutating func moveFocusFromList(by step: Int) -> [Effect] {
    leaveList()
    focus = step > 0 ? .composer : areas.reasoning != nil ? .reasoning : .transcript
    return []
  }

  // MARK: Reading

  private mutating func loadList(goesOn: Bool = false) -> [Effect] {
    guard let shelf = list?.shelf else { return [] }
    let request = ids.request()
    let isFirst = list?.listed == nil
    let last = lists.list?.expect(request, goesOn: goesOn, at: now)
    let load = Effect.store(.loadSummaries(request, shelf, after: last))
    return isFirst ? [load, .timer(.set(.storeIsSlow, .seconds(1)))] : [load]
  }

  /// Reads the beginning again where a list is shown.
  mutating func readListAgain() -> [Effect] { list?.listed == nil ? [] : loadList() }

  /// A beginning that is being read again may have been read before what has just happened.
  mutating func loadListAgain() -> [Effect] {
    guard let list, list.listed != nil, list.load?.goesOn == false else { return [] }
    return loadList()
  }

  /// All of a list that somebody goes through is read, part by part; of one that only stands there the
  /// beginning.
  mutating func show(_ result: Result<ListPage, StoreError>, for request: RequestID) -> [Effect] {
    guard list?.load?.request == request else { return [] }
    switch result {
    case .success(let page):
      let isFirst = list?.listed == nil
      let selected = isFirst ? conversation.id : list?.selection?.id
      list?.take(page, selecting: selected)
      if isFirst { lists.lastShown = page.listed.map(\.summary.id) }
      noteUnsavedInList()
      return list?.hasMore == true && list?.hasKeys == true ? loadList(goesOn: true) : []
    case .failure(let error):
      list?.fail(error)
      return []
    }
  }

  // MARK: Following what happens

  /// The list shows what a conversation has become, without reading it again.
  mutating func noteInList(_ conversation: Conversation) -> [Effect] {
    guard list != nil, !isPrivate(conversation.id) else { return [] }
    let isNew = conversation.allMessages.count <= 2 && !lists.moved.contains(conversation.id)
    let isKnown = lists.list?.note(ConversationSummary(conversation), isNew: isNew)
    if self.conversation.id == conversation.id, list?.hasKeys != true {
      lists.list?.select(front.id)
    }
    return isKnown == false ? loadList() : loadListAgain()
  }

  /// Conversations that are in memory alone stand in the list as well: they are kept until the end.
  private mutating func noteUnsavedInList() {
    guard isUnsaved, list?.shelf == .current else { return }
    for open in others.values + [front] where open.isUnwritten && !lists.moved.contains(open.id) {
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

  /// The rows move at once, and the selection comes along where it would go out of view.
  private mutating func turnWheelInList(_ rows: Int) {
    guard var list, let area = areas.list else { return }
    list.top = max(
      0, min(ConversationListRow.top(list, self, height: area.height) + rows, list.shown.count - 1))
    list.select(place: max(list.top, list.selected))
    let places = ConversationListRow.rows(from: list.top, list, self, height: area.height)
    if let last = places.last(where: { $0.place != nil })?.place, list.selected > last {
      list.select(place: last)
    }
    self.list = list
  }

  /// A press in the list opens what is there.
  private mutating func pressInList(at place: Point) -> [Effect] {
    guard let list, list.prompt.map({ $0.purpose == .filter }) ?? true, let area = areas.list,
      let row = ConversationListRow.place(at: place, list, self, in: area)
    else { return [] }
    self.list?.prompt = nil
    self.list?.select(place: row)
    return openSelected()
  }
}
