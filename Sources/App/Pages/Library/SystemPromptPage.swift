internal import Screen
internal import Words

/// A page for editing the conversation's system prompt.
struct SystemPromptPage: Page {
  private var editor: TextEditor
  private let hadText: Bool

  init(_ text: String) {
    editor = TextEditor(text)
    hadText = !text.isEmpty
  }

  static let name = "system-prompt"
  static let takesText = true
  static let opener: Command? = .setSystemPrompt
  static let keys = KeyTable<Self, TextEditor.Action>(
    TextEditor.rows(of: Self.self) + [.init(Key(.function(7)), does: .close)])

  mutating func perform(_ action: TextEditor.Action, _ context: PageContext) -> PageReply {
    switch editor.perform(action) {
    case .stay: .stay
    case .keep: .library(.setSystemPrompt(editor.text.text))
    case .close: .close
    case .perform(let command): .perform(command)
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

  var editableText: EditableText? { EditableText(text: editor.text.text, kind: .markdown) }

  mutating func replaceText(_ text: String, _ context: PageContext) -> PageReply {
    editor.replace(with: text)
    return .stay
  }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    let keep = context.keyName(of: Action.keep, on: Self.self)
    let note =
      editor.text.isEmpty && hadText
      ? Words.SystemPrompt.emptyRemoves(keep) : Words.SystemPrompt.note
    editor.draw(
      Words.SystemPrompt.heading, context.editorTrouble ?? Note(note, .secondary),
      context, close: context.keyName(of: Action.close, on: Self.self), on: &canvas)
    drawHints(context, on: &canvas)
  }
}
