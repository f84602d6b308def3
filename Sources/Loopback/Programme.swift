import Synchronization

/// Says which scenario a request belongs to; one for a server, shared by its connections. Any
/// thread.
final class Programme: Sendable {
  private let scenarios: [Scenario]
  private let postCount = Mutex(0)

  init(_ scenario: Scenario) {
    if case .sequence(let members) = scenario.kind {
      scenarios = members
    } else {
      scenarios = [scenario]
    }
  }

  /// Counts the request, when it is one that counts.
  func scenario(for request: RecordedRequest) -> Scenario {
    guard request.method == "POST" else { return scenarios[0] }
    let index = postCount.withLock { count in
      defer { count += 1 }
      return count
    }
    return scenarios[min(index, scenarios.count - 1)]
  }
}
