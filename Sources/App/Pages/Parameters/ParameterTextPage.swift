internal import Chat
internal import Screen
internal import Words

/// Edits a field of several lines, such as JSON, with the composer's keys.
struct ParameterTextPage: Page {
  private let field: FormField
  private let original: String
  private(set) var text: Composer
  /// Esc was pressed. Pressing it again discards the changes.
  private var isArmed = false

  init(_ field: FormField, _ text: String) {
    self.field = field
    original = text
    self.text = Composer(text)
  }

  enum Action: Sendable {
    case keep
    case newLine
    case up
    case down
    case close
    case perform(Command)
  }

  static let keys = KeyTable<Self, Action>([
    .init(.enter, does: .keep, hint: Words.ParameterForm.keepHint, 0),
    .init(
      .control("j"), Key(.enter, alt: true), does: .newLine,
      hint: Words.ParameterForm.newLineHint, 2),
    .init(Key(.up), does: .up),
    .init(Key(.down), does: .down),
    .init(
      .escape, .control("c"), .control("g"), does: .close, hint: Words.ParameterForm.cancelHint, 1),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let wasArmed = isArmed
    isArmed = false
    switch action {
    case .keep:
      // The reason is already on the screen.
      guard let settings = try? ParameterForm(context).keeping(field, text.text) else {
        return .stay
      }
      return .closeAndAdjust(settings)
    case .newLine: text.insert("\n")
    case .up: _ = text.moveUp()
    case .down: _ = text.moveDown()
    case .close:
      if text.text == original || wasArmed { return .close }
      isArmed = true
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    isArmed = false
    text.edit(key)
    return .stay
  }

  mutating func paste(_ pasted: String, _ context: PageContext) -> PageReply {
    isArmed = false
    text.insert(pasted)
    return .stay
  }

  // MARK: Drawing

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    let size = canvas.size
    canvas.draw(field.name, Style(.heading), x: 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let notes = notes(ParameterForm(context), width: max(8, size.width - 2))
      .suffix(max(0, size.height - 5))
    let height = max(1, size.height - 4 - notes.count)
    let rows = ComposerRows(text, width: size.width - 2, most: height)
    let first = max(0, min(rows.caret.y - height + 1, rows.rows.count - height))
    for (offset, row) in rows.rows.dropFirst(first).prefix(height).enumerated() {
      canvas.draw(row, .text, x: 1, y: 2 + offset)
    }
    canvas.placeCursor(Point(x: 1 + rows.caret.x, y: 2 + rows.caret.y - first))
    let rule = size.height - 2 - notes.count
    if rule > 2 { canvas.fill("─", .rule, x: 0, y: rule, width: size.width) }
    for (offset, note) in notes.enumerated() { canvas.draw(note, x: 1, y: rule + 1 + offset) }
    drawHints(context, on: &canvas)
  }

  private func notes(_ form: ParameterForm, width: Int) -> [StyledLine] {
    let line: StyledLine
    if isArmed {
      line = StyledLine(Words.ParameterForm.discardArmed, Style(.warning))
    } else if text.isEmpty {
      line = StyledLine(Words.ParameterForm.emptyUnsets + " " + expectation(form), .secondary)
    } else if let problem = form.problem(with: text.text, in: field) {
      line = StyledLine(Sanitizer.sanitizeLine(problem), Style(.error))
    } else {
      line = StyledLine(expectation(form), .secondary)
    }
    return Wrapping.wrap(line, width: width, first: StyledLine(), rest: StyledLine())
  }

  private func expectation(_ form: ParameterForm) -> String {
    let range = form.range(of: field)
    if case .texts = range { return Words.ParameterForm.stopFormat }
    return Words.ParameterForm.range(Words.Parameter.range(range))
  }
}
