internal import Words

extension StatusView {
  /// What the keys do in a pane.
  /// - Parameter isOnCode: whether a code block is marked, so that copying copies it.
  static func hints(
    for focus: Focus, isOnCode: Bool = false, _ keymap: Keymap
  ) -> [HintLine.Hint] {
    let copy = keymap.hint(
      isOnCode ? Words.Status.copyBlock : Words.Status.copy, .copyText, isOnCode ? -1 : 1,
      in: .transcript)
    let hints: [HintLine.Hint?] =
      switch focus {
      case .composer: []
      case .transcript:
        [
          keymap.hint(Words.Status.message, .previousMessage, .nextMessage, 4),
          keymap.hint(Words.Status.version, .previousSibling, .nextSibling, 5),
          keymap.hint(Words.Status.regenerate, .regenerate, 2, in: .transcript),
          keymap.hint(Words.Status.edit, .edit, 3, in: .transcript), copy,
          keymap.hint(Words.Status.slashFind, .find, 6, in: .transcript),
        ]
      case .reasoning:
        [
          HintLine.Hint(Words.Status.scroll, 3),
          keymap.hint(Words.Status.slashFind, .find, 2, in: .transcript), copy,
        ]
      }
    return hints.compactMap(\.self)
  }
}
