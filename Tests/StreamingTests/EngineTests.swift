import Chat
import Faults
import Loopback
import Testing

@testable import Streaming

@Suite struct EngineTests {
  private let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
  private let recorder = EventRecorder()

  private func question(_ text: String = "Hi", isStreaming: Bool = true) -> AnswerRequest {
    AnswerRequest(
      model: "alibaba/qwen3-32b", turns: [.init(role: .user, content: text)],
      thinking: ThinkingMode(isOn: true), isStreaming: isStreaming)
  }

  @discardableResult
  private func ask(
    _ server: LoopbackServer, key: String? = "sk-test", dialect: DialectName = .qwen
  ) -> TransferID {
    let endpoint = Endpoint.local(server.baseURL, key: key, dialect: dialect)
    return engine.start(question(), to: endpoint, onEvent: recorder.record)
  }

  private func script(_ steps: Scenario.Step...) async throws -> LoopbackServer {
    try LoopbackServer(scenario: .script(steps))
  }

  private func write(_ text: String) -> Scenario.Step { .write(Array(text.utf8)) }

  private let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

  private func chunk(_ content: String) -> String {
    "data: {\"choices\":[{\"delta\":{\"content\":\"\(content)\"}}]}\n\n"
  }

  @Test func streamWithThinking() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    ask(server)
    let end = try await recorder.end()
    let answer = recorder.answer
    #expect(end.outcome == .complete)
    #expect(end.finishReason == .stop)
    #expect(answer.isOpened && !answer.reasoning.isEmpty && !answer.content.isEmpty)
    #expect(end.usage?.completionTokens != nil)
    #expect(end.servedModel != nil)
    let firstToken = try #require(end.timings.firstToken)
    let firstContent = try #require(end.timings.firstContent)
    #expect(firstToken <= firstContent)
    #expect(try firstContent <= #require(end.timings.end))
    await server.stop()
  }

  @Test func requestOnTheWire() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    ask(server)
    _ = try await recorder.end()
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.path == "/v1/chat/completions")
    #expect(request.headers["authorization"] == "Bearer sk-test")
    #expect(request.headers["accept"] == "text/event-stream")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["user-agent"] == "aside-tests/1")
    #expect(request.headers["expect"] == nil)
    let dialect = Dialect(name: .qwen)
    #expect(try request.body == CompletionRequest(question(), dialect: dialect).body())
    await server.stop()
  }

  @Test func nonStreamedReply() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    _ = engine.start(
      question(isStreaming: false), to: .local(server.baseURL, key: "sk", dialect: .qwen),
      onEvent: recorder.record)
    let end = try await recorder.end()
    #expect(end.outcome == .complete)
    #expect(recorder.answer.deltaCount == 1)
    #expect(recorder.answer.reasoning.isEmpty && !recorder.answer.content.isEmpty)
    #expect(server.requests.first?.headers["accept"] == "application/json")
    await server.stop()
  }

  @Test func twoRequestsUseOneConnection() async throws {
    let start = ContinuousClock.now
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    ask(server)
    _ = try await recorder.end()
    let second = EventRecorder()
    _ = engine.start(
      question(), to: .local(server.baseURL, key: "sk", dialect: .qwen), onEvent: second.record)
    #expect(try await second.end().outcome == .complete)
    #expect(server.requests.count == 2)
    #expect(server.connectionCount == 1 || start.isTooLongAgoToReuseConnections)
    await server.stop()
  }

  @Test func manyStreamsAtOnce() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let recorders = (0..<20).map { _ in EventRecorder() }
    for recorder in recorders {
      _ = engine.start(
        question(), to: .local(server.baseURL, key: "sk", dialect: .qwen), onEvent: recorder.record)
    }
    var texts: Set<String> = []
    for recorder in recorders {
      #expect(try await recorder.end().outcome == .complete)
      texts.insert(recorder.answer.content)
    }
    #expect(texts.count == 1)
    await server.stop()
  }

  @Test func openingIsReportedBeforeAnyText() async throws {
    let server = try await script(write(head), .waitForClose)
    let id = ask(server)
    try await waitUntil("opened") { recorder.events == [.opened] }
    engine.cancel(id)
    #expect(try await recorder.end().outcome == .cancelled)
    await server.stop()
  }

  @Test func cancellingClosesTheConnectionAndKeepsTheText() async throws {
    let server = try await script(write(head + chunk("so far")), .waitForClose)
    let id = ask(server)
    try await waitUntil("text") { recorder.answer.content == "so far" }
    engine.cancel(id)
    engine.cancel(id)
    let end = try await recorder.end()
    #expect(end.outcome == .cancelled)
    #expect(end.timings.end != nil)
    try await waitUntil("the connection is closed") { server.openConnectionCount == 0 }
    #expect(recorder.answer.content == "so far")
    engine.cancel(id)
    await server.stop()
  }

  @Test func cancellingAtOnceEndsOnce() async throws {
    let server = try await script(.waitForClose)
    engine.cancel(ask(server))
    #expect(try await recorder.end().outcome == .cancelled)
    #expect(recorder.events.count == 1)
    await server.stop()
  }

  @Test func shuttingDownCancelsEverything() async throws {
    let server = try await script(write(head + chunk("a")), .waitForClose)
    ask(server)
    try await waitUntil("text") { recorder.answer.content == "a" }
    engine.shutDown()
    #expect(recorder.answer.end?.outcome == .cancelled)
    try await waitUntil("the connection is closed") { server.openConnectionCount == 0 }
    engine.shutDown()
    let again = EventRecorder()
    engine.cancel(
      engine.start(question(), to: .local(server.baseURL), onEvent: again.record))
    #expect(try await again.end().outcome == .cancelled)
    await server.stop()
  }

  @Test func releasedEngineEndsItsTransfers() async throws {
    let server = try await script(write(head), .waitForClose)
    var held: StreamEngine? = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
    _ = held?.start(question(), to: .local(server.baseURL), onEvent: recorder.record)
    try await waitUntil("opened") { recorder.answer.isOpened }
    held = nil
    #expect(try await recorder.end().outcome == .cancelled)
    await server.stop()
  }
}
