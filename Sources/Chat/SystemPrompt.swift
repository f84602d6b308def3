extension Conversation {
  /// The text of the system messages that the selected path begins with; may be empty.
  public var leadingSystemText: String {
    messages.prefix { $0.role == .system }.map(\.content).joined(separator: "\n\n")
  }

  /// The system prompt of the next request: the one in the settings, else the one that the path
  /// begins with; `nil` for none.
  public var systemPrompt: String? {
    let prompt = settings?.systemPrompt ?? leadingSystemText
    return prompt.contains { !$0.isWhitespace } ? prompt : nil
  }
}
