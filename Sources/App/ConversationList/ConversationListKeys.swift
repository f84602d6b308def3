internal import Chat
internal import Screen

/// What keys do in the list of conversations.
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

/// The keys of the list, as it is now.
struct ConversationListKeys {
  let list: ConversationList
  /// It is beside the conversation.
  let isBeside: Bool

  /// There is something to act on.
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
    Row(.enter, does: .open) { $0.inList("Enter opens", 0) },
    Row(.character("/"), does: .filter, help: KeyHelp("/", "Filter")) {
      $0.hasRows ? HintLine.Hint("/ filter", 3) : nil
    },
    Row(.character("n"), does: .newConversation) {
      $0.hasRows ? $0.inList("n new", 8) : HintLine.Hint("n new", 0)
    },
    Row(.character("r"), does: .rename, help: KeyHelp("r t p", "Rename, tags, pin")) {
      $0.inList("r rename", 5)
    },
    Row(.character("p"), does: .pin) { $0.inList("p pin", 9) },
    Row(.character("t"), does: .tag) { $0.inList("t tag", 10) },
    Row(.character("a"), does: .archive, help: KeyHelp("a d u", "Archive, delete, undo")) {
      $0.list.shelf == .archived ? $0.inList("a takes out", 2) : $0.inList("a archive", 6)
    },
    Row(.character("d"), does: .delete) {
      guard $0.hasRows else { return nil }
      return $0.isDeleted ? HintLine.Hint("d brings back", 0) : HintLine.Hint("d delete", 4)
    },
    Row(.character("D"), does: .erase, help: KeyHelp("D", "Delete for good")) {
      $0.hasRows && $0.isDeleted ? HintLine.Hint("D deletes for good", 2) : nil
    },
    Row(.character("u"), does: .undo) {
      guard $0.hasRows else { return $0.list.undos.isEmpty ? nil : HintLine.Hint("u undo", 2) }
      return $0.inList("u undo", 11)
    },
    Row(.character("x"), does: .export, help: KeyHelp("x", "Export")) {
      $0.inList("x export", 13)
    },
    Row(.character(" "), does: .mark, help: KeyHelp("Space *", "Mark one, all")) {
      $0.inList("Space mark", 12)
    },
    Row(.character("*"), does: .markAll),
  ]

  private static let leaving: [Row] = [
    Row(Key(.right), does: .nextShelf, help: KeyHelp("← →", "Archive, deleted ones")) {
      HintLine.Hint($0.list.shelf == .current ? "→ archive" : "→ other lists", 7)
    },
    Row(Key(.left), does: .previousShelf),
    Row(.tab, does: .nextPane),
    Row(Key(.backTab), does: .previousPane),
    Row(.escape, does: .back) { HintLine.Hint($0.isBeside ? "Esc hides" : "Esc back", 1) },
    Row(.character("q"), does: .quit),
    Row(.control("c"), does: .perform(.stopOrClear)),
    Row(.control("n"), does: .perform(.newConversation)),
    Row(.control("t"), does: .perform(.toggleThinking)),
    Row(.control("o"), does: .perform(.toggleReasoning)),
    Row(.control("r"), does: .perform(.openSearch)),
    Row(.control("p"), does: .perform(.openPalette)),
    Row(.control("l"), does: .perform(.redraw)),
    Row(.control("z"), does: .perform(.suspend)),
    Row(Key(.function(1)), .character("?"), does: .perform(.openHelp)),
    Row(Key(.function(2)), does: .perform(.openList)),
    Row(Key(.function(4)), does: .perform(.openParameters)),
  ]

  /// A hint for what can be done with conversations that are not deleted.
  private func inList(_ text: String, _ rank: Int) -> HintLine.Hint? {
    hasRows && !isDeleted ? HintLine.Hint(text, rank) : nil
  }
}
