internal import Screen

/// All keys on one page, in two columns where there is room.
enum HelpView {
  private struct Section {
    let title: String
    let keys: [(key: String, action: String)]
  }

  private static let sections = [
    Section(
      title: "Ask",
      keys: [
        ("Enter", "send"), ("Ctrl-J, Alt-Enter", "new line"), ("Esc", "stop the answer"),
        ("Ctrl-T", "thinking on or off"), ("Ctrl-X r", "ask again"),
        ("Ctrl-X g", "continue an answer"),
        ("Up, Down", "earlier questions"), ("F4, Ctrl-X p", "parameters"),
      ]),
    Section(
      title: "Read",
      keys: [
        ("Ctrl-O", "show, hide thinking"), ("PgUp, PgDn", "scroll"),
        ("Tab, Shift-Tab", "move between panes"), ("j k g G { } ( )", "line, edge, message"),
        ("/ n N, Ctrl-X f", "find"), ("y Y 2y, Ctrl-X y", "copy, raw, block 2"),
      ]),
    Section(
      title: "Branches, in the conversation",
      keys: [
        ("r c e", "again, go on, edit"), ("[ ] |", "other branch, both"),
        ("d u", "delete, bring back"), ("> F", "quote, fork"),
      ]),
    Section(
      title: "Conversations",
      keys: [
        ("F2, Ctrl-X l", "list"), ("Ctrl-R, Ctrl-X /", "search all"), ("Ctrl-N, Ctrl-X n", "new"),
      ]),
    Section(
      title: "Write",
      keys: [
        ("Ctrl-A Ctrl-E", "line start, end"), ("Ctrl-B Ctrl-F", "left, right"),
        ("Alt-B Alt-F", "word left, right"), ("Ctrl-W Alt-D", "delete a word"),
        ("Ctrl-U Ctrl-K", "cut to start, end"),
      ]),
    Section(
      title: "Program",
      keys: [
        ("Ctrl-C", "stop, clear, quit"), ("Ctrl-D", "delete, or quit"),
        ("Ctrl-L", "redraw"), ("Ctrl-Z", "suspend"), ("F1, ?", "this page"),
      ]),
    Section(
      title: "Commands",
      keys: [
        ("/set NAME VALUE, /unset NAME", ""), ("/provider NAME MODEL, /model ID", ""),
        ("/params /new /list /think /copy", ""), ("/reasoning /regenerate /continue", ""),
        ("/edit /quote /fork /compare", ""), ("/next /previous /delete /undo", ""),
        ("/find /stop /help /quit", ""),
      ]),
  ]

  /// Rows of the longest form of the page: no scrolling goes further.
  static let rowLimit = sections.reduce(0) { $0 + $1.keys.count + 2 }

  /// - Parameter first: the row at the top, for windows that do not hold the page.
  static func draw(from first: Int, on canvas: inout Canvas) {
    let size = canvas.size
    canvas.draw("Keys", Style(.heading), x: 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let columns = size.width >= 78 ? 2 : 1
    let width = size.width / columns
    let perColumn = (sections.count + columns - 1) / columns
    let height = max(0, size.height - 3)
    for column in 0..<columns {
      let shown = sections.dropFirst(column * perColumn).prefix(perColumn)
      let page = shown.flatMap { rows(of: $0, isTight: size.height < 24) }
      let start = min(first, max(0, page.count - height))
      for (offset, row) in page.dropFirst(start).prefix(height).enumerated() {
        canvas.draw(row, x: column * width + 1, y: 2 + offset, width: width - 2)
      }
    }
    canvas.draw("j k scroll  Esc back", .secondary, x: 1, y: size.height - 1)
  }

  private static func rows(of section: Section, isTight: Bool) -> [StyledLine] {
    var rows = [StyledLine(section.title, Style(.secondary))]
    for (key, action) in section.keys {
      var line = StyledLine(" " + key, Style(.accent))
      line.append(String(repeating: " ", count: max(1, 18 - key.count)) + action, .text)
      rows.append(line)
    }
    return isTight ? rows : rows + [StyledLine()]
  }
}
