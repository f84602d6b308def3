/// What one scenario does with a request: a value that any connection may use, from any thread.
///
/// A responder for whole servers is in this target; those for tests, which break connections and
/// rules, are in Faults, so that no user's program holds them.
package protocol Responder: Sendable {
  /// Answers a request of any method but HEAD. Blocks.
  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState

  /// Answers a HEAD: by default with the head of what ``lookUp(_:)`` returns.
  func answerHead(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState

  /// The reply to a request for something other than an answer; by default nothing is found.
  func lookUp(_ request: RecordedRequest) -> Reply
}

/// Whether a connection takes another request.
package enum ConnectionState: Sendable {
  case open
  case finished
}

extension Responder {
  package func answerHead(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    try connection.send(lookUp(request.asGet).headBytes)
    return .open
  }

  package func lookUp(_ request: RecordedRequest) -> Reply {
    Refusal.notFound(request).reply(to: request)
  }
}
