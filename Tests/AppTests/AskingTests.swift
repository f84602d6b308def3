import Chat
import Screen
import Testing

@testable import App

@Suite struct AskingTests {
  /// A paste often ends with a line break.
  @Test func aQuestionEndsWithItsLastWord() throws {
    var script = Script()
    script.restDoesNotMatter()
    script.play(.pasted("  one\n\ntwo \n\n"))
    script.press(.enter)
    let question = try #require(script.state.conversation.path.first)
    #expect(script.state.conversation[question]?.content == "  one\n\ntwo")
  }

  @Test func questionIsStoredBeforeItIsSent() throws {
    var script = Script()
    script.type("hello")
    script.press(.enter)
    let stream = try #require(script.state.stream)
    let path = script.state.conversation.path
    #expect(
      script.takeEffects() == [
        .stream(.prepareConnection(.aimlapi)),
        .store(.saveQuestion(stream.request, script.state.conversation, path)),
      ])
    #expect(script.state.conversation.messages.map(\.content) == ["hello", ""])
    #expect(script.state.conversation.messages.map(\.status) == [.complete, .streaming])
    #expect(script.state.composer.isEmpty)

    script.play(.questionSaved(stream.request, nil))
    var request = AnswerRequest(
      model: "alibaba/qwen3-32b", turns: [.init(role: .user, content: "hello")],
      thinking: ThinkingMode(isOn: true))
    request.mayEndThinking = true
    #expect(
      script.takeEffects() == [
        .stream(.start(stream.request, request, .aimlapi)),
        .timer(.set(.second, .seconds(1))),
      ])
  }

  @Test func failedSaveIsReportedAndTheQuestionIsStillSent() throws {
    var script = Script()
    script.type("hello")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, .diskFull(path: "/data/aside.sqlite")))
    #expect(script.state.isUnsaved)
    #expect(script.state.notice?.text == "Disk full: cannot write /data/aside.sqlite.")
    #expect(
      script.takeEffects().contains { if case .stream(.start) = $0 { true } else { false } })
  }

  @Test func nextSaveWritesEverythingMissed() throws {
    var script = Script()
    script.type("hello")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, .diskFull(path: "/d")))
    script.play(.streamed(request, .received(AnswerDelta(content: "Hi", chunks: 1))))
    _ = script.takeEffects()
    script.play(.timerFired(.saveText))
    let path = script.state.conversation.path
    let saved = script.takeEffects().compactMap { effect in
      if case .store(.save(let conversation, let messages)) = effect {
        messages.map { conversation[$0]?.content }
      } else {
        nil
      }
    }
    #expect(saved == [path.map { script.state.conversation[$0]?.content }])
    script.play(.saved(nil))
    #expect(!script.state.isUnsaved)
    #expect(script.state.notice?.text.hasPrefix("Saving works again") == true)
  }

  @Test func textIsSavedOnceEvery250Milliseconds() throws {
    var script = Script()
    let request = try script.ask("hello")
    let answer = try #require(script.state.stream?.answer)
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm", chunks: 1))))
    #expect(script.takeEffects() == [.timer(.set(.saveText, .milliseconds(250)))])
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "m. ", chunks: 1))))
    script.play(.streamed(request, .received(AnswerDelta(content: "Hi", chunks: 1))))
    #expect(script.takeEffects() == [])
    script.play(.timerFired(.saveText))
    #expect(
      script.takeEffects().withoutFigures == [
        .store(
          .appendText(
            script.state.conversation.id, answer, AnswerPiece(content: "Hi", reasoning: "Hmm. ")))
      ])
    script.play(.timerFired(.saveText))
    #expect(script.takeEffects() == [])
  }

  @Test func escapeStopsAtOnceAndKeepsTheText() throws {
    var script = Script()
    let request = try script.ask("hello")
    let answer = try #require(script.state.stream?.answer)
    script.play(.streamed(request, .received(AnswerDelta(content: "Four of th", chunks: 3))))
    _ = script.takeEffects()
    script.press(.escape)
    #expect(script.state.stream == nil)
    #expect(script.state.conversation[answer]?.status == .cancelled)
    #expect(script.state.conversation[answer]?.content == "Four of th")
    #expect(
      script.takeEffects() == [
        .stream(.cancel(request)), .timer(.cancel(.second)),
        .store(.save(script.state.conversation, [answer])),
      ])
    // Events that the engine had already sent arrive too late.
    let before = script.state.conversation
    script.play(
      .streamed(request, .received(AnswerDelta(content: "em", chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .cancelled))))
    #expect(script.state.conversation == before)
    #expect(script.takeEffects() == [])
  }

  @Test func stoppingBeforeTheQuestionIsStoredSendsNothing() throws {
    var script = Script()
    script.type("hello")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.press(.escape)
    _ = script.takeEffects()
    script.play(.questionSaved(request, nil))
    #expect(script.takeEffects() == [])
  }

  @Test func enterDuringAnAnswerSendsNothing() throws {
    var script = Script()
    _ = try script.ask("hello")
    script.type("and?")
    script.press(.enter)
    #expect(script.state.composer.isEmpty)
    #expect(script.state.queue.texts == ["and?"])
    #expect(script.takeEffects() == [])
  }

  @Test func thinkingAppliesToTheNextRequestAndIsSaved() throws {
    var script = Script()
    script.press(.control("t"))
    #expect(script.takeEffects() == [])
    _ = try script.ask("hello")
    script.press(.escape)
    #expect(script.state.conversation.lastMessage?.origin?.thinking.isOn == false)
    _ = script.takeEffects()
    script.press(.control("t"))
    #expect(script.state.conversation.thinking?.isOn == true)
    #expect(script.takeEffects() == [.store(.saveHeader(script.state.conversation))])
  }

  @Test func withoutAKeyNothingIsSentAndTheDraftStays() {
    var script = Script(lacksKey: true)
    script.type("hello")
    script.press(.enter)
    #expect(script.state.composer.text == "hello")
    #expect(script.state.notice?.text.contains("AIMLAPI_API_KEY") == true)
    #expect(script.takeEffects() == [])
  }

  @Test func failureReportsWhatHappenedWhatWasKeptAndWhatToDo() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: .failed(.refused(ServerRefusal(status: 401, message: "Invalid API key")))))))
    let rows = script.rows(width: 80, height: 24)
    let start = try #require(rows.firstIndex { $0.hasPrefix(" ! Server error 401: Invalid") })
    #expect(
      rows[start...start + 1].joined()
        == " ! Server error 401: Invalid API key. Question kept. The server rejected the"
        + "   API key. Ctrl-X K to replace it. F8 to retry.")
    #expect(!rows.contains { $0.hasPrefix(" · ") })
    #expect(script.state.conversation.lastMessage?.status == .failed)
  }

  @Test func aFailureThatSomethingFollowsTakesOneRow() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: .failed(.refused(ServerRefusal(status: 401, message: "Invalid API key")))))))
    _ = try script.ask("still there?")
    #expect(
      script.rows(width: 80, height: 24)
        .contains { $0.hasPrefix(" qwen3-32b · failed: Server error 401: Invalid API key.  ") })
    // Jumping to the answer shows the whole error.
    script.press(.tab, .character("{"), .character("{"), .character("{"))
    #expect(
      script.rows(width: 80, height: 24)
        .contains("▌! Server error 401: Invalid API key. Question kept."))
    script.restDoesNotMatter()
  }

  @Test func oneKeyAsksAgainAfterAFailure() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.disconnected(.noResponse))))))
    #expect(script.state.notice?.text.contains("F8 to retry.") == true)
    script.press(Key(.function(8)))
    #expect(script.state.stream != nil)
    #expect(script.state.conversation.allMessages.count == 3)
    script.restDoesNotMatter()
  }

  @Test func regeneratingAddsASiblingAndKeepsTheOldAnswer() throws {
    var script = try Script.answered()
    let old = try #require(script.state.conversation.path.last)
    script.press(.control("x"), .character("r"))
    let new = try #require(script.state.stream?.answer)
    #expect(new != old)
    #expect(script.state.conversation[old]?.content == "Four of them: 2, 3, 5 and 13.")
    #expect(script.state.conversation[new]?.parent == script.state.conversation[old]?.parent)
    #expect(script.state.conversation.turns.map(\.role) == [.user])
  }

  @Test func pastTurnsAreSentWithoutTheirReasoning() throws {
    let script = try Script.answered()
    #expect(
      script.state.conversation.turns == [
        .init(role: .user, content: "Which primes below 50 are Fibonacci numbers?"),
        .init(role: .assistant, content: "Four of them: 2, 3, 5 and 13."),
      ])
  }

  @Test(arguments: [
    ("'top_logprobs' is not supported with this model.", "F4 to change top_logprobs."),
    ("Unsupported parameter: logprobs", "F4 to change logprobs."),
    ("Unsupported parameter: top_k", "Change the request"),
  ])
  func refusalNamesTheParameterToChange(_ message: String, _ advice: String) throws {
    var script = Script()
    script.state.session.parameters.logprobs = true
    script.state.session.parameters.topLogprobs = 5
    let request = try script.ask("Why?")
    let refusal = ServerRefusal(status: 400, message: message, cause: .invalidRequest)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
    #expect(script.state.notice?.text.hasPrefix(advice) == true, "\(script.state.notice as Any)")
    script.restDoesNotMatter()
  }
}
