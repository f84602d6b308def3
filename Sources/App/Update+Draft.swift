internal import Chat

/// What is being written belongs to its conversation and is stored with it.
extension State {
  /// A crash loses at most this much of what was typed.
  private static let draftInterval = Duration.milliseconds(250)

  /// To be called when keys may have changed the composer.
  mutating func noteDraft() -> [Effect] {
    guard !isDraftScheduled, needsDraftSave else { return [] }
    isDraftScheduled = true
    return [.timer(.set(.saveDraft, Self.draftInterval))]
  }

  mutating func saveDraft() -> [Effect] {
    isDraftScheduled = false
    guard needsDraftSave else { return [] }
    conversation.draft = writtenText
    return [.store(.saveHeader(conversation))]
  }

  /// Without a screen nothing is written that is not sent, and a draft from elsewhere stays as it is.
  private var needsDraftSave: Bool {
    surface == .screen && !isPrivate && writtenText != conversation.draft
  }

  /// All that was written and has not been sent. A question that is edited stands before the draft: after
  /// a crash both are there.
  private var writtenText: String {
    guard let editing else { return composer.text }
    guard isEditChanged else { return editing.draft.text }
    return [composer.text, editing.draft.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Whether a question that is edited has become another.
  var isEditChanged: Bool {
    guard let editing else { return false }
    return !composer.isEmpty && composer.text != conversation[editing.question]?.content
  }
}
