internal import Screen
internal import Words

/// The queued messages, one per row, above the composer.
enum QueueView {
  private static let mostRows = 3

  /// Returns how many rows the queue takes up. A small window shows one, and a tiny one shows none.
  static func rowCount(_ state: State, size: Size) -> Int {
    let count = state.queue.texts.count
    if count == 0 || size.height < 6 { return 0 }
    return min(count, size.height < 16 ? 1 : mostRows)
  }

  static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
    let count = state.queue.texts.count
    // If there is only one row, it shows a message, not the number of hidden messages.
    let whole = max(1, count > area.height ? area.height - 1 : area.height)
    let first = state.queue.edited.map { max(0, $0.index - whole + 1) } ?? 0
    for (offset, index) in (first..<min(first + whole, count)).enumerated() {
      let label = offset == 0 ? labels(index, state, rows: area.height) : []
      drawMessage(index, label, state, y: area.y + offset, in: area, on: &canvas)
    }
    if count > whole, area.height > whole {
      canvas.draw(
        Words.Queue.more(count - whole), .secondary, x: area.x + ComposerView.promptWidth,
        y: area.y + whole)
    }
  }

  private static func drawMessage(
    _ index: Int, _ labels: [String], _ state: State, y: Int, in area: Rect,
    on canvas: inout Canvas
  ) {
    let queue = state.queue
    let isEdited = queue.edited?.index == index
    let room = area.width - ComposerView.promptWidth - 1
    let label = labels.first { DisplayWidth.of($0) + 14 <= room } ?? ""
    let labelWidth = label.isEmpty ? 0 : DisplayWidth.of(label) + 2
    canvas.draw(
      "\(index + 1)", isEdited ? Style(.accent, .bold) : .secondary, x: area.x + 1, y: y)
    let message = queue.messages[index]
    let attached = message.attachments.rows.map { "▪ " + Sanitizer.sanitizeLine($0.name) }
    let line = ([Sanitizer.sanitizeLine(String(message.text.prefix(area.width)))] + attached)
      .joined(separator: "  ")
    canvas.draw(
      StyledLine(line, isEdited ? .accent : .text).truncated(to: room - labelWidth),
      x: area.x + ComposerView.promptWidth, y: y)
    canvas.drawRight(
      StyledLine(label, queue.isHeld ? Style(.warning) : .secondary), right: area.right - 1, y: y)
    if state.conversationHasKeys { canvas.noteHints(in: label, end: area.right - 1, y: y) }
  }

  /// Returns labels that say what the messages are waiting for, the longest first.
  private static func labels(_ index: Int, _ state: State, rows: Int) -> [String] {
    let count = state.queue.texts.count
    let keymap = state.preferences.keymap
    // While a message is being edited, Enter keeps it instead of sending.
    let label =
      state.queue.edited != nil
      ? Words.Queue.waiting
      : !state.queue.isHeld
        ? Words.Queue.waiting(editKey: keymap.editingName(of: .lineUp))
        : state.stream == nil
          ? Words.Queue.held(
            sendKey: keymap.name(of: .send), editKey: keymap.editingName(of: .lineUp))
          : Words.Queue.heldWhileAnswering
    guard count > 1, rows == 1 else { return [label, Words.Queue.waiting] }
    let place = Words.Queue.place(index + 1, of: count)
    return [place + " " + label, place + " " + Words.Queue.waiting, place]
  }
}
