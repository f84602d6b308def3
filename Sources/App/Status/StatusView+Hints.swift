internal import Chat
internal import Screen
internal import Words

extension StatusView {
  /// Returns hints for the keys of a pane.
  /// - Parameters:
  ///   - isOnCode: whether a code block is selected, so that the copy key copies it.
  ///   - hasVersions: whether there is another version to select.
  ///   - isAnswering: whether an answer is streaming, which the way out stops.
  static func hints(
    for focus: Focus, isOnCode: Bool = false, hasVersions: Bool = true, isAnswering: Bool = false,
    _ keymap: Keymap
  ) -> [HintLine.Hint] {
    let wayOut = keymap.hint(
      isAnswering ? Words.Status.stop : Words.WayOut.back, .closeOrStop, 0, in: .transcript)?
      .asWayOut
    let copy = keymap.hint(
      isOnCode ? Words.Status.copyBlock : Words.Status.copy, .copyText, 0, in: .transcript)
    let hints: [HintLine.Hint?] =
      switch focus {
      case .composer: []
      case .transcript:
        [
          keymap.hint(Words.Status.message, .previousMessage, .nextMessage, 5),
          hasVersions
            ? keymap.hint(Words.Status.version, .previousSibling, .nextSibling, 3) : nil,
          keymap.hint(Words.Status.regenerate, .regenerate, 2, in: .transcript),
          keymap.hint(Words.Status.edit, .edit, 4, in: .transcript), copy,
          keymap.hint(Words.Status.slashFind, .find, 7, in: .transcript),
          wayOut,
        ]
      case .reasoning:
        [
          keymap.scrollHint,
          keymap.hint(Words.Status.slashFind, .find, 2, in: .transcript), copy,
          wayOut,
        ]
      }
    return hints.compactMap(\.self)
  }

  /// Returns hints for the keys to use while matches are shown, or when nothing was found.
  static func foundHints(_ find: Find, _ keymap: Keymap) -> [HintLine.Hint] {
    let back = keymap.adjusted(Words.WayOut.back, .closeOrStop, in: .transcript)
    guard !find.hasNone else {
      let again = keymap.adjusted(Words.Status.searchAgain, .find, in: .transcript)
      return HintLine.hints([again], wayOut: back)
    }
    let texts = zip(
      Words.Status.foundHints, [KeyAction.read(.findNext), .read(.findPrevious)])
    return HintLine.hints(
      texts.map { keymap.adjusted($0, $1, in: .transcript) }, wayOut: back)
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
      wayOut: keymap.adjusted(Words.WayOut.cancel, .closeOrStop))
  }

  /// Returns hints for letters that act as commands, or for a special mode's keys; `nil` while
  /// the user is typing a question.
  static func keys(
    _ state: State
  ) -> (count: String, hints: [HintLine.Hint])? {
    // The list shows its own hints.
    guard !state.input.chord.isEmpty || !state.listHasKeys else { return nil }
    if let special = special(state) { return special }
    guard case .reading = state.input.mode else { return nil }
    let isOnCode = state.codeCursor != nil
    let hints = hints(
      for: state.focus, isOnCode: isOnCode, hasVersions: hasVersions(state),
      isAnswering: state.front.isAnswering, state.preferences.keymap)
    return ("", hints)
  }

  /// Returns whether the marked message or its question, or any message if none is marked, has
  /// other versions.
  static func hasVersions(_ state: State) -> Bool {
    let conversation = state.conversation
    guard let marked = state.cursor.flatMap({ conversation[$0] }) else {
      return conversation.allMessages.count > conversation.path.count
    }
    let question = marked.role == .assistant ? marked.parent : nil
    return [marked.id, question].contains {
      $0.map { conversation.siblings(of: $0).count > 1 } == true
    }
  }

  /// Returns what the keys of a special mode do; `nil` outside special modes.
  static func special(_ state: State) -> (count: String, hints: [HintLine.Hint])? {
    if !state.input.chord.isEmpty { return ("\(state.input.chord.name) …", []) }
    if let keys = state.input.vi?.keys, !keys.isEmpty, state.input.mode == .composing {
      return ("\(Sanitizer.sanitizeLine(String(keys))) …", [])
    }
    let keymap = state.preferences.keymap
    if let edited = state.queue.edited {
      let place = Words.Queue.editing(edited.index + 1, of: state.queue.texts.count)
      return (
        place, editingHints(Words.Queue.keepHint, Words.Queue.emptyHint, by: keymap)
      )
    }
    if state.editing != nil, state.stream == nil {
      return ("", editingHints(Words.Status.sendEdited, by: keymap))
    }
    switch state.input.mode {
    case .selecting:
      return ("", HintLine.hints(Words.Status.selectingHints, wayOut: Words.WayOut.back))
    case .finding:
      return ("", HintLine.hints(Words.Status.findingHints, wayOut: Words.WayOut.cancel))
    case .reading(_, let count):
      if let find = state.find { return ("", foundHints(find, keymap)) }
      return count.map { ("\($0) …", countHints($0, keymap)) }
    case .composing: return nil
    }
  }

  /// Returns the width of the hints that may appear while an answer arrives.
  static func widthOfHints(_ state: State) -> Int {
    let hints = hintsWhileAnswering(state, canAnswerNow: true)
    return DisplayWidth.of(HintLine.text(hints, separator: separator, columns: .max))
  }

  /// Returns the hints for the keys that are useful while an answer arrives; empty at other
  /// times.
  static func hintsOfState(_ state: State) -> [HintLine.Hint] {
    guard !state.listHasKeys, state.stream != nil || state.front.isAnswering else { return [] }
    let canAnswerNow =
      state.stream.map { $0.phase == .thinking && $0.answerNow == .notAsked } == true
      && state.front.canAnswerNow
    return hintsWhileAnswering(state, canAnswerNow: canAnswerNow)
  }

  static func hintsWhileAnswering(
    _ state: State, canAnswerNow: Bool
  ) -> [HintLine.Hint] {
    let keymap = state.preferences.keymap
    let second =
      state.stream == nil
      ? keymap.hint(Words.Comparison.showHint, .compare, 1)
      : canAnswerNow ? keymap.hint(Words.Status.answerNow, .answerNow, 1) : nil
    return [keymap.hint(Words.Status.stop, .closeOrStop, 0), second].compactMap(\.self)
  }
}

extension Keymap {
  fileprivate var scrollHint: HintLine.Hint? {
    let text = Words.Status.scroll
    let adjusted = isStandard ? text : KeyPair(text).flatMap { self.adjusted($0, in: .transcript) }
    return adjusted.map { HintLine.Hint($0, 3) }
  }
}
