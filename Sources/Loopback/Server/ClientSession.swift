/// A session that serves the requests of one connection, one after another.
struct ClientSession {
  let connection: Connection
  let schedule: Schedule
  let record: (RecordedRequest) -> Void

  /// Serves requests until the connection should be closed. Blocks.
  func run() {
    do {
      while let (request, isPersistent) = try connection.nextRequest() {
        record(request)
        guard try answer(request) == .open, isPersistent else { return }
      }
    } catch let failure as RequestParser.Failure {
      refuse(failure)
    } catch {
      // The client has disconnected, or the server is stopping.
    }
  }

  private func answer(_ request: RecordedRequest) throws(Disconnected) -> ConnectionState {
    let responder = schedule.responder(for: request)
    return request.method == "HEAD"
      ? try responder.answerHead(request, on: connection)
      : try responder.answer(request, on: connection)
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
