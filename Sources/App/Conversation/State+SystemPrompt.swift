internal import Chat
internal import Words

extension State {
  /// The system prompt of the next request; `nil` if it has none.
  var systemPrompt: String? {
    let prompt = session.systemPrompt ?? conversation.leadingSystemText
    return prompt.isEmpty ? nil : prompt
  }

  /// Performs `/system TEXT` and `/system off`. `/system` alone shows the prompt.
  mutating func setSystemPrompt(_ text: String) -> [Effect] {
    composer.clear()
    switch text {
    case "":
      notice = Notice(
        .information, systemPrompt.map(Words.SystemPrompt.now) ?? Words.SystemPrompt.none,
        advice: systemPrompt == nil ? Words.SystemPrompt.usage : Words.SystemPrompt.usageToChange)
      return []
    case "off":
      // A system message stored in the conversation is not sent either.
      session.systemPrompt = conversation.leadingSystemText.isEmpty ? nil : ""
      notice = Notice(.information, Words.SystemPrompt.removed)
    default:
      session.systemPrompt = text
      notice = Notice(.information, Words.SystemPrompt.now(text))
    }
    return noteSettings()
  }
}
