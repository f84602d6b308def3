import Chat
import Screen
import Testing

@testable import App

/// Conversations that exist only in memory.
@Suite struct PrivateTests {
  /// Returns the effects that would store something.
  private func saves(_ effects: [Effect]) -> [Effect] {
    effects.filter { effect in
      switch effect {
      case .store(.saveQuestion), .store(.save), .store(.appendText), .store(.saveHeader),
        .store(.deleteMessages), .store(.change),
        .timer(.set(.saveText, _)), .timer(.set(.saveDraft, _)):
        true
      default: false
      }
    }
  }

  private func privately(_ script: inout Script) {
    script.type("/private")
    script.press(.enter)
  }

  /// Returns a private conversation with one answer. No effects have been taken yet.
  private func answered() throws -> Script {
    var script = Script()
    privately(&script)
    script.type("secret?")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(
      .streamed(request, .received(AnswerDelta(content: "hidden ", chunks: 1))),
      .timerFired(.saveText), .timerFired(.saveDraft),
      .streamed(request, .received(AnswerDelta(content: "words", chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    return script
  }

  @Test func privateQuestionIsSentWithoutBeingStored() throws {
    var script = try answered()
    let effects = script.pending
    #expect(effects.contains { if case .stream(.start) = $0 { true } else { false } })
    #expect(script.state.conversation.lastMessage?.content == "hidden words")
    // Toggles thinking, deletes, undoes, regenerates, switches to another branch and types a draft.
    script.press(.control("t"), .control("x"), .character("d"), .control("x"), .character("d"))
    script.press(.control("x"), .character("u"))
    script.press(.control("x"), .character("r"), .escape, .control("x"), .character("["))
    script.type("a draft")
    script.play(.timerFired(.saveDraft), .timerFired(.saveAgain), .terminated)
    // Typing `/private` may set the draft timer, because the conversation is not private yet.
    // `takeEffects` ignores that timer.
    #expect(saves(script.takeEffects()) == [])
    #expect(script.state.leaving.hasQuit)
  }

  @Test(arguments: [(110, 24), (80, 24), (40, 10), (40, 8)])
  func outcomeIsInPlainWords(_ width: Int, _ height: Int) throws {
    var script = Script()
    privately(&script)
    func isMarked(_ rows: [String]) -> Bool {
      (height >= 12 ? rows[0] : rows.last)?.contains("private, not saved") == true
    }
    #expect(isMarked(script.rows(width: width, height: height)))
    let request = {
      script.type("secret?")
      script.press(.enter)
    }
    request()
    let rows = script.rows(width: width, height: height)
    #expect(isMarked(rows))
    if height < 12 { #expect(rows.last?.contains("waiting 0 s") == true) }
  }

  @Test(arguments: [
    [Key.control("n")], [.control("x"), .character("n")], [.control("x"), .character("i")],
    [.control("x"), .character("k")],
  ])
  func leavingAPrivateConversationTakesTheSameKeyTwice(_ keys: [Key]) throws {
    var script = try answered()
    let id = script.state.conversation.id
    for key in keys { script.press(key) }
    #expect(script.state.conversation.id == id)
    #expect(script.state.notice?.text.contains("discarded when you leave it") == true)
    for key in keys { script.press(key) }
    #expect(script.state.conversation.id != id)
    #expect(script.state.background.open.isEmpty)
    #expect(saves(script.takeEffects()) == [])
  }

  @Test func typingCancelsLeaving() throws {
    var script = try answered()
    let id = script.state.conversation.id
    script.press(.control("n"))
    script.type("wait")
    script.press(.control("n"))
    #expect(script.state.conversation.id == id)
    script.press(.escape, .control("n"))
    #expect(script.state.conversation.id == id)
    script.press(.control("n"))
    #expect(script.state.conversation.id != id)
    #expect(!script.state.isPrivate)
  }

  @Test(arguments: [[Key.control("d")], [.control("c")], [.control("x"), .character("q")]])
  func quittingTakesTheSameKeyTwice(_ keys: [Key]) throws {
    var script = try answered()
    for key in keys { script.press(key) }
    #expect(!script.state.leaving.hasQuit)
    for key in keys { script.press(key) }
    #expect(script.state.leaving.hasQuit)
    #expect(saves(script.takeEffects()) == [])
  }

  @Test func quittingByCommandTakesTheCommandTwice() throws {
    var script = try answered()
    script.type("/quit")
    script.press(.enter)
    #expect(!script.state.leaving.hasQuit)
    script.type("/quit")
    script.press(.enter)
    #expect(script.state.leaving.hasQuit)
  }

  @Test func streamingPrivateAnswerIsStoppedAndNotStored() throws {
    var script = Script()
    privately(&script)
    script.type("secret?")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.streamed(request, .received(AnswerDelta(content: "hidden", chunks: 1))))
    _ = script.takeEffects()
    script.press(.control("n"), .control("n"))
    let effects = script.takeEffects()
    #expect(effects.contains(.stream(.cancel(request))))
    #expect(saves(effects) == [])
    #expect(script.state.background.open.isEmpty)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .cancelled))))
    #expect(saves(script.takeEffects()) == [])
    // The next conversation is stored as usual.
    script.type("open")
    script.press(.enter)
    #expect(saves(script.takeEffects()).count == 1)
  }

  @Test func privateConversationIsReplacedOnlyOnTheSecondPress() throws {
    var script = Script()
    _ = try script.ask("first")
    let first = script.state.conversation.id
    privately(&script)
    script.type("secret?")
    script.press(.enter)
    script.state.lists.lastShown = [first]
    script.type("/open 1")
    script.press(.enter)
    #expect(script.state.isPrivate)
    script.type("/open 1")
    script.press(.enter)
    #expect(script.state.conversation.id == first)
    #expect(!script.state.isPrivate)
    #expect(script.state.stream != nil)
  }

  @Test func searchHitReplacesAPrivateConversationOnlyOnTheSecondPress() throws {
    var script = try answered()
    var ids = IDSource(seed: 9)
    let other = ConversationID(ids.uuid(at: script.state.now))
    _ = script.takeEffects()
    script.press(.control("r"))
    script.type("a")
    let search = script.takeEffects().lazy.compactMap { effect in
      if case .store(.search(let request, _, _, _, _)) = effect { request } else { nil }
    }.last
    let hit = SearchHit(
      conversation: other, title: "t", message: nil, role: nil, createdAt: script.state.now,
      isInReasoning: false, snippet: SearchSnippet([.init("a", isMatch: true)]))
    script.play(
      .found(try #require(search), .success(SearchResult(hits: [hit], hasMore: false))))
    script.press(.enter)
    #expect(script.takeEffects() == [])
    let last = script.rows(width: 80, height: 24).last
    #expect(last?.hasPrefix(" Press again to discard and leave.") == true)
    script.press(.enter)
    guard case .store(.loadConversation(_, other))? = script.takeEffects().last else {
      Issue.record("the hit was not opened")
      return
    }
  }

  @Test func draftMovesToANewConversationAndOutOfTheStore() {
    var script = Script()
    script.type("secret?")
    script.play(.timerFired(.saveDraft))
    let id = script.state.conversation.id
    _ = script.takeEffects()
    script.press(.control("x"), .character("i"))
    #expect(script.state.composer.text == "secret?")
    let stored = script.takeEffects().compactMap { effect in
      if case .store(.saveHeader(let conversation)) = effect { conversation } else { nil }
    }
    #expect(stored.map(\.id) == [id])
    #expect(stored.map(\.draft) == [""])
    script.press(.control("n"))
    #expect(script.state.isPrivate)
    script.press(.control("n"))
    #expect(!script.state.isPrivate)
    #expect(script.state.composer.isEmpty)
  }

  @Test func forkIsPrivate() throws {
    var script = try answered()
    script.press(.control("x"), .character("k"), .control("x"), .character("k"))
    #expect(script.state.isPrivate)
    #expect(saves(script.takeEffects()) == [])
  }
}
