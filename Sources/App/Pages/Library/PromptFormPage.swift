internal import Chat
internal import Screen
internal import Words

/// A page that asks for the values of a prompt's placeholders, one after another.
struct PromptFormPage {
  private let name: String
  private let template: PromptTemplate
  /// The values, one for each placeholder, in the prompt's order.
  private(set) var values: [Composer]
  /// An index into `values`.
  private(set) var selected = 0
  /// Whether Esc was pressed once, so that pressing it again discards what was typed.
  private(set) var isArmed = false

  init(_ name: String, _ template: PromptTemplate) {
    self.name = name
    self.template = template
    values = template.placeholders.map { Composer($0.defaultValue) }
  }

  fileprivate var isLast: Bool { selected == values.count - 1 }

  private var isChanged: Bool { values.map(\.text) != template.placeholders.map(\.defaultValue) }

  private var filled: String {
    let names = template.placeholders.map(\.name)
    return template.filled(
      with: Dictionary(zip(names, values.map(\.text)), uniquingKeysWith: { first, _ in first }))
  }

  private mutating func edit(_ change: (inout Composer) -> Void) {
    guard values.indices.contains(selected) else { return }
    change(&values[selected])
  }

  private mutating func move(by step: Int) {
    selected = min(max(0, selected + step), max(0, values.count - 1))
  }
}

// MARK: - Keys

extension PromptFormPage: Page {
  enum Action: Sendable {
    case next
    case newLine
    case nextField
    case previousField
    case up
    case down
    case close
    case perform(Command)
  }

  static let name = "prompt-form"
  static let takesText = true
  static let isOverlay = true

  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .next,
      hint: {
        HintLine.Hint($0.isLast ? Words.Prompts.insertHint : Words.Prompts.nextHint, 0)
      }),
    .init(
      .control("j"), Key(.enter, alt: true), does: .newLine,
      hint: Words.ParameterForm.newLineHint, 3),
    .init(
      .tab, does: .nextField,
      hint: { $0.values.count > 1 ? HintLine.Hint(Words.Prompts.fieldHint, 2) : nil }),
    .init(Key(.backTab), does: .previousField),
    .init(Key(.up), does: .up),
    .init(Key(.down), does: .down),
    .init(
      .escape, .control("c"), .control("g"), does: .close, hint: Words.WayOut.cancel),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let wasArmed = isArmed
    isArmed = false
    switch action {
    case .next:
      guard isLast else {
        move(by: 1)
        return .stay
      }
      return .library(.insert(filled))
    case .newLine: edit { $0.insert("\n") }
    case .nextField: selected = isLast ? 0 : selected + 1
    case .previousField: selected = selected == 0 ? values.count - 1 : selected - 1
    case .up:
      if values.indices.contains(selected), !values[selected].moveUp() { move(by: -1) }
    case .down:
      if values.indices.contains(selected), !values[selected].moveDown() { move(by: 1) }
    case .close:
      if !isChanged || wasArmed { return .close }
      isArmed = true
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    isArmed = false
    edit { $0.edit(key, by: context.preferences.keymap) }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    isArmed = false
    edit { $0.insert(text) }
    return .stay
  }
}

// MARK: - Drawing

extension PromptFormPage {
  private static let widestLabel = 22
  /// The maximum number of rows for the value being edited. A short window shows fewer.
  private static let mostEditedRows = 8

  private typealias Rows = (lines: [StyledLine], caret: Point)

  private func rows(on stage: Stage) -> Rows {
    rows(width: max(4, Overlay(on: stage, rows: 1).text.width), height: stage.size.height)
  }

  private func overlay(_ stage: Stage, _ rows: Rows) -> Overlay {
    Overlay(on: stage, rows: rows.lines.count + 2)
  }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    let rows = rows(on: context.stage)
    let overlay = overlay(context.stage, rows)
    overlay.draw(isAlone: true, on: &canvas)
    let title = Words.Prompts.title(Sanitizer.sanitizeLine(name))
    overlay.drawTitle(StyledLine(title, Style.title), on: &canvas)
    let area = overlay.text
    let (body, note) = (area.splitBottom(area.height > 2 ? 1 : 0).rest, area.bottom - 1)
    let top = max(0, min(rows.caret.y - body.height + 1, rows.lines.count - body.height))
    for (offset, line) in rows.lines.dropFirst(top).prefix(body.height).enumerated() {
      canvas.draw(line, x: area.x, y: body.y + offset, width: area.width)
    }
    canvas.placeCursor(Point(x: area.x + rows.caret.x, y: body.y + rows.caret.y - top))
    if area.height > 2 {
      let close = context.keyName(of: Action.close, on: Self.self)
      let text = isArmed ? Words.ParameterForm.discardArmed(close) : template.summary
      canvas.draw(
        StyledLine(Sanitizer.sanitizeLine(text), isArmed ? Style(.warning) : .secondary)
          .truncated(to: area.width), x: area.x, y: note)
    }
    overlay.drawHints(hints(context), on: &canvas)
  }

  /// Returns a row for each value, and several rows for the one being edited.
  private func rows(width: Int, height: Int) -> Rows {
    let labels = template.placeholders.map { Sanitizer.sanitizeLine($0.name) }
    let longest = labels.map { DisplayWidth.of($0) }.max() ?? 0
    let label = min(longest, Self.widestLabel, width / 3)
    var lines: [StyledLine] = []
    var caret = Point(x: label + 2, y: 0)
    for (index, value) in values.enumerated() {
      let isSelected = index == selected
      var line = StyledLine(labels[index], isSelected ? Style(.text, .bold) : .secondary)
        .truncated(to: label)
      line.append(String(repeating: " ", count: label + 2 - line.width), .text)
      guard isSelected else {
        let text = SystemPromptRow.firstLine(value.text)
        let rest = value.text.contains(where: \.isNewline) ? " …" : ""
        line.append(Sanitizer.sanitizeLine(text) + rest, .secondary)
        lines.append(line.truncated(to: width))
        continue
      }
      let most = max(1, min(Self.mostEditedRows, height - 8))
      let edited = ComposerRows(value, width: max(2, width - label - 2), most: most)
      let first = max(0, min(edited.caret.y - most + 1, edited.rows.count - most))
      caret = Point(x: label + 2 + edited.caret.x, y: lines.count + edited.caret.y - first)
      for (offset, row) in edited.rows.dropFirst(first).prefix(most).enumerated() {
        var shown =
          offset == 0 ? line : StyledLine(String(repeating: " ", count: label + 2), .text)
        shown.append(row, .text)
        lines.append(shown)
      }
    }
    return (lines, caret)
  }
}
