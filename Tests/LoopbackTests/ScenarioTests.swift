import Faults
import Loopback
import Testing

/// Raw scripts and recordings, as seen by a client.
struct ScenarioTests {
  private static let hello = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8)

  @Test func playsTheStepsUnchanged() async throws {
    let steps: [Scenario.Step] = [
      .write(Array("anything".utf8)), .pause(.milliseconds(1)), .write([0, 255, 10]), .close,
    ]
    try await withServer(.script(steps)) { server in
      let client = try RawClient(server)
      try client.request("POST", "/v1/chat/completions", body: "{}")
      let rest = try client.rest()
      #expect(rest.bytes == Array("anything".utf8) + [0, 255, 10])
      #expect(rest.ending == .closed)
    }
  }

  @Test func resetsTheConnection() async throws {
    try await withServer(.script([.write(Array("par".utf8)), .reset])) { server in
      let client = try RawClient(server)
      try client.request("POST", "/")
      #expect(try client.rest().ending == .reset)
    }
  }

  @Test func waitsForTheClientToClose() async throws {
    try await withServer(.script([.write(Self.hello), .waitForClose])) { server in
      var client: RawClient? = try RawClient(server)
      try client?.request("POST", "/")
      #expect(try client?.response().body == "hello")
      #expect(server.openConnectionCount == 1)
      client = nil
      #expect(await eventually { server.openConnectionCount == 0 })
    }
  }

  @Test func endsALongPauseWhenTheClientCloses() async throws {
    try await withServer(.script([.write(Self.hello), .pause(.seconds(3600))])) { server in
      var client: RawClient? = try RawClient(server)
      try client?.request("POST", "/")
      #expect(try client?.response().body == "hello")
      client = nil
      #expect(await eventually { server.openConnectionCount == 0 })
    }
  }

  @Test func playsTheScriptForEachRequest() async throws {
    try await withServer(.script([.write(Self.hello)])) { server in
      let client = try RawClient(server)
      for _ in 1...3 { #expect(try client.exchange("POST", "/").body == "hello") }
      #expect(server.connectionCount == 1)
      #expect(server.requests.count == 3)
    }
  }

  private static let head = """
    HTTP/1.1 200 OK\r
    Server: llama.cpp\r
    Access-Control-Allow-Origin: \r
    Content-Type: text/event-stream\r
    Transfer-Encoding: chunked\r
    Keep-Alive: timeout=5, max=100\r
    \r

    """
  private static let body = "data: {\"choices\":[]}\n\ndata: [DONE]\n\n"

  private static func recording(_ cut: Scenario.Cut, head: String = head) -> Scenario {
    .replay(head: head, body: Array(body.utf8), cut: cut)
  }

  @Test func replaysARecordingWithNewFraming() async throws {
    try await withServer(Self.recording(.whole)) { server in
      let client = try RawClient(server)
      for path in ["/v1/chat/completions", "/anything"] {
        let response = try client.exchange("POST", path, body: "{}")
        #expect(response.status == 200)
        #expect(response.body == Self.body)
        #expect(response.headers["server"] == "llama.cpp")
        #expect(response.headers["transfer-encoding"] == nil)
        #expect(response.headers["keep-alive"] == nil)
      }
      #expect(try client.exchange("GET", "/v1/models").status == 404)
      #expect(server.connectionCount == 1)
    }
  }

  @Test(arguments: [0, 1, 20, 100])
  func breaksOffACutRecordingMidBody(_ count: Int) async throws {
    try await withServer(Self.recording(.bytes(count))) { server in
      let client = try RawClient(server)
      try client.request("POST", "/v1/chat/completions")
      #expect(try client.head().headers["transfer-encoding"] == "chunked")
      let announced = try #require(Int(try client.line(), radix: 16))
      let rest = try client.rest()
      #expect(rest.bytes == Array(Self.body.utf8.prefix(count)))
      #expect(rest.bytes.count < announced)
      #expect(rest.ending == .closed)
    }
  }

  @Test func replaysOtherStatuses() async throws {
    let scenario = Self.recording(.whole, head: "HTTP/2 503 Service Unavailable\nRetry-After: 2\n")
    let response = try await withServer(scenario) { server in
      try RawClient(server).exchange("POST", "/")
    }
    #expect(response.status == 503)
    #expect(response.headers["retry-after"] == "2")
  }
}
