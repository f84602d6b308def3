internal import Chat

/// Lines that were typed where there is no screen. Nothing stays behind that nobody can see: the
/// composer holds a line only while it is being sent.
extension State {
  /// Sends a line. One that is refused is dropped, and the notice says so: it stands on the terminal.
  mutating func submit(line: String) -> [Effect] {
    let disarm: [Effect] = leaving.armedQuit != nil ? [.timer(.cancel(.quitDisarmed))] : []
    disarmQuit()
    guard line.contains(where: { !$0.isWhitespace }) else {
      dropBegun()
      return disarm
    }
    let submission = Submission(line)
    if Self.needsScreen(submission) {
      notice = Notice(.information, "This is shown on the full screen only.")
      return disarm
    }
    var isQuestion = false
    if case .question = submission { isQuestion = true }
    composer = Composer(isQuestion ? quotation + line : line)
    let effects = submit()
    if case .command(.quote, _) = submission {
      quotation += composer.text
    } else if isQuestion, composer.isEmpty {
      quotation = ""
    }
    composer.clear()
    focus = .composer
    sayToggled(submission)
    return disarm + effects
  }

  /// Gives up the question that was begun with `/edit` or `/quote`.
  /// - Returns: whether there was one.
  @discardableResult
  mutating func dropBegun() -> Bool {
    if editing != nil {
      leaveEditing()
      notice = Notice(.information, "The question stays as it was.")
    } else if !quotation.isEmpty {
      quotation = ""
      notice = Notice(.information, "The quotation is dropped.")
    } else {
      return false
    }
    return true
  }

  /// What a screen shows by itself.
  private mutating func sayToggled(_ submission: Submission) {
    guard notice == nil else { return }
    switch submission {
    case .command(.toggleThinking, argument: ""):
      notice = Notice(.information, "Thinking is \(thinking.isOn ? "on" : "off").")
    case .command(.toggleReasoning, _):
      notice = Notice(
        .information, isReasoningOpen ? "Thinking is shown." : "Thinking is not shown.")
    default: break
    }
  }

  private static func needsScreen(_ submission: Submission) -> Bool {
    switch submission {
    // Finding words says in the next lines where they are.
    case .command(.find, let argument) where !argument.isEmpty: false
    case .command(let command, _): CommandTable.row(of: command)?.needsScreen == true
    case .nothing, .question, .unknownCommand, .unexpectedArgument, .missingArgument: false
    }
  }
}
