import Chat
import Faults
import Loopback
import Testing

@testable import Streaming

/// The number of connections, and how fast data flows over them.
@Suite struct EngineConnectionTests {
  private let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
  private let recorder = EventRecorder()

  private func question(_ text: String = "Hi") -> AnswerRequest {
    AnswerRequest(
      model: "alibaba/qwen3-32b", turns: [.init(role: .user, content: text)],
      thinking: ThinkingMode(isOn: false))
  }

  private func endpoint(_ server: LoopbackServer) -> Endpoint {
    .local(server.baseURL, key: "sk-secret", dialect: .qwen)
  }

  @Test func preparedConnectionIsUsed() async throws {
    let start = ContinuousClock.now
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let endpoint = Endpoint.local(server.baseURL, key: "sk-secret", dialect: .qwen) {
      $0.headers = ["X-Tenant": "secret"]
    }
    engine.prepareConnection(to: endpoint)
    try await waitUntil("the connection stands") { server.requests.count == 1 }
    let warming = try #require(server.requests.first)
    #expect(warming.method == "HEAD" && warming.path == "/v1/models")
    #expect(warming.headers["authorization"] == nil && warming.headers["x-tenant"] == nil)
    for _ in 0..<3 {
      let recorder = EventRecorder()
      _ = engine.start(question(), to: endpoint, onEvent: recorder.record)
      #expect(try await recorder.end().outcome == .complete)
    }
    #expect(server.connectionCount == 1 || start.isTooLongAgoToReuseConnections)
    #expect(server.requests.last?.headers["x-tenant"] == "secret")
    await server.stop()
  }

  /// The question uses another connection and does not wait for the answer to the warm-up request.
  @Test func unansweredWarmingRequestDoesNotDelayQuestions() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero).silentToHead)
    engine.prepareConnection(to: endpoint(server))
    try await waitUntil("the connection stands") { server.requests.count == 1 }
    _ = engine.start(question(), to: endpoint(server), onEvent: recorder.record)
    #expect(try await recorder.end().outcome == .complete)
    engine.shutDown()
    await server.stop()
  }

  @Test func aHundredStreamsAtOnce() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .milliseconds(1)))
    let recorders = (0..<100).map { _ in EventRecorder() }
    for recorder in recorders {
      _ = engine.start(
        question("/chunks 50"), to: endpoint(server), onEvent: recorder.record)
    }
    var texts: Set<String> = []
    for recorder in recorders {
      #expect(try await recorder.end().outcome == .complete)
      texts.insert(recorder.answer.content)
    }
    #expect(texts.count == 1)
    #expect(server.requests.count == 100)
    await server.stop()
  }

  /// A server that is faster than its reader is slowed down, and nothing is lost.
  @Test func serverWaitsForASlowReader() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let id = engine.start(
      question("/chunks 100000"), to: endpoint(server), window: 4096, onEvent: recorder.record)
    try await waitUntil("the window is full") { recorder.answer.content.utf8.count >= 4096 }
    let size = { recorder.answer.content.utf8.count }
    // One read may exceed the window by a limited amount; the answer is 600 KB long.
    #expect(size() < 64 << 10)
    #expect(recorder.answer.end == nil)
    var acknowledged = 0
    try await waitUntil("the end") {
      let more = size() - acknowledged
      if more > 0 { engine.acknowledge(id, count: more) }
      acknowledged += more
      return recorder.answer.end != nil
    }
    #expect(recorder.answer.end?.outcome == .complete)
    let other = EventRecorder()
    _ = engine.start(question("/chunks 100000"), to: endpoint(server), onEvent: other.record)
    _ = try await other.end()
    #expect(recorder.answer.content == other.answer.content)
    await server.stop()
  }

  @Test func streamWaitingForItsReaderCanBeStopped() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let id = engine.start(
      question("/chunks 100000"), to: endpoint(server), window: 1024, onEvent: recorder.record)
    try await waitUntil("the window is full") { recorder.answer.content.utf8.count >= 1024 }
    engine.cancel(id)
    #expect(try await recorder.end().outcome == .cancelled)
    try await waitUntil("the connection is closed") { server.openConnectionCount == 0 }
    await server.stop()
  }

  @Test func modelListIsFetchedWithTheKey() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let reply = ReplyBox()
    engine.fetch("/models?include=pricing", from: endpoint(server), onReply: reply.set)
    let models = ModelList.models(in: try await reply.wait().get().body)
    #expect((models?.count ?? 0) > 400)
    let qwen = try #require(models?.first { $0.id == "alibaba/qwen3-32b" })
    #expect(qwen.contextLength == 131_000 && qwen.aliases.contains("qwen3-32b"))
    #expect(qwen.inputPrice != nil && qwen.outputPrice != nil)
    #expect(server.requests.first?.headers["authorization"] == "Bearer sk-secret")
    await server.stop()
  }

  @Test func refusedModelListGivesAReason() async throws {
    let refusal = "HTTP/1.1 404 No\r\nContent-Length: 16\r\n\r\n{\"message\":\"no\"}"
    let server = try LoopbackServer(scenario: .script([.write(Array(refusal.utf8))]))
    let reply = ReplyBox()
    engine.fetch("/models", from: endpoint(server), onReply: reply.set)
    guard case .failure(.refused(let refusal)) = try await reply.wait() else {
      Issue.record("no refusal")
      return
    }
    #expect(refusal == ServerRefusal(status: 404, message: "no"))
    await server.stop()
  }
}

extension ContinuousClock.Instant {
  /// Whether a connection last used at this instant may be too old to reuse. libcurl does not
  /// reuse a connection that has been idle for 118 s (CURLOPT_MAXAGE_CONN), and a busy machine
  /// may take that long between two steps of a test.
  var isTooLongAgoToReuseConnections: Bool { self + .seconds(110) < .now }
}
