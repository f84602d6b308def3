internal import Chat
internal import Screen
internal import Words

/// Esc, Ctrl-C, Ctrl-D and quitting.
extension State {
  /// Closes what is open, else stops the answer, else returns to the composer. Never quits.
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

  /// Gives the user time for each further key of the repetition, or stops the timer.
  /// - Parameter before: what was armed before the key.
  func quitTimer(since before: ArmedQuit?) -> [Effect] {
    guard let before, !leaving.hasQuit else { return [] }
    guard let armed = leaving.armedQuit else { return [.timer(.cancel(.quitDisarmed))] }
    return armed == before ? [.timer(.set(.quitDisarmed, armed.patience))] : []
  }

  /// Returns how to give the current command again: in the way it was given, or else with the keys
  /// in force.
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
  /// - Returns: whether the command is done, because all it does is cancel.
  mutating func disarm(before command: Command) -> Bool {
    guard !leadsToCommands(command) else { return false }
    if command != .answerNow { front.withdrawOffer() }
    if command != leaving.armedQuit?.command { disarmQuit() }
    guard armedDeletion != nil, command != .delete else { return false }
    disarmDeletion()
    return command == .closeOrStop
  }

  /// Whether a command only leads to where commands are given: the palette, the composer, or a
  /// slash command in the composer.
  private func leadsToCommands(_ command: Command) -> Bool {
    switch command {
    case .send: composer.startsWithSlash
    case .openPalette, .focusNext, .focusPrevious, .redraw, .suspend: true
    default: false
    }
  }

  /// - Parameter outcome: the outcome to record for running answers.
  mutating func quit(ending outcome: StreamOutcome = .cancelled) -> [Effect] {
    leaving.hasQuit = true
    return saveDraft() + stopAll(outcome)
  }

  /// Quits, but asks first if unsaved messages would be lost.
  mutating func quitUnlessLosing() -> [Effect] { mayLose(by: .program) ? quit() : [] }
}

/// How a command was given.
enum CommandWay: Equatable {
  case keys([Key])
  /// A name after a slash, as it was typed.
  case typed(String)
  /// From the palette or with the mouse.
  case chosen

  /// How long a confirmation waits for the next key of the repetition.
  fileprivate var patience: Duration {
    if case .keys(let keys) = self, keys.count == 1 { .seconds(3) } else { .seconds(10) }
  }
}

/// A command that quits if it is given again, in whatever way.
struct ArmedQuit: Equatable {
  let command: Command
  /// What to press or to type, as shown: `Ctrl-C`, `/end`.
  let again: String
  let patience: Duration
  /// Shown while an answer would be stopped.
  let warning: Notice?
}

/// Confirmations for quitting and discarding: each needs the same command twice.
struct Leaving {
  /// What quits if it is given again.
  var armedQuit: ArmedQuit?
  /// The departure to carry out if requested again, although it discards something.
  var armedLoss: State.Departure?
  var hasQuit = false
}
