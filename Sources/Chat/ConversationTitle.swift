/// The titles that a conversation gets without the user.
public enum ConversationTitle {
  /// At most 60 characters of the question's first line that has any.
  public static func of(_ question: String) -> String {
    let line =
      question.split(whereSeparator: \.isNewline)
      .first { $0.contains { !$0.isWhitespace } }.map(String.init) ?? question
    return shortened(line.split(separator: " ").joined(separator: " "), to: 60)
  }

  /// What a model gave as a title, without the marks that models put around one: one line of at most 60
  /// characters. `nil` when nothing is left.
  public static func fromModel(_ reply: String) -> String? {
    let line = reply.split(whereSeparator: \.isNewline).first {
      $0.contains { $0.isLetter || $0.isNumber }
    }
    var title = bare((line ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " "))
    if title.lowercased().hasPrefix("title:") { title = bare(title.dropFirst("title:".count)) }
    return title.isEmpty ? nil : shortened(String(title), to: 59)
  }

  private static func bare(_ text: some StringProtocol) -> Substring {
    var text = Substring(text)
    while let first = text.first, first.isWhitespace || marks.contains(first) {
      text.removeFirst()
    }
    while let last = text.last,
      last.isWhitespace || marks.contains(last) || fullStops.contains(last)
    {
      text.removeLast()
    }
    return text
  }

  /// Quotation marks of all kinds, and those of Markdown.
  private static let marks = "\"'`*_#“”„‟‘’‚«»‹›「」『』《》"
  private static let fullStops = ".。．…"

  private static func shortened(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let cut = text.prefix(limit)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return String(cut[..<end]) + "…"
  }
}
