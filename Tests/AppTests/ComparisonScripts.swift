import Chat
import Screen
import Testing

@testable import App

/// Helpers for tests that ask several models at once.
extension Script {
  /// Returns a script with two usable providers, loaded model lists and, if `answered`, a
  /// conversation with one answer.
  static func toCompare(answered: Bool = true, surface: Surface = .screen) throws -> Script {
    var script = Script.withProviders(surface: surface)
    script.play(.catalogLoaded(script.catalog))
    if answered {
      let request = try script.ask("Which primes below 50 are Fibonacci numbers?")
      script.receive("Four: 2, 3, 5 and 13.", for: request)
      script.end(request)
    }
    _ = script.takeEffects()
    script.restDoesNotMatter()
    return script
  }

  mutating func receive(_ content: String, reasoning: String = "", for request: RequestID) {
    play(
      .streamed(
        request,
        .received(
          AnswerDelta(
            reasoning: reasoning, content: content, chunks: 1,
            timings: Timings(firstToken: .milliseconds(300))))))
  }

  mutating func end(_ request: RequestID, _ outcome: StreamOutcome = .complete) {
    play(
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: outcome, finishReason: outcome == .complete ? .stop : nil,
            usage: Usage(promptTokens: 20, completionTokens: 40, cost: 0.002),
            timings: Timings(firstToken: .milliseconds(300), end: .seconds(4))))))
  }

  /// Enters a command and fakes the store's reply that the question was saved.
  mutating func compare(_ command: String) throws -> [RequestID] {
    type(command)
    press(.enter)
    return try confirmComparison()
  }

  mutating func confirmComparison() throws -> [RequestID] {
    let batch = try #require(state.front.streams.last?.batch)
    play(.questionSaved(batch, nil))
    return state.front.streams.filter { $0.batch == batch }.map(\.request)
  }

  var comparison: ComparisonPage? { state.pages.last as? ComparisonPage }

  /// Takes the pending effects and returns the requests that they start.
  mutating func takeStarts() -> [(RequestID, AnswerRequest, Provider)] {
    takeEffects().compactMap { effect in
      if case .stream(.start(let id, let request, let provider)) = effect {
        (id, request, provider)
      } else {
        nil
      }
    }
  }

  func content(_ index: Int) -> String? {
    guard state.front.compared.indices.contains(index) else { return nil }
    return state.conversation[state.front.compared[index]]?.content
  }
}
