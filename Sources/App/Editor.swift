internal import Chat
internal import Screen
internal import Words

/// The kind of text that the user's editor opens.
public enum EditedKind: Equatable, Sendable {
  case markdown
  case json
  /// One entry per line.
  case lines
}

/// The outcome of running the user's editor.
public enum EditorOutcome: Equatable, Sendable {
  case edited(String)
  case unchanged
  /// The editor with this name failed.
  /// - Parameter status: the exit status, or 128 plus the number of the signal that ended the
  ///   editor.
  case failed(String, status: Int32)
  /// The shell did not find the editor with this name, or was not allowed to run it.
  case notFound(String)
  /// The editor with this name left no file behind.
  case fileGone(String)
  /// The editor could not be started. Contains the reason, in the system's words.
  case notStarted(String)
}

/// The source of the text in the user's editor.
enum EditorUse: Equatable {
  case composer(ConversationID)
  case page
}

/// The text that a page lets the user edit.
struct EditableText {
  let text: String
  let kind: EditedKind
}

extension State {
  /// Opens the user's editor with the text of the top page, or else with the draft.
  mutating func openEditor() -> [Effect] {
    guard editor == nil else { return [] }
    if notice?.isAboutEditor == true { notice = nil }
    if let page = pages.last {
      guard let edited = page.editableText else {
        notice = Notice(.information, Words.Editor.nothingToEdit)
        return []
      }
      editor = .page
      return [.terminal(.edit(edited.text, edited.kind))]
    }
    leaveList()
    focus = .composer
    editor = .composer(conversation.id)
    return [.terminal(.edit(composer.text, .markdown))]
  }

  /// Applies the edited text, or reports why the editor returned none.
  mutating func noteClosed(_ outcome: EditorOutcome) -> [Effect] {
    guard let use = editor else { return [] }
    editor = nil
    // The user has just left the editor, so the terminal has the focus. It reported no focus
    // changes while the editor ran.
    terminal.isFocused = true
    switch outcome {
    case .edited(let text): return take(text, from: use)
    case .unchanged: return []
    case .failed(let name, let status):
      sayTrouble(Words.Editor.failed(name, status: Int(status)))
    case .notFound(let name):
      sayTrouble(Words.Editor.notFound(name), advice: Words.Editor.setVariable)
    case .fileGone(let name): sayTrouble(Words.Editor.fileGone(name))
    case .notStarted(let reason): sayTrouble(Words.Editor.notStarted(reason))
    }
    return []
  }

  private mutating func sayTrouble(_ text: String, advice: String = "") {
    notice = Notice(.trouble, text, advice: advice)
    notice?.isAboutEditor = true
  }

  private mutating func take(_ text: String, from use: EditorUse) -> [Effect] {
    switch use {
    case .composer(let id):
      guard withOpen(id, { $0.writing.composer.replaceAll(with: text) }) == nil else {
        return noteDraft()
      }
    case .page:
      if let page = pages.last, page.editableText != nil {
        return withTopPage { $0.replaceText(text, $1) }
      }
    }
    // The conversation or page may have been closed by an event that arrived meanwhile.
    composer.keepForYank(text)
    let key = preferences.keymap.editingName(of: .pasteCut)
    notice = Notice(.information, Words.Editor.keptForYank(key))
    return []
  }
}

extension PageContext {
  /// Why the user's editor returned no text.
  var editorTrouble: Note? {
    guard let notice, notice.isAboutEditor else { return nil }
    return .trouble(Words.sentences(notice.text, notice.advice))
  }
}
