internal import Chat
internal import Screen

/// The conversation list: pinned conversations first, then by last use.
///
/// The list is loaded page by page. Changes to conversations are applied to the loaded rows, so the
/// list does not have to be loaded again.
struct ConversationList: Equatable {
  /// A page that is being loaded.
  struct Load: Equatable {
    let request: RequestID
    let since: Timestamp
    /// Whether the page continues the loaded rows. Otherwise, it replaces the first rows.
    let goesOn: Bool
  }

  /// Whether keys go to the list.
  var hasKeys = false
  private(set) var load: Load?
  let shelf: Shelf
  /// `nil` until the first page has arrived.
  private(set) var listed: [ListedConversation]?
  /// Whether the database has more rows than were loaded.
  private(set) var hasMore = false
  /// The error of the last load, if it failed.
  private(set) var trouble: StoreError?
  /// Indexes in `listed` of the conversations that match the filter.
  private(set) var shown: [Int] = []
  /// The selected conversation, as an index into `shown`.
  private(set) var selected = 0
  /// The first conversation in view when last drawn, as an index into `shown`.
  var top = 0
  /// The conversation to select once it has been loaded.
  private var awaited: ConversationID?
  /// The selection before the current filter was typed.
  private var beforeFilter: ConversationID?
  /// New last-use times of conversations whose rows stay in place while the list has the focus.
  private var usedMeanwhile: [ConversationID: Timestamp] = [:]
  /// Marked conversations. If there are any, actions apply to them instead of the selection.
  private(set) var marked: Set<ConversationID> = []
  private(set) var filter = ""
  /// The text field in the last row, if open.
  var prompt: Prompt?
  /// The longer preview last requested, shown while its conversation is selected.
  var preview: SelectedPreview?
  /// Conversations that will be deleted permanently if D is pressed again.
  var armedErasure: Set<ConversationID> = []
  /// Actions that can be undone, newest last.
  private(set) var undos: [Undo] = []
  private var ids: Set<ConversationID> = []
  /// The conversation last selected on each shelf, for switching back to it.
  var selections: [Shelf: ConversationID] = [:]

  struct Prompt: Equatable {
    enum Purpose: Equatable {
      case filter
      case rename
      case tags
      case export
    }

    let purpose: Purpose
    var text: Composer
  }

  /// - Parameter undos: actions of earlier lists that can still be undone, newest last.
  init(_ shelf: Shelf = .current, undos: [Undo] = []) {
    self.shelf = shelf
    self.undos = undos
  }

  // MARK: Loading

  /// Notes that a page is being loaded. Any page requested earlier will be ignored.
  /// - Returns: the last loaded conversation, which the page follows; `nil` for the first page.
  mutating func expect(
    _ request: RequestID, goesOn: Bool, at time: Timestamp
  ) -> ConversationSummary? {
    let last = goesOn ? listed?.last?.summary : nil
    load = Load(request: request, since: time, goesOn: last != nil)
    return last
  }

  /// Adds a loaded page. Appends it to the rows that it continues, or else replaces the first rows
  /// and selects `id`, if given.
  mutating func take(_ page: ListPage, selecting id: ConversationID?) {
    let goesOn = load?.goesOn == true
    load = nil
    trouble = nil
    if goesOn {
      return append(page)
    }
    let new = Set(page.listed.map(\.summary.id))
    let rest = page.hasMore ? behind(page, without: new) : []
    hasMore = page.hasMore && (listed == nil || hasMore)
    listed = page.listed + rest
    ids = new.union(rest.map(\.summary.id))
    usedMeanwhile = [:]
    let place = selected
    applyFilter(selecting: id)
    // Keep the selected row where it is on the screen.
    if hasKeys, top > 0 { top = max(0, top + selected - place) }
    awaited = id.flatMap { hasMore && !ids.contains($0) ? $0 : nil }
  }

  /// Returns the loaded rows that follow a reloaded first page.
  private func behind(_ page: ListPage, without new: Set<ConversationID>) -> [ListedConversation] {
    guard let last = page.listed.last, let listed else { return [] }
    return listed.filter { !new.contains($0.summary.id) && isBefore(last, $0) }
  }

  private mutating func append(_ page: ListPage) {
    hasMore = page.hasMore
    let words = words
    for conversation in page.listed where ids.insert(conversation.summary.id).inserted {
      if words.allSatisfy(conversation.folded.contains) { shown.append(listed?.count ?? 0) }
      listed?.append(conversation)
    }
    guard let id = awaited, ids.contains(id) else { return }
    select(id)
  }

  /// Whether the first rows are still being loaded.
  var isLoadingFirst: Bool { listed == nil && load != nil }

  mutating func fail(_ error: StoreError) {
    load = nil
    trouble = error
  }

  /// Returns whether loading has taken so long that the user should be told.
  func isSlow(at now: Timestamp) -> Bool {
    load.map { now.elapsed(since: $0.since) >= .milliseconds(900) } == true
  }

  // MARK: Visible rows

  /// Selects the first match of a filter. An empty filter restores the earlier selection.
  mutating func setFilter(_ filter: String) {
    guard filter != self.filter else { return }
    awaited = nil
    if self.filter.isEmpty { beforeFilter = selection?.id }
    let id = filter.isEmpty ? beforeFilter ?? selection?.id : nil
    self.filter = filter
    selected = 0
    applyFilter(selecting: id)
  }

  /// Forgets the selection made before filtering: clearing the filter keeps the current one.
  mutating func acceptFilter() { beforeFilter = nil }

  /// - Complexity: O(total text length of the loaded rows)
  private mutating func applyFilter(selecting id: ConversationID?) {
    let listed = listed ?? []
    let words = words
    shown =
      words.isEmpty
      ? Array(listed.indices)
      : listed.indices.filter { words.allSatisfy(listed[$0].folded.contains) }
    let kept = id.flatMap { id in shown.firstIndex { listed[$0].summary.id == id } }
    selected = kept ?? min(selected, max(0, shown.count - 1))
  }

  /// The words of the filter, for highlighting where they occur.
  var marks: [FoldedLetters] {
    filter.split(separator: " ").map { FoldedLetters(String($0)) }
  }

  private var words: [FoldedText] { filter.split(separator: " ").map { FoldedText(String($0)) } }

  mutating func move(by rows: Int) {
    awaited = nil
    selected = min(max(0, selected + rows), max(0, shown.count - 1))
  }

  /// Selects a conversation if it is shown.
  mutating func select(_ id: ConversationID) {
    guard let listed, let place = shown.firstIndex(where: { listed[$0].summary.id == id }) else {
      return
    }
    select(place: place)
  }

  mutating func select(place: Int) {
    guard shown.indices.contains(place) else { return }
    awaited = nil
    selected = place
  }

  /// - Parameter place: an index into `shown`.
  func summary(at place: Int) -> ConversationSummary? {
    guard let listed, shown.indices.contains(place) else { return nil }
    return listed[shown[place]].summary
  }

  var selection: ConversationSummary? { summary(at: selected) }

  // MARK: Marks

  mutating func toggleMark() {
    guard let id = selection?.id else { return }
    if marked.remove(id) == nil { marked.insert(id) }
    move(by: 1)
  }

  /// Marks only this conversation.
  mutating func keepMarkOnly(_ id: ConversationID) { marked = [id] }

  /// Marks all shown conversations, or unmarks them if all are marked.
  mutating func toggleAllMarks() {
    let all = Set(shown.indices.compactMap { summary(at: $0)?.id })
    marked = all.isSubset(of: marked) ? marked.subtracting(all) : marked.union(all)
  }

  mutating func clearMarks() { marked = [] }

  /// The marked conversations, even if the filter hides them; if none are, the selected one.
  var targets: [ConversationSummary] {
    let chosen =
      marked.isEmpty ? [] : (listed ?? []).map(\.summary).filter { marked.contains($0.id) }
    return chosen.isEmpty ? selection.map { [$0] } ?? [] : chosen
  }
}

// MARK: - Actions

extension ConversationList {
  struct Undo: Equatable {
    struct Change: Equatable {
      let id: ConversationID
      let change: ConversationChange
    }

    let changes: [Change]
    /// The rows that the action removed from the list.
    var removed: [ListedConversation] = []
  }

  /// Applies a change to the targets in this list, and removes the rows that no longer belong to
  /// it.
  mutating func change(_ change: (ConversationSummary) -> ConversationChange) -> [Undo.Change] {
    let targets = targets
    guard !targets.isEmpty else { return [] }
    let done = targets.map { Undo.Change(id: $0.id, change: change($0)) }
    let changes = Dictionary(done.map { ($0.id, $0.change) }) { first, _ in first }
    var undo = Undo(
      changes: zip(targets, done).map { Undo.Change(id: $0.id, change: $0.inverse(of: $1.change)) })
    let (selected, shown) = (selection?.id, shownIDs)
    changeListed { changes[$0] }
    undo.removed = tidy(selecting: selected, showing: shown)
    undos.append(undo)
    marked = []
    return done
  }

  /// Undoes the last action.
  mutating func undo() -> [Undo.Change] {
    guard let undo = undos.popLast() else { return [] }
    let changes = Dictionary(undo.changes.map { ($0.id, $0.change) }) { first, _ in first }
    let back = undo.removed.filter { !ids.contains($0.summary.id) }
    listed?.append(contentsOf: back)
    changeListed { changes[$0] }
    _ = tidy(selecting: back.first?.summary.id ?? selection?.id, showing: shownIDs)
    return undo.changes
  }

  /// Applies a change that was made in the conversation itself.
  /// - Returns: the row, if it no longer belongs to this list.
  mutating func note(
    _ change: ConversationChange, of id: ConversationID
  ) -> [ListedConversation] {
    let (selected, shown) = (selection?.id, shownIDs)
    changeListed { $0 == id ? change : nil }
    return tidy(selecting: selected, showing: shown)
  }

  /// Adds an undoable action that was performed in the conversation itself.
  mutating func append(_ undo: Undo) { undos.append(undo) }

  /// Removes the last action with these changes, which was undone in the conversation itself.
  mutating func forget(_ changes: [Undo.Change]) { undos.removeLast(changes) }

  /// Removes conversations that were deleted permanently.
  mutating func erase(_ gone: Set<ConversationID>) {
    let (id, shown) = (selection?.id, shownIDs)
    listed?.removeAll { gone.contains($0.summary.id) }
    undos = undos.compactMap { undo in
      let changes = undo.changes.filter { !gone.contains($0.id) }
      let removed = undo.removed.filter { !gone.contains($0.summary.id) }
      return changes.isEmpty ? nil : Undo(changes: changes, removed: removed)
    }
    marked.subtract(gone)
    _ = tidy(selecting: id, showing: shown)
  }

  private mutating func changeListed(_ change: (ConversationID) -> ConversationChange?) {
    guard var listed else { return }
    // A second owner of the array would make the first write copy it.
    self.listed = nil
    for index in listed.indices {
      if let change = change(listed[index].summary.id) { listed[index].apply(change) }
    }
    self.listed = listed
  }

  /// Updates the row of a conversation that is in use. While the list has the keyboard focus, rows
  /// keep their places until ``settle()``.
  /// - Parameter isNew: whether the conversation was just created.
  /// - Returns: whether the list knows the row's place. If not, the list must be loaded again.
  mutating func note(
    _ summary: ConversationSummary, isNew: Bool
  ) -> Bool {
    guard let listed else { return true }
    var summary = summary
    if let index = listed.firstIndex(where: { $0.summary.id == summary.id }) {
      summary.marks = listed[index].summary.marks
      if hasKeys {
        usedMeanwhile[summary.id] = summary.updatedAt
        summary.updatedAt = listed[index].summary.updatedAt
        self.listed?[index] = ListedConversation(summary)
        return true
      }
      self.listed?.remove(at: index)
    } else if !isNew || shelf != .current {
      return shelf != .current
    }
    let entry = ListedConversation(summary)
    if summary.messageCount > 0 || summary.hasDraft {
      let rest = self.listed ?? []
      let place = rest.firstIndex { isBefore(entry, $0) } ?? rest.endIndex
      self.listed?.insert(entry, at: place)
    }
    ids = Set((self.listed ?? []).map(\.summary.id))
    applyFilter(selecting: selection(in: listed))
    return true
  }

  /// Sorts the rows of conversations that were used while the list had the keyboard focus.
  mutating func settle() {
    guard !usedMeanwhile.isEmpty, var listed else { return }
    self.listed = nil
    for index in listed.indices {
      if let time = usedMeanwhile[listed[index].summary.id] { listed[index].noteUse(at: time) }
    }
    self.listed = listed
    usedMeanwhile = [:]
    _ = tidy(selecting: selection?.id, showing: shownIDs)
  }

  /// Sets a title that a model suggested, unless the user has written one.
  mutating func noteTitle(_ title: String, of id: ConversationID) {
    changeListed { $0 == id ? .suggestTitle(title) : nil }
  }

  /// Returns the selected conversation, looked up in the given rows.
  private func selection(in listed: [ListedConversation]) -> ConversationID? {
    shown.indices.contains(selected) ? listed[shown[selected]].summary.id : nil
  }

  /// Sorts the list and removes rows of other shelves. Rows in `ids` stay visible even if they no
  /// longer match the filter, for example after a change of title.
  /// - Returns: the removed rows.
  private mutating func tidy(
    selecting id: ConversationID?, showing ids: Set<ConversationID>
  ) -> [ListedConversation] {
    let all = listed ?? []
    let removed = all.filter { $0.summary.marks.shelf != shelf }
    let kept = removed.isEmpty ? all : all.filter { $0.summary.marks.shelf == shelf }
    let ordered = kept.sorted(by: isBefore)
    listed = ordered
    self.ids = Set(ordered.map(\.summary.id))
    applyFilter(selecting: id)
    if !filter.isEmpty {
      let words = words
      shown = ordered.indices.filter { index in
        ids.contains(ordered[index].summary.id) || words.allSatisfy(ordered[index].folded.contains)
      }
      if let id { select(id) }
    }
    return removed
  }

  private var shownIDs: Set<ConversationID> {
    filter.isEmpty ? [] : Set(shown.indices.compactMap { summary(at: $0)?.id })
  }

  /// Returns whether `left` comes before `right`. Must match the database's sort order.
  private func isBefore(_ left: ListedConversation, _ right: ListedConversation) -> Bool {
    let (left, right) = (left.summary, right.summary)
    if shelf == .current, left.marks.isPinned != right.marks.isPinned { return left.marks.isPinned }
    return (time(left), left.id) > (time(right), right.id)
  }

  /// Returns the time that the list is sorted by.
  func time(_ summary: ConversationSummary) -> Timestamp {
    shelf == .deleted ? summary.marks.deletedAt ?? summary.updatedAt : summary.updatedAt
  }
}
