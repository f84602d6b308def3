/// A complete command of vi's normal or visual mode, as it was typed.
struct ViCommand: Equatable {
  var register: Character?
  /// `nil` if no count was typed.
  var count: Int?
  let action: ViAction

  /// Larger counts are reduced to this one.
  static let greatestCount = 99_999
}

enum ViAction: Equatable {
  case move(ViMotion)
  case operate(ViOperator, ViTarget)
  case insert(ViInsertPlace)
  /// `R`
  case overwrite
  case replaceCharacters(Character)
  case replaceSelection(Character)
  case toggleCase
  case join(addsSpace: Bool)
  case joinSelection(addsSpace: Bool)
  /// - Parameter endsBehind: whether the caret goes after the text, as with `gp`.
  case put(after: Bool, endsBehind: Bool)
  /// - Parameter keepsRegister: whether the replaced text is not put in a register, as with `P`.
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

  /// Whether `.` repeats it.
  var isChange: Bool { self != .yank }
}

enum ViTarget: Equatable {
  case motion(ViMotion)
  case object(ViObject, isAround: Bool)
  /// As many lines as the count says: `dd`.
  case lines
  case selection
  /// The whole lines of the selection.
  case selectedLines
  /// As much text as was selected for the change that is being repeated.
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
  /// A number of lines further, on the first character that is not a space: `+`, `-` and `_`.
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
  /// - Parameter isLinewise: whether it goes to the line's first character that is not a space.
  case mark(Character, isLinewise: Bool)
}

/// `f`, `F`, `t` or `T` with its character.
struct ViFind: Equatable {
  let character: Character
  var isForward: Bool
  /// Whether it stops next to the character.
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
  /// Where text was last inserted: `gi`.
  case last
}

/// The selection in visual mode. Its other end is the caret.
struct ViSelection: Equatable {
  enum Kind: Equatable {
    case characters
    case lines
  }

  var kind: Kind
  var anchor: Int
}

/// How much text a selection has.
struct ViExtent: Equatable {
  let kind: ViSelection.Kind
  let lines: Int
  /// The characters in the last line.
  let characters: Int
}
