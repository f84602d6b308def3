import Chat
import Screen
import Testing

@testable import App

/// A driver that sends events to a state and collects the effects. A test that takes effects
/// must take all of them. Later effects that are never taken are reported as an issue.
struct Script {
  var state: State
  private var ledger: Ledger

  init(
    thinking: ThinkingMode = ThinkingMode(isOn: true), provider: Provider = .aimlapi,
    lacksKey: Bool = false, surface: Surface = .screen,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    state = State(
      session: Session(
        provider: provider, model: provider.defaultModel, thinking: thinking, lacksKey: lacksKey),
      surface: surface, seed: 1, now: Timestamp(milliseconds: 1_764_000_000_000))
    ledger = Ledger(sourceLocation)
  }

  /// The effects that have not been taken.
  private(set) var pending: [Effect] {
    get { ledger.pending }
    set {
      // A copied script gets its own ledger at its first effect.
      if !isKnownUniquelyReferenced(&ledger) { ledger = Ledger(copying: ledger) }
      ledger.pending = newValue
    }
  }

  /// Stops reporting effects that are not taken, until the next `takeEffects()`.
  mutating func restDoesNotMatter() {
    if !isKnownUniquelyReferenced(&ledger) { ledger = Ledger(copying: ledger) }
    ledger.isChecked = false
  }

  /// Forgets the effects that have not been taken, but still checks further ones.
  mutating func dropPending() { pending = [] }

  mutating func play(_ events: Event...) {
    for event in events { pending += state.update(event) }
  }

  mutating func submit(line: String) { play(.lineEntered(line)) }

  mutating func press(_ keys: Key...) {
    for key in keys { pending += state.update(.keyPressed(key)) }
  }

  mutating func type(_ text: String) {
    for character in text { pending += state.update(.keyPressed(.character(character))) }
  }

  mutating func advance(by duration: Duration) {
    state.now = Timestamp(milliseconds: state.now.milliseconds + duration.inMilliseconds)
  }

  /// Returns the effects since the last call, except those for which `isTelling` is false.
  mutating func takeEffects() -> [Effect] {
    defer {
      pending = []
      ledger.isChecked = true
    }
    return pending.filter(\.isTelling)
  }

  /// Replies to the last order for the list, as the store would.
  /// - Returns: the row after which the requested page begins; `nil` for the first page.
  @discardableResult
  mutating func answerList(
    _ summaries: [ConversationSummary], hasMore: Bool = false
  ) throws -> ConversationSummary? {
    let loads = takeEffects().compactMap { effect -> (RequestID, ConversationSummary?)? in
      if case .store(.loadSummaries(let request, _, let last)) = effect {
        (request, last)
      } else {
        nil
      }
    }
    let (request, last) = try #require(loads.last)
    play(.summariesLoaded(request, .success(ListPage(summaries, hasMore: hasMore))))
    return last
  }

  /// Asks a question and confirms that it was stored, so that the stream starts.
  mutating func ask(_ question: String) throws -> RequestID {
    type(question)
    press(.enter)
    let request = try #require(state.stream?.request)
    play(.questionSaved(request, nil))
    pending = []
    return request
  }

  /// Returns a frame of this size as text rows without trailing spaces.
  mutating func rows(width: Int, height: Int) -> [String] {
    GridText(draw(width: width, height: height)).rows.map {
      var row = $0
      while row.last == " " { row.removeLast() }
      return row
    }
  }

  mutating func draw(width: Int, height: Int) -> CellGrid {
    state.terminal.size = Size(width: width, height: height)
    var canvas = Canvas(size: state.terminal.size)
    state.draw(on: &canvas)
    return canvas.grid
  }
}

extension Script {
  /// Returns a script with a question, its finished answer and the answer's figures.
  static func answered(
    content: String = "Four of them: 2, 3, 5 and 13.",
    reasoning: String = "Primes below 50 that are Fibonacci numbers: 2, 3, 5, 13."
  ) throws -> Script {
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 4096))
    let request = try script.ask("Which primes below 50 are Fibonacci numbers?")
    script.advance(by: .seconds(13))
    script.play(
      .streamed(request, .opened),
      .streamed(
        request,
        .received(
          AnswerDelta(
            reasoning: reasoning, content: content, chunks: 40,
            timings: Timings(firstToken: .milliseconds(400), firstContent: .milliseconds(12_400))))),
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: .complete, finishReason: .stop,
            usage: Usage(
              promptTokens: 31, completionTokens: 912, reasoningTokens: 824, cost: 0.0026),
            timings: Timings(
              firstToken: .milliseconds(400), firstContent: .milliseconds(12_400),
              end: .milliseconds(15_100))))))
    script.pending = []
    return script
  }
}

/// One script's effects that no test has taken yet. They are reported on deallocation.
private final class Ledger {
  var pending: [Effect] = []
  /// Whether to report effects that were not taken. True once the test has taken any.
  var isChecked = false
  /// Where the script was created.
  private let sourceLocation: SourceLocation

  init(_ sourceLocation: SourceLocation) { self.sourceLocation = sourceLocation }

  init(copying other: Ledger) {
    pending = other.pending
    isChecked = other.isChecked
    sourceLocation = other.sourceLocation
  }

  deinit {
    let left = pending.filter(\.isTelling)
    guard isChecked, !left.isEmpty else { return }
    Issue.record("No assertion took these effects: \(left)", sourceLocation: sourceLocation)
  }
}

extension Effect {
  /// Whether tests must take this effect. False for the order to load the amounts spent, and for
  /// the timers set by typing and by database orders.
  fileprivate var isTelling: Bool {
    if case .store(.loadSpending) = self { return false }
    if case .timer(.set(.saveDraft, _)) = self { return false }
    return self != .timer(.set(.storeIsSlow, .seconds(1)))
      && self != .timer(.set(.countMatches, .milliseconds(250)))
      && self != .timer(.set(.exportIsSlow, .milliseconds(500)))
      && self != .timer(.set(.searchIsSlow, .milliseconds(500)))
  }
}

extension Composer {
  mutating func edit(_ key: Key) { edit(key, by: .standard) }
}
