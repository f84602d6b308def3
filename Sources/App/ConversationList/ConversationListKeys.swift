internal import Chat
internal import Screen
internal import Words

/// An action of the conversation list.
enum ListAction: Sendable {
  case up
  case down
  case pageUp
  case pageDown
  case top
  case bottom
  case open
  case filter
  case newConversation
  case rename
  case pin
  case tag
  case archive
  case delete
  case erase
  case undo
  case export
  case mark
  case markAll
  case nextShelf
  case previousShelf
  case nextPane
  case previousPane
  case back
  case quit
  case perform(Command)
}

extension ListAction {
  static let eraseName = "erase"

  /// Whether the action has no effect until rows have been loaded.
  var needsRows: Bool {
    switch self {
    case .up, .down, .pageUp, .pageDown, .top, .bottom, .open, .filter, .rename, .pin, .tag,
      .archive, .delete, .erase, .undo, .export, .mark, .markAll:
      true
    case .newConversation, .nextShelf, .previousShelf, .nextPane, .previousPane, .back, .quit,
      .perform:
      false
    }
  }
}

/// The keys of the conversation list in its current state.
struct ConversationListKeys {
  let list: ConversationList
  /// Whether the list is a sidebar.
  let isBeside: Bool

  /// Whether there are rows to act on.
  private var hasRows: Bool { !list.shown.isEmpty }
  private var isDeleted: Bool { list.shelf == .deleted }

  static let table = KeyTable<Self, ListAction>(moving + acting + leaving)

  private typealias Row = KeyTable<Self, ListAction>.Row

  private static let moving: [Row] = [
    Row(Key(.up), .character("k"), does: .up),
    Row(Key(.down), .character("j"), does: .down),
    Row(Key(.pageUp), does: .pageUp),
    Row(Key(.pageDown), does: .pageDown),
    Row(Key(.home), .character("g"), does: .top),
    Row(Key(.end), .character("G"), does: .bottom),
  ]

  private static let acting: [Row] = [
    Row(.enter, does: .open) { $0.inList(Words.ListHint.open, 0) },
    Row(.character("/"), does: .filter, help: KeyHelp("/", Words.ListHelp.filter)) {
      $0.hasRows ? HintLine.Hint(Words.ListHint.filter, 4) : nil
    },
    Row(.character("n"), does: .newConversation) {
      $0.hasRows ? $0.inList(Words.ListHint.new, 9) : HintLine.Hint(Words.ListHint.new, 0)
    },
    Row(.character("r"), does: .rename, help: KeyHelp("r t p", Words.ListHelp.rename)) {
      $0.inList(Words.ListHint.rename, 6)
    },
    Row(.character("p"), does: .pin) { $0.inList(Words.ListHint.pin, 10) },
    Row(.character("t"), does: .tag) { $0.inList(Words.ListHint.tag, 11) },
    Row(.character("a"), does: .archive, help: KeyHelp("a d u", Words.ListHelp.archive)) {
      $0.list.shelf == .archived
        ? $0.inList(Words.ListHint.unarchive, 2) : $0.inList(Words.ListHint.archive, 7)
    },
    Row(.character("d"), does: .delete) {
      guard $0.hasRows else { return nil }
      return $0.isDeleted
        ? HintLine.Hint(Words.ListHint.restore, 0) : HintLine.Hint(Words.ListHint.delete, 5)
    },
    Row(.character("D"), does: .erase, help: KeyHelp("D", Words.ListHelp.erase)) {
      $0.hasRows && $0.isDeleted ? HintLine.Hint(Words.ListHint.erase, 2) : nil
    },
    Row(.character("u"), does: .undo) {
      guard $0.hasRows else {
        return $0.list.undos.isEmpty ? nil : HintLine.Hint(Words.ListHint.undo, 2)
      }
      return $0.inList(Words.ListHint.undo, 12)
    },
    Row(.character("x"), does: .export, help: KeyHelp("x", Words.ListHelp.export)) {
      $0.inList(Words.ListHint.export, 14)
    },
    Row(.character(" "), does: .mark, help: KeyHelp("Space *", Words.ListHelp.mark)) {
      $0.inList(Words.ListHint.mark, 13)
    },
    Row(.character("*"), does: .markAll),
  ]

  private static let leaving: [Row] = [
    Row(Key(.right), does: .nextShelf, help: KeyHelp("← →", Words.ListHelp.shelves)) {
      HintLine.Hint(Words.ListHint.next($0.list.shelf.next), 8)
    },
    Row(Key(.left), does: .previousShelf),
    Row(.tab, does: .nextPane),
    Row(Key(.backTab), does: .previousPane),
    Row(.escape, does: .back) {
      let closes = $0.list.filter.isEmpty && $0.list.marked.isEmpty
      return HintLine.Hint(wayOut: closes ? Words.WayOut.close : Words.WayOut.clear)
    },
    Row(.character("q"), does: .quit),
    Row(.control("c"), does: .perform(.stopOrClear)),
    Row(.control("n"), does: .perform(.newConversation)),
    Row(.control("t"), does: .perform(.toggleThinking)),
    Row(.control("o"), does: .perform(.toggleReasoning)),
    Row(.control("r"), does: .perform(.openSearch)),
    Row(.control("p"), does: .perform(.openPalette)),
    Row(.control("l"), does: .perform(.redraw)),
    Row(.control("z"), does: .perform(.suspend)),
    Row(.character("?"), Key(.function(1)), does: .perform(.openHelp)) { _ in
      HintLine.Hint(Words.Pages.keysHint, 3)
    },
    Row(Key(.function(2)), does: .perform(.openList)),
    Row(Key(.function(3)), does: .perform(.setModel)),
    Row(Key(.function(4)), does: .perform(.openParameters)),
    Row(Key(.function(5)), does: .perform(.choosePreset)),
    Row(Key(.function(7)), does: .perform(.setSystemPrompt)),
  ]

  /// Returns a hint that is hidden in the trash, and while the list has no rows.
  private func inList(_ text: String, _ rank: Int) -> HintLine.Hint? {
    hasRows && !isDeleted ? HintLine.Hint(text, rank) : nil
  }
}
