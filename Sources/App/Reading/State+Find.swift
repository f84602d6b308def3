internal import Chat
internal import Screen
internal import Words

extension State {
  /// Opens the find prompt for the pane in focus.
  mutating func startFind() {
    let pane: Pane = focus == .reasoning ? .reasoning : .transcript
    input.mode = .finding(pane)
    let origin = Find.Origin(
      transcript: transcript.viewpoint, reasoning: reasoning.viewpoint, cursor: cursor,
      isPaneOpen: front.reading.isPaneOpen, isReasoningOpen: panes.isReasoningOpen)
    find = Find(isInReasoning: pane == .reasoning, from: origin)
    notice = nil
  }

  /// Applies the query and closes the find prompt. Matches stay marked. An empty query repeats
  /// the last search.
  mutating func applyFind() {
    guard case .finding(let pane) = input.mode else { return }
    input.mode = .reading(pane)
    if find?.query.isEmpty == true, let last = recent.searches.last {
      find?.field = Composer(last)
    }
    guard let query = find?.query, !query.isEmpty else {
      find = nil
      return
    }
    recent.searches.removeAll { $0 == query }
    recent.searches.append(query)
    recent.searches.removeFirst(max(0, recent.searches.count - 100))
    if find?.hit == nil { findNext(1) }
  }

  /// Closes the find prompt and returns to where the reader was.
  private mutating func cancelFind() {
    if case .finding(let pane) = input.mode { input.mode = .reading(pane) }
    returnToOrigin()
    find = nil
  }

  private mutating func returnToOrigin() {
    guard let origin = find?.origin else { return }
    transcript.viewpoint = origin.transcript
    reasoning.viewpoint = origin.reasoning
    cursor = origin.cursor
    front.reading.isPaneOpen = origin.isPaneOpen
    panes.isReasoningOpen = origin.isReasoningOpen
  }

  /// Handles a key in the find prompt the way `less` does.
  mutating func pressInFind(_ key: Key) {
    guard let find else { return }
    switch key {
    case .enter: applyFind()
    case .escape, .control("c"), .control("g"): cancelFind()
    case Key(.backspace) where find.field.isEmpty: cancelFind()
    case Key(.up), .control("p"): editFind { [recent] in $0.recallOlder(recent.searches) }
    case Key(.down), .control("n"): editFind { [recent] in $0.recallNewer(recent.searches) }
    default: editFind { [keymap = preferences.keymap] in $0.edit(key, by: keymap) }
    }
  }

  mutating func pasteIntoFind(_ text: String) {
    editFind { $0.insert(LineJoin.joined(text.split(whereSeparator: \.isNewline))) }
  }

  /// Edits the query. If its text changes, goes to the first match after the place where the
  /// search began.
  private mutating func editFind(_ edit: (inout Composer) -> Void) {
    guard var field = find?.field else { return }
    let before = field.text
    edit(&field)
    find?.field = field
    guard field.text != before else { return }
    returnToOrigin()
    find?.take(nil)
    find?.tally = MatchTally()
    notice = nil
    guard let match = find?.match else { return }
    if find?.isInReasoning == true {
      _ = findInReasoning(match, 1)
    } else {
      // Showing hidden thinking would move the text that the reader sees.
      _ = findAnywhere(match, 1, prefersText: panes.areas.reasoning == nil)
    }
  }

  /// Goes to the next or previous match. If there are no more matches in that direction, wraps
  /// around and shows a notice.
  mutating func findNext(_ step: Int) {
    guard let find, let match = find.match else { return }
    notice = nil
    // If nothing matches, the search line shows that.
    guard let hasWrapped = self.find(match, step) else { return }
    if hasWrapped {
      notice = Notice(
        .information, step > 0 ? Words.Reading.wrappedToTop : Words.Reading.wrappedToEnd)
    }
  }

  /// Goes to the next or previous match.
  /// - Returns: whether the search wrapped; `nil` if nothing matches.
  private mutating func find(_ match: any Matching, _ step: Int) -> Bool? {
    find?.isInReasoning == true ? findInReasoning(match, step) : findAnywhere(match, step)
  }

  private mutating func findInReasoning(_ match: any Matching, _ step: Int) -> Bool? {
    guard let found = reasoning.find(match, step, from: find?.hit) else { return nil }
    find?.take(found.place, isInReasoning: true, index: found.index)
    holdStill(true)
    return found.hasWrapped
  }

  /// Goes to a match anywhere in the conversation. Each message's thinking comes before its text.
  /// - Parameter prefersText: whether to go to a match in thinking only if no text matches.
  private mutating func findAnywhere(
    _ match: any Matching, _ step: Int, prefersText: Bool = false
  ) -> Bool? {
    let count = 2 * conversation.path.count
    guard count > 0 else { return nil }
    let top = transcript.top
    let last =
      find?.hit
      ?? MatchPlace(
        row: Transcript.Position(message: top.message, block: top.block, row: top.row - 1),
        number: .max)
    let start = 2 * last.row.message + (find?.isHitInReasoning == true ? 0 : 1)
    var inThinking: (part: Int, place: MatchPlace, index: Int)?
    // Search every part once, then the first part again up to the starting point.
    for turn in 0...count {
      let part = ((start + step * turn) % count + count) % count
      let places = places(of: match, inPart: part)
      let isLeft = { (place: MatchPlace) in turn > 0 || (step > 0 ? place > last : place < last) }
      guard
        let index = step > 0 ? places.firstIndex(where: isLeft) : places.lastIndex(where: isLeft)
      else { continue }
      if prefersText, part.isMultiple(of: 2) {
        inThinking = inThinking ?? (part, places[index], index)
        continue
      }
      take(places[index], index, inPart: part)
      let isBehind = step > 0 ? part < start : part > start
      return isBehind || turn == count
    }
    guard let (part, place, index) = inThinking else { return nil }
    take(place, index, inPart: part)
    return part < start
  }

  /// Makes a match the current one and goes to it.
  private mutating func take(_ place: MatchPlace, _ index: Int, inPart part: Int) {
    find?.take(place, isInReasoning: part.isMultiple(of: 2), index: index)
    go(to: place.row, isInReasoning: part.isMultiple(of: 2))
  }

  /// Returns the places of the matches in a part of the conversation.
  /// - Parameter part: twice the message's index for its thinking, plus 1 for its text.
  mutating func places(of match: any Matching, inPart part: Int) -> [MatchPlace] {
    guard part.isMultiple(of: 2) else {
      return transcript.matches(match, in: part / 2, conversation)
    }
    guard let message = conversation[conversation.path[part / 2]], !message.isReasoningOnly else {
      return []
    }
    return reasoning.places(of: match, in: message).map {
      var place = $0
      place.row.message = part / 2
      return place
    }
  }

  /// Shows a match. Text that arrives does not move it out of view.
  private mutating func go(to place: Transcript.Position, isInReasoning: Bool) {
    defer { holdStill(false) }
    guard isInReasoning, let message = conversation[conversation.path[place.message]] else {
      cursor = nil
      // The match may continue in the next row.
      return transcript.show(place, more: 1, conversation)
    }
    openReasoning()
    cursor = message.id
    transcript.show(Transcript.Position(message: place.message), conversation)
    reasoning.open(message, at: place)
    holdStill(true)
  }
}
