import Chat
import Faults
import Loopback
import Testing

/// Every named scenario, as seen by a client that relies only on HTTP.
struct CatalogueTests {
  /// The scenarios that drop the connection or never end.
  private static let broken: Set = [
    "stall", "stall-at-once", "stall-after-done", "reset-mid-event", "close-mid-event",
    "close-at-once", "closed-then-answer", "cut-then-answer", "huge-event",
  ]
  private static let silent: Set = ["stall-at-once", "close-at-once", "closed-then-answer"]

  private static let names = Scenario.catalogue.map(\.name)

  @Test func namesAndSummariesAreWellFormed() {
    #expect(Set(Self.names).count == Self.names.count)
    for scenario in Scenario.catalogue {
      #expect(scenario.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(scenario.name)")
      #expect(!scenario.summary.isEmpty && !scenario.summary.contains("\n"), "\(scenario.name)")
      #expect(scenario.summary.count <= 90, "\(scenario.name)")
    }
    #expect(Scenario.named("no-such-scenario") == nil)
    #expect(Self.broken.union(Self.silent).isSubset(of: Self.names))
  }

  private func scenario(_ name: String) throws -> Scenario {
    try #require(Scenario.named(name))
  }

  @Test(arguments: names.filter { !broken.contains($0) })
  func answersAndStaysOpen(_ name: String) async throws {
    try await withServer(scenario(name)) { server in
      let client = try RawClient(server)
      for _ in 1...2 {
        let response = try client.complete(question("Hello", #""stream":true"#))
        #expect((200...599).contains(response.status))
        #expect(
          response.headers["content-length"] != nil || !response.body.isEmpty
            || response.headers["transfer-encoding"] == "chunked")
      }
      #expect(try client.peek("/v1/models").status == 200)
      #expect(server.connectionCount == 1)
    }
  }

  @Test(arguments: broken.subtracting(silent).sorted())
  func beginsAsHTTP(_ name: String) async throws {
    try await withServer(scenario(name)) { server in
      let client = try RawClient(server)
      try client.request("POST", "/v1/chat/completions", body: question("Hello"))
      #expect(try client.head().status == 200)
      #expect(try client.chunk()?.hasPrefix("data: {") == true)
    }
  }

  @Test(arguments: [
    ("reset-mid-event", RawClient.Ending.reset), ("close-mid-event", .closed),
    ("close-at-once", .closed),
  ])
  func breaksOff(_ name: String, _ ending: RawClient.Ending) async throws {
    try await withServer(scenario(name)) { server in
      let client = try RawClient(server)
      try client.request("POST", "/v1/chat/completions", body: question("Hello"))
      let rest = try client.rest()
      #expect(rest.ending == ending)
      #expect(!rest.bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8))
    }
  }

  @Test(arguments: ["stall", "stall-at-once", "stall-after-done"])
  func sendsNothingUntilTheClientCloses(_ name: String) async throws {
    try await withServer(scenario(name)) { server in
      var client: RawClient? = try RawClient(server)
      try client?.request("POST", "/v1/chat/completions", body: question("Hello"))
      if name != "stall-at-once" { _ = try client?.head() }
      #expect(await eventually { server.requests.count == 1 })
      #expect(server.openConnectionCount == 1)
      client = nil
      #expect(await eventually { server.openConnectionCount == 0 })
    }
  }

  @Test(arguments: ["vllm", "llama-cpp", "ollama", "openrouter", "deepseek", "groq", "together"])
  func dialectsAlsoAnswerWithoutAStream(_ name: String) async throws {
    let response = try await withServer(scenario(name)) { server in
      try RawClient(server).complete(question("Hello", #""stream":false"#))
    }
    let message = first(try decoded(response.body)["choices"])?["message"]
    #expect(text(message?["content"]) == "Hello! How can I help?")
  }

  /// Every event of these streams except `[DONE]` is JSON.
  @Test(arguments: names.filter { $0.hasPrefix("tools-") && $0 != "tools-unstreamed" })
  func toolCallsAreInTheStream(_ name: String) async throws {
    let response = try await withServer(scenario(name)) { server in
      try RawClient(server).complete(question("Hello", #""stream":true"#))
    }
    let chunks = try response.events.filter { $0 != "[DONE]" }.map(decoded)
    let calls = chunks.compactMap { first(first($0["choices"])?["delta"]?["tool_calls"]) }
    #expect(calls.contains { text($0["function"]?["name"]) == "weather" })
    #expect(name == "tools-truncated" || response.body.contains(#""finish_reason":""#))
  }
}
