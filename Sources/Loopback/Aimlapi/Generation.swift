import Chat

/// The pieces of one answer, generated on demand within the limits of the request. Generating
/// them has no side effects.
struct Generation {
  enum Piece: Equatable {
    case reasoning(String)
    case content(String)
  }

  private let order: CompletionOrder
  private var reasoning: Pieces
  private var content: Pieces
  private var filter: StopFilter
  /// The next pieces, which have passed the filter; seldom more than one.
  private var ready: [String] = []
  private var isContentRead = false

  private(set) var reasoningCount = 0
  private(set) var contentCount = 0
  /// Valid once ``next()`` has returned `nil`.
  private(set) var finishReason = FinishReason.stop

  init(_ answer: ScriptedAnswer, for order: CompletionOrder) {
    self.order = order
    reasoning = Pieces(answer.reasoning)
    content = Pieces(answer.content)
    filter = StopFilter(order.stops)
  }

  mutating func next() -> Piece? {
    if order.thinks, reasoningCount < order.thinkingBudget ?? .max, let piece = reasoning.next() {
      guard !isSpent else { return end(.length) }
      reasoningCount += 1
      return .reasoning(piece)
    }
    guard let piece = nextContent() else { return end(.stop) }
    guard !isSpent, contentCount < order.mostContent ?? .max else { return end(.length) }
    contentCount += 1
    return .content(piece)
  }

  private var isSpent: Bool { reasoningCount + contentCount >= order.mostTotal ?? .max }

  private mutating func end(_ reason: FinishReason) -> Piece? {
    finishReason = reason
    return nil
  }

  private mutating func nextContent() -> String? {
    while ready.isEmpty, !isContentRead {
      if !filter.hasStopped, let piece = content.next() {
        ready = filter.feed(piece)
      } else {
        isContentRead = true
        ready = filter.finish()
      }
    }
    return ready.isEmpty ? nil : ready.removeFirst()
  }
}
