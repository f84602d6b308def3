import Synchronization

/// Says which scenario a request belongs to; one for a server, shared by its connections. Any
/// thread.
final class Programme: Sendable {
  private let scenarios: [Scenario]
  private let postCount = Mutex(0)
  private let loadingLeft: Mutex<Int>

  init(_ scenario: Scenario) {
    loadingLeft = Mutex(scenario.loadingCount)
    if case .sequence(let members) = scenario.kind {
      scenarios = members
    } else {
      scenarios = [scenario]
    }
  }

  /// Counts the request, when it is one that counts.
  func scenario(for request: RecordedRequest) -> Scenario {
    if request.method != "HEAD", isLoading() { return .loadingModel }
    guard request.method == "POST" else { return scenarios[0] }
    let index = postCount.withLock { count in
      defer { count += 1 }
      return count
    }
    return scenarios[min(index, scenarios.count - 1)]
  }

  private func isLoading() -> Bool {
    loadingLeft.withLock { left in
      defer { left = max(0, left - 1) }
      return left > 0
    }
  }
}
