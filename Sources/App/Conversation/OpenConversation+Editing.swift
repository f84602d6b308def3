internal import Chat
internal import Words

/// Text being written in a conversation: a draft, queued messages or an edited question.
extension OpenConversation {
  /// All unsent text: queued messages, an edited question, then the draft. They are saved
  /// together, so a crash loses none of them. A draft that looks like an API key is not saved: a key
  /// does not belong in the database.
  var writtenText: String {
    guard let editing = writing.editing else {
      let isKey = KeyShape.matches(writing.composer.text)
      return writing.queue.stored(with: isKey ? Composer("") : writing.composer).stored
    }
    let edit = isEditChanged ? writing.composer.text : ""
    let text = [edit, editing.draft.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
    return StoredDraft(queued: writing.queue.texts, text: text).stored
  }

  /// Whether the edited question is not empty and differs from the sent one.
  var isEditChanged: Bool {
    guard let editing = writing.editing else { return false }
    return !writing.composer.isEmpty
      && (writing.composer.text != conversation[editing.question]?.content
        || writing.composer.attachments.attachments.count
          != conversation[editing.question]?.attachments.count)
  }

  /// Whether the draft has to be saved. Plain mode has no drafts, and leaves stored ones
  /// unchanged.
  var needsDraftSave: Bool {
    // Compare bytes: a different Unicode normal form is a different draft, and bytes compare
    // faster.
    guard surface == .screen, !isPrivate else { return false }
    let written = writtenText.utf8
    return written.count != conversation.draft.utf8.count
      || !written.elementsEqual(conversation.draft.utf8)
  }

  /// Whether the draft may have unsaved changes. Evaluated for every key, so it does not compare
  /// text.
  var mayNeedDraftSave: Bool {
    surface == .screen && !isPrivate
      && (writing.composer.revision != writing.savedRevision
        || writing.queue.revision != writing.savedQueue)
  }

  mutating func saveDraft() -> [Effect] {
    writing.isDraftScheduled = false
    writing.savedRevision = writing.composer.revision
    writing.savedQueue = writing.queue.revision
    guard needsDraftSave else { return [] }
    conversation.draft = writtenText
    return [.store(.saveHeader(conversation))]
  }

  /// Restores the draft and the queue that were stored with the conversation.
  mutating func restoreDraft() {
    let draft = StoredDraft(stored: conversation.draft)
    // Joined drafts need no saving until their text changes.
    conversation.draft = draft.stored
    writing.composer = Composer(draft.text)
    writing.queue = MessageQueue(stored: draft.queued)
    writing.savedRevision = writing.composer.revision
    writing.savedQueue = writing.queue.revision
    if !draft.queued.isEmpty { holdQueue() }
  }

  // MARK: Editing a question

  /// Cancels the edit. Editing the same question again resumes it.
  mutating func leaveEditing() {
    guard let editing = writing.editing else { return }
    if surface == .screen, isEditChanged {
      let key =
        editing.focus == .composer ? keymap.name(of: .edit) : keymap.readingName(of: .edit)
      notice = Notice(
        .information, Words.Versions.editCancelled, advice: Words.Versions.resumeEdit(key))
    }
    putEditingAside(isGivenUp: true)
  }

  /// Sets the edit aside for later, and restores the draft.
  mutating func putEditingAside(isGivenUp: Bool = false) {
    guard let editing = writing.editing else { return }
    if surface == .screen, isEditChanged {
      writing.leftEdit = LeftEdit(
        editing: editing, text: writing.composer, isGivenUp: isGivenUp)
    }
    writing.composer = editing.draft
    writing.editing = nil
  }

  /// Resumes the edit that was interrupted by leaving the conversation.
  mutating func resumeEditing() {
    guard let left = writing.leftEdit, !left.isGivenUp,
      conversation[left.editing.question] != nil
    else { return }
    writing.leftEdit = nil
    writing.editing = left.editing
    writing.composer = left.text
  }
}
