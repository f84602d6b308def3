import Chat
import Faults
import Loopback
import Testing

@testable import Streaming

/// All known kinds of server behaviour, tested with the complete engine.
@Suite struct CatalogueTests {
  private let recorder = EventRecorder()
  private let question = AnswerRequest(
    model: "alibaba/qwen3-32b", turns: [.init(role: .user, content: "Hi")],
    thinking: ThinkingMode(isOn: true))

  /// The scenarios tested here. Those that need a retry depend on the engine's number of
  /// attempts, and `aimlapi` has its own tests.
  private static let tested = Scenario.catalogue.map(\.name).filter {
    $0 != "aimlapi" && !$0.hasSuffix("-then-answer")
  }

  @Test func everyScenarioHasAnExpectation() {
    let expected = CatalogueExpectation.table.map(\.name)
    #expect(Set(expected) == Set(Self.tested))
    #expect(Set(expected).count == expected.count)
  }

  @Test(arguments: CatalogueExpectation.table)
  func scenarioGivesTheExpectedAnswer(_ expectation: CatalogueExpectation) async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named(expectation.name)))
    let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)
    let id = engine.start(
      question, to: .local(server.baseURL, dialect: .qwen), onEvent: recorder.record)
    if case .cancelled = expectation.outcome {
      try await waitUntil("the request and the text are there") {
        server.requests.count == 1 && text.content == expectation.content
      }
      engine.cancel(id)
    }
    let end = try await recorder.end()
    engine.shutDown()
    await server.stop()
    #expect(text.reasoning == expectation.reasoning)
    #expect(text.content == expectation.content)
    expect(end.outcome, expectation.outcome)
    if let finish = expectation.finish { #expect(end.finishReason == finish) }
    if let usage = expectation.usage { expect(end.usage, usage) }
  }

  private var text: (reasoning: String, content: String) {
    let answer = recorder.answer
    return (answer.reasoning, answer.content + answer.refusal)
  }

  private func expect(_ outcome: StreamOutcome, _ expected: CatalogueExpectation.Outcome) {
    switch expected {
    case .complete: #expect(outcome == .complete)
    case .truncated: #expect(outcome == .truncated)
    case .cancelled: #expect(outcome == .cancelled)
    case .incomplete: #expect(outcome != .complete && outcome != .cancelled)
    case .failed:
      if case .failed = outcome { return }
      Issue.record("\(outcome)")
    case .disconnected:
      if case .failed(.disconnected) = outcome { return }
      Issue.record("\(outcome)")
    case .refused(let status, let message):
      guard case .failed(.refused(let refusal)) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(refusal.status == status)
      #expect(refusal.message == message)
    }
  }

  private func expect(_ usage: Usage?, _ expected: Usage) {
    #expect(usage?.promptTokens == expected.promptTokens)
    #expect(usage?.completionTokens == expected.completionTokens)
    #expect(usage?.reasoningTokens == expected.reasoningTokens)
    #expect(usage?.cachedTokens == expected.cachedTokens)
    #expect(usage?.cost == expected.cost)
  }
}
