internal import Screen

extension Composer {
  /// Carries out an editing key, or types a character. Ignores all other keys.
  mutating func edit(_ key: Key, by keymap: Keymap) {
    if let action = keymap.edit(for: key) { return perform(action) }
    endCutting()
    if case .character(let character) = key.code, !key.control, !key.alt {
      insert(String(character))
    }
  }

  /// Moving by lines is left to the owner of the text, which may have a history.
  mutating func perform(_ action: EditAction) {
    if !action.isCutting { endCutting() }
    switch action {
    case .moveLeft: moveLeft()
    case .moveRight: moveRight()
    case .moveWordLeft: moveWordLeft()
    case .moveWordRight: moveWordRight()
    case .moveToLineStart: moveToLineStart()
    case .moveToLineEnd: moveToLineEnd()
    case .deleteBackward: deleteBackward()
    case .deleteForward: deleteForward()
    case .deleteWordBackward: deleteWordBackward()
    case .deleteWordForward: deleteWordForward()
    case .cutToLineStart: deleteToLineStart()
    case .cutToLineEnd: deleteToLineEnd()
    case .pasteCut: yank()
    case .lineUp, .lineDown: break
    }
  }
}

extension EditAction {
  /// Whether the text cut by several of these in a row is pasted together.
  fileprivate var isCutting: Bool {
    switch self {
    case .deleteWordBackward, .deleteWordForward, .cutToLineStart, .cutToLineEnd: true
    case .moveLeft, .moveRight, .moveWordLeft, .moveWordRight, .moveToLineStart, .moveToLineEnd,
      .deleteBackward, .deleteForward, .pasteCut, .lineUp, .lineDown:
      false
    }
  }
}
