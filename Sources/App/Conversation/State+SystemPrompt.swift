internal import Chat
internal import Words

extension State {
  /// The system prompt of the next request; `nil` if it has none.
  var systemPrompt: String? {
    let prompt = session.systemPrompt ?? conversation.leadingSystemText
    // A blank prompt is not sent.
    return prompt.contains { !$0.isWhitespace } ? prompt : nil
  }

  /// Performs `/system TEXT` and `/system off`. `/system` alone opens the prompt, or prints it in
  /// plain mode.
  mutating func setSystemPrompt(_ text: String) -> [Effect] {
    composer.clear()
    switch text {
    case "" where surface == .screen: return openSystemPrompt()
    case "":
      notice = Notice(
        .information, systemPrompt.map(Words.SystemPrompt.now) ?? Words.SystemPrompt.none,
        advice: systemPrompt == nil ? Words.SystemPrompt.usage : Words.SystemPrompt.usageToChange)
      return []
    case "off": return replaceSystemPrompt(with: "")
    default: return replaceSystemPrompt(with: text)
    }
  }

  mutating func openSystemPrompt() -> [Effect] {
    guard surface == .screen else { return setSystemPrompt("") }
    toggle(SystemPromptPage(systemPrompt ?? ""))
    return []
  }

  /// Changes the system prompt in a step that can be undone. Blank text removes the prompt.
  mutating func replaceSystemPrompt(with text: String) -> [Effect] {
    let isRemoved = text.allSatisfy(\.isWhitespace)
    notice = Notice(
      .information,
      isRemoved ? Words.SystemPrompt.removed : Words.SystemPrompt.now(text))
    var target = RequestTarget(session)
    // An empty prompt also keeps a system message stored in the conversation from being sent.
    target.systemPrompt =
      isRemoved ? (conversation.leadingSystemText.isEmpty ? nil : "") : text
    return adjust(front.requestSettings, target)
  }
}

extension Conversation {
  /// Returns whether a message is one of the system messages that the path begins with.
  func isLeadingSystemMessage(at index: Int) -> Bool {
    path.indices.contains(index) && path[...index].allSatisfy { self[$0]?.role == .system }
  }
}
