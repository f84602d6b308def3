internal import Chat
internal import Screen
internal import Words

extension State {
  /// The title of the terminal's window: the conversation's title, preceded by a mark while any
  /// answer is being received. A private conversation's own title is not shown, because window
  /// managers may keep it.
  var terminalTitle: StyledLine {
    let isAnswering = openIDs.contains { isStreaming($0) }
    var line = StyledLine(isAnswering ? "● " : "", Style.text.own)
    guard isPrivate || !conversation.title.isEmpty else {
      line.append(Words.Title.program, Style.text.own)
      return line
    }
    let title =
      isPrivate
      ? StyledLine(Words.Title.privateConversation)
      : TitleText.line(conversation.title, placeholder: "", .text)
    line.append(title.truncated(to: Self.longestTitle))
    line.append(Words.Title.ending, Style.text.own)
    return line
  }

  /// The maximum length of a title, in columns. Window managers show less.
  static let longestTitle = 100
}
