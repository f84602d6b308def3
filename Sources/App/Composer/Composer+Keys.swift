internal import Screen

extension Composer {
  /// Handles the keys of a shell's line editor and ignores all others.
  mutating func edit(_ key: Key) {
    if !Self.cutting.contains(key) { endCutting() }
    if key.control { return editControl(key) }
    if key.alt { return editAlt(key) }
    switch key.code {
    case .character(let character): insert(String(character))
    case .backspace: deleteBackward()
    case .delete: deleteForward()
    case .left: moveLeft()
    case .right: moveRight()
    case .home: moveToLineStart()
    case .end: moveToLineEnd()
    case .up, .down, .enter, .tab, .backTab, .escape, .pageUp, .pageDown, .function: break
    }
  }

  private static let cutting: Set<Key> = [
    .control("k"), .control("u"), .control("w"), Key(.character("d"), alt: true),
    Key(.backspace, alt: true),
  ]

  private mutating func editControl(_ key: Key) {
    switch key.code {
    case .character("a"): moveToLineStart()
    case .character("e"): moveToLineEnd()
    case .character("b"): moveLeft()
    case .character("f"): moveRight()
    case .character("k"): deleteToLineEnd()
    case .character("u"): deleteToLineStart()
    case .character("w"): deleteWordBackward()
    case .character("y"): yank()
    case .left: moveWordLeft()
    case .right: moveWordRight()
    default: break
    }
  }

  private mutating func editAlt(_ key: Key) {
    switch key.code {
    case .character("b"): moveWordLeft()
    case .character("f"): moveWordRight()
    case .character("d"): deleteWordForward()
    case .backspace: deleteWordBackward()
    default: break
    }
  }
}
