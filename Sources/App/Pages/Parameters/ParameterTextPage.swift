internal import Chat
internal import Screen
internal import Words

/// A page that edits a multi-line field, such as JSON, with the composer's keys.
struct ParameterTextPage: Page {
  private let field: FormField
  private var editor: TextEditor

  init(_ field: FormField, _ text: String) {
    self.field = field
    editor = TextEditor(text)
  }

  var text: Composer { editor.text }

  static let name = "parameter-text"
  static let takesText = true
  static let keys = KeyTable<Self, TextEditor.Action>(TextEditor.rows(of: Self.self))

  mutating func perform(_ action: TextEditor.Action, _ context: PageContext) -> PageReply {
    switch editor.perform(action) {
    case .stay: return .stay
    case .keep:
      // If the text is invalid, the reason is already on the screen.
      guard let settings = try? ParameterForm(context).keeping(field, text.text) else {
        return .stay
      }
      return .closeAndAdjust(settings)
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    editor.type(key, by: context.preferences.keymap)
    return .stay
  }

  mutating func pressInVi(_ key: Key, _ context: PageContext) -> PageReply? {
    editor.pressInVi(key, context)
  }

  var viRegisters: ViRegisters? { editor.vi?.registers }

  mutating func paste(_ pasted: String, _ context: PageContext) -> PageReply {
    editor.paste(pasted)
    return .stay
  }

  var editableText: EditableText? {
    EditableText(text: text.text, kind: field == .parameter(.stop) ? .lines : .json)
  }

  mutating func replaceText(_ text: String, _ context: PageContext) -> PageReply {
    editor.replace(with: text)
    return .stay
  }

  // MARK: Drawing

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    let note = context.editorTrouble ?? note(ParameterForm(context), context)
    editor.draw(
      field.name, note, context, close: context.keyName(of: Action.close, on: Self.self),
      on: &canvas)
    drawHints(context, on: &canvas)
  }

  private func note(_ form: ParameterForm, _ context: PageContext) -> Note {
    if text.isEmpty {
      let key = context.keyName(of: Action.keep, on: Self.self)
      return Note(
        Words.ParameterForm.emptyUnsets(key) + " " + expectation(form), .secondary)
    }
    if let problem = form.problem(with: text.text, in: field) {
      return .trouble(problem)
    }
    return Note(expectation(form), .secondary)
  }

  private func expectation(_ form: ParameterForm) -> String {
    let range = form.range(of: field)
    if case .texts = range { return Words.ParameterForm.stopFormat }
    return Words.ParameterForm.range(Words.Parameter.range(range))
  }
}
