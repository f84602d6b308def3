internal import Chat
internal import Screen
internal import Words

/// A page that edits a field in its row of the form. Problems are shown as the text is typed.
struct ParameterLinePage: Page {
  /// The form that contains the field.
  private var form: ParametersPage
  private(set) var text: Composer
  /// Whether all of the text is selected, so that the first character typed replaces it.
  private var isSelected: Bool

  init(_ form: ParametersPage, _ text: String) {
    self.form = form
    self.text = Composer(text)
    isSelected = !text.isEmpty
  }

  enum Action: Sendable {
    case keep
    case close
    case perform(Command)
  }

  static let name = "parameter-line"
  static let takesText = true
  static let keys = KeyTable<Self, Action>([
    .init(.enter, does: .keep, hint: Words.ParameterForm.keepHint, 0),
    .init(
      .escape, .control("c"), .control("g"), does: .close, hint: Words.WayOut.cancel),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    switch action {
    case .keep:
      // If the text is invalid, the reason is already on the screen.
      guard let settings = try? ParameterForm(context).keeping(form.field, text.text) else {
        return .stay
      }
      return .closeAndAdjust(settings)
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    if isSelected, key.isText { text = Composer() }
    isSelected = false
    text.edit(key, by: context.preferences.keymap)
    return .stay
  }

  mutating func paste(_ pasted: String, _ context: PageContext) -> PageReply {
    if isSelected { text = Composer() }
    isSelected = false
    text.insert(LineJoin.joined(pasted.split(whereSeparator: \.isNewline)))
    return .stay
  }

  /// A click on another row selects it and keeps the text, as Enter does, if the text is valid.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    guard let field = ParameterFormView.field(at: place, top: form.top, in: context.size),
      field != form.field,
      // If the text is invalid, the reason is already on the screen.
      let settings = try? ParameterForm(context).keeping(form.field, text.text)
    else { return .stay }
    return .closeAndAdjust(settings, thenClickAt: place)
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let mark = form.drawForm(
      context, editing: text, isSelected: isSelected, on: &canvas)
    drawHints(context, mark: mark, on: &canvas)
  }
}
