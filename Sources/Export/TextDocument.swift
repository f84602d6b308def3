public import Chat
internal import Markdown

/// The selected path of a conversation as plain text, without Markdown syntax that plain text does
/// not need.
public enum TextDocument {
  /// - Returns: text that ends in a line feed.
  public static func text(_ conversation: Conversation, withReasoning: Bool) -> String {
    let title = DocumentText.title(conversation)
    let facts = [DocumentText.time(conversation.createdAt)] + DocumentText.models(conversation)
    var parts = ["\(title)\n\(facts.joined(separator: ", "))"]
    for message in DocumentText.messages(conversation) {
      parts.append(text(message, withReasoning: withReasoning))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func text(_ message: Message, withReasoning: Bool) -> String {
    var blocks: [String] = []
    let (content, reasoning) = DocumentText.parts(message)
    if withReasoning, !reasoning.isEmpty {
      blocks.append("[Thinking]\n" + plain(reasoning) + "\n[End of the thinking]")
    }
    if !content.isEmpty { blocks.append(message.role == .assistant ? plain(content) : content) }
    blocks += message.attachments.map(block)
    for call in message.toolCalls { blocks.append("[Calls \(call.name): \(call.arguments)]") }
    if let ending = DocumentText.ending(message) { blocks.append("[\(ending)]") }
    return DocumentText.speaker(message) + ":\n" + blocks.joined(separator: "\n\n")
  }

  /// Returns attached text between lines that mark its beginning and end. An image is only named.
  private static func block(_ attachment: Attachment) -> String {
    let title = DocumentText.title(attachment)
    guard case .text(let text) = attachment.content else { return "[Image: \(title)]" }
    let end = text.text.isEmpty || text.text.utf8.last == 0x0A ? "" : "\n"
    return "[File: \(title)]\n\(text.text)\(end)[End of the file]"
  }

  private static func plain(_ markdown: String) -> String {
    var stream = MarkdownStream()
    stream.append(markdown)
    stream.finish()
    stream.layout(width: 80)
    var text = stream.plainText
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
