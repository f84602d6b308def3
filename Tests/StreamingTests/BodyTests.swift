import Chat
import Testing

@testable import Streaming

/// Bodies that do not match their content type.
@Suite struct BodyTests {
  private func answer(
    _ body: String, type: String? = "text/event-stream", failure: StreamError? = nil,
    size: Int = 5
  ) -> Answer {
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(200, type))
    for piece in Cuts.pieces(of: Array(body.utf8), size: size) {
      events += transfer.receive(piece, at: .seconds(1))
    }
    return Answer(events + transfer.close(failure, at: .seconds(2)))
  }

  private func refusal(_ answer: Answer) -> ServerRefusal? {
    if case .failed(.refused(let refusal)) = answer.end?.outcome { refusal } else { nil }
  }

  private static let half = #"data: {"choices":[{"delta":{"content":"Half"}}]}"# + "\n\n"
  private static let end = #"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"# + "\n\n"

  static let types: [String?] = [
    nil, "", "text/plain", "application/json", "text/html", "application/octet-stream", "x bogus",
  ]

  @Test(arguments: types, ["", "\n\n", ": comment\n\n", "event: message\n", "id: 1\n", "\u{FEFF}"])
  func streamWithWrongContentTypeIsRead(_ type: String?, _ before: String) {
    for size in [1, 3, 1000] {
      let answer = answer(before + Self.half + Self.end, type: type, size: size)
      #expect(answer.content == "Half")
      #expect(answer.end?.outcome == .complete)
    }
  }

  @Test(
    "The server's message, whatever surrounds it",
    arguments: [
      (#"{"error":{"message":"no"}}"#, "no"), ("[{\"error\":{\"message\":\"no\"}}]", "no"),
      ("{\n  \"error\": {\n    \"message\": \"no\"\n  }\n}\n", "no"),
      ("<html><head><title>Sign in</title></head></html>", "Sign in"),
      (
        "upstream connect error: reset before headers",
        "upstream connect error: reset before headers"
      ),
      ("Service overloaded\nTry later\n", "Service overloaded\nTry later"),
      ("data: error: no\n\n", "no"), ("data: Error: no", "no"),
      ("data: [ERROR] no\n\n", "[ERROR] no"),
      ("data: \"no\"\n\n", "no"), ("data: [{\"error\":\"no\"}]\n\n", "no"),
      ("event: error\ndata: no\n\n", "no"), ("error: no\n\n", "no"),
      ("data: {\"detail\":\"no\"}\n\n", "no"), ("data: {\"errors\":[\"no\"]}\n\n", "no"),
      ("data: {\"choices\":[{\"delta\":{},\"error\":{\"message\":\"no\"}}]}\n\n", "no"),
      (": PROCESSING\n\n{\"error\":{\"message\":\"no\"}}", "no"),
    ])
  func words(_ body: String, _ message: String) {
    for size in [1, 4, 1000] {
      #expect(refusal(answer(body, size: size))?.message == message)
    }
    for type in Self.types where !body.hasPrefix("Service") {
      #expect(refusal(answer(body, type: type))?.message == message, "\(type ?? "no type")")
    }
    // The same body after half an answer is an error, too, but that half is kept.
    let late = answer(Self.half + body)
    #expect(late.content == "Half")
    #expect(refusal(late)?.message == message)
  }

  @Test func textNextToAnErrorIsKept() {
    let answer = answer(
      #"data: {"choices":[{"delta":{"content":"Half"}}],"error":{"message":"no"}}"# + "\n\n")
    #expect(answer.content == "Half")
    #expect(refusal(answer)?.message == "no")
  }

  @Test(arguments: ["data: 7\n\n", "data: null\n\n", "data: {\"cut\n\n", "data: [1]\n\n"])
  func meaninglessJSONIsMalformed(_ body: String) {
    guard case .failed(.malformed) = answer(Self.half + body).end?.outcome else {
      Issue.record("not malformed")
      return
    }
  }

  @Test(arguments: ["da", "data", "foo: bar\n", "dat\n"])
  func possibleFieldIsNotAnError(_ line: String) {
    #expect(answer(Self.half + line).end?.outcome == .truncated)
  }

  @Test func lostConnectionIsReportedBeforeTruncatedText() {
    let broken = StreamError.disconnected(.other("reset"))
    #expect(answer(Self.half + "upstream conn", failure: broken).end?.outcome == .failed(broken))
    let error = #"{"error":{"message":"no"}}"#
    #expect(refusal(answer(error, type: "application/json", failure: broken))?.message == "no")
  }

  @Test func htmlPageIsNotAnAPI() {
    let page = answer("<html><title>Welcome</title></html>", type: "text/html")
    #expect(refusal(page)?.cause == .wrongAddress)
  }

  // MARK: The end

  @Test(
    "[DONE] without a finish reason",
    arguments: [
      (#","finish_reason":null"#, StreamOutcome.truncated), ("", .complete),
      (#","finish_reason":"""#, .complete),
    ])
  func doneWithoutAReason(_ member: String, _ outcome: StreamOutcome) {
    let chunk = #"data: {"choices":[{"delta":{"content":"a"}\#(member)}]}"# + "\n\n"
    for size in [1, 1000] {
      let cut = answer(chunk + chunk + chunk + "data: [DONE]\n\n", size: size)
      #expect(cut.content == "aaa")
      #expect(cut.end?.outcome == outcome)
      #expect(answer(chunk + Self.end + "data: [DONE]\n\n").end?.outcome == .complete)
    }
  }

  @Test func completeReplyNeedsNoReason() {
    let reply = #"{"choices":[{"message":{"content":"a"},"finish_reason":null}]}"#
    #expect(answer(reply, type: "application/json").end?.outcome == .complete)
  }

  @Test(arguments: [
    #""truncated":true"#, #""__verbose":{"stop_type":"limit","truncated":true}"#,
  ])
  func llamaCppReportsAFullContextWindow(_ member: String) {
    let end =
      #"data: {"choices":[{"delta":{},"finish_reason":"length"}],\#(member)}"# + "\n\n"
    #expect(answer(Self.half + end).end?.finishReason == .contextFull)
    let other = end.replacing("true", with: "false")
    #expect(answer(Self.half + other).end?.finishReason == .length)
  }

  // MARK: Texts

  /// Some servers end a stream by repeating the whole message.
  @Test func completeMessageAfterItsDeltasIsNotRepeated() {
    let whole =
      #"data: {"choices":[{"message":{"content":"Half","reasoning":"r"},"finish_reason":"stop"}]}"#
      + "\n\n"
    let answer = answer(Self.half + whole)
    #expect(answer.content == "Half" && answer.reasoning.isEmpty)
    #expect(answer.end?.outcome == .complete)
    #expect(self.answer(whole).content == "Half")
  }

  @Test func closingTagIsTextWithoutThinking() {
    for (mayThink, content) in [(true, "Yes."), (false, "Say </think>\nYes.")] {
      let chunks = ["Say ", "</th", "ink>\\nYes."].map {
        #"data: {"choices":[{"delta":{"content":"\#($0)"}}]}"# + "\n\n"
      }
      var expectation = AnswerExpectation()
      expectation.mayThink = mayThink
      var transfer = Transfer(hiding: Secrets(), expecting: expectation)
      var events = transfer.open(.of(200, "text/event-stream"))
      events += transfer.receive(Array((chunks.joined() + Self.end).utf8), at: .seconds(1))
      let answer = Answer(events + transfer.close(nil, at: .seconds(2)))
      #expect(answer.content == content)
    }
  }

  @Test(arguments: [
    (true, DialectName.qwen, true), (false, .qwen, false), (false, .plain, true),
  ])
  func modelsToldNotToThink(_ isOn: Bool, _ dialect: DialectName, _ mayThink: Bool) {
    let request = AnswerRequest(model: "m", turns: [], thinking: ThinkingMode(isOn: isOn))
    let endpoint = Endpoint.local("http://127.0.0.1:1/v1", dialect: dialect)
    #expect(AnswerExpectation(request, at: endpoint).mayThink == mayThink)
  }
}
