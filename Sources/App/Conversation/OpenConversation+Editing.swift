internal import Chat

/// Writing in a conversation: a draft, or a question that is being edited.
extension OpenConversation {
  /// All that was written and has not been sent. A question that is edited comes before the draft: after
  /// a crash both are there.
  var writtenText: String {
    guard let editing = writing.editing else { return writing.composer.text }
    guard isEditChanged else { return editing.draft.text }
    return [writing.composer.text, editing.draft.text].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  /// Whether a question that is edited has become another.
  var isEditChanged: Bool {
    guard let editing = writing.editing else { return false }
    return !writing.composer.isEmpty
      && writing.composer.text != conversation[editing.question]?.content
  }

  /// Without a screen nothing is written that is not sent, and a draft from elsewhere stays as it is.
  var needsDraftSave: Bool {
    // By bytes: equal texts in other normal forms are other drafts, and a long one is compared at once.
    surface == .screen && !isPrivate && !writtenText.utf8.elementsEqual(conversation.draft.utf8)
  }

  mutating func saveDraft() -> [Effect] {
    writing.isDraftScheduled = false
    guard needsDraftSave else { return [] }
    conversation.draft = writtenText
    return [.store(.saveHeader(conversation))]
  }

  // MARK: Editing a question

  /// Gives the edit up; editing the question again brings back what was written.
  mutating func leaveEditing() {
    guard let editing = writing.editing else { return }
    if surface == .screen, isEditChanged {
      let key = editing.focus == .composer ? "Ctrl-X e" : "e"
      notice = Notice(
        .information, "The question stays as it is.", advice: "\(key) brings back what you wrote.")
    }
    putEditingAside(isGivenUp: true)
  }

  /// Keeps the edit for when the conversation is there again.
  mutating func putEditingAside(isGivenUp: Bool = false) {
    guard let editing = writing.editing else { return }
    if surface == .screen, isEditChanged {
      writing.leftEdit = LeftEdit(
        editing: editing, text: writing.composer, isGivenUp: isGivenUp)
    }
    writing.composer = editing.draft
    writing.editing = nil
  }

  /// Goes on with the edit during which the conversation was left.
  mutating func resumeEditing() {
    guard let left = writing.leftEdit, !left.isGivenUp,
      conversation[left.editing.question] != nil
    else { return }
    writing.leftEdit = nil
    writing.editing = left.editing
    writing.composer = left.text
  }
}
