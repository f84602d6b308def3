internal import Chat
internal import Words

/// Private conversations: in memory only, never saved, discarded when the user leaves them.
extension State {
  /// What the user is about to leave.
  enum Departure {
    case conversation
    case program
  }

  /// Starts a private conversation. The draft of a new conversation moves into it and is removed
  /// from the database.
  mutating func startPrivate() -> [Effect] {
    guard mayLose(by: .conversation) else { return [] }
    let text = conversation.isEmpty && !isPrivate ? composer : Composer()
    if conversation.isEmpty { composer.clear() }
    let leaving = bringToFront(newConversation(isPrivate: true))
    let attached = attachments.takeLoose()
    composer = text
    attachments.take(attached)
    // A conversation that is still being loaded must not replace this one.
    storing.awaitedLoad = nil
    closePages()
    notice = Notice(
      .information, Words.Saving.privateStarted, advice: Words.Saving.privateAdvice)
    return leaving
  }

  /// Returns whether the user may leave. If that would discard data, the first call returns
  /// `false` and sets a warning; a repeated call confirms.
  mutating func mayLose(by departure: Departure) -> Bool {
    guard let warning = warning(before: departure), leaving.armedLoss != departure else {
      leaving.armedLoss = nil
      return true
    }
    leaving.armedLoss = departure
    notice = warning
    return false
  }

  /// Returns whether leaving would discard something and so needs a confirmation.
  func wouldLose(by departure: Departure) -> Bool { warning(before: departure) != nil }

  private func warning(before departure: Departure) -> Notice? {
    if isPrivate, !conversation.isEmpty || !composer.isEmpty || !attachments.isEmpty {
      return Notice(
        .trouble, Words.Saving.discardsPrivate, advice: say(.leaveUnsaved))
    }
    if departure == .program, let coming = answersElsewhere() { return coming }
    // Opening another conversation is safe: this one stays in memory until it can be saved.
    guard departure == .program, hasUnwritten else {
      let attached =
        departure == .program
        ? attachments.irreplaceable + queue.messages.flatMap(\.attachments.irreplaceable) : []
      return attached.isEmpty
        ? nil
        : Notice(.trouble, Words.Attachments.notSent(attached), advice: say(.leaveUnsaved))
    }
    return Notice(
      .trouble, front.isUnwritten ? Words.Saving.discardsThis : Words.Saving.discardsSome,
      advice: say(.leaveUnsaved))
  }

  /// Returns a warning if quitting would stop answers in the background.
  private func answersElsewhere() -> Notice? {
    let coming = background.open.values.filter(\.isAnswering)
    guard let first = coming.first, !front.isUnwritten else { return nil }
    let count = coming.reduce(0) { $0 + $1.streams.count }
    return Notice(
      .information,
      count == 1
        ? Words.Saving.stopsAnswer(in: first.conversation.title)
        : Words.Saving.stopsAnswers(count),
      advice: say(.leaveUnsaved))
  }

  /// Returns whether a conversation is private, even if it was discarded.
  func isPrivate(_ id: ConversationID) -> Bool {
    id == front.id ? front.isPrivate : background.closedPrivates.contains(id)
  }

  /// Returns the effects without those that would save a private conversation.
  func withoutPrivate(_ effects: [Effect]) -> [Effect] {
    return effects.filter { effect in
      guard case .store(let order) = effect else { return true }
      switch order.writing {
      case .messages(let id), .header(let id): return !isPrivate(id)
      // Orders never contain a private conversation's marks.
      case .marks, .nothing: return true
      }
    }
  }
}
