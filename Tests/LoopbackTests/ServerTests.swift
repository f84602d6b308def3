import Chat
import Faults
import Loopback
import Testing

/// Connections, routes and the lifetime of the server.
struct ServerTests {
  @Test func countsConnectionsNotRequests() async throws {
    try await withServer { server in
      let client = try RawClient(server)
      for _ in 1...3 { #expect(try client.complete(question()).status == 200) }
      #expect(server.connectionCount == 1)
      #expect(try RawClient(server).complete(question()).status == 200)
      #expect(server.connectionCount == 2)
      #expect(server.requests.count == 4)
    }
  }

  @Test func recordsRequestsAsReceived() async throws {
    try await withServer { server in
      let response = try RawClient(server).complete(
        "{}", headers: ["X-One:  a b ", "x-one: c", "Authorization: Bearer k"])
      #expect(response.status == 400)
      let request = try #require(server.requests.first)
      #expect(request.method == "POST")
      #expect(request.path == "/v1/chat/completions")
      #expect(request.headers["x-one"] == "a b, c")
      #expect(request.headers["authorization"] == "Bearer k")
      #expect(request.body == Array("{}".utf8))
    }
  }

  @Test func answersRequestsSentAhead() async throws {
    try await withServer { server in
      let client = try RawClient(server)
      for _ in 1...3 { try client.request("POST", "/v1/chat/completions", body: question()) }
      for _ in 1...3 { #expect(try client.response().status == 200) }
    }
  }

  @Test func closesWhenAskedTo() async throws {
    try await withServer { server in
      let client = try RawClient(server)
      #expect(try client.complete(question(), headers: ["Connection: close"]).status == 200)
      #expect(try client.rest().ending == .closed)
    }
  }

  @Test(arguments: [
    ("GET", "/v1/chat/completions"), ("POST", "/v1/models"), ("POST", "/v1/completions"),
    ("GET", "/"),
  ])
  func refusesOtherRoutes(_ method: String, _ path: String) async throws {
    let response = try await withServer { try RawClient($0).exchange(method, path) }
    #expect(response.status == 404)
    #expect(try decoded(response.body)["statusCode"] == .integer(404))
    #expect(try decoded(response.body)["path"] == .string(path))
  }

  @Test func answersWithoutTheVersionInThePath() async throws {
    let response = try await withServer { server in
      try RawClient(server).exchange("POST", "/chat/completions?x=1", body: question())
    }
    #expect(response.status == 200)
  }

  @Test func echoesValidClientRequestIDsOnly() async throws {
    try await withServer { server in
      let client = try RawClient(server)
      for (id, isEchoed) in [("a-Z_0.9:", true), ("a b", false), ("é", false)] {
        let response = try client.complete(question(), headers: ["X-Client-Request-Id: \(id)"])
        #expect(response.headers["x-client-request-id"] == (isEchoed ? id : nil))
      }
      let long = String(repeating: "a", count: 129)
      let response = try client.complete(question(), headers: ["X-Client-Request-Id: \(long)"])
      #expect(response.headers["x-client-request-id"] == nil)
    }
  }

  @Test func acceptsOnlyTheRequiredKey() async throws {
    try await withServer(.aimlapi(pace: .zero, requiredKey: "right")) { server in
      let client = try RawClient(server)
      for header in [[], ["Authorization: Bearer wrong"], ["Authorization: right"]] {
        let response = try client.complete(question(), headers: header)
        #expect(response.status == 401)
        #expect(try decoded(response.body)["statusCode"] == .integer(401))
      }
      let response = try client.complete(question(), headers: ["Authorization: Bearer right"])
      #expect(response.status == 200)
      #expect(try client.exchange("GET", "/v1/models").status == 200)
    }
  }

  @Test(arguments: ["/v1/models", "/models", "/api/v1/models", "/v1/models?include=all"])
  func listsItsModelWithAnETag(_ path: String) async throws {
    try await withServer { server in
      let client = try RawClient(server)
      let response = try client.exchange("GET", path)
      #expect(response.status == 200)
      let model = try #require(first(decoded(response.body)["data"]))
      #expect(model["id"] == .string("alibaba/qwen3-32b"))
      #expect(model["aliases"] == .array([.string("qwen3-32b")]))
      let tag = try #require(response.headers["etag"])
      for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
        let again = try client.exchange("GET", path, headers: ["If-None-Match: \(known)"])
        #expect(again.status == 304)
        #expect(again.headers["etag"] == tag)
      }
      let other = try client.exchange("GET", path, headers: ["If-None-Match: \"x\""])
      #expect(other.status == 200)
    }
  }

  @Test func sendsEachPieceWhenItIsDue() async throws {
    try await withServer(.aimlapi(pace: .milliseconds(2))) { server in
      let client = try RawClient(server)
      try client.request(
        "POST", "/v1/chat/completions", body: question("/chunks 20", #""stream":true"#))
      _ = try client.head()
      var chunks: [String] = []
      while let chunk = try client.chunk() { chunks.append(chunk) }
      // If the machine kept up, every piece had its own HTTP chunk.
      #expect(chunks.count > 1)
      #expect(chunks.joined().contains(#""total_tokens":"#))
    }
  }

  @Test func stopsWritingWhenTheClientHasGone() async throws {
    for pace in [Duration.zero, .seconds(3600)] {
      try await withServer(.aimlapi(pace: pace)) { server in
        var client: RawClient? = try RawClient(server)
        try client?.request(
          "POST", "/v1/chat/completions", body: question("/chunks 1000000", #""stream":true"#))
        #expect(try client?.head().status == 200)
        client = nil
        #expect(await eventually { server.openConnectionCount == 0 })
      }
    }
  }

  @Test func servesAHundredStreamsAtOnce() async throws {
    try await withServer(.aimlapi(pace: .milliseconds(1))) { server in
      let clients = try (1...100).map { _ in try RawClient(server) }
      for client in clients {
        try client.request(
          "POST", "/v1/chat/completions", body: question("/chunks 50", #""stream":true"#))
      }
      for client in clients {
        let response = try client.response()
        #expect(response.events.count == 53)
      }
      #expect(server.connectionCount == 100)
    }
  }

  @Test func breaksOffEveryConnectionWhenItStops() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .seconds(3600)))
    let idle = try RawClient(server)
    let streaming = try RawClient(server)
    try streaming.request("POST", "/v1/chat/completions", body: question("x", #""stream":true"#))
    #expect(try streaming.head().status == 200)
    await server.stop()
    #expect(throws: RawClient.Failure.self) { try streaming.response() }
    #expect(throws: RawClient.Failure.self) { try idle.complete(question()) }
    #expect(throws: RawClient.Failure.self) { try RawClient(server) }
    await server.stop()
  }

  @Test func stopsWhenItIsReleased() async throws {
    var server: LoopbackServer? = try LoopbackServer(scenario: .script([.waitForClose]))
    let client = try RawClient(#require(server))
    try client.request("GET", "/")
    server = nil
    #expect(try client.rest().bytes.isEmpty)
  }

  @Test func addressCanBeUsedOnlyOnce() async throws {
    try await withServer { server in
      let port = try #require(
        server.baseURL.split(separator: ":").last?.split(separator: "/").first)
      #expect(server.baseURL == "http://127.0.0.1:\(port)/v1")
      let number = try #require(UInt16(port))
      #expect(throws: (any Error).self) {
        _ = try LoopbackServer(scenario: .script([]), port: number)
      }
    }
  }
}
