import Chat
import Screen
import Testing

@testable import App

/// Which turns a request sends when not all of them fit into the context window.
@Suite struct SentTurnsTests {
  private static let long = String(repeating: "word ", count: 1_500)

  private func script(_ full: FullContext = .dropOldest) -> Script {
    var script = Script()
    script.state.preferences.fullContext = full
    script.state.session.provider.contextLength = 1_000
    script.restDoesNotMatter()
    return script
  }

  private func answered(_ full: FullContext = .dropOldest) throws -> Script {
    var script = script(full)
    let request = try script.ask("question")
    script.end(request, "answer", nil)
    return script
  }

  /// Returns a script whose answer to a question was stopped.
  private func stopped(
    _ script: Script, question: String = "question", _ content: String = "One, two"
  ) throws -> Script {
    var script = script
    let request = try script.ask(question)
    script.play(.streamed(request, .received(AnswerDelta(content: content, chunks: 1))))
    script.press(.escape)
    try #require(script.state.conversation.lastMessage?.status == .cancelled)
    return script
  }

  /// Returns the content of the turns of the newest request.
  private func sent(_ script: inout Script) throws -> [String] {
    _ = script.takeEffects()
    let batch = try #require(script.state.front.streams.last?.batch)
    script.play(.questionSaved(batch, nil))
    let turns = try #require(script.takeStarts().last?.1.turns)
    script.restDoesNotMatter()
    return turns.map(\.content)
  }

  // MARK: The draft

  enum Way: CaseIterable {
    case regenerating, regeneratingWhileReading, continuing, withoutThinking, queued, editing
  }

  /// The draft does not fit, but is not sent.
  @Test(arguments: Way.allCases) func theDraftDoesNotCountUnlessItIsSent(_ way: Way) throws {
    var script = way == .continuing ? try stopped(script()) : script()
    var expected = ["question"]
    switch way {
    case .regenerating, .regeneratingWhileReading:
      script = try answered()
      script.play(.pasted(Self.long))
      if way == .regenerating {
        script.press(Key(.function(8)))
      } else {
        script.press(.tab, .character("r"))
      }
    case .continuing:
      script.play(.pasted(Self.long))
      script.press(.control("x"), .character("g"))
      expected = ["question", "One, two"]
    case .withoutThinking:
      let request = try script.ask("question")
      script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
      script.play(.pasted(Self.long))
      for _ in 1...2 { script.press(.control("x"), .character("a")) }
      #expect(script.state.stream.map { $0.request != request } == true)
    case .queued:
      let request = try script.ask("question")
      script.type("next")
      script.press(.enter)
      script.play(.pasted(Self.long))
      script.end(request, "answer", nil)
      expected = ["question", "answer", "next"]
    case .editing:
      script = try answered()
      script.play(.pasted(Self.long))
      script.press(.control("x"), .character("e"))
      script.type("!")
      script.press(.enter)
      expected = ["question!"]
    }
    #expect(try sent(&script) == expected)
    #expect(script.state.composer.text.hasPrefix("word"), "the draft is still there")
    #expect(script.state.conversation.lastMessage?.origin?.omittedMessages == 0)
  }

  /// A slash command leaves the draft's attachments in place.
  @Test func anAttachmentDoesNotCountInAComparison() throws {
    var script = try Script.toCompare()
    script.state.preferences.fullContext = .dropOldest
    script.state.session.provider.contextLength = 1_000
    script.state.attachments.add(
      "long.txt",
      .read(
        ReadAttachments([Chat.Attachment(name: "long.txt", .text(AttachedText(Self.long)))])))
    script.type("/compare gpt-4o")
    script.press(.enter)
    #expect(try sent(&script) == ["Which primes below 50 are Fibonacci numbers?"])
  }

  /// What follows an answer is advice about the conversation, not about the draft.
  @Test func theDraftDoesNotFillTheContext() throws {
    var script = try answered(.ask)
    script.play(.pasted(Self.long))
    script.press(Key(.function(8)))
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    script.end(request, "another", nil)
    #expect(script.state.notice == nil)
    #expect(script.state.contextUse.isNearlyFull, "the status line counts it")
  }

  // MARK: The question

  /// As with a new question, the request is sent even if it is too long.
  @Test func aLongQuestionIsSentAlone() throws {
    var script = try answered()
    let request = try script.ask(Self.long)
    script.end(request, "answer", nil)
    script.press(Key(.function(8)))
    let turns = try sent(&script)
    #expect(turns.count == 1 && turns.first?.hasPrefix("word") == true)
  }

  /// The answer so far is part of the request, so older turns must make room for it.
  @Test func theContinuedAnswerCounts() throws {
    var script = script()
    let request = try script.ask("first")
    script.end(request, String(repeating: "word ", count: 500), nil)
    let partial = String(repeating: "more ", count: 500)
    script = try stopped(script, question: "second", partial)
    script.press(.control("x"), .character("g"))
    #expect(try sent(&script).first == "second")
    #expect(script.state.notice?.text == "Context full: 2 oldest messages not sent.")
  }

  /// A server counts the answer so far in the request that it refuses. Another answer to the same
  /// question is shorter.
  @Test func aRefusedContinuationSaysNothingAboutTheQuestion() throws {
    var script = try stopped(script(.ask))
    script.press(.control("x"), .character("g"))
    let request = try #require(script.state.stream?.request)
    let cause = RefusalCause.contextExceeded(needed: 1_300, window: 1_000)
    let refusal = ServerRefusal(status: 400, message: "too long", cause: cause)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
    script.press(Key(.function(8)))
    #expect(try sent(&script) == ["question"])
  }

  /// A model with a small window gets fewer turns than the others.
  @Test func eachComparedModelGetsWhatFits() throws {
    var script = try Script.toCompare()
    script.state.preferences.fullContext = .dropOldest
    let provider = script.state.session.provider
    let small = ModelChoice(provider: provider.id, model: "openai/gpt-4o")
    script.state.models.facts[small, default: ModelFacts()].window = 60
    let request = try script.ask("And below 100?")
    script.end(request, "Five.", Usage(promptTokens: 70, completionTokens: 3))
    script.type("/compare qwen3-32b gpt-4o")
    script.press(.enter)
    _ = script.takeEffects()
    let batch = try #require(script.state.front.streams.last?.batch)
    script.play(.questionSaved(batch, nil))
    let turns = script.takeStarts().map { $0.1.turns.count }
    #expect(turns == [3, 1])
    script.restDoesNotMatter()
  }
}
