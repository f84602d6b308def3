/// What the server does with the requests that come to it.
public struct Scenario: Sendable {
  /// One for each POST that comes, the last for all that follow; never empty.
  package let responders: [any Responder]
  /// One for each of the first requests of any kind but HEAD, before the others.
  package let prelude: [any Responder]

  package init(_ responder: any Responder) { self.init(sequence: [responder]) }

  private init(sequence responders: [any Responder], prelude: [any Responder] = []) {
    self.responders = responders
    self.prelude = prelude
  }

  /// The same, with a responder for so many requests that come first.
  package func after(_ count: Int, of responder: any Responder) -> Scenario {
    Scenario(sequence: responders, prelude: Array(repeating: responder, count: count))
  }

  /// The AI/ML API: checks every field as the API does, and gives scripted answers.
  ///
  /// `/chunks N` in the newest question asks for an answer of N small pieces, up to a million.
  /// - Parameters:
  ///   - pace: the pause between two pieces of text; zero for as fast as the client reads.
  ///   - requiredKey: the only API key that is let in; `nil` lets everybody in.
  public static func aimlapi(pace: Duration, requiredKey: String? = nil) -> Scenario {
    Scenario(AimlapiService(pace: pace, requiredKey: requiredKey))
  }

  /// The responders of all scenarios, in order; `nil` where there are none.
  package static func joining(_ scenarios: [Scenario]) -> Scenario? {
    let members = scenarios.flatMap(\.responders)
    return members.isEmpty ? nil : Scenario(sequence: members)
  }

  /// The same with each responder replaced.
  package func map(_ transform: (any Responder) -> any Responder) -> Scenario {
    Scenario(sequence: responders.map(transform), prelude: prelude.map(transform))
  }
}
