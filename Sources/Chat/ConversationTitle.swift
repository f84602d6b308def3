/// The title that a conversation gets from its first question.
public enum ConversationTitle {
  /// At most 60 characters of the question's first line that has any.
  public static func of(_ question: String) -> String {
    let line =
      question.split(whereSeparator: \.isNewline)
      .first { $0.contains { !$0.isWhitespace } }.map(String.init) ?? question
    let trimmed = line.split(separator: " ").joined(separator: " ")
    guard trimmed.count > 60 else { return trimmed }
    let cut = trimmed.prefix(60)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return String(cut[..<end]) + "…"
  }
}
