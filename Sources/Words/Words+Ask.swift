extension Words {
  // MARK: The question

  /// - Parameter option: a full-screen option given before `ask`.
  public static func screenOptionBeforeAsk(_ option: String) -> String {
    "\(option) only applies to the full-screen interface. Put options for ask after “ask”."
  }

  /// Follows the argument parser's error message about an unknown option.
  public static var hyphenAdvice: String {
    "If this is the question, put -- before it: aside ask -- \"--text that starts with a hyphen\""
  }

  public static var noQuestion: String {
    "No question given. Pass it as an argument or on standard input."
  }

  public static var systemNeedsNewConversation: String {
    "--system only applies to new conversations. Remove it, or start a new conversation."
  }

  public static var stillReceiving: String {
    "Another Aside instance is still receiving an answer in that conversation. Wait for it to finish."
  }

  public static var conversationWithDemo: String {
    "That conversation used the demo. Use --demo to continue it, or --provider to send it to a "
      + "model."
  }

  /// - Parameter reason: a sentence about the limit.
  public static func overLimit(_ reason: String) -> String {
    "\(reason) Use --over-limit to send anyway."
  }

  /// - Parameter reason: a sentence about the database.
  public static func limitsUnchecked(_ reason: String) -> String {
    "\(reason) Without the database, spending limits cannot be checked. "
      + "Use --over-limit to send anyway."
  }

  // MARK: Standard input

  public static var typeQuestion: String { "Type the question, then press Enter and Ctrl-D." }

  public static var waitingForQuestion: String { "Waiting for the question on standard input." }

  public static var waitingForInput: String {
    "Waiting for standard input to end; it will be sent with the question. Use --no-stdin to skip it."
  }

  public static var waitingForKey: String { "Waiting for the API key on standard input." }

  public static func cannotReadInput(_ reason: String) -> String {
    "Cannot read standard input: \(reason). Use --no-stdin to skip it."
  }

  public static func inputTooLarge(mebibytes: Int) -> String {
    "Standard input is larger than \(mebibytes) MiB, more than any model can read. Shorten it."
  }

  public static func binaryInput(offset: Int) -> String {
    "Standard input is binary, not text (see byte offset \(offset)). Pass a text file."
  }

  public static func inputNotUTF8(byte: UInt8, offset: Int) -> String {
    "Standard input is not UTF-8: invalid byte 0x\(String(byte, radix: 16, uppercase: true)) at byte "
      + "offset \(offset). If it is Latin-1, convert it with: iconv -f ISO-8859-1 -t UTF-8"
  }

  /// - Parameter encoding: the encoding that the byte order mark declares.
  public static func invalidInput(_ encoding: String, offset: Int) -> String {
    "Standard input has a \(encoding) byte order mark but is invalid at byte offset \(offset). "
      + "Save the file as UTF-8 and try again."
  }

  // MARK: The answer

  /// - Parameters:
  ///   - reason: the sentence that explains why the last attempt failed.
  ///   - limit: the maximum number of retries.
  public static func retrying(_ reason: String, seconds: Double, number: Int, limit: Int) -> String
  {
    let time = Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    return "\(reason) Retrying in \(time) s (\(number)/\(limit))."
  }

  public static var thinkingOnly: String {
    "Thinking only, no answer; the thinking was printed instead."
  }

  public static var contextWindowFull: String {
    "Context window full; the answer is incomplete. Start a new conversation to continue."
  }

  public static var tokenLimit: String { "Token limit reached; the answer is incomplete." }

  public static var contentFilter: String { "Stopped by the server's content filter." }

  /// - Parameter word: the finish reason from the server.
  public static func aborted(_ word: String) -> String {
    "The server aborted the answer (\(word))."
  }

  public static var toolCalled: String {
    "The model called a tool. Aside does not run tools; use --json to see the call."
  }

  public static var refused: String { "The model refused to answer." }

  public static var emptyAnswer: String { "The model returned an empty answer." }

  public static func interrupted(hasOutput: Bool) -> String {
    hasOutput
      ? "Interrupted; the answer above is incomplete." : "Interrupted; no output received."
  }

  public static func terminated(hasOutput: Bool) -> String {
    hasOutput ? "Terminated; the answer above is incomplete." : "Terminated; no output received."
  }

  public static var connectionLost: String { "Connection lost; the answer is incomplete." }

  // MARK: Saving

  /// - Parameter reason: the sentence that explains why the conversation was not saved.
  public static func notSavedYet(_ reason: String) -> String {
    "\(reason) Not saved yet; still trying."
  }

  public static var notSaved: String { "The conversation was not saved." }

  public static var saved: String { "Saved." }
}
