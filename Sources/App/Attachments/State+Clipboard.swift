public import Chat
internal import Words

/// The contents of the system's clipboard, or the reason why they could not be read.
public enum ClipboardReading: Equatable, Sendable {
  case text(String)
  case image(Attachment)
  case empty
  case refused(RefusedAttachment)
  /// There is no program that reads the clipboard.
  /// - Parameter isRemote: whether that is because the clipboard is on another machine.
  case noProgram(isRemote: Bool)
  /// The program with this name failed.
  case failed(String)
}

/// Pasting from the system's clipboard.
extension State {
  mutating func pasteClipboard() -> [Effect] {
    let request = ids.request()
    front.writing.clipboard = request
    return [.files(.readClipboard(request))]
  }

  /// Inserts text from the clipboard into the draft, as if the terminal had pasted it, or
  /// attaches an image from the clipboard.
  mutating func noteClipboard(_ request: RequestID, _ reading: ClipboardReading) {
    guard front.writing.clipboard == request else { return }
    front.writing.clipboard = nil
    switch reading {
    case .text(let text):
      focus = .composer
      composer.paste(text, foldedFrom: preferences.foldedPasteLines)
    case .image(var image):
      image.name = freeName(image.name)
      attachments.add(image.name, .read(ReadAttachments([image])))
    case .empty: notice = Notice(.information, Words.Attachments.clipboardIsEmpty).aboutDraft
    case .refused(let refused):
      notice = Notice(.trouble, Words.Attachments.refused(refused)).aboutDraft
    case .noProgram(let isRemote):
      notice = Notice(
        .trouble,
        isRemote ? Words.Attachments.clipboardIsRemote : Words.Attachments.noClipboardProgram)
    case .failed(let program):
      notice = Notice(.trouble, Words.Attachments.clipboardFailed(program))
    }
  }

  private func freeName(_ name: String) -> String {
    let taken = Set(attachments.rows.map(\.name))
    guard taken.contains(name) else { return name }
    return (2...taken.count + 1).lazy.map { "\(name) \($0)" }.first { !taken.contains($0) } ?? name
  }
}
