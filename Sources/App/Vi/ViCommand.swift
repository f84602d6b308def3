/// A complete command in vi's normal or visual mode, as typed.
struct ViCommand: Equatable {
  var register: Character?
  /// The count that was typed; `nil` if none was.
  var count: Int?
  let action: ViAction

  /// The largest accepted count. Larger numbers are reduced to it.
  static let greatestCount = 99_999
}

enum ViAction: Equatable {
  case move(ViMotion)
  case operate(ViOperator, ViTarget)
  case insert(ViInsertPlace)
  /// Entering replace mode: `R`.
  case overwrite
  case replaceCharacters(Character)
  case replaceSelection(Character)
  case toggleCase
  case join(addsSpace: Bool)
  case joinSelection(addsSpace: Bool)
  /// - Parameter endsBehind: whether the caret ends up after the inserted text, as with `gp`.
  case put(after: Bool, endsBehind: Bool)
  /// - Parameter keepsRegister: whether the register stays unchanged, as with `P`, instead of
  ///   receiving the replaced text.
  case putOverSelection(keepsRegister: Bool)
  case undo
  case redo
  case repeatChange
  case select(ViSelection.Kind)
  case selectObject(ViObject, isAround: Bool)
  case reselect
  case exchangeEnds
  case setMark(Character)
  case openPalette
}

enum ViOperator: Equatable {
  case delete
  case change
  case yank
  case indent
  case unindent
  case toggleCase
  case lowercase
  case uppercase

  /// Whether `.` repeats the operator.
  var isChange: Bool { self != .yank }
}

enum ViTarget: Equatable {
  case motion(ViMotion)
  case object(ViObject, isAround: Bool)
  /// As many whole lines as the count specifies: `dd`.
  case lines
  case selection
  /// All lines that the selection touches.
  case selectedLines
  /// As much text as was selected for the change now being repeated.
  case extent(ViExtent)
}

enum ViMotion: Equatable {
  case left
  case right
  case up
  case down
  case lineStart
  case firstNonBlank
  case lineEnd
  /// The first non-blank character of a line further down: `+`. Similarly, `-` counts lines
  /// upwards, and `_` counts from the current line.
  case lineAfter
  case lineBefore
  case lineHere
  case column
  case firstLine
  case lastLine
  case wordStart(isBig: Bool)
  case wordStartBefore(isBig: Bool)
  case wordEnd(isBig: Bool)
  case wordEndBefore(isBig: Bool)
  case find(ViFind)
  case repeatFind(isReversed: Bool)
  case matchingBracket
  case paragraph(isForward: Bool)
  case sentence(isForward: Bool)
  /// - Parameter isLinewise: whether to go to the first non-blank character of the mark's line.
  case mark(Character, isLinewise: Bool)
}

/// One of `f`, `F`, `t` and `T`, with the character to find.
struct ViFind: Equatable {
  let character: Character
  var isForward: Bool
  /// Whether the motion stops one character short of the character found.
  let isTill: Bool
}

enum ViObject: Equatable {
  case word(isBig: Bool)
  case sentence
  case paragraph
  case quotes(Character)
  case brackets(Character, Character)
}

enum ViInsertPlace: Equatable {
  case before
  case after
  case firstNonBlank
  case lineEnd
  case lineStart
  case lineBelow
  case lineAbove
  /// The place where text was last inserted: `gi`.
  case last
}

/// A selection in visual mode, from its anchor to the caret.
struct ViSelection: Equatable {
  enum Kind: Equatable {
    case characters
    case lines
  }

  var kind: Kind
  var anchor: Int
}

/// The amount of text in a selection.
struct ViExtent: Equatable {
  let kind: ViSelection.Kind
  let lines: Int
  /// The number of characters selected in the last line.
  let characters: Int
}
