/// A parser for the keys of a command. It parses them again from the first key whenever a key is
/// added, so it keeps no state between keys.
struct ViParser {
  enum Result: Equatable {
    case command(ViCommand)
    case incomplete
    /// The keys do not begin any command.
    case unknown
  }

  private enum Stop: Error {
    case incomplete
    case unknown
  }

  static let redoKey: Character = "\u{12}"
  static let enterKey: Character = "\n"

  private var rest: ArraySlice<Character>
  private var register: Character?
  private var count: Int?

  private init(_ keys: [Character]) { rest = keys[...] }

  static func parse(_ keys: [Character], isSelecting: Bool) -> Result {
    var parser = ViParser(keys)
    do throws(Stop) {
      return .command(try parser.command(isSelecting: isSelecting))
    } catch .incomplete {
      return .incomplete
    } catch {
      return .unknown
    }
  }

  private mutating func take() throws(Stop) -> Character {
    guard let key = rest.popFirst() else { throw .incomplete }
    return key
  }

  private mutating func command(isSelecting: Bool) throws(Stop) -> ViCommand {
    try takePrefix()
    let key = try take()
    let action: ViAction
    if let motion = try motion(key) {
      action = .move(motion)
    } else if isSelecting {
      action = try selectionAction(key)
    } else {
      action = try normalAction(key)
    }
    return ViCommand(register: register, count: count, action: action)
  }

  /// Reads an optional count and an optional register, in either order.
  private mutating func takePrefix() throws(Stop) {
    var typed: Int?
    while let key = rest.first {
      if let digit = key.wholeNumberValue, key.isASCII, digit > 0 || typed != nil {
        rest.removeFirst()
        typed = min(ViCommand.greatestCount, (typed ?? 0) * 10 + digit)
      } else if key == "\"" {
        rest.removeFirst()
        register = try take()
        guard register.map(ViRegisters.isName) == true else { throw .unknown }
      } else {
        break
      }
    }
    // If there is a count both before and after an operator, multiply them.
    if let typed { count = min(ViCommand.greatestCount, typed * (count ?? 1)) }
  }

  // MARK: Motions

  private mutating func motion(_ key: Character) throws(Stop) -> ViMotion? {
    switch key {
    case "h": .left
    case "l", " ": .right
    case "k": .up
    case "j": .down
    case "0": .lineStart
    case "^": .firstNonBlank
    case "$": .lineEnd
    case "|": .column
    case "+", Self.enterKey: .lineAfter
    case "-": .lineBefore
    case "_": .lineHere
    case "G": .lastLine
    case "w", "W": .wordStart(isBig: key == "W")
    case "b", "B": .wordStartBefore(isBig: key == "B")
    case "e", "E": .wordEnd(isBig: key == "E")
    case "f", "F", "t", "T":
      .find(
        ViFind(
          character: try take(), isForward: key.isLowercase, isTill: key == "t" || key == "T"))
    case ";", ",": .repeatFind(isReversed: key == ",")
    case "%": .matchingBracket
    case "{", "}": .paragraph(isForward: key == "}")
    case "(", ")": .sentence(isForward: key == ")")
    case "'", "`": .mark(try markName(), isLinewise: key == "'")
    case "g": try motionAfterG()
    default: nil
    }
  }

  private mutating func markName() throws(Stop) -> Character {
    let name = try take()
    guard ViMarks.isReadable(name) else { throw .unknown }
    return name == "`" ? "'" : name
  }

  /// Reads the rest of a motion that begins with `g`.
  /// - Returns: `nil` if the next key belongs to another kind of command. That key is not
  ///   consumed.
  private mutating func motionAfterG() throws(Stop) -> ViMotion? {
    guard let key = rest.first else { throw .incomplete }
    let motion: ViMotion
    switch key {
    case "g": motion = .firstLine
    case "e", "E": motion = .wordEndBefore(isBig: key == "E")
    default: return nil
    }
    rest.removeFirst()
    return motion
  }

  // MARK: Normal mode

  private mutating func normalAction(_ key: Character) throws(Stop) -> ViAction {
    if let action = insertAction(key) ?? shortOperation(key) { return action }
    switch key {
    case "g": return try actionAfterG()
    case "d": return try operation(.delete, "d")
    case "c": return try operation(.change, "c")
    case "y": return try operation(.yank, "y")
    case ">": return try operation(.indent, ">")
    case "<": return try operation(.unindent, "<")
    case "r": return .replaceCharacters(try take())
    case "~": return .toggleCase
    case "J": return .join(addsSpace: true)
    case "p", "P": return .put(after: key == "p", endsBehind: false)
    case "u": return .undo
    case Self.redoKey: return .redo
    case ".": return .repeatChange
    case "v": return .select(.characters)
    case "V": return .select(.lines)
    case "m": return .setMark(try newMarkName())
    case ":": return .openPalette
    default: throw .unknown
    }
  }

  private func insertAction(_ key: Character) -> ViAction? {
    switch key {
    case "i": .insert(.before)
    case "a": .insert(.after)
    case "I": .insert(.firstNonBlank)
    case "A": .insert(.lineEnd)
    case "o": .insert(.lineBelow)
    case "O": .insert(.lineAbove)
    case "R": .overwrite
    default: nil
    }
  }

  /// Returns the operation for a key that combines an operator and its target, such as `D`.
  private func shortOperation(_ key: Character) -> ViAction? {
    switch key {
    case "x": .operate(.delete, .motion(.right))
    case "X": .operate(.delete, .motion(.left))
    case "D": .operate(.delete, .motion(.lineEnd))
    case "C": .operate(.change, .motion(.lineEnd))
    case "s": .operate(.change, .motion(.right))
    case "S": .operate(.change, .lines)
    case "Y": .operate(.yank, .lines)
    default: nil
    }
  }

  private mutating func newMarkName() throws(Stop) -> Character {
    let name = try take()
    guard ViMarks.isSettable(name) else { throw .unknown }
    return name
  }

  private mutating func actionAfterG() throws(Stop) -> ViAction {
    let key = try take()
    switch key {
    case "~": return try operation(.toggleCase, "~")
    case "u": return try operation(.lowercase, "u")
    case "U": return try operation(.uppercase, "U")
    case "p", "P": return .put(after: key == "p", endsBehind: true)
    case "J": return .join(addsSpace: false)
    case "v": return .reselect
    case "i": return .insert(.last)
    case "I": return .insert(.lineStart)
    default: throw .unknown
    }
  }

  /// Reads the target of an operator.
  /// - Parameter double: the key that, typed after the operator, selects whole lines.
  private mutating func operation(
    _ name: ViOperator, _ double: Character
  ) throws(Stop) -> ViAction {
    try takePrefix()
    let key = try take()
    if key == double { return .operate(name, .lines) }
    if key == "i" || key == "a" {
      return .operate(name, .object(try object(), isAround: key == "a"))
    }
    if let motion = try motion(key) { return .operate(name, .motion(motion)) }
    // A doubled operator that begins with `g`, such as `g~g~`.
    if key == "g", try take() == double, name.isAfterG { return .operate(name, .lines) }
    throw .unknown
  }

  private mutating func object() throws(Stop) -> ViObject {
    let key = try take()
    switch key {
    case "w", "W": return .word(isBig: key == "W")
    case "s": return .sentence
    case "p": return .paragraph
    case "\"", "'", "`": return .quotes(key)
    case "(", ")", "b": return .brackets("(", ")")
    case "[", "]": return .brackets("[", "]")
    case "{", "}", "B": return .brackets("{", "}")
    case "<", ">": return .brackets("<", ">")
    default: throw .unknown
    }
  }

  // MARK: Visual mode

  private mutating func selectionAction(_ key: Character) throws(Stop) -> ViAction {
    switch key {
    case "d", "x": return .operate(.delete, .selection)
    case "D", "X": return .operate(.delete, .selectedLines)
    case "c", "s": return .operate(.change, .selection)
    case "C", "S", "R": return .operate(.change, .selectedLines)
    case "y": return .operate(.yank, .selection)
    case "Y": return .operate(.yank, .selectedLines)
    case ">": return .operate(.indent, .selection)
    case "<": return .operate(.unindent, .selection)
    case "~": return .operate(.toggleCase, .selection)
    case "u": return .operate(.lowercase, .selection)
    case "U": return .operate(.uppercase, .selection)
    case "r": return .replaceSelection(try take())
    case "J": return .joinSelection(addsSpace: true)
    case "p", "P": return .putOverSelection(keepsRegister: key == "P")
    case "o", "O": return .exchangeEnds
    case "i", "a": return .selectObject(try object(), isAround: key == "a")
    case "v": return .select(.characters)
    case "V": return .select(.lines)
    case "m": return .setMark(try newMarkName())
    case ":": return .openPalette
    case "g": return try selectionActionAfterG()
    default: throw .unknown
    }
  }

  private mutating func selectionActionAfterG() throws(Stop) -> ViAction {
    switch try take() {
    case "~": return .operate(.toggleCase, .selection)
    case "u": return .operate(.lowercase, .selection)
    case "U": return .operate(.uppercase, .selection)
    case "J": return .joinSelection(addsSpace: false)
    case "v": return .reselect
    default: throw .unknown
    }
  }
}

extension ViOperator {
  fileprivate var isAfterG: Bool {
    switch self {
    case .toggleCase, .lowercase, .uppercase: true
    case .delete, .change, .yank, .indent, .unindent: false
    }
  }
}
