import Chat
import Screen
import Testing

@testable import App

/// Answers that continue while another conversation is on the screen.
@Suite struct BackgroundTests {
  private func summary(_ conversation: Conversation) -> ConversationSummary {
    ConversationSummary(
      id: conversation.id, title: conversation.title, createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt, model: "alibaba/qwen3-32b",
      messageCount: conversation.path.count, preview: "")
  }

  private func openList(_ script: inout Script, _ conversations: [Conversation]) throws {
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, _, after: _))? = script.takeEffects().last else {
      Issue.record("the list was not asked for")
      return
    }
    script.play(
      .summariesLoaded(request, .success(ListPage(conversations.map(summary), hasMore: false))))
  }

  @Test func answerContinuesInTheBackgroundAndIsMarkedInTheList() throws {
    var script = Script()
    let first = try script.ask("first question")
    script.play(.streamed(first, .received(AnswerDelta(content: "one ", chunks: 1))))
    _ = script.takeEffects()
    script.press(.control("n"))
    #expect(script.state.conversation.isEmpty)
    #expect(!script.takeEffects().contains(.stream(.cancel(first))))

    script.play(.streamed(first, .received(AnswerDelta(content: "two", chunks: 1))))
    // The server does not have to wait until a frame shows the text.
    #expect(script.takeEffects() == [.stream(.acknowledge(first, 7))])
    let left = try #require(script.state.background.open.values.first).conversation
    try openList(&script, [left])
    #expect(script.rows(width: 80, height: 24).contains { $0.hasSuffix("●") })

    script.press(.enter)
    #expect(script.state.conversation.lastMessage?.content == "one two")
    #expect(script.state.stream?.request == first)
    #expect(script.state.background.open.isEmpty)
    #expect(script.takeEffects() == [.timer(.set(.second, .seconds(1)))])
  }

  @Test func twoAnswersAtOnceAreSavedByOneTimer() throws {
    var script = Script()
    let first = try script.ask("first question")
    let firstAnswer = try #require(script.state.stream?.answer)
    let firstConversation = script.state.conversation.id
    script.press(.control("n"))
    let second = try script.ask("second question")
    let secondAnswer = try #require(script.state.stream?.answer)
    script.play(.streamed(first, .received(AnswerDelta(content: "one", chunks: 1))))
    script.play(.streamed(second, .received(AnswerDelta(content: "two", chunks: 1))))
    let timers = script.takeEffects().filter { $0 == .timer(.set(.saveText, .milliseconds(250))) }
    #expect(timers.count == 1)
    script.play(.timerFired(.saveText))
    #expect(
      script.takeEffects().withoutFigures == [
        .store(
          .appendText(script.state.conversation.id, secondAnswer, AnswerPiece(content: "two"))),
        .store(.appendText(firstConversation, firstAnswer, AnswerPiece(content: "one"))),
      ])
  }

  @Test func answerEndingInTheBackgroundIsSavedAndReported() throws {
    var script = Script()
    let first = try script.ask("first question")
    script.press(.control("n"))
    script.play(
      .streamed(first, .received(AnswerDelta(content: "one", chunks: 1))),
      .streamed(first, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    let saved = script.takeEffects().compactMap { effect -> Conversation? in
      if case .store(.save(let conversation, _)) = effect { conversation } else { nil }
    }
    #expect(saved.first?.lastMessage?.content == "one")
    #expect(saved.first?.lastMessage?.status == .complete)
    #expect(script.state.background.open.isEmpty)
    #expect(script.state.notice?.text == "“first question”: answer finished.")
    #expect(script.state.conversation.isEmpty)
  }

  @Test(arguments: ["a", "d"] as [Character])
  func archivedConversationIsNotListedAgainByItsFirstAnswer(_ key: Character) throws {
    var script = Script()
    let first = try script.ask("first question")
    let left = script.state.conversation
    script.press(.control("n"))
    try openList(&script, [left])
    script.press(.character(key))
    script.play(.streamed(first, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(script.state.list?.shown.isEmpty == true)
    let effects = script.takeEffects()
    let change = effects.lastIndex { if case .store(.change) = $0 { true } else { false } }
    let load = effects.lastIndex { if case .store(.loadSummaries) = $0 { true } else { false } }
    #expect(try #require(change) < #require(load))
  }

  @Test func questionLeftBeforeItWasSavedIsStillSent() throws {
    var script = Script()
    script.type("first question")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.press(.control("n"))
    _ = script.takeEffects()
    script.play(.questionSaved(request, nil))
    let asked = script.takeEffects().contains { effect in
      if case .stream(.start(request, let order, _)) = effect {
        return order.turns.map(\.content) == ["first question"]
      }
      return false
    }
    #expect(asked)
  }

  @Test func quittingStopsAndSavesAllAnswers() throws {
    var script = Script()
    let first = try script.ask("first question")
    script.press(.control("n"))
    let second = try script.ask("second question")
    script.play(.terminated)
    let effects = script.takeEffects()
    #expect(effects.contains(.stream(.cancel(first))))
    #expect(effects.contains(.stream(.cancel(second))))
    let saved = effects.compactMap { effect -> MessageStatus? in
      if case .store(.save(let conversation, _)) = effect {
        conversation.lastMessage?.status
      } else {
        nil
      }
    }
    #expect(saved == [.truncated, .truncated])
  }

  @Test func unsavedConversationIsKeptWhenAnotherIsOpened() throws {
    var script = Script()
    let first = try script.ask("first question")
    script.play(.streamed(first, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    script.play(.saved(.diskFull(path: "p")))
    script.press(.control("n"))
    _ = script.takeEffects()
    script.play(.saved(nil))
    let saved = script.takeEffects().compactMap { effect -> String? in
      if case .store(.save(let conversation, _)) = effect { conversation.title } else { nil }
    }
    #expect(saved == ["first question"])
  }
}
