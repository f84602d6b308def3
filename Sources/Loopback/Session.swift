/// Serves the requests of one connection, one after another.
struct Session {
  let connection: Connection
  let programme: Programme
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
    let scenario = programme.scenario(for: request)
    guard request.method != "HEAD" else {
      guard scenario.answersHead else { return try play([.waitForClose]) }
      try connection.send(reply(to: request.asGet, in: scenario).headBytes)
      return .open
    }
    switch scenario.kind {
    case .script(let steps):
      return try play(steps)
    case .aimlapi(let pace, let requiredKey) where request.method == "POST":
      try AimlapiService(pace: pace, requiredKey: requiredKey).answer(request, on: connection)
      return .open
    case .replay(let recording, let cut) where request.method == "POST":
      return try replay(recording, cut)
    case .reply(let reply, _) where request.method == "POST":
      return try reply(request).send(on: connection) ? .open : .finished
    case .aimlapi, .replay, .reply, .sequence:
      try connection.send(reply(to: request, in: scenario).bytes)
      return .open
    }
  }

  /// What a request for something other than an answer gets.
  private func reply(to request: RecordedRequest, in scenario: Scenario) -> Reply {
    let notFound = Refusal.notFound(request).reply(to: request)
    return switch scenario.kind {
    case .aimlapi: ModelList.demo.reply(to: request) ?? notFound
    case .reply(_, let models): models.reply(to: request) ?? notFound
    case .replay, .script, .sequence: notFound
    }
  }

  private func replay(_ recording: Recording, _ cut: Scenario.Cut) throws -> ConnectionState {
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
