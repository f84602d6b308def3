import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Answers that go wrong: retries, continuations and refusals.
@Suite struct WeatherTests {
  private let busy = StreamError.refused(ServerRefusal(status: 429, message: "Too Many Requests"))

  private func retry(_ number: Int) -> StreamEvent {
    .retrying(Retry(number: number, limit: 2, delay: .milliseconds(6400), reason: busy))
  }

  @Test func waitIsShownAsACountdown() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(.streamed(request, retry(1)))
    var rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("Esc stop") && $0.hasSuffix("retrying in 7 s (1/2)") })
    #expect(rows.contains { $0.contains("Server error 429: Too Many Requests") })
    script.advance(by: .seconds(6))
    rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("Esc stop") && $0.hasSuffix("retrying in 1 s (1/2)") })
    script.play(.streamed(request, .opened))
    #expect(script.state.notice == nil)
    #expect(script.rows(width: 80, height: 24).contains { $0.hasSuffix("waiting 6 s") })
  }

  @Test func loadingModelIsAwaitedVisibly() throws {
    var script = Script()
    let request = try script.ask("hello")
    let loading = StreamError.refused(ServerRefusal(status: 503, message: "Loading model"))
    let retry = Retry(number: 1, limit: nil, delay: .milliseconds(500), reason: loading)
    script.play(.streamed(request, .retrying(retry)))
    script.advance(by: .seconds(12))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("Esc stop") && $0.hasSuffix("loading the model 12 s") })
    script.press(.control("c"))
    #expect(script.takeEffects().contains(.stream(.cancel(request))))
  }

  @Test func waitCanBeSkipped() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(.streamed(request, retry(2)))
    _ = script.takeEffects()
    script.press(.escape)
    #expect(script.takeEffects().first == .stream(.cancel(request)))
    #expect(script.state.conversation.lastMessage?.status == .cancelled)
  }

  @Test(arguments: [(80, 24), (40, 10)]) func waiting(_ width: Int, _ height: Int) throws {
    var script = Script()
    let request = try script.ask("Which primes below 50 are Fibonacci numbers?")
    script.play(.streamed(request, retry(1)))
    try expect(&script, "asked-again", width, height)
  }

  // MARK: Continuing

  private func broken(_ content: String, reasoning: String = "Hm.") throws -> Script {
    var script = Script()
    let request = try script.ask("Count.")
    script.play(
      .streamed(
        request, .received(AnswerDelta(reasoning: reasoning, content: content, chunks: 2))),
      .streamed(request, .ended(StreamEnd(outcome: .failed(.disconnected(.other("reset")))))))
    _ = script.takeEffects()
    return script
  }

  @Test func continuingBeginsWithTheReceivedText() throws {
    var script = try broken("One, two, ")
    let old = try #require(script.state.conversation.lastMessage)
    script.press(.control("x"), .character("g"))
    let stream = try #require(script.state.stream)
    script.play(.questionSaved(stream.request, nil))
    let sent = script.takeEffects().compactMap { effect in
      if case .stream(.start(_, let request, _)) = effect { request } else { nil }
    }
    #expect(
      sent.first?.turns == [
        .init(role: .user, content: "Count."), .init(role: .assistant, content: "One, two, "),
      ])
    #expect(sent.first?.continuesAnswer == true)
    script.play(
      .streamed(stream.request, .received(AnswerDelta(content: "three.", chunks: 1))),
      .streamed(stream.request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    let new = try #require(script.state.conversation.lastMessage)
    #expect(new.content == "One, two, three.")
    #expect(new.parent == old.parent && new.id != old.id)
    #expect(script.state.conversation[old.id] == old, "what was there stays")
    #expect(
      script.state.conversation.messages.map(\.content) == ["Count.", "One, two, three."],
      "the order to go on is no part of the conversation")
    script.restDoesNotMatter()
  }

  @Test func completeAnswerIsNotContinued() throws {
    var script = try Script.answered()
    script.press(.control("x"), .character("g"))
    #expect(script.state.stream == nil)
    #expect(script.state.notice?.text.contains("complete") == true)
  }

  @Test func emptyAnswerIsRetried() throws {
    var script = try broken("")
    script.press(.tab, .character("c"))
    #expect(script.state.stream != nil)
    #expect(script.state.conversation.lastMessage?.content == "")
    #expect(script.state.conversation.lastMessage?.reasoning == "")
    script.restDoesNotMatter()
  }

  /// F8 would start from nothing.
  @Test(arguments: [Surface.screen, .lines], ["One, two, ", " ", ""])
  func aServerThatStoppedLeavesTheAnswerToContinue(_ surface: Surface, _ content: String) throws {
    let unknown = ServerRefusal(status: 404, message: "No such model", cause: .unknownModel)
    let provider = Script.provider("llama.cpp")
    for error in [StreamError.unreachable(host: "localhost", .noConnection), .refused(unknown)] {
      var script = Script(provider: provider, surface: surface)
      script.restDoesNotMatter()
      if surface == .screen { script.type("Count.") }
      if surface == .screen { script.press(.enter) } else { script.submit(line: "Count.") }
      let request = try #require(script.state.stream?.request)
      script.play(
        .questionSaved(request, nil),
        .streamed(request, .received(AnswerDelta(content: content, chunks: 1))),
        .streamed(request, .ended(StreamEnd(outcome: .failed(error)))))
      let rest = content == "One, two, "
      #expect(
        script.state.notice?.text
          == (surface == .screen
            ? "F3 to choose another model, \(rest ? "Ctrl-X g to continue, " : "")F8 to retry."
            : "/provider NAME MODEL to choose another model, "
              + "\(rest ? "/continue for the rest, " : "")/regenerate to retry."))
    }
  }

  @Test(arguments: ["", " \n"]) func withoutTextContinuingSaysThatItStartsAgain(
    _ content: String
  ) throws {
    var script = Script()
    script.restDoesNotMatter()
    let request = try script.ask("Count.")
    script.play(
      .streamed(
        request, .received(AnswerDelta(reasoning: "Hm.", content: content, chunks: 2))))
    script.press(.escape)
    let old = try #require(script.state.conversation.lastMessage)
    script.press(.control("x"), .character("g"))
    #expect(script.state.stream?.isContinuation == false)
    #expect(
      script.state.notice?.text
        == "This answer has no text yet; nothing to continue. Starting again.")
    #expect(script.state.conversation[old.id] == old, "what was there stays")
  }

  @Test func answerAtTheTokenLimitIsContinued() throws {
    var script = Script()
    let request = try script.ask("Count.")
    script.play(
      .streamed(request, .received(AnswerDelta(content: "One", chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .length))))
    script.type("/continue")
    script.press(.enter)
    #expect(script.state.stream?.isContinuation == true)
  }

  // MARK: Refusals, tool calls and thinking

  @Test func callsAndRefusalsAreKeptAndShown() throws {
    var script = Script()
    let request = try script.ask("What is the weather?")
    let call = ToolCall(id: "c1", name: "weather", arguments: "{\"city\":\"\u{1B}[2J上海\"}")
    script.play(
      .streamed(request, .received(AnswerDelta(toolCalls: [call]))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .toolCalls))))
    #expect(script.state.conversation.lastMessage?.toolCalls == [call])
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasPrefix(" → weather({\"city\":\"") && $0.contains("上海") })
    #expect(!rows.contains { $0.contains("\u{1B}") })

    let second = try script.ask("And a bomb?")
    script.play(
      .streamed(second, .received(AnswerDelta(refusal: "I cannot.", chunks: 1))),
      .streamed(second, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(script.state.conversation.lastMessage?.refusal == "I cannot.")
    #expect(script.rows(width: 80, height: 24).contains(" I cannot."))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("· refused · ") })
  }

  @Test func aToolCallEndsTheThinking() throws {
    var script = Script()
    let request = try script.ask("hello")
    let thought = Timings(firstToken: .seconds(1))
    let called = Timings(firstToken: .seconds(1), firstContent: .seconds(3))
    func texts() throws -> [String] {
      let answer = try #require(script.state.conversation.lastMessage)
      return ReasoningSummary.texts(
        answer, script.state.stream, at: script.state.now, hasReducedMotion: false)
    }
    script.play(
      .streamed(
        request,
        .received(AnswerDelta(reasoning: "one two three", chunks: 3, timings: thought))))
    #expect(try texts().allSatisfy { $0.contains("thinking") })
    script.play(
      .streamed(
        request,
        .received(
          AnswerDelta(toolCalls: [ToolCall(name: "f", arguments: "one")], timings: called))))
    let running = try texts()
    #expect(running.first?.contains("≈ 3 of 4 tok") == true)
    #expect(running.allSatisfy { $0.contains("thought 2.0 s") })
    let usage = Usage(completionTokens: 8)
    let timings = Timings(firstToken: .seconds(1), firstContent: .seconds(3), end: .seconds(9))
    script.play(
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: .complete, finishReason: .toolCalls, usage: usage, timings: timings))))
    #expect(try texts().first?.contains("≈ 6 of 8 tok") == true)
    #expect(try texts().allSatisfy { $0.contains("thought 2.0 s") })
  }

  @Test func callsAndRefusalsAreSavedWhileTheAnswerRuns() throws {
    var script = Script()
    let request = try script.ask("hello")
    let answer = try #require(script.state.stream?.answer)
    script.play(.streamed(request, .received(AnswerDelta(toolCalls: [ToolCall(name: "f")]))))
    _ = script.takeEffects()
    script.play(.timerFired(.saveText))
    let saved = script.takeEffects().compactMap { effect -> [Message]? in
      guard case .store(.save(let conversation, let messages)) = effect else { return nil }
      return messages.compactMap { conversation[$0] }
    }
    #expect(saved.map { $0.map(\.id) } == [[answer]])
    #expect(saved.first?.first?.toolCalls == [ToolCall(name: "f")])
  }

  @Test func contentThatWasReasoningMovesToTheReasoning() throws {
    var script = Script()
    script.state.panes.reasoningSetting = .open
    let request = try script.ask("hello")
    script.play(.streamed(request, .received(AnswerDelta(content: "Okay, so.\n", chunks: 3))))
    _ = script.rows(width: 80, height: 24)
    var delta = AnswerDelta(reasoning: "Good.\n", content: "Yes.", chunks: 2)
    delta.contentWasReasoning = true
    script.play(.streamed(request, .received(delta)))
    #expect(script.state.conversation.lastMessage?.reasoning == "Okay, so.\nGood.")
    #expect(script.state.conversation.lastMessage?.content == "Yes.")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.filter { $0.contains("Okay, so.") }.count == 1)
    #expect(rows.contains(" Yes."))
  }

  /// The whole answer arrives at once, so the duration of the thinking is unknown.
  @Test func thinkingOpenedByTheTemplateIsCounted() throws {
    var script = Script()
    let request = try script.ask("hello")
    var delta = AnswerDelta(
      reasoning: "Okay, so.", content: "Yes.", chunks: 3,
      timings: Timings(firstToken: .seconds(1), firstContent: .seconds(1)))
    delta.contentWasReasoning = true
    delta.reasoningChunks = 1
    script.play(
      .streamed(request, .received(delta)),
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: .complete, finishReason: .stop,
            usage: Usage(promptTokens: 3, completionTokens: 9, reasoningTokens: 0),
            timings: Timings(
              firstToken: .seconds(1), firstContent: .seconds(1), end: .seconds(1))))))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasPrefix("▸ thought · ≈ 6 of 9 tok ─") })
    #expect(rows.contains { $0.contains("qwen3-32b · 1.0 s · 9 tok") })
  }

  // MARK: Answer endings

  @Test(arguments: [
    (FinishReason.contentFilter, "No", "", "filtered"), (.length, "No", "", "token limit"),
    (.stop, "", "I will not.", "refused"), (.other("abort"), "No", "", "aborted"),
    (.stop, "", "", "no answer"),
  ])
  func titleLineMatchesTheState(
    _ reason: FinishReason, _ content: String, _ refusal: String, _ word: String
  ) throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(
      .streamed(request, .received(AnswerDelta(content: content, refusal: refusal, chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: reason))))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasPrefix(" \(script.state.session.shortModel) · \(word)") })
    #expect(rows.last?.contains("  \(word)") == true && rows.last?.contains("F1 help") == true)
    #expect(!rows.contains { $0.contains("done") })
  }

  @Test func answerAtTheTokenLimitNamesTheKeyToContinue() throws {
    for (content, advice) in [("Four", "Ctrl-X g to continue."), ("", "F8 to retry.")] {
      var script = Script()
      let request = try script.ask("hello")
      script.play(
        .streamed(
          request, .received(AnswerDelta(reasoning: "Hm", content: content, chunks: 1))),
        .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .length))))
      let message = try #require(script.state.conversation.lastMessage)
      let trouble = AnswerEnd.trouble(message, on: .screen)
      #expect(trouble == "Token limit reached. \(advice)")
    }
  }

  @Test func fullContextWindowIsNotATokenLimit() throws {
    for (surface, window) in [(Surface.screen, 4096), (.lines, 4096), (.screen, 8192)] {
      var script = Script()
      script.state.session.provider.contextLength = window
      let request = try script.ask("hello")
      script.play(
        .streamed(request, .received(AnswerDelta(content: "Four", chunks: 1))),
        .streamed(
          request,
          .ended(
            StreamEnd(
              outcome: .complete, finishReason: .length,
              usage: Usage(promptTokens: 4000, completionTokens: 96)))))
      let message = try #require(script.state.conversation.lastMessage)
      guard window == 4096 else {
        #expect(AnswerEnd.word(message) == "token limit", "half of the window is free")
        continue
      }
      #expect(AnswerEnd.word(message) == "context full")
      #expect(
        AnswerEnd.trouble(message, on: surface)
          == "Context window full (4,096 tokens). Partial answer kept. "
          + (surface == .screen ? "Ctrl-N" : "/new") + " to start a new conversation.")
      let rows = script.rows(width: 80, height: 24)
      #expect(!rows.contains { $0.contains("Ctrl-X g") })
    }
  }

  @Test func continuingIsNotOfferedIfTheContextIsFull() throws {
    var script = Script()
    let request = try script.ask("hello")
    let cause = RefusalCause.contextExceeded(needed: 9009, window: 2048)
    let refusal = ServerRefusal(status: 400, message: "too long", cause: cause)
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Half", chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
    #expect(
      script.state.notice?.text
        == "6,961 tokens over the model's limit of 2,048.")
  }

  // MARK: Flow control

  @Test func shownTextIsAcknowledged() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(
      .streamed(request, .received(AnswerDelta(reasoning: "Hm", content: "量", chunks: 1))))
    #expect(script.state.noteShown() == [.stream(.acknowledge(request, 5))])
    #expect(script.state.noteShown() == [])
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) throws {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
