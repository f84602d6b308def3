/// Serves the requests of one connection, one after another.
struct Session {
  let connection: Connection
  let scenario: Scenario
  let record: (RecordedRequest) -> Void

  /// Returns when the connection is to be closed. Blocks.
  func run() {
    do {
      while let (request, isPersistent) = try connection.nextRequest() {
        record(request)
        guard try answer(request) == .open, isPersistent else { return }
      }
    } catch let failure as RequestParser.Failure {
      refuse(failure)
    } catch {
      // The client has gone.
    }
  }

  private enum ConnectionState {
    case open
    case finished
  }

  private func answer(_ request: RecordedRequest) throws -> ConnectionState {
    switch scenario.kind {
    case .aimlapi(let pace, let requiredKey):
      try AimlapiService(pace: pace, requiredKey: requiredKey).answer(request, on: connection)
      return .open
    case .replay(let recording, let cut):
      return try replay(recording, cut, to: request)
    case .script(let steps):
      return try play(steps)
    }
  }

  private func replay(
    _ recording: Recording, _ cut: Scenario.Cut, to request: RecordedRequest
  ) throws -> ConnectionState {
    guard request.method == "POST" else {
      try connection.send(Refusal.notFound(request).reply(to: request).bytes)
      return .open
    }
    try connection.send(recording.bytes(cut))
    switch cut {
    case .whole: return .open
    case .bytes: return .finished
    }
  }

  private func play(_ steps: [Scenario.Step]) throws -> ConnectionState {
    for step in steps {
      switch step {
      case .write(let bytes):
        try connection.send(bytes)
      case .pause(let duration):
        try connection.wait(until: .now + duration)
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

  private func refuse(_ failure: RequestParser.Failure) {
    let status =
      switch failure {
      case .malformed: 400
      case .lengthRequired: 411
      case .tooLarge: 413
      }
    let reply = Reply(
      status: status, headers: [("Connection", "close")],
      json: #"{"message":"\#(Reply.phrase(status))","statusCode":\#(status)}"#)
    do { try connection.send(reply.bytes) } catch { return }
    connection.drain()
  }
}
