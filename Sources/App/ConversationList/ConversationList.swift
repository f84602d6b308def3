internal import Chat
internal import Screen

/// The list of saved conversations: pinned ones first, then by last use.
///
/// It is read part by part, and holds what was read so far. What happens to conversations meanwhile is
/// noted in it, so that it need not be read again.
struct ConversationList: Equatable {
  /// A part of the list that is awaited.
  struct Load: Equatable {
    let request: RequestID
    let since: Timestamp
    /// It goes on behind what is there.
    let goesOn: Bool
  }

  /// Keys go to the list.
  var hasKeys = false
  private(set) var load: Load?
  let shelf: Shelf
  /// `nil` until the store has answered.
  private(set) var listed: [ListedConversation]?
  /// There are others behind the last.
  private(set) var hasMore = false
  /// Why the list could not be read.
  private(set) var trouble: StoreError?
  /// Indexes of those that the filter lets through.
  private(set) var shown: [Int] = []
  /// An index of `shown`.
  private(set) var selected = 0
  /// The first that is in view, as it was last drawn. An index of `shown`.
  var top = 0
  /// What is to be selected as soon as it has been read.
  private var awaited: ConversationID?
  /// What was selected before the filter that is being typed.
  private var beforeFilter: ConversationID?
  /// When conversations were used that keep their places as long as somebody goes through the list.
  private var usedMeanwhile: [ConversationID: Timestamp] = [:]
  /// What actions are done with instead of the selected one, where there are any.
  private(set) var marked: Set<ConversationID> = []
  private(set) var filter = ""
  /// What is being typed, and what for.
  var prompt: Prompt?
  /// What would be deleted for good: once more does it.
  var armedErasure: Set<ConversationID> = []
  /// What was done here, newest last, to be undone.
  private(set) var undos: [Undo] = []
  private var ids: Set<ConversationID> = []

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

  /// - Parameter undos: what was done in lists before, newest last: it can still be undone.
  init(_ shelf: Shelf = .current, undos: [Undo] = []) {
    self.shelf = shelf
    self.undos = undos
  }

  // MARK: Reading

  /// Notes that a part is awaited, and no other any more.
  /// - Returns: the conversation behind which it begins.
  mutating func expect(
    _ request: RequestID, goesOn: Bool, at time: Timestamp
  ) -> ConversationSummary? {
    let last = goesOn ? listed?.last?.summary : nil
    load = Load(request: request, since: time, goesOn: last != nil)
    return last
  }

  /// Takes over what the store has; the selection stays on its conversation, or goes to `id`.
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
    applyFilter(selecting: id)
    awaited = id.flatMap { hasMore && !ids.contains($0) ? $0 : nil }
  }

  /// What was read before and stands behind a beginning that was read again.
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

  mutating func fail(_ error: StoreError) {
    load = nil
    trouble = error
  }

  /// Whether the store has let so much time pass that it must be said.
  func isSlow(at now: Timestamp) -> Bool {
    load.map { now.elapsed(since: $0.since) >= .milliseconds(900) } == true
  }

  // MARK: What is shown

  /// Selects the first that a filter lets through; without one, what was selected before it was typed.
  mutating func setFilter(_ filter: String) {
    guard filter != self.filter else { return }
    awaited = nil
    if self.filter.isEmpty { beforeFilter = selection?.id }
    let id = filter.isEmpty ? beforeFilter ?? selection?.id : nil
    self.filter = filter
    selected = 0
    applyFilter(selecting: id)
  }

  /// What the filter has found stays selected when it is taken away.
  mutating func acceptFilter() { beforeFilter = nil }

  /// - Complexity: O(length of all that was read)
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

  private var words: [FoldedText] { filter.split(separator: " ").map { FoldedText(String($0)) } }

  mutating func move(by rows: Int) {
    awaited = nil
    selected = min(max(0, selected + rows), max(0, shown.count - 1))
  }

  /// Goes to a conversation, if it is shown.
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

  /// - Parameter place: an index of `shown`.
  func summary(at place: Int) -> ConversationSummary? {
    guard let listed, shown.indices.contains(place) else { return nil }
    return listed[shown[place]].summary
  }

  var selection: ConversationSummary? { summary(at: selected) }

  // MARK: What is marked

  mutating func toggleMark() {
    guard let id = selection?.id else { return }
    if marked.remove(id) == nil { marked.insert(id) }
    move(by: 1)
  }

  /// The marks go, but for one.
  mutating func keepMarkOnly(_ id: ConversationID) { marked = [id] }

  /// Marks all that are shown, or none.
  mutating func toggleAllMarks() {
    let all = Set(shown.indices.compactMap { summary(at: $0)?.id })
    marked = all.isSubset(of: marked) ? marked.subtracting(all) : marked.union(all)
  }

  mutating func clearMarks() { marked = [] }

  /// The marked conversations, also those that the filter hides now, or the selected one.
  var targets: [ConversationSummary] {
    let chosen =
      marked.isEmpty ? [] : (listed ?? []).map(\.summary).filter { marked.contains($0.id) }
    return chosen.isEmpty ? selection.map { [$0] } ?? [] : chosen
  }
}

// MARK: What is done

extension ConversationList {
  struct Undo: Equatable {
    struct Change: Equatable {
      let id: ConversationID
      let change: ConversationChange
    }

    let changes: [Change]
    /// What left the list by it.
    var removed: [ListedConversation] = []
  }

  /// Does something with the targets, as far as the list shows it; what leaves the list is not shown any
  /// more.
  /// - Parameter change: what is done with each.
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

  /// Takes back the last thing that was done.
  mutating func undo() -> [Undo.Change] {
    guard let undo = undos.popLast() else { return [] }
    let changes = Dictionary(undo.changes.map { ($0.id, $0.change) }) { first, _ in first }
    let back = undo.removed.filter { !ids.contains($0.summary.id) }
    listed?.append(contentsOf: back)
    changeListed { changes[$0] }
    _ = tidy(selecting: selection?.id, showing: shownIDs)
    return undo.changes
  }

  /// Forgets conversations that are gone for good.
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
    // One owner, or all would be copied.
    self.listed = nil
    for index in listed.indices {
      if let change = change(listed[index].summary.id) { listed[index].apply(change) }
    }
    self.listed = listed
  }

  /// Notes what a conversation has become that somebody writes in. While somebody goes through the list,
  /// nothing that is there moves, until ``settle()``.
  /// - Parameters:
  ///   - isNew: it was not there before.
  /// - Returns: whether the list knows its place; if not, it has to be read again.
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

  /// Puts what was used meanwhile where it belongs.
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

  /// A model's title, where the user has written none.
  mutating func noteTitle(_ title: String, of id: ConversationID) {
    changeListed { $0 == id ? .suggestTitle(title) : nil }
  }

  /// The conversation that was selected in another state of the list.
  private func selection(in listed: [ListedConversation]) -> ConversationID? {
    shown.indices.contains(selected) ? listed[shown[selected]].summary.id : nil
  }

  /// Puts the list in order, without what does not belong to it any more. What was shown stays, also when
  /// the filter would not find it by its new name.
  /// - Returns: what was taken out.
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

  /// The order of the list, as the store has it.
  private func isBefore(_ left: ListedConversation, _ right: ListedConversation) -> Bool {
    let (left, right) = (left.summary, right.summary)
    if shelf == .current, left.marks.isPinned != right.marks.isPinned { return left.marks.isPinned }
    return (time(left), left.id) > (time(right), right.id)
  }

  /// What the list goes by.
  func time(_ summary: ConversationSummary) -> Timestamp {
    shelf == .deleted ? summary.marks.deletedAt ?? summary.updatedAt : summary.updatedAt
  }
}
