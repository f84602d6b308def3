extension Words {
  /// The conversation and thinking panes.
  public enum Reading {}
}

extension Words.Reading {
  // MARK: How an answer differs from the one before

  /// - Parameters:
  ///   - provider: the new provider, if it changed too.
  ///   - model: the earlier model; `nil` if it is not known.
  public static func modelChanged(
    provider: String?, before model: String?, _ earlier: String
  ) -> String {
    let before = model.map { "\($0) (\(earlier))" } ?? earlier
    return (provider.map { "\($0), " } ?? "") + "previously \(before)"
  }
  public static var defaultSettings: String { "default parameters" }
  public static func defaultValue(of parameter: String) -> String { "\(parameter) default" }

  // MARK: How an answer ended, in a word or two

  public static var stopped: String { "stopped" }
  public static var failed: String { "failed" }
  /// - Parameter reason: a sentence.
  public static func failed(because reason: String) -> String { "failed: \(reason)" }
  public static var cutOff: String { "cut off" }
  public static var contextFull: String { "context full" }
  public static var tokenLimit: String { "token limit" }
  public static var filtered: String { "filtered" }
  public static var aborted: String { "aborted" }
  public static var refused: String { "refused" }
  public static var thinkingOnly: String { "thinking only" }
  public static var noAnswer: String { "no answer" }

  // MARK: How an answer ended, in sentences

  public static var requestFailed: String { "Request failed." }
  public static var incomplete: String { "The answer is incomplete." }
  public static var reachedTokenLimit: String { "Token limit reached." }
  public static var stoppedByFilter: String { "Stopped by the server's content filter." }

  /// - Parameter word: the finish reason from the server.
  public static func abortedByServer(_ word: String) -> String {
    "The server aborted the answer (\(word))."
  }

  public static var emptyAnswer: String { "The model returned an empty answer." }

  /// - Parameter tokens: the size of the context window, if the server reports it.
  public static func contextWindowFull(tokens: Int?) -> String {
    tokens.map { "Context window full (\(Words.grouped($0)) tokens)." } ?? "Context window full."
  }

  public static var questionKept: String { "Question kept." }
  public static var partialAnswerKept: String { "Partial answer kept." }

  // MARK: Message headers

  public static var you: String { "you" }
  public static var system: String { "system" }
  public static var tool: String { "tool" }
  public static var assistant: String { "assistant" }
  public static var thinkingWithoutAnswer: String { "thinking only, no answer" }
  public static var toolCalls: String { "tool calls (Aside does not run tools)" }

  /// Formats the time of a message.
  public static func clock(hour: Int, minute: Int) -> String {
    "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  // MARK: Thinking

  public static var waiting: String { "waiting" }
  public static func waiting(_ elapsed: String) -> String { "waiting \(elapsed)" }
  public static var thinking: String { "thinking" }
  public static func thinking(_ elapsed: String) -> String { "thinking \(elapsed)" }

  /// - Parameter gauge: a bar, followed by the limit.
  public static func budget(_ gauge: String) -> String { "budget \(gauge)" }

  /// Applies to one answer only. Other answers may have thinking, and the next request may turn
  /// it on.
  public static var noThinkingInThis: String { "no thinking in this answer" }
  public static var nothingThought: String { "No thinking from the model yet." }
  public static var noThinking: String { "no thinking" }
  public static func thought(for time: String?) -> String {
    time.map { "thought \($0)" } ?? "thought"
  }

  public static var showThinking: String { "Ctrl-O show" }
  public static var foldThinking: String { "Ctrl-O fold" }

  // MARK: Copying

  /// The default key that copies a code block. The user types the number of the block first.
  public static var copyKey: String { "y" }

  /// A kind of text that can be copied.
  public enum Copied: Sendable {
    case question, answer, thinking, selection
    case answerAsMarkdown, thinkingAsMarkdown
    case codeBlock(Int)
  }

  /// Names what was copied, at the start of a sentence.
  public static func name(of copied: Copied) -> String {
    switch copied {
    case .question: "Question"
    case .answer: "Answer"
    case .thinking: "Thinking"
    case .selection: "Selection"
    case .answerAsMarkdown: "Answer (Markdown)"
    case .thinkingAsMarkdown: "Thinking (Markdown)"
    case .codeBlock(let number): "Code block \(number)"
    }
  }

  public static var noAnswerToCopy: String { "No answer to copy yet." }
  public static var nothingToCopy: String { "Nothing to copy: the answer is empty." }
  public static var noQuestionToCopy: String { "Nothing to copy: the question has no text." }

  /// - Parameter count: the number of code blocks in the answer.
  public static func noCodeBlock(_ number: Int, of count: Int) -> String {
    let available =
      switch count {
      case 0: "This answer has no code blocks."
      case 1: "This answer has 1 code block."
      default: "This answer has \(count) code blocks."
      }
    return "No code block \(number). \(available)"
  }

  public static func copied(_ what: String, by program: String) -> String {
    "\(what) copied (\(program))."
  }

  public static func copyFailed(_ program: String) -> String {
    "Copy failed: \(program) returned an error."
  }

  public static func sentToTerminal(_ what: String) -> String {
    "\(what) sent to the terminal's clipboard (OSC 52)."
  }

  public static func removedControlCharacters(_ count: Int) -> String {
    count == 1 ? "Removed 1 control character." : "Removed \(count) control characters."
  }

  // MARK: Finding

  public static var find: String { "Find in conversation" }
  public static var findInThinking: String { "Find in thinking" }
  public static var noMatches: String { "no matches" }
  public static func matches(_ count: String) -> String {
    count == "1" ? "1 match" : "\(count) matches"
  }
  public static func match(_ number: String, of total: String) -> String {
    "\(number)/\(total)"
  }
  public static var wrappedToTop: String { "Wrapped to the top." }
  public static var wrappedToEnd: String { "Wrapped to the end." }
  public static var noCodeBlockBelow: String { "No code block below." }
  public static var noCodeBlockAbove: String { "No code block above." }

  // MARK: Below the last row

  public static var moreBelow: String { "↓ more" }
  public static func newLinesBelow(_ count: Int) -> String {
    count == 1 ? "↓ 1 new line" : "↓ \(count) new lines"
  }

  // MARK: Welcome

  public static func welcome(send: String) -> String {
    "Type a question below and press \(send)."
  }
  public static var demo: String { "Demo mode: answers are scripted, no model is running." }
  /// Follows a server's name.
  public static func runsHere(_ model: String?) -> String {
    model.map { "is running here (\($0))." } ?? "is running here."
  }
  /// - Parameter command: the command that chooses the server.
  public static func useRunning(_ command: String) -> String { "Type \(command) to use it." }
  public static var toggleThinking: String { "toggle thinking" }
  public static var toggleThinkingPane: String { "show/hide thinking" }
  public static var help: String { "help" }
}
