extension Conversation {
  /// The text of the system messages at the start of the selected path; may be empty.
  public var leadingSystemText: String {
    messages.prefix { $0.role == .system }.map(\.content).joined(separator: "\n\n")
  }

  /// The system prompt of the next request; `nil` for none. The prompt in the settings takes
  /// precedence over the one at the start of the path.
  public var systemPrompt: String? {
    let prompt = settings?.systemPrompt ?? leadingSystemText
    return prompt.contains { !$0.isWhitespace } ? prompt : nil
  }
}
