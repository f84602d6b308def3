/// What stands between the program and its reader.
public enum Surface: Equatable, Sendable {
  /// Keys, and a composer that is shown.
  case screen
  /// Lines of a terminal: each is sent as it was typed, and what was printed stays.
  case lines
}

/// What can be done next. Said in the words of the surface: keys that are not there help nobody.
enum Step: Equatable {
  case stop
  case listCommands
  case listParameters
  case listConversations
  case goOn
  case goOnOrAskAgain
  case askAgain
  case startNew
  case branch
  case undoDeletion
  case undoConversationDeletion
  case leaveUnsaved
  case quitStreaming
  case confirmDeletion
  case chooseProvider

  /// A whole sentence.
  func words(on surface: Surface) -> String {
    let words = words
    return surface == .screen ? words.screen : words.lines
  }

  private var words: (screen: String, lines: String) {
    switch self {
    case .stop: ("Esc stops it.", "Ctrl-C stops it.")
    case .listCommands:
      (
        "F1 lists them. A space in front sends it as text.",
        "It was not sent. /help lists them; a space in front sends it as text."
      )
    case .listParameters: ("F4 lists what can be set.", "/params lists what can be set.")
    case .listConversations: ("F2 lists the conversations.", "/list lists the conversations.")
    case .goOn: ("Ctrl-X g goes on with it.", "/continue goes on with it.")
    case .goOnOrAskAgain:
      (
        "Ctrl-X g goes on with it, Ctrl-X r asks again.",
        "/continue goes on with it, /regenerate asks again."
      )
    case .askAgain: ("Ctrl-X r asks again.", "/regenerate asks again.")
    case .startNew:
      ("Ctrl-N to start a new conversation.", "/new to start a new conversation.")
    case .branch:
      (
        "r asks for another answer, e for another question.",
        "/regenerate asks for another answer, /edit for another question."
      )
    case .undoDeletion: ("Ctrl-X u to undo, for 30 days.", "/undo to restore it, for 30 days.")
    case .undoConversationDeletion: ("Ctrl-X u to undo.", "/undo to restore it.")
    case .quitStreaming:
      (
        "Press Ctrl-D again to stop the answer and quit.",
        "Press Ctrl-D again to stop the answer and quit."
      )
    case .confirmDeletion:
      ("Press again to delete; Esc to keep.", "/delete again to delete.")
    case .chooseProvider:
      ("/provider NAME MODEL to choose another.", "/provider NAME MODEL to choose another.")
    case .leaveUnsaved: ("The same key again leaves.", "The same again leaves.")
    }
  }
}
