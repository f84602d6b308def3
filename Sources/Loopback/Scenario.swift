/// The server's behaviour for incoming requests.
public struct Scenario: Sendable {
  /// One for each POST, with the last one repeated for all that follow; never empty.
  package let responders: [any Responder]
  /// One for each of the first requests of any kind except HEAD, used before the others.
  package let prelude: [any Responder]

  package init(_ responder: any Responder) { self.init(sequence: [responder]) }

  private init(sequence responders: [any Responder], prelude: [any Responder] = []) {
    self.responders = responders
    self.prelude = prelude
  }

  /// Returns the scenario with a responder for the given number of initial requests.
  package func after(_ count: Int, of responder: any Responder) -> Scenario {
    Scenario(sequence: responders, prelude: Array(repeating: responder, count: count))
  }

  /// The AI/ML API: checks every field as the real API does, and gives scripted answers.
  ///
  /// `/chunks N` in the last question requests an answer of N small pieces, up to a million.
  /// - Parameters:
  ///   - pace: the pause between two pieces of text; zero to send as fast as the client reads.
  ///   - requiredKey: the only accepted API key; `nil` accepts every request.
  public static func aimlapi(pace: Duration, requiredKey: String? = nil) -> Scenario {
    Scenario(AimlapiService(pace: pace, requiredKey: requiredKey))
  }

  /// Returns a scenario with the responders of all scenarios, in order; `nil` if there are none.
  package static func joining(_ scenarios: [Scenario]) -> Scenario? {
    let members = scenarios.flatMap(\.responders)
    return members.isEmpty ? nil : Scenario(sequence: members)
  }

  /// Returns the scenario with each responder replaced.
  package func map(_ transform: (any Responder) -> any Responder) -> Scenario {
    Scenario(sequence: responders.map(transform), prelude: prelude.map(transform))
  }
}
