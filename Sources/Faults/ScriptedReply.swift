import Loopback

/// One of the catalogue's replies to a POST, and how it is sent.
struct ScriptedReply: Sendable {
  /// One action within a streamed body.
  enum Part: Sendable {
    /// Text sent in a separate write.
    case text(String)
    /// Text sent one byte per write, with the given pause after each byte.
    case drip(String, pause: Duration)
    case pause(Duration)
    /// Sends nothing until the client closes the connection.
    case hold
    /// Closes the connection before the body has ended.
    case close
    /// Like ``close``, with a TCP reset.
    case reset
  }

  private enum Form: Sendable {
    case whole(Reply)
    case stream([Part])
  }

  private let form: Form

  static func whole(_ reply: Reply) -> ScriptedReply { ScriptedReply(form: .whole(reply)) }

  /// Returns a reply that streams server-sent events in HTTP chunks.
  static func stream(_ parts: [Part]) -> ScriptedReply { ScriptedReply(form: .stream(parts)) }

  /// - Returns: whether the reply was sent completely, so that the connection can accept another
  ///   request.
  func send(on connection: Connection) throws(Disconnected) -> Bool {
    switch form {
    case .whole(let reply): try connection.send(reply.bytes)
    case .stream(let parts):
      let headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")]
      var body = try ChunkedBody(on: connection, headers: headers)
      for part in parts {
        guard try play(part, into: &body, on: connection) else { return false }
      }
      try body.finish()
    }
    return true
  }

  private func play(
    _ part: Part, into body: inout ChunkedBody, on connection: Connection
  ) throws(Disconnected) -> Bool {
    switch part {
    case .text(let text):
      try body.write(text)
      try body.flush()
    case .drip(let text, let pause):
      for byte in text.utf8 {
        try body.write([byte])
        try body.flush()
        try connection.wait(until: .now + pause)
      }
    case .pause(let duration): try connection.wait(until: .now + duration)
    case .hold: try connection.wait(until: nil)
    case .close: return false
    case .reset:
      connection.resetOnClose()
      return false
    }
    return true
  }
}
