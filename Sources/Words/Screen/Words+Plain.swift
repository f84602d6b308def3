extension Words {
  /// The lines printed in plain mode (`--plain`).
  public enum Plain {}

  /// Advice on what to do next.
  public enum Advice {}

  /// The way in which the user gives commands.
  public enum CommandStyle: Sendable {
    /// With keys, on the full screen.
    case keys(KeyNames)
    /// With slash commands, in plain mode.
    case lines

    func choose(_ keys: (KeyNames) -> String, _ lines: String) -> String {
      switch self {
      case .keys(let names): keys(names)
      case .lines: lines
      }
    }
  }

  /// The current key bindings, looked up by the name of a slash command or of an editing action
  /// in `[keys]`. For a command without a key, a lookup returns the command as it is typed.
  public struct KeyNames: Sendable {
    private let typing: @Sendable (String) -> String
    private let reading: @Sendable (String) -> String

    /// - Parameters:
    ///   - typing: returns the key that works while text is typed.
    ///   - reading: returns the key that works in the conversation.
    public init(
      typing: @escaping @Sendable (String) -> String,
      reading: @escaping @Sendable (String) -> String
    ) {
      self.typing = typing
      self.reading = reading
    }

    public func callAsFunction(_ command: String) -> String { typing(command) }

    public func whileReading(_ command: String) -> String { reading(command) }
  }
}

extension Words.Plain {
  // MARK: Prompts

  public static var quotePrompt: String { "quote> " }
  public static var editPrompt: String { "edit> " }

  // MARK: Notices

  /// - Parameter way: the keys to press, or the slash command to type.
  public static func pressAgainToQuit(_ way: String) -> String { "\(Words.again(way)) to quit." }
  public static var typeBelowQuote: String {
    "Type your question below the quote. An empty line discards it."
  }
  public static var typeNewQuestion: String {
    "Type the new question. An empty line cancels the edit."
  }
  public static var draftKept: String {
    "This draft is kept; open it in the full-screen interface."
  }
  public static var notAvailable: String { "Not available in plain mode." }
  public static var editCancelled: String { "Edit cancelled." }
  public static var quoteDiscarded: String { "Quote discarded." }
  public static func thinking(isOn: Bool) -> String {
    isOn ? "Thinking is on." : "Thinking is off."
  }
  public static func thinking(isShown: Bool) -> String {
    isShown ? "Thinking is shown." : "Thinking is hidden."
  }

  // MARK: Messages

  public static func title(_ title: String) -> String { "== \(title) ==" }
  public static func draft(_ text: String) -> String { "draft: \(text)" }
  public static func message(by name: String, _ text: String) -> String { "\(name): \(text)" }
  public static func attached(_ name: String, _ facts: String) -> String {
    "(attached: \(name), \(facts))"
  }
  public static func answer(by model: String) -> String { "\(model):" }
  public static func thinking(by model: String) -> String { "\(model) (thinking):" }
  public static var wasThinking: String { "(The text above was the model's thinking.)" }
  public static var thinkingHidden: String { "(hidden; /reasoning to show it)" }
  public static func toolCall(_ call: String) -> String { "tool call: \(call)" }
  public static var answerStopped: String { "Answer stopped." }
  public static var thinkingOnly: String { "Thinking only, no answer." }
  public static var refused: String { "The model refused to answer." }

  // MARK: List

  public static var noConversations: String { "No saved conversations yet." }
  public static var openNumber: String { "/open NUMBER to open one." }
  public static var untitled: String { "untitled" }

  /// - Parameter age: the time since the last change.
  public static func row(_ number: Int, _ title: String, age: String, messages: Int) -> String {
    "\(number). \(title), \(age), \(Words.messages(messages))"
  }
}

extension Words.Advice {
  public static func confirmAnswerNow(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("answernow")) to confirm; nothing lost." },
      "/answernow again to confirm; nothing lost.")
  }

  public static func stop(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("stop")) to stop." }, "Ctrl-C to stop.")
  }

  public static func cancelExport(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("stop")) to cancel." }, "Ctrl-C to cancel.")
  }

  public static func listCommands(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("help")) for help; start with a space to send it as text." },
      "Not sent. /help for help; start with a space to send it as text.")
  }

  public static func sendAsText(_ style: Words.CommandStyle) -> String {
    style.choose(
      { _ in "Start with a space to send it as text." },
      "Not sent. Start with a space to send it as text.")
  }

  public static func listParameters(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("params")) to list parameters." }, "/params to list parameters.")
  }

  public static func listConversations(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("list")) to list conversations." }, "/list to list conversations.")
  }

  public static func continueAnswer(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("continue")) to continue." }, "/continue for the rest.")
  }

  public static func continueOrRetry(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("continue")) to continue, \($0("regenerate")) to retry." },
      "/continue for the rest, /regenerate to retry.")
  }

  public static func retry(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("regenerate")) to retry." }, "/regenerate to retry.")
  }

  /// Follows a complete answer.
  public static func regenerate(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("regenerate")) to regenerate." }, "/regenerate for another answer.")
  }

  public static func startNew(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("new")) to start a new conversation." },
      "/new to start a new conversation.")
  }

  public static func makeVersion(_ style: Words.CommandStyle) -> String {
    style.choose(
      {
        "\($0.whileReading("regenerate")) to regenerate the answer, "
          + "\($0.whileReading("edit")) to edit the question."
      },
      "/regenerate for another answer, /edit to change the question.")
  }

  public static func undoDeletion(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("undo")) to undo within 30 days." }, "/undo to restore it within 30 days.")
  }

  public static func undoConversationDeletion(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("undo")) to undo." }, "/undo to restore it.")
  }

  public static func discardAndLeave(_ style: Words.CommandStyle) -> String {
    style.choose(
      { _ in "Press again to discard and leave." },
      "Repeat the command to discard and leave.")
  }

  /// - Parameter way: the keys to press, or the slash command to type.
  public static func stopAndQuit(again way: String) -> String {
    "\(Words.again(way)) to stop the answer and quit."
  }

  /// - Parameters:
  ///   - way: the keys to press, or the slash command to type.
  ///   - key: the key that cancels the deletion.
  public static func confirmDeletion(again way: String, keep key: String) -> String {
    "\(Words.again(way)) to delete; \(key) to keep."
  }

  public static var confirmDeletionInLines: String { "Repeat /delete to confirm." }
}
