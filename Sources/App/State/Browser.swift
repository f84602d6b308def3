internal import Chat
internal import Screen

/// The list of saved conversations: pinned ones first, then by last use.
struct Browser: Equatable {
  /// The load that is awaited.
  var request: RequestID
  var shelf = Shelf.current
  /// `nil` until the store has answered.
  private(set) var summaries: [ConversationSummary]?
  /// Indexes of the summaries that the filter lets through.
  private(set) var shown: [Int] = []
  /// An index of `shown`.
  private(set) var selected = 0
  /// What actions are done with instead of the selected one, where there are any.
  private(set) var marked: Set<ConversationID> = []
  private(set) var filter = ""
  /// What is being typed, and what for.
  var prompt: Prompt?
  /// What was done here, newest last, to be undone.
  private(set) var undos: [[Change]] = []

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

  struct Change: Equatable {
    let id: ConversationID
    let change: ConversationChange
  }

  /// - Parameter last: the list that was shown before: what was done there can still be undone.
  init(request: RequestID, shelf: Shelf = .current, after last: Browser? = nil) {
    self.request = request
    self.shelf = shelf
    undos = last?.undos ?? []
  }

  // MARK: What is shown

  /// Takes over what the store has; the selection stays on its conversation, or goes to `id`.
  mutating func take(_ summaries: [ConversationSummary], selecting id: ConversationID?) {
    self.summaries = summaries
    applyFilter(selecting: id)
  }

  mutating func setFilter(_ filter: String) {
    let id = selection?.id
    self.filter = filter
    applyFilter(selecting: id)
  }

  private mutating func applyFilter(selecting id: ConversationID?) {
    let summaries = summaries ?? []
    let words = filter.split(separator: " ").compactMap { TextMatch(String($0)) }
    shown = summaries.indices.filter { index in
      let text = Self.text(summaries[index])
      return words.allSatisfy { $0.isIn(text) }
    }
    let kept = id.flatMap { id in shown.firstIndex { summaries[$0].id == id } }
    selected = kept ?? min(selected, max(0, shown.count - 1))
  }

  /// What the filter looks at.
  private static func text(_ summary: ConversationSummary) -> String {
    let tags = summary.marks.tags.map { "#" + $0 }.joined(separator: " ")
    return [summary.title, summary.model, tags, summary.preview].joined(separator: "\n")
  }

  mutating func move(by rows: Int) {
    selected = min(max(0, selected + rows), max(0, shown.count - 1))
  }

  var selection: ConversationSummary? {
    guard let summaries, shown.indices.contains(selected) else { return nil }
    return summaries[shown[selected]]
  }

  // MARK: What is done

  mutating func toggleMark() {
    guard let id = selection?.id else { return }
    if marked.remove(id) == nil { marked.insert(id) }
    move(by: 1)
  }

  /// The marks go, but for one.
  mutating func keepMarkOnly(_ id: ConversationID) { marked = [id] }

  /// Marks all that are shown, or none.
  mutating func toggleAllMarks() {
    let all = Set(shown.compactMap { summaries?[$0].id })
    marked = all.isSubset(of: marked) ? marked.subtracting(all) : marked.union(all)
  }

  /// The marked conversations, or the selected one.
  var targets: [ConversationSummary] {
    let all = shown.compactMap { summaries?[$0] }
    let chosen = all.filter { marked.contains($0.id) }
    return chosen.isEmpty ? selection.map { [$0] } ?? [] : chosen
  }

  /// Does something with the targets, as far as the list shows it; what leaves the list is not shown any
  /// more.
  /// - Returns: the conversations it was done with.
  mutating func change(_ change: ConversationChange) -> [ConversationID] {
    let targets = targets
    guard !targets.isEmpty else { return [] }
    undos.append(targets.map { Change(id: $0.id, change: $0.inverse(of: change)) })
    for target in targets { apply(change, to: target.id) }
    marked = []
    tidy()
    return targets.map(\.id)
  }

  /// Takes back the last thing that was done.
  mutating func undo() -> [Change] { undos.popLast() ?? [] }

  private mutating func apply(_ change: ConversationChange, to id: ConversationID) {
    guard let index = summaries?.firstIndex(where: { $0.id == id }) else { return }
    summaries?[index].apply(change)
  }

  private mutating func tidy() {
    let id = selection?.id
    summaries?.removeAll { $0.marks.shelf != shelf }
    let pinned = (summaries ?? []).filter(\.marks.isPinned)
    summaries =
      pinned
      + (summaries ?? []).filter { !$0.marks.isPinned }.sorted {
        ($0.updatedAt, $0.id) > ($1.updatedAt, $1.id)
      }
    applyFilter(selecting: id)
  }
}
