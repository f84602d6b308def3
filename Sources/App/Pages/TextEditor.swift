internal import Chat
internal import Screen
internal import Words

/// An editor for multi-line text on its own page. It uses the composer's keys.
struct TextEditor {
  private let original: String
  private(set) var text: Composer
  /// Whether the user tried to close the page despite changes. Trying again discards them.
  private(set) var isArmed = false
  /// The vi mode; `nil` if the text is edited with shell-style keys only.
  private(set) var vi: ViMode?

  init(_ text: String) {
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

  /// The outcome of an action, for the page to carry out.
  enum Outcome {
    case stay
    case keep
    case close
    case perform(Command)
  }

  static func rows<Owner>(of type: Owner.Type) -> [KeyTable<Owner, Action>.Row] {
    [
      .init(.enter, does: .keep, hint: Words.ParameterForm.keepHint, 0),
      .init(
        .control("j"), Key(.enter, alt: true), does: .newLine,
        hint: Words.ParameterForm.newLineHint, 2),
      .init(Key(.up), does: .up),
      .init(Key(.down), does: .down),
      .init(
        .escape, .control("c"), does: .close, hint: Words.WayOut.cancel),
      .init(.control("g"), does: .perform(.openEditor), hint: Words.Editor.hint, 3),
      .init(.control("l"), does: .perform(.redraw)),
      .init(.control("z"), does: .perform(.suspend)),
    ]
  }

  mutating func perform(_ action: Action) -> Outcome {
    let wasArmed = isArmed
    isArmed = false
    defer { vi?.follow(&text) }
    switch action {
    case .keep: return .keep
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

  mutating func type(_ key: Key, by keymap: Keymap) {
    isArmed = false
    text.edit(key, by: keymap)
    vi?.follow(&text)
  }

  /// Handles a vi key.
  /// - Returns: `nil` if vi ignores the key, which the keymap then handles.
  mutating func pressInVi(_ key: Key, _ context: PageContext) -> PageReply? {
    guard let shared = context.vi else {
      if vi != nil { text.endGroup() }
      vi = nil
      return nil
    }
    var mode = vi ?? ViMode()
    mode.registers = shared.registers
    let outcome = mode.press(key, in: &text, context.preferences.keymap)
    vi = mode
    if outcome != .ignored { isArmed = false }
    switch outcome {
    case .ignored: return nil
    case .handled, .leavesUp, .leavesDown, .opensPalette, .pastedInstead: return .stay
    case .copies(let text): return .copy(text)
    }
  }

  /// Replaces the text with what the user's external editor saved.
  mutating func replace(with edited: String) {
    isArmed = false
    text.replaceAll(with: edited)
    vi?.follow(&text)
  }

  mutating func paste(_ pasted: String) {
    isArmed = false
    text.insert(pasted)
    vi?.follow(&text)
  }

  /// Draws everything except the hints.
  /// - Parameters:
  ///   - note: a remark on the text, drawn below it.
  ///   - key: the name of the key that closes the page.
  func draw(
    _ title: String, _ note: Note, _ context: PageContext, close key: String,
    on canvas: inout Canvas
  ) {
    let vi = vi ?? context.vi.map { _ in ViMode() }
    let size = canvas.size
    canvas.draw(title, Style.title, x: 1, y: 0)
    if let vi {
      canvas.drawRight(StyledLine(ViText.mode(vi), .secondary), right: size.width - 1, y: 0)
    }
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let note = isArmed ? Note(Words.ParameterForm.discardArmed(key), Style(.warning)) : note
    let notes = note.rows(width: max(8, size.width - 2)).suffix(max(0, size.height - 5))
    let height = max(1, size.height - 4 - notes.count)
    let rows = ComposerRows(text, width: size.width - 2, most: height)
    let first = max(0, min(rows.caret.y - height + 1, rows.rows.count - height))
    for (offset, row) in rows.rows.dropFirst(first).prefix(height).enumerated() {
      canvas.draw(row, .text, x: 1, y: 2 + offset)
      rows.drawSelection(
        vi?.selected(in: text), row: first + offset, text.buffer,
        at: Point(x: 1, y: 2 + offset), on: &canvas)
    }
    canvas.placeCursor(
      Point(x: 1 + rows.caret.x, y: 2 + rows.caret.y - first), vi?.cursorShape ?? .standard)
    let rule = size.height - 2 - notes.count
    if rule > 2 { canvas.fill("─", .rule, x: 0, y: rule, width: size.width) }
    for (offset, note) in notes.enumerated() { canvas.draw(note, x: 1, y: rule + 1 + offset) }
  }
}
