internal import Chat
internal import Screen
internal import Words

extension State {
  /// Opens the find prompt for the pane in focus.
  mutating func startFind() {
    let pane: Pane = focus == .reasoning ? .reasoning : .transcript
    mode = .finding(pane)
    find = Find(isInReasoning: pane == .reasoning)
    notice = nil
  }

  /// Closes the find prompt and goes to the first match. Matches stay marked.
  mutating func applyFind() {
    guard case .finding(let pane) = mode else { return }
    mode = .reading(pane)
    if find?.query.isEmpty == true { find = nil }
    findNext(1)
  }

  private mutating func dropFind() {
    if case .finding(let pane) = mode { mode = .reading(pane) }
    find = nil
  }

  /// Handles a key in the find prompt, as in less.
  mutating func pressInFind(_ key: Key) {
    guard let query = find?.query else { return dropFind() }
    switch key.code {
    case .enter: applyFind()
    case .escape: dropFind()
    case .backspace where query.isEmpty: dropFind()
    case .backspace: find?.query.removeLast()
    case .character("c") where key.control: dropFind()
    case .character("u") where key.control: find?.query = ""
    case .character(let character) where !key.control && !key.alt: find?.query.append(character)
    default: break
    }
  }

  /// Goes to the next or previous match. After the last match it wraps to the first and says so.
  mutating func findNext(_ step: Int) {
    guard let find, let match = find.match else { return }
    notice = nil
    let found = find.isInReasoning ? findInReasoning(match, step) : findAnywhere(match, step)
    guard let hasWrapped = found else {
      notice = Notice(.information, Words.Reading.noMatch(find.query))
      return
    }
    if hasWrapped {
      notice = Notice(
        .information, step > 0 ? Words.Reading.wrappedToTop : Words.Reading.wrappedToEnd)
    }
  }

  /// - Returns: whether the search wrapped; `nil` if nothing matches.
  private mutating func findInReasoning(_ match: any Matching, _ step: Int) -> Bool? {
    guard let found = reasoning.find(match, step, from: find?.hit) else { return nil }
    find?.hit = found.position
    return found.hasWrapped
  }

  /// Searches each message, its thinking before its text.
  private mutating func findAnywhere(_ match: any Matching, _ step: Int) -> Bool? {
    let count = 2 * conversation.path.count
    guard count > 0 else { return nil }
    let last =
      find?.hit
      ?? Transcript.Position(
        message: transcript.top.message, block: transcript.top.block, row: transcript.top.row - 1)
    let start = 2 * last.message + (find?.isHitInReasoning == true ? 0 : 1)
    // Search every part once, then the first part again up to the starting point.
    for turn in 0...count {
      let part = ((start + step * turn) % count + count) % count
      var places = places(of: match, inPart: part)
      if turn == 0 { places.removeAll { step > 0 ? $0 <= last : $0 >= last } }
      guard let found = step > 0 ? places.first : places.last else { continue }
      go(to: found, isInReasoning: part.isMultiple(of: 2))
      let isBehind = step > 0 ? part < start : part > start
      return isBehind || turn == count
    }
    return nil
  }

  /// - Parameter part: twice the message's index for its thinking, plus 1 for its text.
  private mutating func places(of match: any Matching, inPart part: Int) -> [Transcript.Position] {
    guard part.isMultiple(of: 2) else {
      return transcript.matches(match, in: part / 2, conversation)
    }
    guard let message = conversation[conversation.path[part / 2]], !message.isReasoningOnly else {
      return []
    }
    return reasoning.places(of: match, in: message).map {
      Transcript.Position(message: part / 2, block: $0.block, row: $0.row)
    }
  }

  private mutating func go(to place: Transcript.Position, isInReasoning: Bool) {
    find?.hit = place
    find?.isHitInReasoning = isInReasoning
    guard isInReasoning, let message = conversation[conversation.path[place.message]] else {
      cursor = nil
      // The match may continue in the next row.
      return transcript.show(place, more: 1, conversation)
    }
    openReasoning()
    cursor = message.id
    transcript.show(Transcript.Position(message: place.message), conversation)
    reasoning.open(message, at: place)
  }
}
