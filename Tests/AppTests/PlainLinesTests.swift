import Chat
import Screen
import Testing

@testable import App

/// Lines typed in plain mode. They are handled one by one, and none becomes a hidden draft.
@Suite struct PlainLinesTests {
  private var script = Script(provider: .demo, surface: .lines)
  private var view = PlainView()

  /// Submits a line.
  /// - Returns: what is printed in response.
  private mutating func enter(_ line: String) -> String {
    view.noteTyped()
    script.submit(line: line)
    return script.state.news(by: &view)
  }

  private mutating func answer(_ text: String) throws -> String {
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .received(AnswerDelta(content: text, chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    return script.state.news(by: &view)
  }

  private var lastQuestion: String? {
    script.state.conversation.lastMessage { $0.role == .user }?.content
  }

  @Test(arguments: [
    ("/nonsense", "Not sent. /help for help"),
    ("/set temperature hot", "/params to list parameters."),
    ("/unset nothing", "/params to list parameters."),
    ("/new one", "takes no argument"),
    ("/quote", "Nothing to quote"),
    ("/find", "Not available in plain mode"),
    ("/select", "Not available in plain mode"),
    ("/compare", "/compare MODEL"),
    ("/search", "Not available in plain mode"),
  ])
  func refusedLineIsDroppedAndReported(_ line: String, _ advice: String) throws {
    var test = self
    #expect(test.enter(line).contains(advice))
    // The advice is repeated when the same line is typed again.
    #expect(test.enter(line).contains(advice))
    #expect(test.script.state.composer.isEmpty)
    _ = test.enter("Why?")
    #expect(test.lastQuestion == "Why?")
  }

  @Test mutating func questionDuringAnAnswerIsQueued() throws {
    _ = enter("Why?")
    let said = enter("And how?")
    #expect(said.contains("* Queued until this answer ends. Ctrl-C to stop.\n"))
    #expect(enter("/delete").contains("Ctrl-C to stop."))
    #expect(try answer("Because.").contains("* Sending: And how?\n"))
    #expect(lastQuestion == "And how?")
    _ = try answer("Like so.")
    _ = enter("When?")
    #expect(lastQuestion == "When?")
  }

  @Test mutating func lineWithoutAKeyIsNotKeptUnseen() {
    script.state.session.lacksKey = true
    #expect(enter("Why?").contains("Line not sent."))
    #expect(script.state.composer.isEmpty && script.state.conversation.isEmpty)
  }

  @Test mutating func editPrintsTheQuestionAndTheNextLineReplacesIt() throws {
    _ = enter("Why?")
    _ = try answer("Because.")
    let said = enter("/edit")
    #expect(said.hasPrefix("Why?\n* Type the new question."))
    #expect(said.hasSuffix("\nedit> "))
    #expect(enter("/nonsense").hasSuffix("\nedit> "))
    _ = enter("How?")
    #expect(lastQuestion == "How?")
    #expect(script.state.conversation.path.count == 2)
    _ = try answer("So.")
    _ = enter("/edit")
    #expect(enter("").contains("* Edit cancelled.\n> "))
    _ = enter("And then?")
    #expect(script.state.conversation.path.count == 4)
  }

  @Test mutating func quotePrintsTheQuotationAndTheNextLineFollowsIt() throws {
    _ = enter("Why?")
    _ = try answer("Because\nof this.")
    let said = enter("/quote")
    #expect(said.hasPrefix("> Because\n> of this.\n* Type your question below the quote."))
    #expect(said.hasSuffix("\nquote> "))
    _ = enter("Really?")
    #expect(lastQuestion == "> Because\n> of this.\n\nReally?")
    _ = try answer("Yes.")
    _ = enter("/quote")
    script.press(.control("c"))
    #expect(script.state.news(by: &view) == "\n* Quote discarded.\n> ")
    _ = enter("Then?")
    #expect(lastQuestion == "Then?")
  }

  /// A draft from the screen is shown and kept. Lines typed in plain mode never become a draft.
  @Test mutating func draftFromTheScreenIsKept() throws {
    var stored = Conversation(
      id: ConversationID(UUIDv7(time: script.state.now, random: &random)),
      createdAt: script.state.now)
    stored.draft = "half a thou"
    stored.append(
      Message(
        id: MessageID(UUIDv7(time: script.state.now, random: &random)), parent: nil, role: .user,
        createdAt: script.state.now, content: "Why?"))
    #expect(script.state.show(stored) == [.store(.adoptDraft(stored.id, stored.draft))])
    #expect(script.state.news(by: &view).contains("draft: half a thou\n"))
    _ = enter("/nonsense")
    _ = enter("/quote")
    script.play(.terminated)
    #expect(script.state.conversation.draft == "half a thou")
    #expect(script.takeEffects().isEmpty)
  }

  @Test mutating func thinkingOpenedByTheTemplateIsPrintedOnce() throws {
    _ = enter("Why?")
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .received(AnswerDelta(content: "\nOkay, ", chunks: 1))))
    var printed = script.state.news(by: &view)
    var delta = AnswerDelta(reasoning: "so.\n", content: "Yes.", chunks: 1)
    delta.contentWasReasoning = true
    script.play(
      .streamed(request, .received(delta)),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    printed += script.state.news(by: &view)
    let model = script.state.session.shortModel
    #expect(
      printed.hasPrefix(
        "\(model):\n\nOkay, so.\n(The text above was the model's thinking.)\n\(model):\nYes.\n("))
  }

  /// Hidden thinking is printed if the answer has nothing else.
  @Test mutating func thinkingWithoutAnAnswerIsPrintedAndReported() throws {
    _ = enter("/reasoning")
    _ = enter("Why?")
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
    #expect(
      script.state.news(by: &view).hasSuffix(
        "(thinking):\n(hidden; /reasoning to show it)\n"))
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(script.state.news(by: &view).hasPrefix("Hm.\n! Thinking only, no answer.\n"))
  }

  @Test(arguments: [
    (FinishReason.length, "! Token limit reached. /continue for the rest."),
    (.contentFilter, "! Stopped by the server's content filter."),
  ])
  func incompleteAnswerIsReported(_ reason: FinishReason, _ sentence: String) throws {
    var test = self
    _ = test.enter("Why?")
    let request = try #require(test.script.state.stream?.request)
    test.script.play(
      .questionSaved(request, nil),
      .streamed(request, .received(AnswerDelta(content: "Because", chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: reason))))
    #expect(test.script.state.news(by: &test.view).contains("\n" + sentence))
  }

  @Test mutating func nothingOfAPrivateConversationIsStored() throws {
    script.press(.control("c"))
    _ = script.state.startPrivate()
    _ = script.takeEffects()
    _ = enter("Why?")
    #expect(
      !script.takeEffects().contains {
        if case .store(.save) = $0 {
          true
        } else if case .store(.saveHeader) = $0 {
          true
        } else {
          false
        }
      })
    _ = try answer("Because.")
    #expect(enter("/quit").contains("Repeat the command to discard and leave."))
    _ = enter("/quit")
    #expect(script.state.leaving.hasQuit)
    script.restDoesNotMatter()
  }

  private var random = SystemRandomNumberGenerator()

  @Test mutating func ctrlCReportsThatTheNextOneQuits() {
    _ = enter("/think")
    script.press(.control("c"))
    #expect(script.state.news(by: &view).contains("* Press Ctrl-C again to quit.\n> "))
    script.press(.control("c"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test mutating func textWrapsAtWordsHoweverItIsChunked() throws {
    let text = "one two three four\n\n```\nlet a = b + c + d + e\n```\n量子纠缠是什么，五六"
    let expected = "one two\nthree four\n\n```\nlet a = b + c + d + e\n```\n量子纠缠是\n什么，五六"
    for size in 1...text.count {
      var test = PlainLinesTests()
      test.view.noteTyped()
      test.script.submit(line: "Why?")
      let request = try #require(test.script.state.stream?.request)
      test.script.play(.questionSaved(request, nil))
      var printed = test.script.state.news(by: &test.view, width: 11)
      var rest = text[...]
      while !rest.isEmpty {
        test.script.play(
          .streamed(request, .received(AnswerDelta(content: String(rest.prefix(size)), chunks: 1))))
        rest = rest.dropFirst(size)
        printed += test.script.state.news(by: &test.view, width: 11)
      }
      test.script.play(
        .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
      printed += test.script.state.news(by: &test.view, width: 11)
      #expect(printed.contains(":\n" + expected + "\n"), "cut by \(size)")
    }
  }
}
