extension Words {
  /// Titles of commands in the palette and in the help, at most 23 columns wide.
  public enum Command {
    public static var send: String { "Send" }
    public static var newLine: String { "New line" }
    public static var closeOrStop: String { "Close or stop" }
    public static var editQueued: String { "Edit queued message" }
    public static var sendQueue: String { "Send queued messages" }
    public static var discardQueue: String { "Discard queue" }
    public static var attach: String { "Attach file" }
    public static var detach: String { "Remove attachment" }
    public static var toggleAttachments: String { "Show/hide attachments" }
    public static var pasteClipboard: String { "Paste from clipboard" }
    public static var openEditor: String { "Open in $EDITOR" }
    public static var undoTyping: String { "Undo typing" }
    public static var redoTyping: String { "Redo typing" }
    public static var unfoldPaste: String { "Unfold long paste" }
    public static var toggleVi: String { "Toggle vi keys" }
    public static var toggleThinking: String { "Toggle thinking" }
    public static var answerNow: String { "Answer now" }
    public static var regenerate: String { "Regenerate" }
    public static var continueAnswer: String { "Continue answer" }
    public static var openParameters: String { "Request parameters" }
    public static var set: String { "Set parameter" }
    public static var unset: String { "Unset parameter" }
    public static var setModel: String { "Choose model" }
    public static var chooseProvider: String { "Choose provider" }
    public static var setKey: String { "API key" }
    public static var setSystemPrompt: String { "System prompt" }
    public static var choosePreset: String { "Choose preset" }
    public static var insertPrompt: String { "Insert prompt" }

    public static var toggleReasoning: String { "Show/hide thinking" }
    public static var focusNext: String { "Next pane" }
    public static var focusPrevious: String { "Previous pane" }
    public static var pageUp: String { "Page up" }
    public static var pageDown: String { "Page down" }
    public static var nextCode: String { "Next code block" }
    public static var previousCode: String { "Previous code block" }
    public static var select: String { "Select text" }
    public static var openProbabilities: String { "Token probabilities" }
    public static var find: String { "Find in this pane" }
    public static var openLink: String { "Open link" }
    public static var copyText: String { "Copy answer" }
    public static var copyMarkdown: String { "Copy as Markdown" }

    public static var nextMessage: String { "Next message" }
    public static var previousMessage: String { "Previous message" }
    public static var nextQuestion: String { "Next question" }
    public static var previousQuestion: String { "Previous question" }
    public static var nextSibling: String { "Next version" }
    public static var previousSibling: String { "Previous version" }
    public static var edit: String { "Edit question" }
    public static var quote: String { "Quote" }
    public static var delete: String { "Delete message" }
    public static var undo: String { "Undo delete or change" }
    public static var fork: String { "Fork from here" }
    public static var compare: String { "Compare answers" }

    public static var newConversation: String { "New conversation" }
    public static var startPrivate: String { "Private conversation" }
    public static var openList: String { "Conversation list" }
    public static var openListed: String { "Open conversation" }
    public static var openLast: String { "Previous conversation" }
    public static var openSearch: String { "Search conversations" }
    public static var renameConversation: String { "Rename conversation" }
    public static var pinConversation: String { "Pin or unpin" }
    public static var tagConversation: String { "Tag or untag" }
    public static var archiveConversation: String { "Archive or unarchive" }
    public static var export: String { "Export to file" }

    public static var openFigures: String { "Context and cost" }
    public static var dropOldest: String { "Drop oldest turns" }
    public static var setTheme: String { "Change theme" }
    public static var openPalette: String { "All commands" }
    public static var openHelp: String { "Help" }
    public static var showKeySettings: String { "How to change keys" }
    public static var stopOrClear: String { "Stop, clear or quit" }
    public static var deleteOrQuit: String { "Delete forward or quit" }
    public static var redraw: String { "Redraw" }
    public static var suspend: String { "Suspend" }
    public static var quit: String { "Quit" }
  }

  /// Headings over groups of commands.
  public enum CommandSection {
    public static var chat: String { "Chat" }
    public static var reading: String { "Reading" }
    public static var versions: String { "Messages and versions" }
    public static var conversations: String { "Conversations" }
    public static var general: String { "General" }
  }

  /// Messages about errors in slash commands.
  public enum CommandProblem {
    public static func unknown(_ name: String) -> String { "Unknown command /\(name)." }

    public static func didYouMean(_ name: String) -> String {
      "Did you mean /\(name)? Start with a space to send it as text."
    }

    public static func unexpectedArgument(_ name: String) -> String {
      "/\(name) takes no argument."
    }

    public static func unexpectedLines(_ name: String) -> String { "/\(name) takes only one line." }

    /// - Parameter usage: the whole command, like `/set NAME VALUE`.
    public static func missingArgument(usage: String) -> String { "Usage: \(usage)" }

    public static var copyTakesNumber: String {
      "Usage: /copy N for code block N, or /copy markdown"
    }

    public static func noTitle(_ title: String) -> String {
      "No conversation titled “\(title)”."
    }

    /// Shown when the user chooses a command that needs an argument while the composer holds a
    /// draft.
    public static func typeIt(usage: String) -> String {
      "To use \(usage), send or clear your draft first."
    }
  }
}
