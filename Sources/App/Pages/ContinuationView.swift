internal import Screen
internal import Words

/// What can follow the keys that were pressed, in columns above the composer.
enum ContinuationView {
  private struct Entry {
    let key: Key
    let title: String
    let command: Command?
  }

  /// What to show first where not everything fits.
  private static let important: [Command] = [
    .answerNow, .quit, .regenerate, .openList, .newConversation, .openPalette, .continueAnswer,
    .setModel, .openParameters, .edit, .toggleThinking, .toggleReasoning, .openSearch, .copyText,
    .delete, .undo, .openHelp,
  ]

  static func draw(_ state: State, on canvas: inout Canvas) {
    guard !state.input.chord.isEmpty, canvas.size.isEnoughForAFrame else { return }
    let size = canvas.size
    let composer = state.panes.areas.composer
    let isConversation = state.conversationHasKeys && !composer.isEmpty
    let bottom = isConversation ? max(1, composer.y - (size.height >= 6 ? 1 : 0)) : size.height - 1
    let entries = entries(state)
    let table = Table(entries, size: Size(width: size.width - 2, height: bottom - 1))
    guard table.rows > 0 else { return }
    let top = bottom - table.rows - 1
    drawTitle(state, y: top, on: &canvas)
    for y in top + 1..<bottom { canvas.fill(" ", .text, x: 0, y: y, width: size.width) }
    for (index, line) in table.lines(state.preferences.keymap).enumerated() {
      let (column, row) = index.quotientAndRemainder(dividingBy: table.rows)
      canvas.draw(
        line.truncated(to: table.cell - 1), x: 1 + column * table.cell, y: top + 1 + row)
    }
  }

  private static func drawTitle(_ state: State, y: Int, on canvas: inout Canvas) {
    let width = canvas.size.width
    canvas.fill("─", .rule, x: 0, y: y, width: width)
    let title = StyledLine(" \(state.input.chord.name) … ", Style(.accent, .bold))
    canvas.draw(title.truncated(to: width - 2), x: 1, y: y)
    let texts = Words.Status.chordHints
    let hints = texts.enumerated().map { HintLine.Hint($1, texts.count - $0) }
    let text = HintLine.text(hints, separator: " · ", columns: width - title.width - 6)
    guard !text.isEmpty else { return }
    canvas.drawRight(StyledLine(" \(text) ", .secondary), right: width - 1, y: y)
  }

  /// Letters first, then digits, then the rest. A command with two keys is listed once.
  private static func entries(_ state: State) -> [Entry] {
    let context = state.keyContext
    let found = state.preferences.keymap.continuations(of: state.input.chord, in: context).map {
      key, rule in
      let command: Command? =
        if case .command(let command)? = rule?.action { command } else { nil }
      return Entry(key: key, title: title(of: rule, in: context), command: command)
    }
    let offered = found.filter { $0.command != .answerNow || state.front.canAnswerNow }
    var seen: Set<Command> = []
    return offered.sorted { order(of: $0.key) < order(of: $1.key) }
      .filter { $0.command.map { seen.insert($0).inserted } ?? true }
  }

  private static func order(of key: Key) -> (Int, String, String) {
    let group =
      if case .character(let character) = key.code, !key.control, !key.alt {
        character.isLetter ? 0 : character.isNumber ? 1 : 2
      } else {
        3
      }
    return (group, key.name.lowercased(), key.name)
  }

  /// - Parameter rule: `nil` if more keys follow.
  private static func title(of rule: KeyBinding?, in context: KeyContext) -> String {
    guard let rule, let action = rule.action else { return "…" }
    return KeyActions.title(of: action, in: context)
  }

  /// The entries that fit, and their columns.
  private struct Table {
    let entries: [Entry]
    let isComplete: Bool
    let rows: Int
    /// The columns of an entry and the space after it.
    let cell: Int
    private let keyWidth: Int

    init(_ all: [Entry], size: Size) {
      keyWidth = all.map { DisplayWidth.of($0.key.name) }.max() ?? 1
      let title = all.map { DisplayWidth.of($0.title) }.max() ?? 1
      cell = min(keyWidth + title + 2, max(1, size.width + 1))
      let columns = max(1, (size.width + 1) / cell)
      rows = all.isEmpty ? 0 : max(0, min(size.height, (all.count + columns - 1) / columns))
      let room = rows * columns
      isComplete = all.count <= room
      if isComplete {
        entries = all
      } else {
        let ranked = all.indices.sorted { (Self.rank(all[$0]), $0) < (Self.rank(all[$1]), $1) }
        entries = ranked.prefix(max(0, room - 1)).sorted().map { all[$0] }
      }
    }

    private static func rank(_ entry: Entry) -> Int {
      entry.command.flatMap { important.firstIndex(of: $0) } ?? important.count
    }

    func lines(_ keymap: Keymap) -> [StyledLine] {
      let lines = entries.map { entry in
        let name = entry.key.name
        var line = StyledLine(name, .accent)
        let gap = keyWidth - DisplayWidth.of(name) + 1
        line.append(String(repeating: " ", count: gap) + entry.title, .text)
        return line
      }
      guard !isComplete else { return lines }
      let rest = Words.Status.moreKeys(keymap.name(of: .openHelp))
      return lines + [StyledLine(rest, .secondary)]
    }
  }
}

extension KeyActions {
  /// What an action does, in a few words.
  static func title(of action: KeyAction, in context: KeyContext) -> String {
    switch action {
    case .command(let command): CommandTable.row(of: command)?.title ?? command.actionName
    case .edit(let action): action.title
    case .read(let action): action.title
    case .own(let name): Words.KeyAction.title(of: name)
    }
  }
}
