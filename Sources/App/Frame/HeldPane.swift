internal import Chat
internal import Screen

/// The thinking pane above the text, whose height the next frame keeps although the answer has begun.
struct HeldPane: Equatable {
  /// The answer whose thinking the pane shows.
  let answer: MessageID
  let rows: Int
  /// The window, because a new one gets a new layout.
  let size: Size

  /// Returns the pane to keep after a frame; `nil` if the frame shows none.
  init?(
    _ shape: FrameLayout.ReasoningShape, _ layout: FrameLayout, of answer: MessageID, _ size: Size
  ) {
    guard let pane = layout.reasoning, layout.divider == nil else { return nil }
    switch shape {
    case .open(rows: _, isGrowing: true), .held: break
    case .open, .none, .expected, .collapsed: return nil
    }
    (self.answer, rows, self.size) = (answer, pane.height, size)
  }
}

/// The rows that a held pane has and those that it must leave to the text.
struct HeldRows: Equatable {
  /// The pane's height in the last frame.
  let last: Int
  /// The rows of the question, its answer and what is shown below them; 0 to leave none.
  var text: Int
  /// The rows of the thinking, if the reader keeps the pane open; otherwise 0.
  let least: Int

  /// Returns the pane's height.
  /// - Parameters:
  ///   - room: the rows for the pane and the text.
  ///   - least: the rows to keep in any case.
  func rows(in room: Int, least: Int) -> Int { max(least, min(last, room - text)) }
}

extension State {
  /// The pane that stays above the text until the newest answer needs its rows; `nil` if there is
  /// none.
  var heldPane: HeldPane? {
    guard let held = panes.areas.held, held.answer == conversation.path.last,
      isFoldedByItself(isBeside: false), conversation[held.answer]?.isThinking == false
    else { return nil }
    switch front.reading.isPaneOpen {
    case nil: return held
    case true?: return panes.size.rows == nil ? held : nil
    case false?: return nil
    }
  }

  /// Returns the rows of the held pane and its text.
  func heldRows(_ held: HeldPane, _ layouts: inout Layouts) -> HeldRows {
    let isUsed =
      front.reading.isPaneOpen == true || focus == .reasoning || selection?.isInReasoning == true
      || !layouts.reasoning.isFollowing
    // Nothing moves under a reader who has scrolled up.
    guard layouts.transcript.isFollowing, let last = conversation.path.indices.last else {
      return HeldRows(last: held.rows, text: 0, least: 0)
    }
    layouts.transcript.settings = TranscriptView.settings(self)
    let count = layouts.transcript.rowCount(
      from: max(0, last - 1), atMost: held.size.height, conversation)
    return HeldRows(
      last: held.rows, text: count,
      least: isUsed ? layouts.reasoning.rowCount(atMost: held.size.height) : 0)
  }
}
