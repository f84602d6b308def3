internal import Screen
internal import Words

/// The text fields in the list's last row.
extension ConversationListView {
  static func drawPrompt(
    _ prompt: ConversationList.Prompt, _ conversationList: ConversationList, _ state: State,
    in area: Rect, on canvas: inout Canvas
  ) {
    let (name, keep): (String, String)
    switch prompt.purpose {
    case .filter: return drawFilter(prompt.text, conversationList, in: area, on: &canvas)
    case .rename: (name, keep) = (Words.List.renamePrompt, Words.ListHint.savePrompt)
    case .tags:
      let isForSeveral = conversationList.targets.count > 1
      (name, keep) = (Words.List.tagPrompt(isForSeveral: isForSeveral), Words.ListHint.savePrompt)
    case .export where state.asksToReplace(prompt.text.text):
      (name, keep) = (Words.List.replacePrompt, Words.ListHint.replacePrompt)
    case .export: (name, keep) = (Words.List.exportPrompt, Words.ListHint.exportPrompt)
    }
    let start = area.x + 1 + canvas.draw(name, .accent, x: area.x + 1, y: area.y)
    let room = area.right - 1 - start
    let hints = StyledLine(
      HintLine.text(
        HintLine.hints([keep], wayOut: Words.WayOut.cancel),
        columns: room - leastPrompt - 2), .secondary)
    canvas.drawRight(hints, right: area.right - 1, y: area.y)
    canvas.noteClickArea(.hints(hints.text), end: area.right - 1, y: area.y)
    LineField.draw(
      prompt.text, .accent, x: start, y: area.y,
      width: hints.isEmpty ? room : room - hints.width - 2, on: &canvas)
  }

  /// Draws the filter being typed, with key hints and the number of matches.
  private static func drawFilter(
    _ text: Composer, _ conversationList: ConversationList, in area: Rect,
    on canvas: inout Canvas
  ) {
    let placeholder = Words.ListHint.filterPlaceholder
    let least = text.isEmpty ? max(leastFilter, DisplayWidth.of(placeholder)) : leastFilter
    // The field's margins and prompt and the gap before the hints take six columns.
    let hints = HintLine.text(
      HintLine.hints([Words.ListHint.filterPrompt], wayOut: Words.WayOut.cancel),
      columns: area.width - least - 6)
    var note = hints
    if conversationList.listed != nil {
      let shown = "\(conversationList.shown.count)" + (conversationList.hasMore ? "+" : "")
      let count = Words.ListHint.conversations(shown)
      // The header has the count, too, so the keys matter more.
      let both = note.isEmpty ? count : note + "  " + count
      if DisplayWidth.of(both) <= area.width - leastPrompt - 6 { note = both }
    }
    FilterField(
      text: text, placeholder: placeholder,
      note: StyledLine(note, .secondary)
    ).draw(in: Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: 1), on: &canvas)
    let others = DisplayWidth.of(note) - DisplayWidth.of(hints)
    canvas.noteClickArea(.hints(hints), end: area.right - 1 - others, y: area.y)
  }

  /// The columns that hints must leave for a prompt's text.
  private static let leastPrompt = 24
  /// The columns that hints must leave for a filter, which is usually a short word.
  private static let leastFilter = 12
}
