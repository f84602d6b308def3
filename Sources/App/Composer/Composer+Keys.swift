internal import Screen

extension Composer {
  /// Performs an editing key's action, or types a character. Ignores all other keys.
  mutating func edit(_ key: Key, by keymap: Keymap) {
    if let action = keymap.edit(for: key) { return perform(action) }
    cuts.endCutting()
    cuts.endInserting()
    switch keymap.command(for: key, in: .composer) {
    // Pages do not have these commands, but their fields can undo and redo.
    case .undoTyping?: undo()
    case .redoTyping?: redo()
    default: type(key)
    }
  }

  private mutating func type(_ key: Key) {
    if case .character(let character) = key.code, !key.control, !key.alt {
      insert(String(character))
    } else {
      endRun()
    }
  }

  /// Performs an editing action. The owner of the text handles moving by line and searching the
  /// history.
  mutating func perform(_ action: EditAction) {
    let before = revision
    if !action.isCutting { cuts.endCutting() }
    if !action.isInserting { cuts.endInserting() }
    if !move(action) { change(action) }
    if revision == before { endRun() }
  }

  /// Moves the caret, if that is all the action does.
  /// - Returns: whether the action only moves the caret.
  private mutating func move(_ action: EditAction) -> Bool {
    switch action {
    case .moveLeft: moveLeft()
    case .moveRight: moveRight()
    case .moveWordLeft: moveWordLeft()
    case .moveWordRight: moveWordRight()
    case .moveToLineStart: moveToLineStart()
    case .moveToLineEnd: moveToLineEnd()
    case .moveToStart: moveToStart()
    case .moveToEnd: moveToEnd()
    case .lineUp, .lineDown, .searchHistoryOlder, .searchHistoryNewer: break
    case .deleteBackward, .deleteForward, .deleteWordBackward, .deletePartBackward,
      .deleteWordForward, .cutToLineStart, .cutToLineEnd, .pasteCut, .pasteOlderCut,
      .uppercaseWord, .lowercaseWord, .capitalizeWord, .swapWords:
      return false
    }
    return true
  }

  private mutating func change(_ action: EditAction) {
    switch action {
    case .deleteBackward: deleteBackward()
    case .deleteForward: deleteForward()
    case .deleteWordBackward: deleteWordBackward()
    case .deletePartBackward: deletePartBackward()
    case .deleteWordForward: deleteWordForward()
    case .cutToLineStart: deleteToLineStart()
    case .cutToLineEnd: deleteToLineEnd()
    case .pasteCut: yank()
    case .pasteOlderCut: yankOlder()
    case .uppercaseWord: changeWord { $0.uppercased() }
    case .lowercaseWord: changeWord { $0.lowercased() }
    case .capitalizeWord:
      changeWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
    case .swapWords: transposeWords()
    case .moveLeft, .moveRight, .moveWordLeft, .moveWordRight, .moveToLineStart, .moveToLineEnd,
      .moveToStart, .moveToEnd, .lineUp, .lineDown, .searchHistoryOlder, .searchHistoryNewer:
      break
    }
  }
}

extension EditAction {
  /// Whether text cut by several such actions in a row is pasted as one piece.
  var isCutting: Bool {
    switch self {
    case .deleteWordBackward, .deletePartBackward, .deleteWordForward, .cutToLineStart,
      .cutToLineEnd:
      true
    case .moveLeft, .moveRight, .moveWordLeft, .moveWordRight, .moveToLineStart, .moveToLineEnd,
      .moveToStart, .moveToEnd, .deleteBackward, .deleteForward, .pasteCut, .pasteOlderCut,
      .uppercaseWord, .lowercaseWord, .capitalizeWord, .swapWords, .lineUp, .lineDown,
      .searchHistoryOlder, .searchHistoryNewer:
      false
    }
  }

  /// Whether the action inserts text that can be replaced with an older cut afterwards.
  fileprivate var isInserting: Bool { self == .pasteCut || self == .pasteOlderCut }
}
