public import Loopback

extension Scenario {
  /// One action on the socket, taken after a complete request has been read.
  public enum Step: Sendable {
    case write([UInt8])
    case pause(Duration)
    /// Waits until the condition holds; it is evaluated on the connection's thread.
    case wait(until: @Sendable () -> Bool)
    /// Ends the connection with a TCP reset.
    case reset
    case close
    /// Waits until the client has closed the connection.
    case waitForClose
  }

  /// Returns a scenario that plays the steps on the bare socket once for each request. The steps
  /// must send the HTTP head too. The connection then accepts the next request, unless a step has
  /// ended it. A HEAD request plays no steps and gets "not found".
  public static func script(_ steps: [Step]) -> Scenario { Scenario(StepResponder(steps: steps)) }

  /// Returns a scenario that answers successive POSTs to the server, on any connection, with
  /// successive members; the last member answers all further POSTs. Other requests go to the first
  /// member and are not counted. A nested sequence is flattened; an empty one closes every
  /// connection.
  public static func sequence(_ scenarios: [Scenario]) -> Scenario {
    joining(scenarios) ?? .script([.close])
  }

  /// The same scenario, but a connection that receives a HEAD is held open until the client closes
  /// it.
  public var silentToHead: Scenario { map(SilentToHead.init) }
}

struct StepResponder: Responder {
  let steps: [Scenario.Step]

  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    for step in steps {
      switch step {
      case .write(let bytes):
        try connection.send(bytes)
      case .pause(let duration):
        try connection.wait(until: .now + duration)
      case .wait(let condition):
        while !condition() { try connection.wait(until: .now + .milliseconds(1)) }
      case .reset:
        connection.resetOnClose()
        return .finished
      case .close:
        return .finished
      case .waitForClose:
        try connection.wait(until: nil)
      }
    }
    return .open
  }
}

private struct SilentToHead: Responder {
  let responder: any Responder

  init(_ responder: any Responder) { self.responder = responder }

  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    try responder.answer(request, on: connection)
  }

  func answerHead(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    try connection.wait(until: nil)
    return .open
  }

  func lookUp(_ request: RecordedRequest) -> Reply { responder.lookUp(request) }
}
