import Faults
import Loopback
import Testing

/// Scenarios used in turn, one for each POST.
struct SequenceTests {
  private static func fixed(_ body: String) -> Scenario {
    .replay(head: "HTTP/1.1 200 OK\n", body: Array(body.utf8), cut: .whole)
  }

  private static let letters = Scenario.sequence([fixed("a"), fixed("b"), fixed("c")])

  @Test func lastScenarioRepeats() async throws {
    try await withServer(Self.letters) { server in
      let client = try RawClient(server)
      let bodies = try (1...5).map { _ in try client.exchange("POST", "/").body }
      #expect(bodies == ["a", "b", "c", "c", "c"])
      #expect(server.connectionCount == 1)
    }
  }

  @Test func postsOnEveryConnectionCount() async throws {
    try await withServer(Self.letters) { server in
      let bodies = try (1...4).map { _ in try RawClient(server).exchange("POST", "/").body }
      #expect(bodies == ["a", "b", "c", "c"])
    }
  }

  @Test func eachTurnIsUsedOnceAcrossClients() async throws {
    let scenarios = (0..<40).map { Self.fixed(String($0)) }
    try await withServer(.sequence(scenarios)) { server in
      let bodies = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<8 {
          group.addTask {
            let client = try RawClient(server)
            return try (0..<5).map { _ in try client.exchange("POST", "/").body }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(Set(bodies).count == scenarios.count)
    }
  }

  @Test func otherRequestsBelongToTheFirst() async throws {
    try await withServer(.sequence([.aimlapi(pace: .zero), Self.fixed("b")])) { server in
      let client = try RawClient(server)
      #expect(try client.exchange("GET", "/v1/models").status == 200)
      #expect(try client.peek("/v1/models").status == 200)
      #expect(try client.complete(question()).body.contains("scripted"))
      #expect(try client.exchange("GET", "/v1/models").status == 200)
      #expect(try client.complete(question()).body == "b")
    }
  }

  @Test func nestedSequenceCountsAsItsMembers() async throws {
    let nested = Scenario.sequence([.sequence([Self.fixed("a"), Self.fixed("b")]), .sequence([])])
    try await withServer(nested) { server in
      let client = try RawClient(server)
      #expect(try client.exchange("POST", "/").body == "a")
      #expect(try client.exchange("POST", "/").body == "b")
      try client.request("POST", "/")
      #expect(try client.rest().bytes.isEmpty)
    }
  }
}

/// The reply to a HEAD request: the same as for GET, but without the body.
struct HeadTests {
  private static let recorded = Scenario.replay(
    head: "HTTP/1.1 200 OK\n", body: [UInt8](repeating: 65, count: 9), cut: .whole)

  @Test(arguments: [
    (Scenario.aimlapi(pace: .zero), "/v1/models"), (.aimlapi(pace: .zero), "/v1"),
    (recorded, "/v1"), (.sequence([recorded, .script([])]), "/v1"),
  ])
  func hasTheHeadersOfAGet(_ scenario: Scenario, _ path: String) async throws {
    try await withServer(scenario) { server in
      let client = try RawClient(server)
      var peeked = try client.peek(path)
      var got = try client.exchange("GET", path)
      #expect(peeked.status == got.status)
      #expect(peeked.headers["content-length"] == String(got.body.utf8.count))
      // Every exchange has its own ID.
      peeked.headers["x-inference-id"] = nil
      got.headers["x-inference-id"] = nil
      #expect(peeked.headers == got.headers)
      #expect(server.connectionCount == 1)
    }
  }

  @Test func recognisesAnUnchangedList() async throws {
    try await withServer { server in
      let client = try RawClient(server)
      let tag = try #require(try client.peek("/v1/models").headers["etag"])
      #expect(try client.peek("/v1/models", headers: ["If-None-Match: \(tag)"]).status == 304)
      #expect(try client.complete(question()).status == 200)
    }
  }

  @Test func playsNoScript() async throws {
    let reply = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8)
    try await withServer(.script([.write(reply)])) { server in
      let client = try RawClient(server)
      #expect(try client.peek("/v1").status == 404)
      #expect(try client.exchange("POST", "/v1").body == "hello")
      #expect(server.connectionCount == 1)
    }
  }
}
