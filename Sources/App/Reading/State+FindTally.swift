internal import Chat
internal import Screen

/// Counting the matches of a search in small steps, so that a long conversation never delays
/// handling a key.
extension State {
  /// The number of bytes of text to lay out for counting before the next key is handled.
  private static let bytesCountedAtOnce = 64 << 10

  /// Updates the count after an event that may have changed it.
  mutating func refreshTally(after event: Event) -> [Effect] {
    guard find?.match != nil else { return [] }
    switch event {
    case .keyPressed, .pasted, .lineEntered, .mouseMoved, .timerFired(.countMatches),
      .conversationLoaded:
      return countMatches()
    case .streamed:
      // Matches in text that is still arriving are counted a few times a second.
      guard find?.tally.isComplete == true else { return [] }
      find?.tally.isComplete = false
      return [.timer(.set(.countMatches, .milliseconds(250)))]
    default: return []
    }
  }

  private mutating func countMatches() -> [Effect] {
    guard let find, let match = find.match else { return [] }
    var tally = find.tally
    (tally.total, tally.number, tally.isComplete) = (0, nil, true)
    var budget = Self.bytesCountedAtOnce
    for part in searchedParts {
      guard let key = key(ofPart: part) else { continue }
      if tally.counted[key] == nil {
        guard budget > 0 else {
          tally.isComplete = false
          break
        }
        budget -= max(64, key.bytes)
        tally.counted[key] = places(of: match, inPart: part).count
      }
      if find.isHit(inPart: part) { tally.number = tally.total + find.hitIndex + 1 }
      tally.total += tally.counted[key] ?? 0
    }
    self.find?.tally = tally
    return tally.isComplete ? [] : [.timer(.set(.countMatches, .milliseconds(1)))]
  }

  /// The parts that are searched, numbered as in ``places(of:inPart:)``.
  private var searchedParts: [Int] {
    mutating get {
      guard find?.isInReasoning == true else { return Array(0..<2 * conversation.path.count) }
      let shown = reasoningMessage().flatMap { conversation.path.firstIndex(of: $0.id) }
      return shown.map { [2 * $0] } ?? []
    }
  }

  private func key(ofPart part: Int) -> MatchTally.Part? {
    guard let message = conversation[conversation.path[part / 2]] else { return nil }
    let isReasoning = part.isMultiple(of: 2)
    return MatchTally.Part(
      message: message.id, isReasoning: isReasoning,
      bytes: (isReasoning ? message.reasoning : message.content).utf8.count)
  }
}
