internal import Screen

/// The keymap's view of the completions, the conversation list or a kind of page.
struct PageKeys: Sendable {
  struct Row: Sendable {
    let name: ActionName
    let keys: [Key]
    /// A description of the row's action for the help page; `nil` if the help page does not show
    /// the row.
    let title: String?
  }

  let name: String
  /// Whether the page, or at least a part of it, treats letters as text.
  let takesText: Bool
  /// The command that opens the page, and closes it when it is on top.
  let opener: Command?
  /// A function, because the rows of most pages are not needed until the page is on the screen.
  let makeRows: @Sendable () -> [Row]

  var rows: [Row] { makeRows() }

  /// Whether some letters trigger actions in a part of the page.
  var hasLetters: Bool { rows.contains { $0.keys.contains(where: \.isText) } }

  func row(named name: ActionName) -> Row? { rows.first { $0.name == name } }

  /// Returns the keys of an action, collected from all its rows.
  func keys(of name: ActionName) -> [Key] { rows.filter { $0.name == name }.flatMap(\.keys) }
}

/// A catalogue of all kinds of pages, for the keymap.
enum PageCatalogue {
  static let all: [PageKeys] = [
    HelpPage.pageKeys, PalettePage.pageKeys, PickerPage.pageKeys, KeyPage.pageKeys,
    ParametersPage.pageKeys, ParameterLinePage.pageKeys, ParameterTextPage.pageKeys,
    RequestPreviewPage.pageKeys, SystemPromptPage.pageKeys, LibraryPage<PresetShelf>.pageKeys,
    LibraryPage<PromptShelf>.pageKeys, PromptFormPage.pageKeys, PresetNamePage.pageKeys,
    SearchPage.pageKeys, ComparisonPage.pageKeys, ProbabilitiesPage.pageKeys,
    FiguresPage.pageKeys, StartPage.pageKeys,
  ]

  static let list = PageKeys(
    name: KeyContext.list.name, takesText: false, opener: .openList,
    makeRows: { ConversationListKeys.table.keyRows })

  static let completion = PageKeys(
    name: KeyContext.completion.name, takesText: true, opener: nil,
    makeRows: { CompletionKeys.table.keyRows })

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static func page(named name: String) -> PageKeys? { byName[name] }

  /// Returns the page, list or completions that this context belongs to.
  static func page(of context: KeyContext) -> PageKeys? {
    switch context {
    case .list: list
    case .completion: completion
    case .page(let name): page(named: name)
    case .global, .composer, .transcript, .pages, .prompt: nil
    }
  }
}

extension Page {
  static var pageKeys: PageKeys {
    PageKeys(name: name, takesText: takesText, opener: opener, makeRows: { keys.keyRows })
  }
}
