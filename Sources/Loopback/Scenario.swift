/// The server's behaviour for incoming requests.
public struct Scenario: Sendable {
  /// The responders for successive POSTs. The last one also handles all POSTs that follow. Never
  /// empty.
  package let responders: [any Responder]
  /// The responders for the first requests of any kind except HEAD, used before ``responders``.
  package let prelude: [any Responder]

  package init(_ responder: any Responder) { self.init(sequence: [responder]) }

  private init(sequence responders: [any Responder], prelude: [any Responder] = []) {
    self.responders = responders
    self.prelude = prelude
  }

  /// Returns the scenario with a responder that handles the first `count` requests.
  package func after(_ count: Int, of responder: any Responder) -> Scenario {
    Scenario(sequence: responders, prelude: Array(repeating: responder, count: count))
  }

  /// Returns a scenario that imitates the AI/ML API: it checks every field as the real API does,
  /// and gives scripted answers.
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

  /// Returns the scenario with each responder transformed.
  package func map(_ transform: (any Responder) -> any Responder) -> Scenario {
    Scenario(sequence: responders.map(transform), prelude: prelude.map(transform))
  }
}
