import Chat
import Screen
import TestKit
import Testing

@testable import App

@Suite struct QueueTests {
  private func end(
    _ request: RequestID, _ outcome: StreamOutcome = .complete, _ reason: FinishReason? = .stop
  ) -> Event {
    .streamed(
      request, .ended(StreamEnd(outcome: outcome, finishReason: reason, timings: Timings())))
  }

  private func queued(_ texts: String...) throws -> (Script, RequestID) {
    var script = Script()
    let request = try script.ask("first")
    script.play(.streamed(request, .received(AnswerDelta(content: "Answer.", chunks: 1))))
    for text in texts {
      script.type(text)
      script.press(.enter)
    }
    return (script, request)
  }

  private func questions(_ script: Script) -> [String] {
    script.state.conversation.messages.filter { $0.role == .user }.map(\.content)
  }

  @Test func messagesAreSentInOrderAsAnswersEnd() throws {
    var (script, first) = try queued("second", "third")
    #expect(script.state.queue.texts == ["second", "third"])
    #expect(script.state.composer.isEmpty)
    #expect(questions(script) == ["first"])
    script.play(end(first))
    #expect(questions(script) == ["first", "second"])
    let second = try #require(script.state.stream?.request)
    script.play(.questionSaved(second, nil))
    let isStarted = script.takeEffects().contains {
      if case .stream(.start(second, _, _)) = $0 { true } else { false }
    }
    #expect(isStarted)
    script.play(end(second))
    #expect(questions(script) == ["first", "second", "third"])
    #expect(script.state.queue.isEmpty)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    (StreamOutcome.failed(.disconnected(.noResponse)), nil), (.truncated, nil),
    (.complete, FinishReason.length),
  ])
  func anAnswerThatIsNotCompleteHoldsTheQueue(
    _ outcome: StreamOutcome, _ reason: FinishReason?
  ) throws {
    var (script, first) = try queued("second")
    script.play(end(first, outcome, reason))
    #expect(questions(script) == ["first"])
    #expect(script.state.queue.isHeld)
    #expect(script.state.notice?.text.contains("1 queued message not sent.") == true)
    script.press(.enter)
    #expect(questions(script) == ["first", "second"])
    script.restDoesNotMatter()
  }

  /// The end of the answer says what went wrong and how to retry. The notice below it is only about
  /// the queue.
  @Test(arguments: [(80, 24), (40, 10)])
  func aFailureWithAQueueNamesEachKeyOnce(_ width: Int, _ height: Int) throws {
    var (script, first) = try queued("second")
    script.play(end(first, .failed(.disconnected(.noResponse)), nil))
    let text = script.rows(width: width, height: height).joined(separator: "\n")
    #expect(text.ranges(of: "F8").count == 1, "\(text)")
    #expect(text.ranges(of: "to retry").count == 1)
    #expect(text.ranges(of: "1 queued message not sent.").count == 1)
    #expect(script.state.notice?.text == "1 queued message not sent.")
    script.restDoesNotMatter()
  }

  @Test func noKeysAreAdvisedThatDoSomethingElseInAnEdit() throws {
    var (script, first) = try queued("second")
    script.press(Key(.up))
    script.play(end(first, .truncated, nil))
    #expect(script.state.queue.edited != nil && script.state.queue.isHeld)
    #expect(script.state.notice?.text.contains("1 queued message not sent.") == true)
    #expect(script.state.notice?.advice.contains("to edit") == false)
    (script, first) = try queued("second")
    script.play(end(first, .truncated, nil))
    #expect(script.state.notice?.advice.contains("to edit") == true)
    script.press(Key(.up))
    #expect(script.state.notice == nil)
    script.restDoesNotMatter()
  }

  @Test func stoppingAsksWhatToDo() throws {
    var (script, _) = try queued("second", "third")
    script.press(.escape)
    #expect(!script.state.front.isAnswering)
    #expect(script.state.queue.texts == ["second", "third"])
    #expect(script.state.notice?.text == "2 queued messages not sent.")
    // Esc puts off the decision.
    script.press(.escape)
    #expect(script.state.notice == nil)
    #expect(script.state.queue.texts.count == 2)
    // Discarded messages can still be pasted.
    script.press(.control("c"))
    #expect(script.state.queue.isEmpty)
    script.press(.control("y"))
    #expect(script.state.composer.text == "second\n\nthird")
    script.restDoesNotMatter()
  }

  @Test func aHeldQueueWaitsWhileOtherQuestionsAreAsked() throws {
    var (script, _) = try queued("second")
    script.press(.escape)
    script.type("other")
    script.press(.enter)
    let other = try #require(script.state.stream?.request)
    script.play(.questionSaved(other, nil), end(other))
    #expect(questions(script) == ["first", "other"])
    #expect(script.state.queue.texts == ["second"])
    script.restDoesNotMatter()
  }

  @Test func enterLetsAHeldQueueFollowTheRunningAnswer() throws {
    var (script, _) = try queued("second")
    script.press(.escape)
    script.type("other")
    script.press(.enter)
    let other = try #require(script.state.stream?.request)
    script.press(.enter)
    script.play(.questionSaved(other, nil), end(other))
    #expect(questions(script) == ["first", "other", "second"])
    script.restDoesNotMatter()
  }

  @Test func upEditsQueuedMessagesInTheirPlaces() throws {
    var (script, _) = try queued("second", "third")
    script.press(Key(.up))
    #expect(script.state.composer.text == "third")
    script.press(Key(.up))
    #expect(script.state.composer.text == "second")
    script.type("!")
    script.press(Key(.down))
    #expect(script.state.queue.texts == ["second!", "third"])
    #expect(script.state.composer.text == "third")
    script.press(.control("u"), .enter)
    #expect(script.state.queue.texts == ["second!"])
    #expect(script.state.composer.isEmpty && script.state.queue.edited == nil)
    script.press(Key(.up))
    script.type(" no")
    script.press(.escape)
    #expect(script.state.queue.texts == ["second!"])
    #expect(script.state.front.isAnswering)
    script.restDoesNotMatter()
  }

  /// In a narrow window, the status line drops whatever does not fit instead of truncating it.
  @Test func theStatusLineHasNoStumps() throws {
    var (script, _) = try queued("second", "third")
    script.press(Key(.up))
    for width in 30...60 {
      let line = try #require(script.rows(width: width, height: 10).last)
      #expect(line.contains("EDIT") && !line.contains("…"), "\(line)")
    }
    #expect(script.rows(width: 80, height: 10).last?.contains("queued message 2 of 2") == true)
    script.restDoesNotMatter()
  }

  @Test func aMessageBeingEditedIsNotSent() throws {
    var (script, first) = try queued("second")
    script.press(Key(.up))
    script.play(end(first))
    #expect(questions(script) == ["first"])
    script.type(" thoughts")
    script.press(.enter)
    #expect(questions(script) == ["first", "second thoughts"])
    script.restDoesNotMatter()
  }

  @Test func aConversationInTheBackgroundSendsItsQueue() throws {
    var (script, first) = try queued("second")
    let id = script.state.conversation.id
    script.press(.control("n"))
    script.play(end(first))
    let second = try #require(script.state.background.open[id]?.stream?.request)
    script.play(.questionSaved(second, nil))
    let other = try #require(script.state.background.open[id])
    #expect(other.conversation.messages.map(\.content).contains("second"))
    #expect(other.conversation.draft.isEmpty)
    #expect(other.streams.first?.phase == .waiting)
    #expect(script.state.conversation.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func theQueueIsStoredWithTheDraft() throws {
    var (script, _) = try queued("second\nline", "third")
    script.type("draft")
    script.play(.timerFired(.saveDraft))
    let stored = script.state.conversation.draft
    #expect(
      StoredDraft(stored: stored) == StoredDraft(queued: ["second\nline", "third"], text: "draft"))
    var loaded = OpenConversation(
      script.state.conversation, session: script.state.session, surface: .screen)
    loaded.restoreDraft()
    #expect(loaded.writing.queue.texts == ["second\nline", "third"])
    #expect(loaded.writing.queue.isHeld)
    #expect(loaded.writing.composer.text == "draft")
    #expect(loaded.notice?.text == "2 queued messages not sent.")
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    StoredDraft(text: ""), StoredDraft(text: "plain"), StoredDraft(text: "\u{1E}odd\u{1D}"),
    StoredDraft(text: "\u{1E}\u{1D}"), StoredDraft(queued: ["a"], text: ""),
    StoredDraft(queued: ["a\r\nb", "e\u{301}", " "], text: "\u{301}x"),
    StoredDraft(queued: ["a"], text: "\u{1E}b\u{1D}"),
  ])
  func whatIsStoredIsReadAgain(_ draft: StoredDraft) {
    let read = StoredDraft(stored: draft.stored)
    #expect(read == draft)
    #expect(Array(read.text.utf8) == Array(draft.text.utf8))
  }

  @Test func aReaderWhoScrolledUpStaysThere() throws {
    var script = Script()
    let request = try script.ask("first")
    let text = (1...80).map { "Paragraph \($0)." }.joined(separator: "\n\n")
    script.play(.streamed(request, .received(AnswerDelta(content: text, chunks: 1))))
    script.type("second")
    script.press(.enter)
    _ = script.rows(width: 80, height: 24)
    script.press(Key(.pageUp), Key(.pageUp))
    let before = script.rows(width: 80, height: 24)[4]
    script.play(end(request))
    #expect(questions(script) == ["first", "second"])
    #expect(script.rows(width: 80, height: 24)[4] == before)
    script.restDoesNotMatter()
  }

  @Test func plainModeQueuesLines() throws {
    var script = Script(surface: .lines)
    script.submit(line: "first")
    let first = try #require(script.state.stream?.request)
    script.play(.questionSaved(first, nil))
    script.submit(line: "second")
    #expect(script.state.queue.texts == ["second"])
    #expect(script.state.notice?.text == "Queued until this answer ends.")
    script.play(end(first))
    #expect(questions(script) == ["first", "second"])
    #expect(script.state.notice?.text == "Sending: second")
    script.restDoesNotMatter()
  }

  @Test(arguments: [(80, 24), (40, 10), (120, 40), (200, 60)])
  func screen(_ width: Int, _ height: Int) throws {
    var (script, _) = try queued("Second question", "A third one", "四 🍓", "five")
    expect(&script, "queue", width, height)
    script.press(.escape)
    expect(&script, "queue-held", width, height)
    script.press(Key(.up))
    expect(&script, "queue-edited", width, height)
    script.restDoesNotMatter()
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
