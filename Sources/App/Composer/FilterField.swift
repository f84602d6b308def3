internal import Screen
internal import Words

/// A one-row field for text that filters or searches. Every such field is drawn here, so that they
/// all look alike.
struct FilterField {
  /// Marks a field that filters rows.
  static let sign = "›"

  let text: Composer
  var sign = Self.sign
  /// Says what the field filters. Shown while the field is empty.
  var placeholder = ""
  /// Drawn at the right end, for example the number of matches.
  var note = StyledLine()
  /// Whether the user is typing in the field, so that it shows the caret.
  var isActive = true
  /// Whether the field is part of a rule.
  var isOnRule = false

  /// Returns the text for a filter without matches.
  /// - Parameter key: the key that clears the filter; by default, the one that clears a field.
  static func noMatches(_ keymap: Keymap, clear key: String? = nil) -> String {
    Words.Pages.noMatches(.clear(key ?? keymap.editingName(of: .cutToLineStart)))
  }

  /// Draws the field in a row.
  func draw(in area: Rect, on canvas: inout Canvas) {
    let start = area.x + Self.textStart
    let room = max(1, area.right - start - columnsOfNote)
    let hint = text.isEmpty && DisplayWidth.of(placeholder) <= room ? placeholder : ""
    let line = text.isEmpty ? hint : Sanitizer.sanitizeLine(text.text)
    if isOnRule {
      // The caret may be behind the text.
      let taken = min(room, DisplayWidth.of(line) + (isActive && hint.isEmpty ? 1 : 0))
      canvas.fill(
        " ", .text, x: area.x - 1, y: area.y, width: 1 + Self.textStart + taken + 1)
      if !note.isEmpty {
        canvas.fill(
          " ", .text, x: area.right - note.width - 1, y: area.y, width: note.width + 2)
      }
    }
    canvas.draw(sign, isActive ? Style(.accent, .bold) : .secondary, x: area.x, y: area.y)
    canvas.draw(hint, .secondary, x: start, y: area.y)
    canvas.drawRight(note, right: area.right, y: area.y)
    if isActive {
      LineField.draw(text, .text, x: start, y: area.y, width: room, on: &canvas)
    } else if hint.isEmpty {
      canvas.draw(StyledLine(line, .text).truncated(to: room), x: start, y: area.y)
    }
  }

  /// The width of the sign and the space after it.
  private static let textStart = 2

  /// The columns to leave free for the note, with a gap or a piece of the rule before it.
  private var columnsOfNote: Int {
    if isOnRule { return note.width + 4 }
    return note.isEmpty ? 0 : note.width + 2
  }
}
