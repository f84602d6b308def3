internal import Chat

/// Conversations that are in memory alone: nothing of them reaches the store, and they are gone when
/// they are left.
extension State {
  /// What would be gone with what is lost.
  enum Departure {
    case conversation
    case program
  }

  /// Begins a private conversation. What was being written for a new one comes along, and leaves the
  /// store.
  mutating func startPrivate() -> [Effect] {
    guard mayLose(by: .conversation) else { return [] }
    let text = conversation.isEmpty && !isPrivate ? composer : Composer()
    if conversation.isEmpty { composer.clear() }
    let leaving = bringToFront(newConversation(isPrivate: true))
    composer = text
    // A conversation that is still being loaded must not take its place.
    awaited = nil
    closePages()
    notice = Notice(
      .information, "This conversation is private: nothing of it is stored, it is in memory only.",
      advice: "It is lost when it is left.")
    return leaving
  }

  /// Whether what would be lost may be: asked once, and again after anything else was written.
  mutating func mayLose(by departure: Departure) -> Bool {
    guard let warning = warning(before: departure), leaving.armedLoss != departure else {
      leaving.armedLoss = nil
      return true
    }
    leaving.armedLoss = departure
    notice = warning
    return false
  }

  /// Whether something would be lost, so that it has to be asked.
  func wouldLose(by departure: Departure) -> Bool { warning(before: departure) != nil }

  private func warning(before departure: Departure) -> Notice? {
    if isPrivate, !conversation.isEmpty || !composer.isEmpty {
      return Notice(
        .trouble, "This conversation is private, not stored: it is lost when it is left.",
        advice: say(.leaveUnsaved))
    }
    if departure == .program, let coming = answersElsewhere() { return coming }
    // Another conversation may be opened: this one stays in memory, and is saved when that works.
    guard departure == .program, hasUnwritten else { return nil }
    let what =
      front.isUnwritten
      ? "This conversation is not saved" : "Not all conversations of this run are saved"
    return Notice(
      .trouble, "\(what): leaving now loses what could not be written.",
      advice: say(.leaveUnsaved))
  }

  /// Leaving stops answers that are not on the screen.
  private func answersElsewhere() -> Notice? {
    let coming = others.values.filter { $0.stream != nil }
    guard let first = coming.first, !front.isUnwritten else { return nil }
    return Notice(
      .information,
      coming.count == 1
        ? "The answer in “\(first.conversation.title)” is still coming: leaving stops it."
        : "\(coming.count) answers are still coming: leaving stops them.",
      advice: say(.leaveUnsaved))
  }

  /// Whether a conversation is private, or was before it was left.
  func isPrivate(_ id: ConversationID) -> Bool {
    id == front.id ? front.isPrivate : closedPrivates.contains(id)
  }

  /// The orders without those that would store something of a private conversation.
  func withoutPrivate(_ effects: [Effect]) -> [Effect] {
    return effects.filter { effect in
      guard case .store(let order) = effect else { return true }
      switch order.writing {
      case .messages(let id), .header(let id): return !isPrivate(id)
      // A private conversation is in no list, where marks are set.
      case .marks, .nothing: return true
      }
    }
  }
}
