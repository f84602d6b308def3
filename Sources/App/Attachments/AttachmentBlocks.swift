internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// The attachments of a message, shown below its text: one row each, and the contents of
/// unfolded text attachments as code.
struct AttachmentBlocks {
  private struct Part {
    let row: StyledLine
    var text: MarkdownStream?
    var count: Int { 1 + (text?.blockCount ?? 0) }
  }

  private var parts: [Part] = []
  /// The size of the unfolded texts, in bytes.
  private(set) var size = 0

  init() {}

  /// - Parameter unfolded: the indexes of the attachments that are unfolded.
  init(_ attachments: [Attachment], unfolded: Set<Int>, width: Int) {
    for (index, attachment) in attachments.enumerated() {
      var part = Part(row: Self.row(attachment, isOpen: unfolded.contains(index), width: width))
      if unfolded.contains(index), case .text(let text) = attachment.content {
        var stream = MarkdownStream()
        stream.append(MarkdownFence.fenced(text.text, text.language))
        stream.finish()
        stream.layout(width: width)
        part.text = stream
        size += text.text.utf8.count
      }
      parts.append(part)
    }
  }

  /// Returns the row of an attachment: `▸ main.swift · 120 lines`. An image has `▪` instead of an
  /// arrow, because it has nothing to unfold.
  private static func row(_ attachment: Attachment, isOpen: Bool, width: Int) -> StyledLine {
    var line = StyledLine(attachment.isImage ? "▪ " : isOpen ? "▾ " : "▸ ", .accent)
    line.append(Sanitizer.sanitizeLine(attachment.name), Style.text.foreign)
    let facts = StyledLine(" · " + Words.Attachments.facts(attachment), .secondary)
    line = line.truncated(to: max(8, width - facts.width))
    line.append(facts)
    return line.truncated(to: width)
  }

  var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Returns the index of the attachment whose row is this block; `nil` if the block is part of an
  /// attachment's text.
  func attachment(ofBlock index: Int) -> Int? {
    guard let (part, block) = place(index), block == 0 else { return nil }
    return part
  }

  mutating func rows(ofBlock index: Int) -> [StyledLine] {
    guard let (part, block) = place(index) else { return [] }
    if block == 0 { return [parts[part].row] }
    // Leave out the title of the code, which would repeat what the attachment's row shows.
    return parts[part].text?.rows(ofBlock: block - 1).filter { !$0.isLabel } ?? []
  }

  mutating func carriedText(ofBlock index: Int) -> String {
    guard let (part, block) = place(index), block > 0 else { return "" }
    return parts[part].text?.carriedText(ofBlock: block - 1) ?? ""
  }

  private func place(_ index: Int) -> (part: Int, block: Int)? {
    var rest = index
    for (part, content) in parts.enumerated() {
      if rest < content.count { return (part, rest) }
      rest -= content.count
    }
    return nil
  }
}

extension State {
  /// Unfolds the attachments of the chosen message or question, or else of the latest message
  /// that has any. Folds them if all are unfolded.
  mutating func toggleAttachments() {
    let path = conversation.path.compactMap { conversation[$0] }
    let chosen = [chosenMessage, chosenQuestion].compactMap { $0 }
    guard let message = (chosen + path.reversed()).first(where: { !$0.attachments.isEmpty }),
      let index = conversation.path.firstIndex(of: message.id)
    else {
      notice = Notice(.information, Words.Attachments.noneHere)
      return
    }
    transcript.toggleAttachments(of: message)
    transcript.reveal(message: index, conversation)
  }
}

extension Transcript {
  /// The indexes of the attachments whose texts are shown, by message.
  var unfolded: [MessageID: Set<Int>] {
    get { layouts.unfolded }
    set { layouts.unfolded = newValue }
  }

  /// Returns the index of the attachment whose row is at `row`.
  mutating func attachment(at row: Position, _ conversation: Conversation) -> Int? {
    layouts.attachment(row.message, row.block, conversation, width: width)
  }

  /// Unfolds all attachments of a message, or folds them if all are unfolded.
  mutating func toggleAttachments(of message: Message) {
    let texts = Set(message.attachments.indices.filter { !message.attachments[$0].isImage })
    unfolded[message.id] = unfolded[message.id] == texts ? [] : texts
  }

  /// Unfolds or folds the attachment in a row.
  /// - Returns: whether the row belongs to an attachment.
  mutating func toggleAttachment(at row: Position, _ conversation: Conversation) -> Bool {
    guard let index = attachment(at: row, conversation) else { return false }
    unfolded[conversation.path[row.message], default: []].formSymmetricDifference([index])
    return true
  }
}
