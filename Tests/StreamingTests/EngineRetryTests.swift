import Chat
import Faults
import Loopback
import Synchronization
import Testing

@testable import Streaming

/// The transfer to cancel, once the test has stored its ID for the engine's thread.
private final class Cancellation: Sendable {
  let id = Mutex<TransferID?>(nil)
}

/// Retries, as decided by the whole engine.
@Suite struct EngineRetryTests {
  private let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
  private let recorder = EventRecorder()
  private let question = AnswerRequest(
    model: "m", turns: [.init(role: .user, content: "Hi")], thinking: ThinkingMode(isOn: true))

  private func server(_ name: String) throws -> LoopbackServer {
    try LoopbackServer(scenario: try #require(Scenario.named(name)))
  }

  private func ask(_ server: LoopbackServer) -> TransferID {
    engine.start(
      question, to: .local(server.baseURL, dialect: .qwen), onEvent: recorder.record)
  }

  @Test(arguments: [
    ("429-then-answer", 1), ("429-date-then-answer", 1),
    ("503-retry-after-then-answer", 1), ("loading-then-answer", 1), ("429-twice-then-answer", 2),
  ])
  func retriesLeadToAnAnswer(_ name: String, _ retries: Int) async throws {
    let server = try server(name)
    _ = ask(server)
    let end = try await recorder.end()
    #expect(end.outcome == .complete)
    #expect(recorder.answer.retries.map(\.number) == Array(1...retries))
    #expect(!recorder.answer.content.isEmpty)
    #expect(server.requests.count == retries + 1)
    let bodies = Set(server.requests.map(\.body))
    #expect(bodies.count == 1, "the same is asked each time")
    await server.stop()
  }

  /// A refusal after the model has loaded is still retried twice.
  @Test func waitsForAModelAsLongAsItTakesToLoad() async throws {
    let scenario = try #require(Scenario.named("429-twice-then-answer"))
    let server = try LoopbackServer(scenario: scenario.afterLoading(4))
    _ = ask(server)
    let end = try await recorder.end()
    #expect(end.outcome == .complete)
    #expect(recorder.answer.retries.map(\.limit) == [nil, nil, nil, nil, 2, 2])
    #expect(recorder.answer.retries.map(\.number) == [1, 2, 3, 4, 1, 2])
    await server.stop()
  }

  @Test func waitForAModelCanBeCancelled() async throws {
    let server = try LoopbackServer(
      scenario: .aimlapi(pace: .zero).afterLoading(1_000_000))
    let id = ask(server)
    try await waitUntil("a wait") { recorder.answer.retries.count > 1 }
    engine.cancel(id)
    #expect(try await recorder.end().outcome == .cancelled)
    await server.stop()
  }

  @Test func fetchAlsoWaitsForTheModel() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero).afterLoading(2))
    let waits = Mutex<[Int]>([])
    let reply = Mutex<Result<HTTPReply, StreamError>?>(nil)
    engine.fetch(
      "/models", from: .local(server.baseURL, dialect: .llamaCpp),
      onWait: { retry in waits.withLock { $0.append(retry.number) } },
      onReply: { result in reply.withLock { $0 = result } })
    try await waitUntil("a reply") { reply.withLock { $0 } != nil }
    #expect(waits.withLock { $0 } == [1, 2])
    #expect(try reply.withLock { $0 }?.get().status == 200)
    await server.stop()
  }

  @Test func failureIsFinalAfterTwoRetries() async throws {
    let server = try server("429-three-times-then-answer")
    _ = ask(server)
    guard case .failed(.refused(let refusal)) = try await recorder.end().outcome else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(refusal.status == 429)
    #expect(server.requests.count == 3)
    await server.stop()
  }

  @Test(arguments: [
    "429-retry-after-hour", "429-should-not-retry", "429-insufficient-quota", "401-flat",
    "403-titled", "400-thinking-json", "200-json-error", "error-data", "closed-then-answer",
    "cut-then-answer", "reset-mid-event", "close-at-once", "200-empty", "503-then-answer",
    "500-then-answer", "502-then-answer", "504-then-answer", "408-then-answer",
  ])
  func finalFailureIsNotRetried(_ name: String) async throws {
    let server = try server(name)
    _ = ask(server)
    #expect(try await recorder.end().outcome != .complete)
    #expect(recorder.answer.retries.isEmpty)
    #expect(server.requests.count == 1)
    await server.stop()
  }

  @Test func aWaitThatIsTooLongIsReported() async throws {
    let server = try server("429-retry-after-hour")
    _ = ask(server)
    guard case .failed(.refused(let refusal)) = try await recorder.end().outcome else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(refusal.wait == .seconds(3600))
    await server.stop()
  }

  @Test func waitsAsLongAsTheServerAsks() async throws {
    let server = try server("429-retry-after-ms")
    _ = ask(server)
    try await waitUntil("a wait") { !recorder.answer.retries.isEmpty }
    let retry = try #require(recorder.answer.retries.first)
    #expect(retry.limit == 2 && retry.delay > .zero)
    #expect(retry.reason == .refused(ServerRefusal(status: 429, message: "Too Many Requests")))
    engine.shutDown()
    await server.stop()
  }

  /// The event handler cancels the wait on the engine's thread as soon as the wait is announced.
  /// On a busy machine, the test itself may not run again before the wait is over.
  @Test func waitCanBeCancelled() async throws {
    let head = "HTTP/1.1 503 No\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(head.utf8))]))
    let cancellation = Cancellation()
    cancellation.id.withLock { id in
      id = engine.start(question, to: .local(server.baseURL, dialect: .qwen)) {
        [engine, recorder] event in
        recorder.record(event)
        // Blocks until the ID is available.
        if case .retrying = event, let id = cancellation.id.withLock({ $0 }) { engine.cancel(id) }
      }
    }
    let end = try await recorder.end()
    #expect(end.outcome == .cancelled && end.timings.end != nil)
    #expect(server.requests.count == 1)
    await server.stop()
  }

  @Test func engineDoesNotRetryAfterShutdown() async throws {
    let head = "HTTP/1.1 503 No\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n"
    // The second request never ends, in case the wait is over before the test continues.
    let server = try LoopbackServer(
      scenario: .sequence([.script([.write(Array(head.utf8))]), .script([.waitForClose])]))
    _ = ask(server)
    try await waitUntil("a wait") { !recorder.answer.retries.isEmpty }
    engine.shutDown()
    #expect(recorder.answer.end?.outcome == .cancelled)
    await server.stop()
  }

  /// libcurl would silently resend the question, which might be billed twice. A long question is
  /// sent in many pieces; in both cases, the server reads the whole question before it closes the
  /// connection.
  @Test(arguments: [2, 3 << 20])
  func questionIsNotResentWhenAKeptConnectionDies(_ size: Int) async throws {
    let question = AnswerRequest(
      model: "m", turns: [.init(role: .user, content: String(repeating: "x", count: size))],
      thinking: ThinkingMode(isOn: true))
    let answer = try #require(Scenario.named("aimlapi-example"))
    let server = try LoopbackServer(
      scenario: .sequence([answer, .script([.close]), answer]))
    _ = engine.start(
      question, to: .local(server.baseURL, dialect: .qwen), onEvent: recorder.record)
    #expect(try await recorder.end().outcome == .complete)
    let second = EventRecorder()
    _ = engine.start(
      question, to: .local(server.baseURL, dialect: .qwen), onEvent: second.record)
    guard case .failed(.disconnected) = try await second.end().outcome else {
      Issue.record("\(second.events)")
      return
    }
    #expect(server.requests.filter { $0.method == "POST" }.count == 2)
    #expect(second.answer.retries.isEmpty)
    await server.stop()
  }
}
