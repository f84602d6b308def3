internal import Chat
internal import Screen
internal import Words

/// The attachments of the draft, one row each, above the composer.
enum AttachmentsView {
  private static let mostRows = 4

  struct Row: Equatable {
    var name: String
    var facts: String
    var tokens = ""
    var style = Style.secondary
  }

  /// Returns how many rows the attachments take up. A small window shows one, and a tiny one shows
  /// none.
  static func rowCount(_ state: State, size: Size) -> Int {
    guard !state.attachments.isEmpty, size.height >= 6 else { return 0 }
    return min(rows(state).count, size.height < 16 ? 1 : mostRows)
  }

  static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
    let rows = rows(state)
    // Show the first attachment that cannot be sent, even if others are hidden.
    let hidden = rows.count - area.height
    let first = hidden > 0 ? rows.firstIndex { $0.style.role == .error } ?? 0 : 0
    let start = min(first, max(0, hidden))
    for (offset, row) in rows[start...].prefix(area.height).enumerated() {
      let isLast = offset == area.height - 1 && hidden > 0
      draw(row, more: isLast ? hidden : 0, y: area.y + offset, in: area, on: &canvas)
    }
  }

  private static func draw(
    _ row: Row, more: Int, y: Int, in area: Rect, on canvas: inout Canvas
  ) {
    let more = more > 0 ? Words.Queue.more(more) : ""
    let right = area.right - 1 - (more.isEmpty ? 0 : DisplayWidth.of(more) + 2)
    let start = area.x + ComposerView.promptWidth
    let room = max(0, right - start)
    canvas.draw(
      "▪", row.style.role == .error ? Style(.error, .bold) : Style(.accent), x: area.x + 1, y: y)
    let tokens = row.tokens.isEmpty ? "" : "  \(row.tokens)"
    let facts = "  \(row.facts)"
    var line = StyledLine(row.name, row.style.role == .error ? Style(.error) : .text)
    // Cut the name, not the facts, which are short. Do not make room for an error's reason, which
    // would not fit anyway.
    let rest = DisplayWidth.of(facts + tokens)
    if row.style.role != .error, line.width + rest > room {
      line = line.truncated(to: max(8, room - rest))
    }
    line.append(facts, row.style)
    line.append(tokens, .secondary)
    canvas.draw(line.truncated(to: room), x: start, y: y)
    if !more.isEmpty { canvas.drawRight(StyledLine(more, .secondary), right: area.right - 1, y: y) }
  }

  static func rows(_ state: State) -> [Row] {
    attachedRows(state)
      + state.absentMentions.map { spec in
        Row(
          name: Sanitizer.sanitizeLine(spec.whole), facts: Words.Attachments.absent,
          style: Style(.warning))
      }
  }

  private static func attachedRows(_ state: State) -> [Row] {
    let seesNothing = state.listedModel(state.session)?.capabilities.sees == false
    return state.attachments.rows.flatMap { name, reading -> [Row] in
      let name = Sanitizer.sanitizeLine(name)
      switch reading {
      case .missing: return []
      case .pending: return [Row(name: name, facts: Words.Attachments.reading)]
      case .refused(let refused):
        return [
          Row(
            name: name, facts: Sanitizer.sanitizeLine(Words.Attachments.reason(refused.fault)),
            style: Style(.error))
        ]
      case .read(let read):
        var row = Row(name: name, facts: read.facts)
        if seesNothing, read.batch.attachments.contains(where: \.isImage) {
          row.facts += " · " + Words.Attachments.noVision
          row.style = Style(.error)
        } else {
          row.tokens = Words.Attachments.tokens(Figures.count(read.tokens))
        }
        let leftOut = Words.Attachments.leftOut(read.batch, AttachmentLimits())
        return [row]
          + (leftOut.map {
            [Row(name: name, facts: Sanitizer.sanitizeLine($0), style: Style(.warning))]
          } ?? [])
      }
    }
  }
}
