internal import Words

extension StatusView {
  /// Returns hints for the keys of a pane.
  /// - Parameter isOnCode: whether a code block is selected, so that the copy key copies it.
  static func hints(
    for focus: Focus, isOnCode: Bool = false, _ keymap: Keymap
  ) -> [HintLine.Hint] {
    let copy = keymap.hint(
      isOnCode ? Words.Status.copyBlock : Words.Status.copy, .copyText, 0, in: .transcript)
    let hints: [HintLine.Hint?] =
      switch focus {
      case .composer: []
      case .transcript:
        [
          keymap.hint(Words.Status.message, .previousMessage, .nextMessage, 5),
          keymap.hint(Words.Status.version, .previousSibling, .nextSibling, 6),
          keymap.hint(Words.Status.regenerate, .regenerate, 2, in: .transcript),
          keymap.hint(Words.Status.edit, .edit, 4, in: .transcript), copy,
          keymap.hint(Words.Status.slashFind, .find, 7, in: .transcript),
          keymap.hint(Words.Status.write, .closeOrStop, 0, in: .transcript)?.asWayOut,
        ]
      case .reasoning:
        [
          keymap.scrollHint,
          keymap.hint(Words.Status.slashFind, .find, 2, in: .transcript), copy,
          keymap.hint(Words.Status.write, .closeOrStop, 0, in: .transcript)?.asWayOut,
        ]
      }
    return hints.compactMap(\.self)
  }

  /// Returns hints for the keys to use while matches are shown, or when nothing was found.
  static func foundHints(_ find: Find, _ keymap: Keymap) -> [HintLine.Hint] {
    let close = keymap.adjusted(Words.Status.closeFind, .closeOrStop, in: .transcript)
    guard !find.hasNone else {
      let again = keymap.adjusted(Words.Status.searchAgain, .find, in: .transcript)
      return HintLine.hints([again], wayOut: close)
    }
    let texts = zip(
      Words.Status.foundHints, [KeyAction.read(.findNext), .read(.findPrevious)])
    return HintLine.hints(
      texts.map { keymap.adjusted($0, $1, in: .transcript) }, wayOut: close)
  }

  /// Returns hints for the keys that can follow a typed number.
  static func countHints(_ count: Int, _ keymap: Keymap) -> [HintLine.Hint] {
    HintLine.hints(
      zip(Words.Status.countHints(count), [Command.copyText, .openLink]).map {
        keymap.adjusted($0, $1, in: .transcript)
      })
  }

  /// Returns the hints for the keys that end the editing of a sent or queued message.
  /// - Parameter keep: the hint for the key that sends or keeps the text.
  static func editingHints(
    _ keep: String, _ others: String..., by keymap: Keymap
  ) -> [HintLine.Hint] {
    HintLine.hints(
      [keymap.adjusted(keep, .send)] + others,
      wayOut: keymap.adjusted(Words.Status.cancel, .closeOrStop))
  }
}

extension Keymap {
  fileprivate var scrollHint: HintLine.Hint? {
    let text = Words.Status.scroll
    let adjusted = isStandard ? text : KeyPair(text).flatMap { self.adjusted($0, in: .transcript) }
    return adjusted.map { HintLine.Hint($0, 3) }
  }
}
