internal import Chat
internal import Screen

/// The completions offered above the composer.
struct CompletionMenu: Equatable {
  var slot: CompletionSlot
  /// The draft for which the candidates were found, and the caret in it.
  private(set) var text: String
  private(set) var caret: Int
  private(set) var candidates: [Candidate]
  /// A sentence about the word in general, such as a range of values or a note that files are
  /// being read.
  let note: String
  private(set) var selected = 0
  /// The index of the first candidate in view.
  private(set) var top = 0
  /// Whether the user moved the selection. Otherwise, the best match is selected.
  private(set) var isMoved = false
  /// The range of the word that Tab inserted, in characters. The next Tab replaces that word with
  /// the next candidate.
  private(set) var cycled: Range<Int>?

  init(_ slot: CompletionSlot, _ composer: Composer, _ candidates: [Candidate], note: String) {
    self.slot = slot
    self.candidates = candidates
    self.note = note
    (text, caret) = (composer.text, composer.before.count)
    selected = slot.beginsAtCurrent ? candidates.firstIndex(where: \.isCurrent) ?? 0 : 0
  }

  /// Scrolls to the selection.
  mutating func scroll(rows: Int) {
    top = max(0, min(max(min(top, selected), selected - rows + 1), candidates.count - rows))
  }

  static func == (one: Self, other: Self) -> Bool {
    one.slot == other.slot && one.text == other.text && one.caret == other.caret
      && one.candidates == other.candidates && one.note == other.note
      && one.selected == other.selected && one.isMoved == other.isMoved
  }

  var selection: Candidate? { candidates.indices.contains(selected) ? candidates[selected] : nil }

  func isFor(_ composer: Composer) -> Bool {
    caret == composer.before.count && text == composer.text
  }

  /// The range of the draft that a candidate replaces, in characters.
  var range: Range<Int> { cycled ?? slot.range }

  /// Moves the selection, wrapping around at either end. If nothing is marked, starts from the
  /// value in use, or else selects the first or the last candidate.
  /// - Parameter rows: the number of candidates in view.
  mutating func move(by step: Int, rows: Int) {
    guard !candidates.isEmpty else { return }
    let count = candidates.count
    if marksSelection { return select((selected + step + count) % count, rows: rows) }
    let current = candidates.firstIndex(where: \.isCurrent)
    select(((current ?? (step > 0 ? -1 : count)) + step + count) % count, rows: rows)
  }

  mutating func select(_ index: Int, rows: Int) {
    selected = index
    isMoved = true
    scroll(rows: rows)
  }

  /// Selects the candidate that the user had selected in an earlier menu for the same word.
  mutating func keepSelection(of earlier: CompletionMenu, rows: Int) {
    guard earlier.isMoved, let text = earlier.selection?.text,
      let index = candidates.firstIndex(where: { $0.text == text })
    else { return }
    select(index, rows: rows)
  }

  /// Notes that Tab inserted the selected candidate.
  mutating func noteCycled(_ range: Range<Int>, _ composer: Composer) {
    cycled = range
    isMoved = true
    (text, caret) = (composer.text, composer.before.count)
  }

  /// Returns how many candidates are in view in a window of this size.
  static func rowLimit(_ size: Size) -> Int {
    size.height < 16 ? max(1, min(4, size.height / 2 - 1)) : min(8, size.height / 3)
  }

  /// Returns whether a window of this size has room for the menu.
  static func fits(_ size: Size) -> Bool { size.height >= 6 && size.width >= 20 }
}

/// The completion menu, and the files and conversations that its candidates come from.
struct Completion {
  var menu: CompletionMenu?
  /// The draft for which the menu was closed. Changing the draft or pressing Tab reopens the menu.
  var closedFor: String?
  var folder: ListedFolder?
  var project = ListedProject.unknown
  var conversations = ListedConversations.unknown
  /// The title of a conversation to open as soon as the conversations are loaded.
  var awaitedTitle: String?

  /// The word for which candidates were last loaded.
  var loadedFor: CompletionSlot.Place?

  /// Closes the menu, and forgets everything that may be out of date when it is needed again.
  mutating func close() {
    guard menu != nil || closedFor != nil || loadedFor != nil || folder != nil else { return }
    (menu, closedFor, folder, loadedFor) = (nil, nil, nil, nil)
    project = .unknown
    switch conversations {
    case .known, .failed: conversations = .unknown
    case .unknown, .asked: break
    }
  }

  enum ListedProject: Equatable {
    case unknown
    case asked
    case known(ProjectFiles)
  }

  /// The folder whose files were requested last.
  struct ListedFolder: Equatable {
    let path: String
    /// `nil` until the files are loaded.
    var listing: FolderListing?
  }

  enum ListedConversations: Equatable {
    case unknown
    case asked(RequestID)
    case known([ConversationSummary])
    case failed

    var summaries: [ConversationSummary] { if case .known(let all) = self { all } else { [] } }
  }
}
