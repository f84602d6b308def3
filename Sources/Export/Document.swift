public import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Facts about a conversation and its messages that all document formats state in the same words.
enum DocumentText {
  static func title(_ conversation: Conversation) -> String {
    let title = conversation.title.split(whereSeparator: \.isNewline).joined(separator: " ")
    return title.isEmpty ? "Conversation without a title" : title
  }

  /// Returns the time in the form `2026-11-24 14:39 UTC`.
  static func time(_ time: Timestamp) -> String {
    let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
    let text = date.formatted(.iso8601)
    guard text.utf8.count == 20 else { return text }
    return text.prefix(16).replacing("T", with: " ") + " UTC"
  }

  /// Returns the models of the answers on the path, without duplicates.
  static func models(_ conversation: Conversation) -> [String] {
    var models: [String] = []
    for model in conversation.messages.compactMap(\.origin?.model) where !models.contains(model) {
      models.append(model)
    }
    return models
  }

  /// Returns the messages on the path. As in requests, a system prompt in the settings replaces
  /// the system messages at the start of the path.
  static func messages(_ conversation: Conversation) -> [Message] {
    guard conversation.settings?.systemPrompt != nil else { return conversation.messages }
    let rest = Array(conversation.messages.drop { $0.role == .system })
    guard let prompt = conversation.systemPrompt else { return rest }
    let system = Message(
      id: MessageID(conversation.id.uuid), parent: nil, role: .system,
      createdAt: conversation.createdAt, content: prompt)
    return [system] + rest
  }

  static func speaker(_ message: Message) -> String {
    switch message.role {
    case .system: "System"
    case .user: "You"
    case .tool: "Tool"
    case .assistant: message.origin?.model ?? "Assistant"
    }
  }

  /// Returns a sentence about how the message ended; `nil` if it ended normally.
  static func ending(_ message: Message) -> String? {
    switch message.status {
    case .complete where message.isContextFull: "Stopped: the context window was full."
    case .complete: message.finishReason == .length ? "Cut short at the token limit." : nil
    case .streaming: "Still being received."
    case .cancelled: "Stopped by the user."
    case .truncated: "Cut off."
    case .failed: message.errorText.map { "Failed: \($0)" } ?? "Failed."
    }
  }

  /// Returns a short description of a file: `main.swift, 120 lines`, `main.swift, lines 10-40`,
  /// `a.png, PNG 640×480`.
  static func title(_ attachment: Attachment) -> String {
    let name = attachment.name.split(whereSeparator: \.isNewline).joined(separator: " ")
    switch attachment.content {
    case .image(let image):
      return "\(name), \(image.type.name) \(image.width)×\(image.height)"
    case .text(let text):
      guard let lines = text.lines else {
        let count = text.lineCount
        return "\(name), \(count == 1 ? "1 line" : "\(count) lines")"
      }
      return lines.count == 1
        ? "\(name), line \(lines.lowerBound)"
        : "\(name), lines \(lines.lowerBound)-\(lines.upperBound)"
    }
  }

  /// Returns the text to show as the answer, and the text to show as the thinking before it.
  static func parts(_ message: Message) -> (content: String, reasoning: String) {
    message.isReasoningOnly
      ? (message.reasoning, "") : (message.spoken, message.reasoning)
  }
}

/// File names for conversations.
public enum DocumentName {
  /// The maximum number of characters in the title.
  private static let longest = 60
  /// The maximum number of bytes in the title. File systems allow 255 for a name; the remainder is
  /// for the date, number and extension.
  private static let longestInBytes = 180

  /// Returns the date of the last use followed by the title, without an extension. The name
  /// contains only letters and digits of any script, with hyphens in place of everything else, so
  /// that it is valid on every system.
  public static func of(_ conversation: Conversation) -> String {
    let day = DocumentText.time(conversation.updatedAt).prefix(10)
    let isKept = { (scalar: Unicode.Scalar) in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark
    }
    let words = conversation.title.unicodeScalars.split { !isKept($0) }
      .map { String(String.UnicodeScalarView($0)) }
    var title = ""
    for word in words {
      let longer = title.isEmpty ? word : title + "-" + word
      guard longer.count <= longest, longer.utf8.count <= longestInBytes else { break }
      title = longer
    }
    if title.isEmpty {
      title = words.first?.beginning(characters: 20, bytes: longestInBytes) ?? "untitled"
    }
    return "\(day)-\(title)"
  }
}
