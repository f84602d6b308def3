extension Words {
  /// The status lines, the header and the notices that belong to them.
  public enum Status {}

  /// Numbers with their units.
  public enum Figures {}
}

extension Words {
  /// - Parameters:
  ///   - way: the keys to press, or the slash command to type.
  ///   - isFirst: whether the result begins a sentence.
  public static func again(_ way: String, isFirst: Bool = true) -> String {
    let isTyped = way.count > 1 && way.hasPrefix("/")
    return "\(isTyped ? isFirst ? "Type" : "type" : isFirst ? "Press" : "press") \(way) again"
  }
}

extension Words.Status {
  // MARK: Modes

  public static var find: String { "FIND" }
  public static var select: String { "SELECT" }
  public static var read: String { "READ" }
  public static var think: String { "THINK" }

  public static var editMode: String { "EDIT" }

  // MARK: Quitting

  /// - Parameter way: the keys to press, or the slash command to type.
  public static func pressAgainToQuit(_ way: String) -> String {
    "\(Words.again(way, isFirst: false)) to quit"
  }
  public static var pressAgainToDiscard: String { "press again to discard and leave" }

  // MARK: States

  public static var ready: String { "ready" }
  public static var done: String { "done" }
  public static var answeringElsewhere: String { "answering elsewhere" }
  public static var noKey: String { "no API key" }
  /// Shown while Enter would connect to the server whose address has been typed.
  public static func connects(_ key: String) -> String { "\(key) to connect" }
  /// Shown while the draft is an address with a mistake, which Enter would explain.
  public static func saysWhy(_ key: String) -> String { "\(key) to see why" }
  public static var notAnAddress: String { "not an address" }
  public static var keyRejected: String { "API key rejected" }
  public static func noModel(_ key: String) -> String { "no model · \(key)" }
  public static var demo: String { "demo" }

  /// - Parameter elapsed: the time elapsed; empty where a changing number would distract the
  ///   reader.
  public static func waiting(_ elapsed: String) -> String { timed("waiting", elapsed) }
  public static func waitingForDatabase(_ elapsed: String) -> String {
    timed("waiting for the database", elapsed)
  }
  public static func thinking(_ elapsed: String) -> String { timed("thinking", elapsed) }
  public static func endingThinking(_ elapsed: String) -> String {
    timed("ending thinking", elapsed)
  }
  public static func answering(_ elapsed: String) -> String { timed("answering", elapsed) }
  public static func loadingModel(_ elapsed: String) -> String {
    timed("loading the model", elapsed)
  }

  private static func timed(_ state: String, _ elapsed: String) -> String {
    elapsed.isEmpty ? state : "\(state) \(elapsed)"
  }

  public static func retrying(in time: String, number: Int, limit: Int) -> String {
    "retrying in \(time) (\(number)/\(limit))"
  }

  // MARK: Hints

  public static var help: String { "F1 help" }
  public static var send: String { "Enter send" }
  public static var toggleThinking: String { "Ctrl-T thinking" }
  public static var message: String { "{ } message" }
  public static var version: String { "[ ] version" }
  public static var regenerate: String { "r regenerate" }
  public static var edit: String { "e edit" }
  public static var copy: String { "y copy" }
  public static var copyBlock: String { "y copy block" }
  public static var slashFind: String { "/ find" }
  public static var scroll: String { "j k scroll" }
  public static var stop: String { "Esc stop" }
  public static var answerNow: String { "Ctrl-X a answer now" }

  /// Shown after keys that begin a sequence.
  public static var chordBack: String { "Backspace back" }

  /// The title of the first group of keys.
  public static var mostUsed: String { "Most used" }

  /// Shown as the last entry if there is no room for all the keys that can follow.
  public static func moreKeys(_ key: String) -> String { "… \(key) all keys" }

  /// - Parameter keys: the keys pressed, such as `Ctrl-X 9`.
  public static func nothingBound(_ keys: String) -> String { "\(keys) is not bound." }

  public static var sendEdited: String { "Enter send as new version" }
  public static var selectingHints: [String] { ["y copy", "j k extend", "o other end"] }
  public static var findingHints: [String] { ["Enter keep", "↑ earlier"] }
  public static var searchAgain: String { "/ search again" }
  public static var foundHints: [String] { ["n next", "N previous"] }
  public static func countHints(_ count: Int) -> [String] {
    ["y copy code block \(count)", "o open link \(count)"]
  }

  // MARK: Thinking

  public static var thinkingUnavailable: String { "thinking n/a" }
  public static var thinkingOff: String { "thinking off" }
  public static var thinkingOn: String { "thinking on" }
  /// - Parameter limit: a budget in tokens, or an effort level.
  public static func think(_ limit: String) -> String { "think \(limit)" }

  // MARK: Saving

  public static var privateConversation: String { "private, not saved" }
  public static var historyOff: String { "history off" }
  public static var readOnly: String { "read-only: not saving" }
  public static var databaseLocked: String { "database locked: not saving" }
  public static var diskFull: String { "disk full: not saving" }
  public static var notSaving: String { "not saving" }
  public static var waitingForLockedDatabase: String {
    "Waiting for the database; another program may have it locked."
  }

  // MARK: Notices

  public static var nothingToUndo: String { "Nothing to undo." }
  public static var nothingToRedo: String { "Nothing to redo." }
  public static var stillAnswering: String { "Still answering." }

  // MARK: Header

  public static var tooSmall: String { "too small" }
  public static var newPrivateConversation: String { "Private conversation" }
  public static var newConversation: String { "New conversation" }

  /// - Parameters:
  ///   - shown: the number of messages in the current branch.
  ///   - all: the number of messages in all branches.
  public static func messages(_ shown: Int, of all: Int) -> String {
    shown == all ? Words.messages(all) : "\(Words.messages(all)) · \(shown) shown"
  }
}

extension Words.Figures {
  // MARK: Time

  public static func milliseconds(_ value: Int) -> String { "\(value) ms" }

  /// - Parameter value: the number of seconds, with its decimals.
  public static func seconds(_ value: String) -> String { "\(value) s" }

  public static func minutes(_ minutes: Int, seconds: Int) -> String {
    "\(minutes) min \(seconds) s"
  }

  public static var now: String { "now" }
  public static func minutes(_ value: Int64) -> String { "\(value) min" }
  public static func hours(_ value: Int64) -> String { "\(value) h" }
  public static func days(_ value: Int64) -> String { "\(value) d" }
  public static func weeks(_ value: Int64) -> String { "\(value) w" }
  public static func years(_ value: Int64) -> String { "\(value) y" }
  public static func daysLeft(_ value: Int64) -> String { "\(value) d left" }

  // MARK: Tokens

  /// - Parameter count: the number of tokens, shortened for the screen.
  public static func shortTokens(_ count: String) -> String { "\(count) tok" }
  /// - Parameter all: the tokens of the thinking and the answer.
  public static func tokens(_ count: String, of all: String) -> String {
    "\(count) of \(all) tok"
  }

  public static func tokensPerSecond(_ value: Int) -> String { "\(value) tok/s" }
  /// Returns a short form for a narrow window: `912 tok 62/s`.
  /// - Parameter count: the number of tokens, shortened for the screen.
  public static func tokensAndSpeed(_ count: String, perSecond: Int) -> String {
    "\(shortTokens(count)) \(perSecond)/s"
  }
  public static var approximateMark: String { "≈" }
  public static func approximate(_ figure: String) -> String { "\(approximateMark) \(figure)" }
  public static func tokensIn(_ count: String) -> String { "\(count) in" }

  /// - Parameter thinking: how many of the tokens were spent on thinking.
  public static func tokensOut(_ count: String, thinking: String? = nil) -> String {
    thinking.map { "\(count) out (\($0) thinking)" } ?? "\(count) out"
  }

  public static func timeToFirstToken(_ time: String) -> String { "first \(time)" }

  /// Describes the tokens and cost of the request for a title.
  public static func title(tokensIn: String?, tokensOut: String, cost: String?) -> String {
    let input = tokensIn.map { Self.tokensIn($0) }
    return ["title", input, Self.tokensOut(tokensOut), cost].compactMap { $0 }
      .joined(separator: " ")
  }

  public static func percent(_ value: Int) -> String { "\(value) %" }
}
