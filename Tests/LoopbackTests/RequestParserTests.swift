import Testing

@testable import Loopback

struct RequestParserTests {
  private static let requests =
    "POST /a?b=c HTTP/1.1\r\nContent-Length: 5\r\nX: y\r\n\r\nhello\r\n"
    + "GET /d HTTP/1.0\r\n\r\n"

  /// Returns the method, target and body of each request in the parts.
  private func parse(_ parts: [ArraySlice<UInt8>]) throws -> [String] {
    var parser = RequestParser()
    var found: [String] = []
    for part in parts {
      parser.append(Array(part))
      while case .request(let request, let isPersistent) = try parser.next() {
        let body = String(decoding: request.body, as: UTF8.self)
        found.append("\(request.method) \(request.path) \(body) \(isPersistent)")
      }
    }
    return found
  }

  @Test func findsTheSameRequestsWhateverTheCut() throws {
    let bytes = Array(Self.requests.utf8)
    let expected = ["POST /a?b=c hello true", "GET /d  false"]
    #expect(try parse([bytes[...]]) == expected)
    #expect(try parse(bytes.indices.map { bytes[$0...$0] }) == expected)
    for cut in bytes.indices {
      #expect(try parse([bytes[..<cut], bytes[cut...]]) == expected)
    }
  }

  @Test(arguments: [
    ("GET /\r\n\r\n", RequestParser.Failure.malformed),
    ("GET / HTTP/2\r\n\r\n", .malformed),
    ("GET  HTTP/1.1\r\n\r\n", .malformed),
    ("GET / HTTP/1.1\r\nno colon\r\n\r\n", .malformed),
    ("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", .malformed),
    ("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", .malformed),
    ("GET / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n", .tooLarge),
    ("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", .lengthRequired),
    (String(repeating: "x", count: 70_000), .tooLarge),
  ])
  func refusesUnsupportedRequests(_ text: String, _ failure: RequestParser.Failure) {
    var parser = RequestParser()
    parser.append(Array(text.utf8))
    #expect(throws: failure) { try parser.next() }
  }

  @Test func offersToContinueOnce() throws {
    var parser = RequestParser()
    parser.append(
      Array("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".utf8))
    guard case .expectsContinue = try parser.next() else {
      Issue.record("no offer")
      return
    }
    guard case .needsMore = try parser.next() else {
      Issue.record("offered twice")
      return
    }
  }

  @Test func serverAnswersEachRefusalAndCloses() async throws {
    for (text, status) in [
      ("nonsense\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
      ("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\nabc", 413),
    ] {
      try await withServer { server in
        let client = try RawClient(server)
        try client.send(text)
        #expect(try client.response().status == status)
        #expect(try client.rest().ending == .closed)
        #expect(server.requests.isEmpty)
      }
    }
  }
}
