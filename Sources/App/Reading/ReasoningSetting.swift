internal import Chat
internal import Screen
internal import Words

/// The `reasoning` setting, which determines when the thinking pane is open.
public enum ReasoningSetting: Equatable, Sendable {
  /// Next to the text, the pane stays as last set. Above the text, it opens while the model thinks
  /// and folds when the answer begins, to make room for the answer. In a very short window, it
  /// opens only on request.
  case auto
  /// The pane is open at the start. From then on, it stays as last set with Ctrl-O.
  case open
  /// The pane is folded at the start. From then on, it stays as last set with Ctrl-O.
  case folded
}

extension State {
  /// Whether the pane is next to the text. Opening or folding it there reflows the text.
  var isPaneBeside: Bool {
    let sideBar = showsSideBar ? panes.size.sideBarColumns(in: terminal.size.width) + 1 : 0
    return FrameLayout.isBeside(
      Size(width: terminal.size.width - sideBar, height: terminal.size.height))
  }

  /// Returns whether the pane opens and folds automatically with each answer.
  private func isFoldedByItself(isBeside: Bool) -> Bool {
    panes.reasoningSetting == .auto && surface == .screen && !isBeside
  }

  func showsReasoning(of message: Message, isBeside: Bool) -> Bool {
    guard isFoldedByItself(isBeside: isBeside) else { return panes.isReasoningOpen }
    return front.reading.isPaneOpen
      ?? (message.isThinking && terminal.size.height >= Self.rowsForThinking)
  }

  /// The minimum height of a window in which the pane opens automatically above the text. A shorter
  /// window has no room for both the pane and the question, which matters more.
  private static let rowsForThinking = 12

  /// Folds or opens the thinking of the answer in view.
  mutating func toggleReasoning() {
    let isBeside = isPaneBeside
    if !conversation.isEmpty, stream == nil, !conversation.hasThought {
      notice = Notice(.information, Words.Reading.nothingThought)
    }
    let isShown: Bool
    if isFoldedByItself(isBeside: isBeside) {
      isShown = !(reasoningMessage().map { showsReasoning(of: $0, isBeside: false) } ?? false)
      front.reading.isPaneOpen = isShown
    } else {
      panes.isReasoningOpen.toggle()
      isShown = panes.isReasoningOpen
    }
    if !isShown, focus == .reasoning { focus = .transcript }
    if isShown, reasoningMessage()?.isThinking == false { reasoning.scrollToStart() }
  }

  /// Opens the pane to show something in it.
  mutating func openReasoning() {
    front.reading.isPaneOpen = true
    if !isFoldedByItself(isBeside: isPaneBeside) { panes.isReasoningOpen = true }
  }

  /// Keeps the pane open when the answer begins, if the reader is using it.
  mutating func keepPaneOpenForReader() {
    guard front.reading.isPaneOpen == nil else { return }
    let isSelected = selection?.isInReasoning == true
    if focus == .reasoning || isSelected || !reasoning.isFollowing {
      front.reading.isPaneOpen = true
    }
  }
}

extension Message {
  /// Whether the answer is streaming but its text and tool calls have not begun.
  var isThinking: Bool { status == .streaming && spoken.isEmpty && toolCalls.isEmpty }
}
