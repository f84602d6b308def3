import Chat
import Screen
import Testing

@testable import App

/// What the screen says about a store that is slow, read-only or missing.
@Suite struct StoreStateTests {
  private func id(_ number: Int) throws -> ConversationID {
    ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-00000000000\(number)")))
  }

  private func three() throws -> [ConversationSummary] {
    try ["Primes", "Lisbon", "Tomatoes"].enumerated().map { index, title in
      ConversationSummary(
        id: try id(index + 1), title: title, createdAt: Timestamp(milliseconds: 0),
        updatedAt: Timestamp(milliseconds: Int64(9 - index)), model: "m", messageCount: 2,
        preview: "")
    }
  }

  @Test func slowStoreIsReported() throws {
    var script = Script()
    script.press(Key(.function(2)))
    #expect(script.rows(width: 80, height: 24)[2] == "")
    script.advance(by: .seconds(1))
    script.play(.timerFired(.storeIsSlow))
    #expect(script.rows(width: 80, height: 24)[2].contains("Waiting for the database"))
    script.press(.escape)
    script.type("hello")
    script.press(.enter)
    script.advance(by: .seconds(2))
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("waiting for the database 2 s") })
  }

  @Test func unreadableListReportsWhy() throws {
    var script = Script()
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, _, after: _))? = script.takeEffects().first else {
      Issue.record("no list is asked for")
      return
    }
    script.play(
      .summariesLoaded(request, .failure(.damaged(path: "/d/a.sqlite", detail: .words("x")))))
    #expect(script.state.listHasKeys)
    #expect(script.rows(width: 80, height: 24)[2].contains("is damaged"))
  }

  @Test func copyOfAReplacedStoreIsReportedWhenSavingWorksAgain() throws {
    var script = Script()
    _ = try script.ask("Why?")
    script.play(.saved(.replaced(path: "/d/a.sqlite", kept: "/d/a.sqlite.replaced")))
    #expect(script.rows(width: 80, height: 24)[0].hasSuffix("not saving"))
    #expect(script.state.notice?.text.contains("was moved, deleted or replaced") == true)
    script.play(.saved(nil))
    let notice = try #require(script.state.notice)
    #expect(notice.text.hasPrefix("Saving works again; this conversation is saved."))
    #expect(notice.text.contains("/d/a.sqlite.replaced"))
  }

  @Test func readOnlyStoreIsMarkedAndNewConversationsAreListed() throws {
    var script = Script()
    script.play(.saved(.readOnly(path: "/d/a.sqlite")))
    #expect(script.rows(width: 80, height: 24)[0].hasSuffix("read-only: not saving"))
    let request = try script.ask("Why?")
    script.play(.questionSaved(request, .readOnly(path: "/d/a.sqlite")))
    script.play(.streamed(request, .received(AnswerDelta(content: "So.", chunks: 1))))
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    script.press(.control("n"), Key(.function(2)))
    try script.answerList(try three())
    let rows = script.rows(width: 80, height: 24)
    #expect(rows[0] == " Conversations · 4 · read-only: not saving")
    #expect(rows.contains { $0.contains("Why?") } && rows.contains { $0.contains("Lisbon") })
    _ = script.takeEffects()
    script.press(.character("G"), .character("d"))
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.notice?.text.contains("read-only") == true)
    // An unsaved conversation is opened from memory.
    script.press(.character("g"), .enter)
    #expect(script.state.conversation.lastMessage?.content == "So.")
    script.press(.control("d"))
    #expect(
      !script.state.leaving.hasQuit && script.state.notice?.text.contains("is not saved") == true)
  }

  @Test func browsingAReadOnlyStoreNeedsNoConfirmationToQuit() throws {
    var script = Script()
    script.play(.saved(.readOnly(path: "/d/a.sqlite")))
    script.press(Key(.function(2)))
    try script.answerList(try three())
    script.press(.enter)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    var loaded = Conversation(id: try id(1), createdAt: Timestamp(milliseconds: 0))
    loaded.append(
      Message(
        id: MessageID(try #require(UUIDv7("00000000-0000-7000-8000-000000001000"))), parent: nil,
        role: .user, createdAt: Timestamp(milliseconds: 0), content: "x"))
    script.play(.conversationLoaded(load, .success(loaded)))
    script.press(.control("n"))
    #expect(script.state.background.open.isEmpty)
    script.press(.control("d"), .control("d"))
    #expect(script.state.leaving.hasQuit)
    script.restDoesNotMatter()
  }

  @Test func disabledHistoryIsMarked() throws {
    var script = Script()
    script.state.preferences.isStored = false
    let request = try script.ask("Why?")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    #expect(script.rows(width: 80, height: 24)[0].hasSuffix("history off"))
    #expect(script.rows(width: 40, height: 8).last?.contains("history off") == true)
    script.press(Key(.function(2)))
    try script.answerList([])
    #expect(script.rows(width: 80, height: 24)[0].contains("· history off"))
  }
}
