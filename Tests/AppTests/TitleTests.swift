import Chat
import Screen
import Testing

@testable import App

/// Titles requested from the model.
@Suite struct TitleTests {
  private func allowed(_ change: (inout Script) -> Void = { _ in }) -> Script {
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 4096))
    script.state.preferences.asksForTitles = true
    script.state.session.parameters.temperature = 0.6
    script.state.session.parameters.tools = .array([])
    change(&script)
    return script
  }

  private func end(_ usage: Usage? = nil, _ reason: FinishReason = .stop) -> StreamEvent {
    .ended(StreamEnd(outcome: .complete, finishReason: reason, usage: usage))
  }

  private func titleRequest(_ script: inout Script) -> (RequestID, AnswerRequest)? {
    script.takeEffects().lazy.compactMap { effect in
      if case .stream(.start(let id, let request, _)) = effect { (id, request) } else { nil }
    }.first
  }

  /// Asks a question, receives its answer, and returns the request for a title.
  private func answered(_ script: inout Script) throws -> (RequestID, AnswerRequest) {
    let request = try script.ask("Why is the sky blue?")
    script.play(
      .streamed(
        request,
        .received(AnswerDelta(reasoning: "Rayleigh.", content: "It scatters.", chunks: 2))),
      .streamed(request, end()))
    return try #require(titleRequest(&script))
  }

  @Test func titleRequestContainsOnlyQuestionAndAnswer() throws {
    var script = allowed()
    let (_, request) = try answered(&script)
    #expect(!request.thinking.isOn)
    var parameters = Parameters()
    parameters.maxTokens = 24
    #expect(request.parameters == parameters)
    #expect(request.model == script.state.session.model)
    #expect(request.turns.map(\.role) == [.user])
    let text = request.turns[0].content
    #expect(text.contains("Why is the sky blue?") && text.contains("It scatters."))
    #expect(!text.contains("Rayleigh"))
  }

  @Test func titleIsSetAndStoredAndItsTokensAreShown() throws {
    var script = allowed()
    let (request, _) = try answered(&script)
    let id = script.state.conversation.id
    script.play(
      .streamed(request, .opened),
      .streamed(
        request, .received(AnswerDelta(reasoning: "hm", content: "**\"Blue", chunks: 2))),
      .streamed(request, .received(AnswerDelta(content: " skies.\"**\n\nBye", chunks: 3))),
      .streamed(request, end(Usage(promptTokens: 31, completionTokens: 9, cost: 0.0002))))
    #expect(script.state.conversation.title == "Blue skies")
    #expect(script.state.conversation.titleSource == .model)
    let changes = script.takeEffects().filter {
      if case .store(.change) = $0 { true } else { false }
    }
    #expect(changes == [.store(.change([id], .suggestTitle("Blue skies")))])
    let rows = script.rows(width: 140, height: 24)
    #expect(rows[0].hasPrefix(" Blue skies"))
    #expect(rows.last?.contains("title 31 in 9 out $0.0002") == true)
    // The answer itself is unchanged.
    #expect(script.state.conversation.lastMessage?.content == "It scatters.")
    _ = try script.ask("And at night?")
    #expect(script.rows(width: 110, height: 24).last?.contains("title") == false)
  }

  @Test func onlyTheFirstAnswerRequestsATitle() throws {
    var script = allowed()
    let (request, _) = try answered(&script)
    script.play(.streamed(request, end()))
    let next = try script.ask("And at night?")
    script.play(
      .streamed(next, .received(AnswerDelta(content: "Dark.", chunks: 1))),
      .streamed(next, end()))
    #expect(titleRequest(&script) == nil)
  }

  @Test(arguments: ["off", "private", "demo", "renamed", "stopped", "empty"])
  func titleIsNotRequested(_ why: String) throws {
    var script = allowed()
    switch why {
    case "off": script.state.preferences.asksForTitles = false
    case "private":
      script.type("/private")
      script.press(.enter)
    case "demo": script.state.session.provider = .demo
    default: break
    }
    script.type("Why?")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    if why == "renamed" {
      script.state.conversation.title = "Mine"
      script.state.conversation.titleSource = .user
    }
    _ = script.takeEffects()
    if why != "empty" {
      script.play(.streamed(request, .received(AnswerDelta(content: "So.", chunks: 1))))
    }
    if why == "stopped" { script.press(.escape) } else { script.play(.streamed(request, end())) }
    #expect(script.state.stream == nil)
    #expect(titleRequest(&script) == nil)
  }

  @Test func titleTypedMeanwhileIsKept() throws {
    var script = allowed()
    let (request, _) = try answered(&script)
    script.state.conversation.title = "Mine"
    script.state.conversation.titleSource = .user
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Theirs", chunks: 1))),
      .streamed(request, end()))
    #expect(script.state.conversation.title == "Mine")
    #expect(script.state.conversation.titleSource == .user)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    StreamEnd(outcome: .failed(.refused(ServerRefusal(status: 500, message: "no")))),
    StreamEnd(outcome: .truncated), StreamEnd(outcome: .complete, finishReason: .length),
  ])
  func failureIsReportedOnce(_ end: StreamEnd) throws {
    var script = allowed()
    let (request, _) = try answered(&script)
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Sure! Here is", chunks: 4))),
      .streamed(request, .ended(end)))
    #expect(script.state.conversation.title == "Why is the sky blue?")
    #expect(script.state.conversation.titleSource == .question)
    #expect(script.state.notice?.text.hasPrefix("Could not generate a title.") == true)
    // The tokens that the failed request used are shown.
    #expect(script.rows(width: 140, height: 24).last?.contains("title ≈ 4 out") == true)
    script.restDoesNotMatter()
  }

  private func refuse(_ script: inout Script, _ request: RequestID, _ message: String) {
    let refusal = ServerRefusal(status: 400, message: message)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
  }

  @Test(arguments: [
    ("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", 512),
    ("max_tokens: unknown field", nil),
  ])
  func refusedTokenLimitIsSentUnderItsOtherNameOrOmitted(_ message: String, _ limit: Int?) throws {
    var script = allowed()
    let (first, _) = try answered(&script)
    refuse(&script, first, message)
    let (request, wanted) = try #require(titleRequest(&script))
    #expect(wanted.parameters.maxTokens == nil)
    #expect(wanted.parameters.maxCompletionTokens == limit)
    #expect(script.state.notice == nil)
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Blue skies", chunks: 2))),
      .streamed(request, end()))
    #expect(script.state.conversation.title == "Blue skies")
    script.restDoesNotMatter()
  }

  @Test func secondRefusalIsReportedOnceAndNotRetried() throws {
    var script = allowed()
    let (first, _) = try answered(&script)
    refuse(&script, first, "no")
    let (second, _) = try #require(titleRequest(&script))
    refuse(&script, second, "still no")
    #expect(titleRequest(&script) == nil)
    #expect(script.state.notice?.text.contains("still no") == true)
    script.press(.control("n"))
    let (third, _) = try answered(&script)
    refuse(&script, third, "no")
    let (fourth, _) = try #require(titleRequest(&script))
    refuse(&script, fourth, "no")
    #expect(script.state.notice == nil)
  }

  @Test func endlessReplyIsStopped() throws {
    var script = allowed()
    let (request, _) = try answered(&script)
    let speech = String(repeating: "word ", count: 400)
    for _ in 0..<5 {
      script.play(.streamed(request, .received(AnswerDelta(content: speech, chunks: 400))))
    }
    let effects = script.takeEffects()
    #expect(effects.contains(.stream(.acknowledge(request, 2_000))))
    #expect(effects.last == .stream(.cancel(request)))
    #expect(script.state.front.titleRequest == nil)
  }

  @Test func conversationInTheBackgroundGetsItsTitle() throws {
    var script = allowed()
    let first = try script.ask("Why is the sky blue?")
    let id = script.state.conversation.id
    script.press(.control("n"))
    _ = script.takeEffects()
    script.play(
      .streamed(first, .received(AnswerDelta(content: "It scatters.", chunks: 2))),
      .streamed(first, end()))
    let (request, _) = try #require(titleRequest(&script))
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Blue skies", chunks: 2))),
      .streamed(request, end()))
    #expect(script.takeEffects().last == .store(.change([id], .suggestTitle("Blue skies"))))
    #expect(script.state.conversation.title == "")
  }
}
