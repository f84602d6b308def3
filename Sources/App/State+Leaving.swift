internal import Chat
internal import Screen
internal import Words

/// The actions of Esc, Ctrl-C and Ctrl-D, and quitting.
extension State {
  /// Closes whatever is open. If nothing is open, stops the answer or, if none is running, returns
  /// to the composer. Never quits.
  mutating func closeOrStop() -> [Effect] {
    leaving.armedLoss = nil
    if pages.isEmpty, let effects = cancelSlowExport() { return effects }
    if !pages.isEmpty {
      pages.removeLast()
    } else if listHasKeys {
      closeList()
    } else if cancelAwaitedComparison() {
      return []
    } else if find != nil {
      find = nil
      // A search marks the message of its hit, often with the mark out of view. Unmarking it with
      // the next Esc would show nothing.
      cursor = nil
    } else if queue.edited != nil {
      front.writing.queue.cancelEditing(in: &front.writing.composer)
      return sendQueuedIfDue(in: front.id)
    } else if front.isAnswering {
      return stopAnswers()
    } else if editing != nil {
      leaveEditing()
    } else if cursor != nil {
      cursor = nil
    } else if focus != .composer {
      focus = .composer
    } else if !front.writing.compared.isEmpty {
      disarmComparison()
    } else {
      notice = nil
    }
    return []
  }

  mutating func stopOrClear() -> [Effect] {
    if front.isAnswering { return stopAnswers() }
    if !pages.isEmpty {
      pages.removeLast()
      return []
    }
    if let effects = cancelSlowExport() { return effects }
    if listHasKeys {
      leaveList()
      return []
    }
    if surface == .lines, dropBegun() { return [] }
    if editing != nil {
      leaveEditing()
      return []
    }
    if !composer.isEmpty {
      composer.discard()
      return []
    }
    if queue.edited == nil, !queue.isEmpty, surface == .screen { return discardQueue() }
    return quitWhenRepeated(.stopOrClear)
  }

  mutating func deleteOrQuit() -> [Effect] {
    guard composer.isEmpty || focus != .composer else {
      composer.deleteForward()
      return []
    }
    return quitWhenRepeated(.deleteOrQuit)
  }

  private mutating func quitWhenRepeated(_ command: Command) -> [Effect] {
    if wouldLose(by: .program) { return quitUnlessLosing() }
    if leaving.armedQuit?.command == command { return quit() }
    disarmQuit()
    let again = repetition(of: command)
    let warning =
      front.isAnswering ? Notice.stopsAnswer(Words.Advice.stopAndQuit(again: again)) : nil
    let armed = ArmedQuit(
      command: command, again: again, patience: input.way.patience, warning: warning)
    leaving.armedQuit = armed
    if let warning { notice = warning }
    return [.timer(.set(.quitDisarmed, armed.patience))]
  }

  /// Restarts the timer of an armed quit, so that the user has time for each key when repeating the
  /// command. Cancels the timer if the quit is no longer armed.
  /// - Parameter before: the quit that was armed before the key.
  func quitTimer(since before: ArmedQuit?) -> [Effect] {
    guard let before, !leaving.hasQuit else { return [] }
    guard let armed = leaving.armedQuit else { return [.timer(.cancel(.quitDisarmed))] }
    return armed == before ? [.timer(.set(.quitDisarmed, armed.patience))] : []
  }

  /// Returns how to repeat the current command: the way it was given, or else the keys bound to
  /// it.
  func repetition(of command: Command) -> String {
    switch input.way {
    case .keys(let keys): keys.name
    case .typed(let name): name
    case .chosen: preferences.keymap.name(of: command)
    }
  }

  /// Cancels the confirmation that a first Ctrl-C or Ctrl-D started.
  mutating func disarmQuit() {
    if let warning = leaving.armedQuit?.warning, notice == warning { notice = nil }
    leaving.armedQuit = nil
  }

  /// Cancels anything that is waiting to be confirmed, unless this command would confirm it.
  /// - Returns: whether the command is finished, because cancelling was all it had to do.
  mutating func disarm(before command: Command) -> Bool {
    guard !leadsToCommands(command) else { return false }
    if command != .answerNow { front.withdrawOffer() }
    if command != leaving.armedQuit?.command { disarmQuit() }
    guard armedDeletion != nil, command != .delete else { return false }
    disarmDeletion()
    return command == .closeOrStop
  }

  /// Returns whether a command leaves pending confirmations alone. Opening the palette, changing
  /// the focus and sending a slash command do, because they may lead to the confirmation. So do
  /// redrawing and suspending.
  private func leadsToCommands(_ command: Command) -> Bool {
    switch command {
    case .send: composer.startsWithSlash
    case .openPalette, .focusNext, .focusPrevious, .redraw, .suspend: true
    default: false
    }
  }

  /// Saves the draft, stops all answers and quits.
  /// - Parameter outcome: the outcome to record for running answers.
  mutating func quit(ending outcome: StreamOutcome = .cancelled) -> [Effect] {
    leaving.hasQuit = true
    return saveDraft() + stopAll(outcome)
  }

  /// Quits, but asks first if unsaved messages would be lost.
  mutating func quitUnlessLosing() -> [Effect] { mayLose(by: .program) ? quit() : [] }
}

/// The way a command was given.
enum CommandWay: Equatable {
  case keys([Key])
  /// A slash command, as it was typed.
  case typed(String)
  /// Chosen in the palette or with the mouse.
  case chosen

  /// How long a confirmation waits for the repeated command, or for each of its keys.
  fileprivate var patience: Duration {
    if case .keys(let keys) = self, keys.count == 1 { .seconds(3) } else { .seconds(10) }
  }
}

/// A command that quits if it is given again, by whatever means.
struct ArmedQuit: Equatable {
  let command: Command
  /// What to press or type, as shown to the user, such as `Ctrl-C` or `/end`.
  let again: String
  let patience: Duration
  /// The warning that quitting would stop an answer; `nil` if it would not.
  let warning: Notice?
}

/// Pending confirmations for quitting and discarding. Each needs the same command twice.
struct Leaving {
  /// The command that quits if it is given again.
  var armedQuit: ArmedQuit?
  /// The departure that would discard something. It is carried out if it is requested again.
  var armedLoss: State.Departure?
  var hasQuit = false
}
