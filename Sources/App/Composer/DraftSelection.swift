/// Text of the draft that is selected with the mouse. It is copied when the button is released, and
/// replaced by what is typed next.
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
  /// The character, word or row that the mouse was pressed on, in bytes of the text.
  let anchor: Range<Int>
  /// The selected bytes of the text.
  private(set) var range: Range<Int>
  /// Whether the mouse button is still pressed.
  var isDragged = true
  /// The text that the selection belongs to. Any change to the text ends it.
  let revision: Revision

  init(_ unit: Unit, at anchor: Range<Int>, in revision: Revision) {
    self.unit = unit
    self.anchor = anchor
    // A click on a character selects nothing.
    range = unit == .characters ? anchor.lowerBound..<anchor.lowerBound : anchor
    self.revision = revision
  }

  /// Selects from the anchor to a character, word or row, including both.
  mutating func extend(to end: Range<Int>) {
    range =
      min(anchor.lowerBound, end.lowerBound)..<max(anchor.upperBound, end.upperBound)
  }
}
