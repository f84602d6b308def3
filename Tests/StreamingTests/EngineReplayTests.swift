import Chat
import Faults
import Loopback
import Testing

@testable import Streaming

@Suite struct EngineReplayTests {
  private let question = AnswerRequest(
    model: "m", turns: [.init(role: .user, content: "Hi")], thinking: ThinkingMode(isOn: false))

  private func answer(_ capture: Capture, cut: Scenario.Cut) async throws -> Answer {
    let server = try LoopbackServer(
      scenario: .replay(head: capture.head, body: capture.body, cut: cut))
    let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
    let recorder = EventRecorder()
    _ = engine.start(question, to: .local(server.baseURL), onEvent: recorder.record)
    _ = try await recorder.end()
    engine.shutDown()
    await server.stop()
    return recorder.answer
  }

  @Test func recordedRepliesGiveTheSameResultOverTheNetwork() async throws {
    for (name, expected) in try Capture.expected() {
      let answer = try await answer(try Capture(name), cut: .whole)
      #expect(answer.reasoning == expected.reasoning, "\(name)")
      #expect(answer.content == expected.content, "\(name)")
      #expect(answer.end?.outcome.status.rawValue == expected.outcome, "\(name)")
      #expect(answer.end?.finishReason?.wire == expected.finishReason, "\(name)")
      #expect(answer.end?.usage?.completionTokens == expected.completionTokens, "\(name)")
    }
  }

  @Test func eachReadGivesOnePieceForAnyNumberOfTokens() async throws {
    let capture = try Capture("midstream-error-a.sse")
    let answer = try await answer(capture, cut: .whole)
    #expect(answer.chunks > 4 * answer.deltaCount)
  }

  @Test func brokenRecordedStreamKeepsItsBeginning() async throws {
    let capture = try Capture("stream-think-off.sse")
    let expected = try #require(try Capture.expected()[capture.name])
    let answer = try await answer(capture, cut: .bytes(capture.body.count / 2))
    #expect(!answer.content.isEmpty && expected.content.hasPrefix(answer.content))
    guard case .failed(.disconnected) = answer.end?.outcome else {
      Issue.record("\(String(describing: answer.end?.outcome))")
      return
    }
  }
}
