public import Loopback

extension Scenario {
  /// How much of a recorded body to send.
  public enum Cut: Sendable {
    case whole
    /// The connection breaks off mid-body after the given number of bytes.
    case bytes(Int)
  }

  /// Returns a scenario that sends a recorded response to every POST.
  /// - Parameters:
  ///   - head: the status line and headers as recorded. Headers that apply to a single
  ///     connection, such as the transfer coding, are replaced.
  ///   - body: the body without transfer coding.
  public static func replay(head: String, body: [UInt8], cut: Cut) -> Scenario {
    Scenario(ReplayResponder(recording: Recording(head: head, body: body), cut: cut))
  }
}

private struct ReplayResponder: Responder {
  let recording: Recording
  let cut: Scenario.Cut

  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    guard request.method == "POST" else {
      try connection.send(lookUp(request).bytes)
      return .open
    }
    try connection.send(recording.bytes(cut))
    switch cut {
    case .whole: return .open
    case .bytes: return .finished
    }
  }
}

/// A recorded response without its transfer coding and the headers that apply to one
/// connection.
struct Recording: Sendable {
  /// The status line and the headers that are valid on any connection.
  private let lines: [String]
  private let body: [UInt8]

  /// Headers that apply to a single connection (RFC 9110, section 7.6.1).
  private static let dropped: Set<String> = [
    "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
  ]

  init(head: String, body: [UInt8]) {
    let all = head.split(whereSeparator: \.isNewline).map(String.init)
    let words = (all.first ?? "").split(separator: " ", maxSplits: 1)
    let status = words.count == 2 ? words[1] : "200 OK"
    let kept = all.dropFirst().filter { line in
      !Self.dropped.contains(line.prefix { $0 != ":" }.lowercased())
    }
    lines = ["HTTP/1.1 " + status] + kept
    self.body = body
  }

  /// Returns the response with new framing. A cut response lacks the end of its chunk, so that a
  /// client can tell that the connection broke.
  func bytes(_ cut: Scenario.Cut) -> [UInt8] {
    switch cut {
    case .whole: head("Content-Length: \(body.count)") + body
    case .bytes(let count):
      head("Transfer-Encoding: chunked") + Array("\(String(body.count + 1, radix: 16))\r\n".utf8)
        + body.prefix(max(count, 0))
    }
  }

  private func head(_ framing: String) -> [UInt8] {
    Array(((lines + [framing]).joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}
