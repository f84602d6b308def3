internal import Words

/// An action that a key performs.
enum KeyAction: Hashable, Sendable {
  case command(Command)
  case edit(EditAction)
  case read(ReadingAction)
  /// An action of the list, of a page or of the completion menu, by name.
  case own(String)

  /// The name of the action in `[keys]`: `toggle-thinking`.
  var name: String {
    switch self {
    case .command(let command): command.actionName
    case .edit(let action): action.rawValue
    case .read(let action): action.rawValue
    case .own(let name): name
    }
  }
}

/// An action in the composer, and in every other field that takes text.
enum EditAction: String, CaseIterable, Sendable {
  case moveLeft = "move-left"
  case moveRight = "move-right"
  case moveWordLeft = "move-word-left"
  case moveWordRight = "move-word-right"
  case moveToLineStart = "move-to-line-start"
  case moveToLineEnd = "move-to-line-end"
  case moveToStart = "move-to-start"
  case moveToEnd = "move-to-end"
  case deleteBackward = "delete-backward"
  case deleteForward = "delete-forward"
  case deleteWordBackward = "delete-word-backward"
  /// Deletes back to a character that is not part of a word, such as a slash.
  case deletePartBackward = "delete-part-backward"
  case deleteWordForward = "delete-word-forward"
  case cutToLineStart = "cut-to-line-start"
  case cutToLineEnd = "cut-to-line-end"
  case pasteCut = "paste-cut"
  /// Replaces the cut that was just pasted with an older one.
  case pasteOlderCut = "paste-older-cut"
  case uppercaseWord = "uppercase-word"
  case lowercaseWord = "lowercase-word"
  case capitalizeWord = "capitalize-word"
  case swapWords = "swap-words"
  case lineUp = "line-up"
  case lineDown = "line-down"
  case searchHistoryOlder = "search-history-older"
  case searchHistoryNewer = "search-history-newer"

  var title: String {
    switch self {
    case .moveLeft: Words.KeyAction.moveLeft
    case .moveRight: Words.KeyAction.moveRight
    case .moveWordLeft: Words.KeyAction.moveWordLeft
    case .moveWordRight: Words.KeyAction.moveWordRight
    case .moveToLineStart: Words.KeyAction.moveToLineStart
    case .moveToLineEnd: Words.KeyAction.moveToLineEnd
    case .moveToStart: Words.KeyAction.moveToStart
    case .moveToEnd: Words.KeyAction.moveToEnd
    case .deleteBackward: Words.KeyAction.deleteBackward
    case .deleteForward: Words.KeyAction.deleteForward
    case .deleteWordBackward: Words.Keys.deleteWord
    case .deletePartBackward: Words.KeyAction.deletePartBackward
    case .deleteWordForward: Words.Keys.deleteNextWord
    case .cutToLineStart: Words.KeyAction.cutToLineStart
    case .cutToLineEnd: Words.KeyAction.cutToLineEnd
    case .pasteCut: Words.Keys.insertCut
    case .pasteOlderCut: Words.KeyAction.pasteOlderCut
    case .uppercaseWord: Words.KeyAction.uppercaseWord
    case .lowercaseWord: Words.KeyAction.lowercaseWord
    case .capitalizeWord: Words.KeyAction.capitalizeWord
    case .swapWords: Words.Keys.transposeWords
    case .lineUp: Words.KeyAction.lineUp
    case .lineDown: Words.KeyAction.lineDown
    case .searchHistoryOlder: Words.KeyAction.searchHistoryOlder
    case .searchHistoryNewer: Words.KeyAction.searchHistoryNewer
    }
  }
}

/// An action, other than a command, in the conversation and the thinking pane.
enum ReadingAction: String, CaseIterable, Sendable {
  case scrollUp = "scroll-up"
  case scrollDown = "scroll-down"
  case scrollToStart = "scroll-to-start"
  case scrollToEnd = "scroll-to-end"
  case findNext = "find-next"
  case findPrevious = "find-previous"

  var title: String {
    switch self {
    case .scrollUp: Words.KeyAction.scrollUp
    case .scrollDown: Words.KeyAction.scrollDown
    case .scrollToStart: Words.KeyAction.scrollToStart
    case .scrollToEnd: Words.KeyAction.scrollToEnd
    case .findNext: Words.KeyAction.findNext
    case .findPrevious: Words.KeyAction.findPrevious
    }
  }
}

extension Command {
  /// The name of the command in `[keys]`: `toggle-thinking`.
  var actionName: String { rawValue.hyphenated }

  /// - Parameter name: the command's name in `[keys]`, or one of its names after a slash.
  init?(actionName name: String) {
    if let command = Self.byActionName[name] ?? CommandTable.row(named: name)?.command {
      self = command
    } else {
      return nil
    }
  }

  private static let byActionName = Dictionary(
    allCases.map { ($0.actionName, $0) }, uniquingKeysWith: { first, _ in first })
}

extension String {
  /// A camel-case name rewritten with hyphens: `toggle-thinking` for `toggleThinking`.
  var hyphenated: String {
    reduce(into: "") { name, character in
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
  }
}

// MARK: - Names of page actions

/// A page's action, whose name in `[keys]` may differ from the name of its case.
protocol NamedAction {
  /// The name in `[keys]`; `nil` for the name that ``ActionName`` derives from the case.
  var actionName: String? { get }
}

/// A page action's name: from `actionName`, else its command, else its case.
enum ActionName: Hashable, Sendable {
  case command(Command)
  case own(String)

  init(of action: some Sendable) {
    if let name = (action as? any NamedAction)?.actionName {
      self = .own(name)
    } else if let payload = Mirror(reflecting: action).children.first {
      if let command = payload.value as? Command {
        self = .command(command)
      } else {
        self = .own((payload.label ?? "").hyphenated)
      }
    } else {
      self = .own(String(describing: action).hyphenated)
    }
  }
}
