internal import Chat

/// What is being written belongs to its conversation and is stored with it.
extension State {
  /// A crash loses at most this much of what was typed.
  private static let draftInterval = Duration.seconds(1)

  /// To be called when keys may have changed the composer.
  mutating func noteDraft() -> [Effect] {
    guard !isDraftScheduled, needsDraftSave else { return [] }
    isDraftScheduled = true
    return [.setTimer(.saveDraft, Self.draftInterval)]
  }

  mutating func saveDraft() -> [Effect] {
    isDraftScheduled = false
    guard needsDraftSave else { return [] }
    conversation.draft = composer.text
    return [.saveHeader(conversation)]
  }

  /// A question that is being edited is no draft. Without a screen nothing is written that is not sent,
  /// and a draft from elsewhere stays as it is.
  private var needsDraftSave: Bool {
    surface == .screen && !isPrivate && editing == nil && composer.text != conversation.draft
  }
}
