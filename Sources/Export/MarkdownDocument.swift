public import Chat
internal import Markdown

/// The selected path of a conversation as Markdown.
public enum MarkdownDocument {
  /// - Parameter withReasoning: whether to include the thinking before each answer, collapsed.
  /// - Returns: text that ends in a line feed.
  public static func text(_ conversation: Conversation, withReasoning: Bool) -> String {
    var parts = ["# " + escaped(DocumentText.title(conversation))]
    var facts = ["- Date: \(DocumentText.time(conversation.createdAt))"]
    let models = DocumentText.models(conversation)
    if !models.isEmpty {
      facts.append("- Model: \(models.map(escaped).joined(separator: ", "))")
    }
    parts.append(facts.joined(separator: "\n"))
    for message in DocumentText.messages(conversation) {
      parts += blocks(message, withReasoning: withReasoning)
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func blocks(_ message: Message, withReasoning: Bool) -> [String] {
    var blocks = ["## " + escaped(DocumentText.speaker(message))]
    let (content, reasoning) = DocumentText.parts(message)
    if withReasoning, !reasoning.isEmpty {
      blocks += ["<details>\n<summary>Thinking</summary>", folded(reasoning), "</details>"]
    }
    if !content.isEmpty { blocks.append(MarkdownEnding.closed(trimmed(content))) }
    for attachment in message.attachments { blocks += Self.blocks(attachment) }
    for call in message.toolCalls {
      blocks.append("Calls `\(call.name.replacing("`", with: "'"))`:")
      blocks.append(MarkdownFence.fenced(call.arguments))
    }
    if let ending = DocumentText.ending(message) { blocks.append("*\(escaped(ending))*") }
    return blocks
  }

  /// Returns attached text in a collapsed section. An image is only named, because few programs
  /// show an image embedded in Markdown, and its data would be thousands of lines long.
  private static func blocks(_ attachment: Attachment) -> [String] {
    let title = DocumentText.title(attachment)
    guard case .text(let text) = attachment.content else { return ["*Image: \(escaped(title))*"] }
    return [
      "<details>\n<summary>File: \(MarkdownHTML.escape(title))</summary>",
      MarkdownFence.fenced(text.text, text.language), "</details>",
    ]
  }

  /// Returns the thinking for use in a collapsed section. Escapes tags that would begin or end a
  /// section.
  private static func folded(_ reasoning: String) -> String {
    var text = trimmed(reasoning)
    for tag in ["</details", "<details", "</summary", "<summary"] {
      text = text.replacingCase(of: tag, with: "&lt;" + tag.dropFirst())
    }
    return MarkdownEnding.closed(text)
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last?.isNewline == true { text.removeLast() }
    while text.first?.isNewline == true { text.removeFirst() }
    return String(text)
  }

  /// Returns plain text with Markdown's special characters escaped and line breaks replaced by
  /// spaces.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if character.isNewline {
        result += " "
        continue
      }
      if "\\`*_[]<>&#|~$".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

}

extension String {
  /// Returns the string with every occurrence of an ASCII word replaced, ignoring case.
  fileprivate func replacingCase(of word: String, with new: String) -> String {
    let lower = Array(lowercasedASCII.utf8)
    let pattern = Array(word.utf8)
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if lower[index...].starts(with: pattern) {
        result += Array(new.utf8)
        index += pattern.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private var lowercasedASCII: String {
    String(decoding: utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
  }
}
