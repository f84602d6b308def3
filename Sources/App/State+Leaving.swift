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
    return quitWhenPressedAgain(.stopOrClear, .control("c"))
  }

  mutating func deleteOrQuit() -> [Effect] {
    guard composer.isEmpty || focus != .composer else {
      composer.deleteForward()
      return []
    }
    return quitWhenPressedAgain(.deleteOrQuit, .control("d"))
  }

  /// - Parameter usual: the key to press again if the command came without a key of its own.
  private mutating func quitWhenPressedAgain(_ command: Command, _ usual: Key) -> [Effect] {
    if wouldLose(by: .program) { return quitUnlessLosing() }
    let pressed = leaving.pressed.flatMap { key in
      preferences.keymap.command(for: key, in: keyContext) == command ? key : nil
    }
    let key = pressed ?? usual
    if leaving.armedQuit == key { return quit() }
    leaving.armedQuit = key
    if front.isAnswering { notice = .stopsAnswer(say(.quitStreaming)) }
    return [.timer(.set(.quitDisarmed, .seconds(3)))]
  }

  /// Cancels the confirmation that a first Ctrl-C or Ctrl-D started.
  mutating func disarmQuit() {
    if leaving.armedQuit != nil, notice == .stopsAnswer(say(.quitStreaming)) { notice = nil }
    leaving.armedQuit = nil
  }

  /// - Parameter outcome: the outcome to record for running answers.
  mutating func quit(ending outcome: StreamOutcome = .cancelled) -> [Effect] {
    leaving.hasQuit = true
    return saveDraft() + stopAll(outcome)
  }

  /// Quits, but asks first if unsaved messages would be lost.
  mutating func quitUnlessLosing() -> [Effect] { mayLose(by: .program) ? quit() : [] }
}

/// Confirmations for quitting and discarding: each needs a second press.
struct Leaving {
  /// The last key that was pressed.
  var pressed: Key?
  /// The key, usually Ctrl-C or Ctrl-D, that quits if pressed again.
  var armedQuit: Key?
  /// The departure to carry out if requested again, although it discards something.
  var armedLoss: State.Departure?
  var hasQuit = false
}
