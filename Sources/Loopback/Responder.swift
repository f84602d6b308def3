/// A handler of one scenario's requests, which any connection may use from any thread.
///
/// Responders for complete servers are in this target. Those for tests, which break connections
/// and rules, are in Faults, so that the released program does not contain them.
package protocol Responder: Sendable {
  /// Answers a request with any method except HEAD. Blocks.
  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState

  /// Answers a HEAD request, by default with the head of the reply from ``lookUp(_:)``.
  func answerHead(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState

  /// Returns the reply to a request that does not ask for an answer; "not found" by default.
  func lookUp(_ request: RecordedRequest) -> Reply
}

/// Whether a connection accepts another request.
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
