internal import Chat
internal import Words

/// Lines typed in plain mode. The composer is invisible there and holds a line only while that
/// line is being sent.
extension State {
  /// Sends a line. A line that cannot be sent is dropped with a notice; the terminal still shows
  /// it.
  mutating func submit(line: String) -> [Effect] {
    let armed = leaving.armedQuit
    input.way = .chosen
    if let armed, !Submission(line).isCommand(armed.command) { disarmQuit() }
    let disarm = quitTimer(since: armed)
    guard line.contains(where: { !$0.isWhitespace }) else {
      dropBegun()
      return disarm
    }
    if let effects = chooseNumbered(line) { return disarm + effects }
    let submission = Submission(line)
    if Self.needsScreen(submission) {
      notice = Notice(.information, Words.Plain.notAvailable)
      return disarm
    }
    var isQuestion = false
    if case .question = submission { isQuestion = true }
    let attached = attachments
    composer = Composer(isQuestion ? quotation + line : line)
    attachments = attached
    let effects = submit()
    if case .command(.quote, _) = submission { quotation += composer.text }
    if front.writing.sending == nil { finishLine() }
    sayToggled(submission)
    return disarm + effects
  }

  /// Clears the composer after its line was sent or could not be sent.
  mutating func finishLine() {
    if case .nothing = Submission(composer.text) { quotation = "" }
    composer.clear()
    focus = .composer
  }

  /// Discards the edit or quote that was started with `/edit` or `/quote`.
  /// - Returns: whether there was one.
  @discardableResult
  mutating func dropBegun() -> Bool {
    if editing != nil {
      leaveEditing()
      notice = Notice(.information, Words.Plain.editCancelled)
    } else if !quotation.isEmpty {
      quotation = ""
      notice = Notice(.information, Words.Plain.quoteDiscarded)
    } else {
      return false
    }
    return true
  }

  /// Reports a toggled setting, which the full screen would show.
  private mutating func sayToggled(_ submission: Submission) {
    guard notice == nil else { return }
    switch submission {
    case .command(.toggleThinking, argument: ""):
      notice = Notice(.information, Words.Plain.thinking(isOn: thinking.isOn))
    case .command(.toggleReasoning, _):
      notice = Notice(.information, Words.Plain.thinking(isShown: panes.isReasoningOpen))
    default: break
    }
  }

  private static func needsScreen(_ submission: Submission) -> Bool {
    switch submission {
    // With an argument, `/find` prints its result.
    case .command(.find, let argument) where !argument.isEmpty: false
    case .command(let command, _): CommandTable.row(of: command)?.needsScreen == true
    case .nothing, .question, .unknownCommand, .unexpectedArgument, .unexpectedLines,
      .missingArgument:
      false
    }
  }
}
