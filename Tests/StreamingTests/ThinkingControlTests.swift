import Chat
import Faults
import Loopback
import Testing

@testable import Streaming

/// Ending the model's thinking through llama.cpp's control route.
@Suite struct ThinkingControlTests {
  private let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
  private let recorder = EventRecorder()

  private func start(
    _ server: LoopbackServer, mayEndThinking: Bool = true, key: String? = nil
  ) -> TransferID {
    var request = AnswerRequest(
      model: "m", turns: [.init(role: .user, content: "Hi")], thinking: ThinkingMode(isOn: true))
    request.mayEndThinking = mayEndThinking
    return engine.start(
      request, to: .local(server.baseURL, key: key, dialect: .llamaCpp), onEvent: recorder.record)
  }

  private func waitForThinking() async throws {
    try await waitUntil("the model thinks") { !recorder.answer.reasoning.isEmpty }
  }

  @Test func theAnswerFollowsTheThoughtSoFar() async throws {
    let server = try LoopbackServer(scenario: .thinkingUntilTold)
    let id = start(server, key: "sk-test")
    try await waitForThinking()
    #expect(recorder.answer.content.isEmpty)
    engine.endThinking(of: id)
    let end = try await recorder.end()
    #expect(end.outcome == .complete)
    #expect(recorder.answer.content == "Hello! How can I help?")
    let control = try #require(server.requests.last)
    #expect(control.method == "POST" && control.path == "/v1/chat/completions/control")
    #expect(control.headers["authorization"] == "Bearer sk-test")
    #expect(control.headers["content-type"] == "application/json")
    #expect(
      String(decoding: control.body, as: UTF8.self)
        == #"{"action":"reasoning_end","id":"chatcmpl-thought1","model":"m"}"#)
    // This has no effect on an answer that has ended.
    engine.endThinking(of: id)
    await server.stop()
  }

  @Test func aRefusalIsReportedAndTheAnswerGoesOn() async throws {
    let server = try LoopbackServer(scenario: .thinkingUntilTold)
    let id = start(server, mayEndThinking: false)
    try await waitForThinking()
    engine.endThinking(of: id)
    try await waitUntil("the refusal") { failures.count == 1 }
    guard case .refused(let refusal) = failures.first else {
      Issue.record("\(failures)")
      return
    }
    #expect(refusal.message == "reasoning control not enabled for this completion")
    #expect(recorder.answer.end == nil)
    engine.cancel(id)
    #expect(try await recorder.end().outcome == .cancelled)
    await server.stop()
  }

  /// An older server has no such route.
  @Test func aServerWithoutTheRouteIsReported() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    let thought = #"data: {"id":"c1","choices":[{"delta":{"reasoning_content":"Hm."}}]}"# + "\n\n"
    let missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    let server = try LoopbackServer(
      scenario: .sequence([
        .script([.write(Array((head + thought).utf8)), .waitForClose]),
        .script([.write(Array(missing.utf8))]),
      ]))
    let id = start(server)
    try await waitForThinking()
    engine.endThinking(of: id)
    try await waitUntil("the failure") { failures.count == 1 }
    engine.cancel(id)
    _ = try await recorder.end()
    await server.stop()
  }

  private var failures: [StreamError] {
    recorder.events.compactMap { if case .thinkingNotEnded(let error) = $0 { error } else { nil } }
  }

  /// Checks a reply and a stream that were recorded from a real server.
  @Test func recordedReplies() throws {
    let success = try Capture("slow-control-reply.json")
    func failure(_ body: [UInt8]) -> StreamError? {
      let reply = HTTPReply(status: 200, server: "llama.cpp", body: body, time: .zero)
      return ThinkingControl.failure(.success(reply), from: .local("http://127.0.0.1:1/v1"))
    }
    #expect(failure(success.body) == nil)
    #expect(failure(Array("{}".utf8)) != nil)
    #expect(failure([]) != nil)
    #expect(
      ThinkingControl.failure(.failure(.malformed(.notJSON)), from: .local("http://a/v1")) != nil)

    let capture = try Capture("slow-control-stream.sse")
    var transfer = Transfer(hiding: Secrets())
    _ = transfer.open(.of(capture.status, capture.contentType))
    #expect(transfer.completionID == nil)
    _ = transfer.receive(capture.body, at: .zero)
    #expect(transfer.completionID == "chatcmpl-FgLQvh288CcGgR4Ya8VPLmgk8xOouZF3")
  }
}
