internal import Screen
internal import Words

/// The keys that can follow those already pressed, in columns above the composer.
enum ContinuationView {
  struct Entry {
    let key: Key
    let title: String
    let command: Command?
    /// Whether the user configured the binding.
    let isOwn: Bool
    /// Whether a single key also performs this command here.
    let hasKey: Bool

    var section: CommandRow.Section? {
      command.flatMap { CommandTable.row(of: $0)?.section }
    }
  }

  /// The most important commands, in order. If not everything fits, other commands are left out
  /// first.
  private static let important: [Command] = [
    .answerNow, .regenerate, .newConversation, .openList, .setModel, .openPalette,
    .continueAnswer, .openParameters, .edit, .toggleThinking, .toggleReasoning, .openSearch,
    .copyText, .delete, .undo, .openHelp, .quit,
  ]
  /// The number of most-used entries that share a group with the user's own keys.
  private static let mostUsed = 5

  static func draw(_ state: State, on canvas: inout Canvas) {
    guard !state.input.chord.isEmpty, canvas.size.isEnoughForAFrame else { return }
    let size = canvas.size
    let composer = state.panes.areas.composer
    let isConversation = state.conversationHasKeys && !composer.isEmpty
    let bottom = isConversation ? max(1, composer.y - (size.height >= 6 ? 1 : 0)) : size.height - 1
    let table = ContinuationTable(
      groups(entries(state)), size: Size(width: size.width - 2, height: bottom - 1))
    guard table.rows > 0 else { return }
    // A click on another hint would continue the sequence.
    canvas.forgetClickAreas()
    let top = bottom - table.rows - 1
    drawTitle(state, y: top, on: &canvas)
    if isConversation { join(state, y: top, below: bottom, on: &canvas) }
    for y in top + 1..<bottom { canvas.fill(" ", .text, x: 0, y: y, width: size.width) }
    for (index, line) in table.lines(state.preferences.keymap).enumerated() {
      let (column, row) = index.quotientAndRemainder(dividingBy: table.rows)
      canvas.draw(
        line.truncated(to: table.cell - 2), x: 1 + column * table.cell, y: top + 1 + row)
    }
  }

  /// Makes the edge of the thinking pane end at the rule above the keys instead of the one below.
  private static func join(
    _ state: State, y: Int, below: Int, on canvas: inout Canvas
  ) {
    guard case .column(let edge, _)? = state.panes.areas.paneEdge else { return }
    let x = edge.x + state.panes.areas.sideBar
    if canvas.cell(x: x, y: below).character == "┴" { canvas.draw("─", .rule, x: x, y: below) }
    if edge.y < y, canvas.cell(x: x, y: y).character == "─" {
      canvas.draw("┴", .rule, x: x, y: y)
    }
  }

  private static func drawTitle(_ state: State, y: Int, on canvas: inout Canvas) {
    let width = canvas.size.width
    canvas.fill("─", .rule, x: 0, y: y, width: width)
    let title = StyledLine(" \(state.input.chord.name) … ", Style(.accent, .bold))
    canvas.draw(title.truncated(to: width - 2), x: 1, y: y)
    let room = width - title.width - 6
    let cancel = HintLine.hints([], wayOut: Words.WayOut.cancel)
    // The keys themselves are listed below, so the way out matters more here than going back.
    let all = HintLine.text(
      HintLine.hints([Words.Status.chordBack]) + cancel, columns: .max)
    let text = DisplayWidth.of(all) <= room ? all : HintLine.text(cancel, columns: room)
    guard !text.isEmpty else { return }
    canvas.drawRight(StyledLine(" \(text) ", .secondary), right: width - 1, y: y)
    canvas.noteClickArea(.hints(text), end: width - 2, y: y)
  }

  /// Returns the user's own keys first, then the commands in the order of the help page. Of several
  /// default keys for one command, lists only the shortest.
  private static func entries(_ state: State) -> [Entry] {
    let context = state.keyContext
    let found = state.preferences.keymap.continuations(of: state.input.chord, in: context).map {
      key, rule in
      let command: Command? =
        if case .command(let command)? = rule?.action { command } else { nil }
      return Entry(
        key: key, title: title(of: rule, in: context), command: command,
        isOwn: isOwn(state.input.chord + [key], in: context, state.preferences.keymap),
        hasKey: command.map { hasKey($0, in: context, state.preferences.keymap) } ?? false)
    }
    let offered = found.filter { $0.command != .answerNow || state.front.canAnswerNow }
    return offered.filter { entry in
      entry.isOwn
        || !offered.contains { other in
          other.command == entry.command && entry.command != nil
            && (other.key.name.count, other.key.name) < (entry.key.name.count, entry.key.name)
        }
    }.sorted { order(of: $0) < order(of: $1) }
  }

  private static func hasKey(
    _ command: Command, in context: KeyContext, _ keymap: Keymap
  ) -> Bool {
    keymap.sequences(of: .command(command), in: context).contains { $0.count == 1 }
  }

  private static func isOwn(_ keys: [Key], in context: KeyContext, _ keymap: Keymap) -> Bool {
    keymap.rules(beginning: keys, in: context).contains { $0.setting != nil }
  }

  private static func order(of entry: Entry) -> (Int, Int, String) {
    let row = entry.command.flatMap { command in
      CommandTable.rows.firstIndex { $0.command == command }
    }
    return (entry.isOwn ? 0 : 1, row ?? .max, entry.key.name)
  }

  /// Returns a group of the user's own and the most used keys, followed by the groups of the help
  /// page.
  private static func groups(_ entries: [Entry]) -> [ContinuationTable.Group] {
    let ranked = entries.filter { rank($0) < important.count }
      .sorted { rank($0) < rank($1) }
    let first = ranked.prefix(entries.count(where: \.isOwn) + mostUsed)
    let keys = Set(first.map(\.key))
    let rest = entries.filter { !keys.contains($0.key) }
    let sections = CommandRow.Section.allCases.map { section in
      ContinuationTable.Group(
        title: section.title, entries: rest.filter { $0.section == section })
    }
    let others = ContinuationTable.Group(title: "", entries: rest.filter { $0.section == nil })
    let used = ContinuationTable.Group(title: Words.Status.mostUsed, entries: Array(first))
    return ([used] + sections + [others]).filter { !$0.entries.isEmpty }
  }

  /// Returns an entry's rank; lower is more important. Commands not in ``important`` come last,
  /// those without a single key here before the others.
  static func rank(_ entry: Entry) -> Int {
    if entry.isOwn { return -1 }
    return entry.command.flatMap { important.firstIndex(of: $0) }
      ?? important.count + (entry.hasKey ? 1 : 0)
  }

  /// - Parameter rule: `nil` if more keys follow.
  private static func title(of rule: KeyBinding?, in context: KeyContext) -> String {
    guard let rule, let action = rule.action else { return "…" }
    return KeyActions.title(of: action, in: context)
  }
}

extension KeyActions {
  /// Returns what an action does, in a few words.
  static func title(of action: KeyAction, in context: KeyContext) -> String {
    switch action {
    case .command(let command): CommandTable.row(of: command)?.title ?? command.actionName
    case .edit(let action): action.title
    case .read(let action): action.title
    case .own(let name): Words.KeyAction.title(of: name)
    }
  }
}
