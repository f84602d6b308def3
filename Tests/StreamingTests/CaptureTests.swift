import Chat
import Testing

@testable import Streaming

@Suite struct CaptureTests {
  private func answer(_ capture: Capture, size: Int) -> Answer {
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(capture.status, capture.contentType))
    for piece in Cuts.pieces(of: capture.body, size: size) {
      events += transfer.receive(piece, at: .zero)
    }
    return Answer(events + transfer.close(nil, at: .zero))
  }

  @Test("Recorded replies read the same however they are cut")
  func anyCut() throws {
    for (name, expected) in try Capture.expected() {
      let capture = try Capture(name)
      for size in [capture.body.count, 1, 7] {
        let answer = answer(capture, size: size)
        try check(answer, against: expected, "\(name) in pieces of \(size)")
      }
    }
  }

  private func check(
    _ answer: Answer, against expected: Capture.Expected, _ comment: Comment
  ) throws {
    #expect(Array(answer.reasoning.utf8) == Array(expected.reasoning.utf8), comment)
    #expect(Array(answer.content.utf8) == Array(expected.content.utf8), comment)
    #expect(answer.chunks == expected.chunks, comment)
    let end = try #require(answer.end)
    #expect(end.outcome.status.rawValue == expected.outcome, comment)
    #expect(end.finishReason?.wire == expected.finishReason, comment)
    #expect(end.usage?.promptTokens == expected.promptTokens, comment)
    #expect(end.usage?.completionTokens == expected.completionTokens, comment)
    #expect(end.usage?.cachedTokens == expected.cachedTokens, comment)
    #expect(end.servedModel == expected.model, comment)
    if let words = expected.error {
      let refusal = ServerRefusal(status: 200, message: words, code: "server_error")
      #expect(end.outcome == .failed(.refused(refusal)), comment)
    }
  }

  @Test(
    "Recorded refusals",
    arguments: [
      ("auth-none", 401, "Invalid API Key", "authentication_error"),
      ("err-404", 404, "File Not Found", "not_found_error"),
      (
        "err-context-overflow", 400,
        "request (9009 tokens) exceeds the available context size (2048 tokens), try increasing it",
        "exceed_context_size_error"
      ),
      ("loading-chat", 503, "Loading model", "unavailable_error"),
      ("router-unknown-model", 400, "model 'no-such-model' not found", "invalid_request_error"),
    ])
  func refusals(name: String, status: Int, message: String, code: String) throws {
    let capture = try Capture(name + ".json")
    let refusal = ServerRefusal(status: status, message: message, code: code)
    for size in [capture.body.count, 1, 7] {
      let answer = answer(capture, size: size)
      #expect(answer.end?.outcome == .failed(.refused(refusal)))
      #expect(!answer.isOpened)
    }
  }
}
