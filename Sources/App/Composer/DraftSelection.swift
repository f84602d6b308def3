/// Text of the draft that is selected with the mouse. It is shown and copied, and has no effect on
/// what is typed next.
struct DraftSelection: Equatable {
  /// What the selection grows by.
  enum Unit: Equatable {
    case characters
    case words
    /// Rows on the screen, as in the conversation.
    case rows

    /// - Parameter count: which click of a double or triple click started the selection.
    init(clicks count: Int) {
      switch count {
      case ..<2: self = .characters
      case 2: self = .words
      default: self = .rows
      }
    }
  }

  let unit: Unit
  /// What the mouse was pressed on, in bytes of the text; empty if characters are selected.
  let anchor: Range<Int>
  /// The selected bytes of the text.
  private(set) var range: Range<Int>
  /// Whether the mouse button is still pressed.
  var isDragged = true
  /// The text that the selection belongs to. Any change to the text ends it.
  let revision: Revision

  init(_ unit: Unit, at anchor: Range<Int>, in revision: Revision) {
    self.unit = unit
    self.anchor = unit == .characters ? anchor.lowerBound..<anchor.lowerBound : anchor
    range = self.anchor
    self.revision = revision
  }

  /// Selects from the anchor to a character, word or row, including both.
  mutating func extend(to end: Range<Int>) {
    let last = end.lowerBound > anchor.lowerBound ? end.upperBound : anchor.upperBound
    range = min(anchor.lowerBound, end.lowerBound)..<max(anchor.upperBound, last)
  }

  /// Selects nothing. The next click may still be part of a triple click.
  mutating func clear() { range = anchor.lowerBound..<anchor.lowerBound }
}
