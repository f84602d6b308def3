internal import Chat
internal import Screen
internal import Words

/// The preview of the selected conversation, below the list.
extension ConversationListView {
  /// Draws the preview and a blank row. In the side bar, an empty preview has no rule, and the
  /// facts are in the last row, because notices appear in the conversation.
  static func drawPreview(
    _ conversationList: ConversationList, _ state: State, _ layouts: inout Layouts, in area: Rect,
    on canvas: inout Canvas
  ) {
    guard !area.isEmpty else { return }
    let width = max(1, min(TranscriptView.mostColumns, area.width - 2))
    let rows = belowList(
      conversationList, state, &layouts.preview, width: width, height: area.height - 2)
    let hasRule = !rows.isEmpty || !state.showsSideBar
    let y = hasRule ? area.y : area.bottom - 1
    if hasRule { canvas.fill("─", .rule, x: area.x, y: y, width: area.width) }
    if area.width < ConversationDetails.columnsForAll, let selection = conversationList.selection {
      let facts = facts(of: selection, columns: area.width)
      canvas.draw(
        hasRule ? facts.truncated(to: area.width - 4) : facts,
        x: area.x + (hasRule ? 2 : 0), y: y, width: area.width)
    }
    for (offset, row) in rows.enumerated() {
      canvas.draw(row, x: area.x + 1, y: area.y + 1 + offset, width: area.width - 2)
    }
  }

  /// Returns the rows of the preview; none for the conversation that is shown next to the list.
  private static func belowList(
    _ conversationList: ConversationList, _ state: State, _ layout: inout PreviewLayout,
    width: Int, height: Int
  ) -> [StyledLine] {
    guard height > 0, let selection = conversationList.selection,
      !state.showsSideBar || selection.id != state.conversation.id
    else { return [] }
    let source = source(of: selection, conversationList, state)
    let head = head(of: selection, source, state).map { [$0.truncated(to: width)] } ?? []
    let rows = layout.rows(of: source, width: width, height: height - head.count) {
      text(of: source, state)
    }
    return head + rows.map { $0.marking(conversationList.marks) }
  }

  /// Returns a row that says how an answer ended and whether its thinking is shown. Otherwise,
  /// incomplete answers would look complete, and thinking would read like an answer.
  private static func head(
    of summary: ConversationSummary, _ source: PreviewLayout.Source, _ state: State
  ) -> StyledLine? {
    let isFront = summary.id == state.conversation.id
    let ending =
      isFront ? state.conversation.lastMessage.flatMap { AnswerEnding($0) } : summary.ending
    var line = StyledLine()
    if let ending, let word = AnswerEnd.word(ending) {
      // As in the conversation, answers stopped by the user get no “!”.
      line.append((ending.status == .cancelled ? "" : "! ") + word, .secondary)
    }
    if source.isOfSummary, summary.previewsThinking {
      if !line.isEmpty { line.append(" · ", .secondary) }
      line.append(
        state.isStreaming(summary.id)
          ? Words.Reading.thinking : Words.Reading.thinkingWithoutAnswer, .text)
    }
    return line.isEmpty ? nil : line
  }

  /// Returns where the preview's text comes from. It is longer than the list row's preview if the
  /// conversation is on the screen or a longer preview was loaded.
  private static func source(
    of summary: ConversationSummary, _ conversationList: ConversationList, _ state: State
  ) -> PreviewLayout.Source {
    if summary.id == state.conversation.id, let last = state.conversation.lastMessage,
      !last.content.isEmpty
    {
      return .message(last.id, length: last.content.utf8.count)
    }
    if let preview = conversationList.preview, preview.isOf(summary), !preview.text.isEmpty {
      return .loaded(preview.text)
    }
    return .row(summary.preview)
  }

  private static func text(of source: PreviewLayout.Source, _ state: State) -> CutText {
    let most = ConversationSummary.longestSelectedPreview
    switch source {
    case .message:
      let text = String((state.conversation.lastMessage?.content ?? "").prefix(most))
      return CutText(text, isCut: text.count == most)
    case .loaded(let text): return CutText(text, isCut: text.count >= most)
    case .row(let text):
      return CutText(text, isCut: text.count >= ConversationSummary.longestPreview)
    }
  }

  /// Returns the details that narrow rows omit: the model, and the size if it too is omitted.
  private static func facts(of summary: ConversationSummary, columns: Int) -> StyledLine {
    let facts =
      [
        ConversationDetails.model(of: summary, columns: 24),
        columns < ConversationDetails.columnsForSize ? ConversationDetails.size(of: summary) : "",
      ]
      .filter { !$0.isEmpty }
    guard !facts.isEmpty else { return StyledLine() }
    return StyledLine(" " + facts.joined(separator: " · ") + " ", .secondary)
  }
}
