import Synchronization

/// The assignment of requests to responders; one per server, shared by its connections. May be
/// used from any thread.
final class Schedule: Sendable {
  private struct Counts {
    var requests = 0
    var posts = 0
  }

  private let scenario: Scenario
  private let counts = Mutex(Counts())

  init(_ scenario: Scenario) { self.scenario = scenario }

  /// Returns the responder for a request and counts the request. A HEAD is not counted, and only
  /// POSTs advance the sequence.
  func responder(for request: RecordedRequest) -> any Responder {
    if request.method != "HEAD" {
      let place = counts.withLock { counts in
        defer { counts.requests += 1 }
        return counts.requests
      }
      if scenario.prelude.indices.contains(place) { return scenario.prelude[place] }
    }
    let responders = scenario.responders
    guard request.method == "POST" else { return responders[0] }
    let index = counts.withLock { counts in
      defer { counts.posts += 1 }
      return counts.posts
    }
    return responders[min(index, responders.count - 1)]
  }
}
