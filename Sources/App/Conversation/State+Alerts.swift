public import Chat
internal import Screen
internal import Words

/// The condition for alerting the user that an answer has ended.
public enum AlertTime: Equatable, Sendable {
  /// While the terminal reports that it does not have the focus.
  case unfocused
  case always
  case never
}

/// An alert that an answer has ended. All its strings are single lines, safe to show.
public struct AnswerAlert: Equatable, Sendable {
  /// The conversation that the answer belongs to; `nil` for a private one.
  public let conversation: ConversationID?
  /// The conversation's title; a generic one if the conversation is private or untitled.
  public let title: String
  /// The first line of the answer, or how the answer ended.
  public let text: String
  public let status: MessageStatus
}

extension State {
  /// Whether the user would be alerted if an answer ended now.
  private var isUserCalled: Bool {
    switch preferences.alerts {
    case .unfocused: !terminal.isFocused
    case .always: true
    case .never: false
    }
  }

  /// Returns the alert for an answer that has just ended on its own; `nil` if none is wanted.
  func alert(about answer: MessageID, in id: ConversationID) -> AnswerAlert? {
    guard isUserCalled, let open = openConversation(id), let message = open.conversation[answer]
    else { return nil }
    let (conversation, title) = (open.conversation.id, open.conversation.title)
    return AnswerAlert(
      conversation: open.isPrivate ? nil : conversation,
      title: open.isPrivate || title.isEmpty
        ? Words.Title.privateConversation
        : TitleText.line(title, placeholder: "", .text).truncated(to: WindowTitle.longest).text,
      text: Self.alertText(message, isPrivate: open.isPrivate), status: message.status)
  }

  /// Returns the text of an alert. Quotes nothing from a private conversation, because desktops
  /// keep a history of notifications.
  private static func alertText(_ answer: Message, isPrivate: Bool) -> String {
    switch answer.status {
    case .failed: return Words.Alert.failed
    case .truncated: return Words.Alert.cutOff
    case .complete, .cancelled, .streaming: break
    }
    // A prefix is enough to find the first line, even in a very long answer.
    let line = isPrivate ? "" : PreviewText.firstLine(of: String(answer.spoken.prefix(4_000)))
    guard !line.isEmpty else { return Words.Alert.answered }
    return StyledLine(Sanitizer.sanitizeLine(line)).truncated(to: WindowTitle.longest).text
  }

  /// Returns the effect that shows the alert, unless the conversation is already receiving its next
  /// answer.
  func call(_ alert: AnswerAlert?, from id: ConversationID) -> [Effect] {
    guard let alert, !isStreaming(id) else { return [] }
    return [.terminal(.alert(alert))]
  }

  /// Tells the user, only once, that their own alert command does not work.
  mutating func noteAlertFailed(status: Int32?) {
    guard guidance.said.insert(.alertFailed).inserted else { return }
    notice = Notice(
      .trouble, Words.Alert.commandFailed(status: status.map(Int.init)),
      advice: Words.Alert.commandAdvice)
  }
}
