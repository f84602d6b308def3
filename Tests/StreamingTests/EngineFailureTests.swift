import Chat
import Faults
import Foundation
import Loopback
import Testing

@testable import Streaming

@Suite struct EngineFailureTests {
  private let recorder = EventRecorder()
  private let question = AnswerRequest(
    model: "m", turns: [.init(role: .user, content: "Hi")], thinking: ThinkingMode(isOn: false))

  /// Sends a question to a server that plays `steps`, and waits for the end.
  private func end(
    _ steps: Scenario.Step..., limits: TransferHandle.Limits = .init(), key: String? = nil,
    recorder: EventRecorder? = nil
  ) async throws -> StreamEnd {
    let recorder = recorder ?? self.recorder
    let server = try LoopbackServer(scenario: .script(steps))
    let engine = StreamEngine(userAgent: "aside-tests/1", limits: limits)
    _ = engine.start(
      question, to: .local(server.baseURL, key: key), onEvent: recorder.record)
    let end = try await recorder.end()
    engine.shutDown()
    await server.stop()
    return end
  }

  private func write(_ text: String) -> Scenario.Step { .write(Array(text.utf8)) }

  private let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"

  private func chunk(_ content: String) -> String {
    "data: {\"choices\":[{\"delta\":{\"content\":\"\(content)\"}}]}\n\n"
  }

  @Test func resetMidEvent() async throws {
    let end = try await end(
      write(head + "Transfer-Encoding: chunked\r\n\r\n"),
      write("80\r\n" + chunk("kept") + "data: {\"cho"),
      // Wait for the text, because a reset discards unread data.
      .wait { [recorder] in recorder.answer.content == "kept" }, .reset)
    #expect(recorder.answer.content == "kept")
    #expect(end.outcome == .failed(.disconnected(.reset)))
  }

  @Test func connectionClosedInTheMiddle() async throws {
    let end = try await end(
      write(head + "Transfer-Encoding: chunked\r\n\r\n"),
      write("80\r\n" + chunk("kept") + "data: {\"cho"), .close)
    #expect(recorder.answer.content == "kept")
    #expect(end.outcome == .failed(.disconnected(.endedEarly)))
  }

  @Test func connectionEndsWithoutAFinishReason() async throws {
    let end = try await end(write(head + "\r\n" + chunk("kept")), .close)
    #expect(end.outcome == .truncated)
    #expect(recorder.answer.content == "kept")
  }

  @Test func serverSendsNothing() async throws {
    let end = try await end(.close)
    guard case .failed(.disconnected) = end.outcome else {
      Issue.record("\(end.outcome)")
      return
    }
    #expect(!recorder.answer.isOpened)
  }

  @Test func serverDoesNotSpeakHTTP() async throws {
    let end = try await end(write("hello there\r\n\r\n"), .close)
    guard case .failed(.malformed) = end.outcome else {
      Issue.record("\(end.outcome)")
      return
    }
  }

  /// A busy machine may not deliver the text within a short limit, so the test tries longer and
  /// longer limits.
  @Test func idleTimeout() async throws {
    var recorder = recorder
    for limit in [100, 1000, 10_000, 100_000] {
      recorder = EventRecorder()
      let end = try await end(
        write(head + "\r\n" + chunk("kept")), .waitForClose,
        limits: .init(idle: .milliseconds(limit)), recorder: recorder)
      #expect(end.outcome == .failed(.timedOut(host: "127.0.0.1")))
      if recorder.answer.content == "kept" { break }
    }
    #expect(recorder.answer.content == "kept")
  }

  @Test func finishedStreamThatStaysOpenIsComplete() async throws {
    let end = try await end(
      write(head + "\r\n" + chunk("all") + "data: [DONE]\n\n"), .waitForClose,
      limits: .init(closing: .milliseconds(10)))
    #expect(end.outcome == .complete)
    #expect(recorder.answer.content == "all")
  }

  /// A server may compress a stream even if not asked to (RFC 9110, section 12.5.3).
  @Test func compressedStreamIsDecoded() async throws {
    let packed = try #require(
      Data(
        base64Encoded: """
          H4sIAAAAAAACA0tJLEm0UqhWSs7Iz0xOLVayiq5WSknNKUlUsgIK5ueVpOaVKFkpFReWpqZWpaYo1eoopWXmZRZn\
          xBelJhbn54HkSvILlGpja7m4UsCGRbv4+7nGcnEBAB4xVshbAAAA
          """))
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
    let end = try await end(
      write(head + "Content-Length: \(packed.count)\r\n\r\n"), .write(Array(packed)))
    #expect(end.outcome == .complete)
    #expect(recorder.answer.content == "squeezed")
  }

  @Test func unusableProxyIsNotQuoted() async throws {
    let endpoint = Endpoint.local("http://example.com/v1") {
      $0.proxy = "ftp://us:pr0xypass@127.0.0.1:1"
    }
    let engine = StreamEngine(userAgent: "aside-tests/1")
    _ = engine.start(question, to: endpoint, onEvent: recorder.record)
    guard
      case .failed(.invalidRequest(.invalidProxy(let source))) = try await recorder.end().outcome
    else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(!source.contains("pr0xypass"))
    #expect(recorder.answer.retries.isEmpty)
  }

  @Test func errorMidStreamEndsItAtOnce() async throws {
    let end = try await end(
      write(head + "\r\n" + chunk("kept") + "data: {\"error\":\"no\"}\n\n"), .waitForClose)
    #expect(end.outcome == .failed(.refused(ServerRefusal(status: 200, message: "no"))))
    #expect(recorder.answer.content == "kept")
  }

  @Test func interimResponsesAndRedirectsAreNotAnswers() async throws {
    let end = try await end(
      write("HTTP/1.1 103 Early Hints\r\nContent-Type: text/event-stream\r\n\r\n"),
      write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"))
    #expect(end.outcome == .failed(.refused(ServerRefusal(status: 302, message: "/elsewhere"))))
    #expect(recorder.events.count == 1)
  }

  @Test(
    "Refusals, in every shape",
    arguments: [
      (401, "application/json", #"{"message":"no","statusCode":"401"}"#, "no"),
      (403, "application/json", #"{"title":"Forbidden","status":403,"message":"no"}"#, "no"),
      (400, "application/json", #"{"error":{"message":"no"}}"#, "no"),
      (502, "text/html", "<html><title>Bad gateway</title></html>", "Bad gateway"),
      (500, "text/plain", "", ""),
      (401, "application/json", #"{"error":{"message":"key sk-secret"}}"#, "key [key]"),
    ])
  func refusals(status: Int, type: String, body: String, message: String) async throws {
    let end = try await end(
      write(
        "HTTP/1.1 \(status) No\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)"
          + "\r\n\r\n\(body)"), key: "sk-secret")
    #expect(end.outcome == .failed(.refused(ServerRefusal(status: status, message: message))))
    #expect(!recorder.answer.isOpened)
    #expect(recorder.answer.retries.isEmpty)
  }

  @Test func portWithoutAListener() async throws {
    // Only a system service could listen on port 1.
    let error = try await error(at: "http://127.0.0.1:1/v1")
    #expect(error == .unreachable(host: "127.0.0.1", .noConnection))
  }

  @Test func invalidAddress() async throws {
    #expect(
      try await error(at: "ftp://127.0.0.1/v1")
        == .invalidRequest(.invalidBaseURL))
  }

  @Test func serverBreaksOffTheTLSHandshake() async throws {
    let server = try LoopbackServer(scenario: .script([]))
    let engine = StreamEngine(
      userAgent: "aside-tests/1", limits: .init(connect: .seconds(1_000_000)))
    let address = server.baseURL.replacing("http://", with: "https://")
    _ = engine.start(question, to: .local(address), onEvent: recorder.record)
    try await waitUntil("connected") { server.connectionCount == 1 }
    await server.stop()
    guard case .failed(.insecure("127.0.0.1", _, _)) = try await recorder.end().outcome else {
      Issue.record("\(recorder.events)")
      return
    }
    engine.shutDown()
  }

  @Test func connectionTimeout() async throws {
    let server = try LoopbackServer(scenario: .script([]))
    let engine = StreamEngine(
      userAgent: "aside-tests/1", limits: .init(connect: .milliseconds(100)))
    // The server waits for a request and never answers the TLS handshake.
    let address = server.baseURL.replacing("http://", with: "https://")
    _ = engine.start(question, to: .local(address), onEvent: recorder.record)
    guard case .failed(.unreachable("127.0.0.1", .timedOut)) = try await recorder.end().outcome
    else {
      Issue.record("\(recorder.events)")
      return
    }
    engine.shutDown()
    await server.stop()
  }

  private func error(at address: String) async throws -> StreamError {
    let engine = StreamEngine(userAgent: "aside-tests/1")
    _ = engine.start(question, to: .local(address), onEvent: recorder.record)
    let outcome = try await recorder.end().outcome
    engine.shutDown()
    guard case .failed(let error) = outcome else {
      return try #require(nil, "\(outcome)")
    }
    return error
  }
}
