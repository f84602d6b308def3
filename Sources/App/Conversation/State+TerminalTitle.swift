internal import Chat
internal import Screen
internal import Words

/// The title of the terminal's window: the conversation's title, preceded by a mark while any answer
/// is being received. A private conversation's own title is not shown, because window managers may
/// keep it.
struct WindowTitle: Equatable {
  var isAnswering: Bool
  var isPrivate: Bool
  var title: String

  var line: StyledLine {
    var line = StyledLine(isAnswering ? "● " : "", Style.text.own)
    guard isPrivate || !title.isEmpty else {
      line.append(Words.Title.program, Style.text.own)
      return line
    }
    let shown =
      isPrivate
      ? StyledLine(Words.Title.privateConversation)
      : TitleText.line(title, placeholder: "", .text)
    line.append(shown.truncated(to: Self.longest))
    line.append(Words.Title.ending, Style.text.own)
    return line
  }

  /// The maximum length of a title, in columns. Window managers show less.
  static let longest = 100
}

extension State {
  var windowTitle: WindowTitle {
    WindowTitle(
      isAnswering: front.isAnswering || background.open.values.contains { $0.isAnswering },
      isPrivate: isPrivate, title: conversation.title)
  }
}
