import Chat
import Screen
import Testing

@testable import App

/// Renaming, pinning, tagging and archiving the conversation on the screen.
@Suite struct MarksTests {
  private func changes(_ script: inout Script) -> [ConversationChange] {
    script.takeEffects().compactMap { effect in
      if case .store(.change(_, let change)) = effect { change } else { nil }
    }
  }

  /// Answers the request to load the conversation's marks.
  private func answer(_ marks: ConversationMarks?, in script: inout Script) throws {
    let requests = script.takeEffects().compactMap { effect -> RequestID? in
      if case .store(.loadMarks(let request, _)) = effect { request } else { nil }
    }
    script.play(.marksLoaded(try #require(requests.last), .success(marks)))
  }

  private func marks(
    isPinned: Bool = false, isArchived: Bool = false, tags: [String] = []
  ) -> ConversationMarks {
    var marks = ConversationMarks()
    (marks.isPinned, marks.isArchived, marks.tags) = (isPinned, isArchived, tags)
    return marks
  }

  private func submit(_ text: String, _ script: inout Script) {
    script.type(text)
    script.press(.enter)
  }

  @Test func renamesAndTakesItBack() throws {
    var script = try Script.answered()
    let before = script.state.conversation.title
    submit("/rename  Primes   that are\tFibonacci ", &script)
    #expect(changes(&script) == [.rename("Primes that are Fibonacci")])
    #expect(script.state.conversation.title == "Primes that are Fibonacci")
    #expect(script.state.conversation.titleSource == .user)
    #expect(script.state.composer.isEmpty)
    #expect(script.state.notice?.text == "Renamed to “Primes that are Fibonacci”.")
    script.press(.control("x"), .character("u"))
    #expect(changes(&script) == [.rename(before)])
    #expect(script.state.conversation.title == before)
  }

  @Test func keyAsksForTheTitleAndLeavesTheDraftAlone() throws {
    var script = try Script.answered()
    script.state.conversation.title = "Primes"
    script.type("a draft")
    script.press(.control("x"), .character("4"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Primes") })
    script.type(" and more")
    script.press(.enter)
    #expect(changes(&script) == [.rename("Primes and more")])
    #expect(script.state.composer.text == "a draft")
    #expect(script.state.conversationHasKeys)
    script.press(.control("x"), .character("4"), .escape)
    #expect(script.state.conversationHasKeys && script.state.composer.text == "a draft")
    script.restDoesNotMatter()
  }

  @Test func pinsAndUnpins() throws {
    var script = try Script.answered()
    submit("/pin", &script)
    try answer(marks(), in: &script)
    #expect(changes(&script) == [.pin(true)])
    #expect(script.state.notice?.text == "Conversation pinned.")
    script.press(.control("x"), .character("^"))
    try answer(marks(isPinned: true), in: &script)
    #expect(changes(&script) == [.pin(false)])
    script.press(.control("x"), .character("u"), .control("x"), .character("u"))
    #expect(changes(&script) == [.pin(true), .pin(false)])
  }

  @Test func tagsAreAddedAndRemoved() throws {
    var script = try Script.answered()
    submit("/tag swift, #maths -old", &script)
    try answer(marks(tags: ["old", "swift"]), in: &script)
    #expect(changes(&script) == [.tag(["swift", "maths"])])
    #expect(script.state.notice?.text == "Tags: #swift #maths")
    script.press(.control("x"), .character("u"))
    #expect(changes(&script) == [.tag(["old", "swift"])])
    submit("/tag swift", &script)
    try answer(marks(tags: ["old", "swift"]), in: &script)
    #expect(changes(&script).isEmpty)
    #expect(script.state.notice?.text == "Nothing changed.")
    submit("/tag", &script)
    #expect((script.state.pages.last as? PalettePage)?.asked?.row.command == .tagConversation)
    script.restDoesNotMatter()
  }

  @Test func archivesAndTheListCanUndoIt() throws {
    var script = try Script.answered()
    let id = script.state.conversation.id
    submit("/archive", &script)
    try answer(marks(), in: &script)
    #expect(changes(&script) == [.archive(true)])
    script.press(Key(.function(2)))
    try script.answerList([])
    script.press(.character("u"))
    #expect(changes(&script) == [.archive(false)])
    script.press(.escape)
    // The list undid the archiving, so nothing remains to be undone here.
    #expect(script.state.front.id == id && script.state.front.markSteps.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func archivingRemovesTheRowFromTheList() throws {
    var script = try Script.answered()
    script.state.terminal.size = Size(width: 160, height: 24)
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.press(.tab)
    #expect(script.state.conversationHasKeys && script.state.list?.shown.count == 1)
    script.press(.control("x"), .character("&"))
    try answer(marks(), in: &script)
    #expect(script.state.list?.shown.isEmpty == true)
    script.press(.control("x"), .character("u"))
    #expect(changes(&script) == [.archive(true), .archive(false)])
    script.restDoesNotMatter()
  }

  @Test func newerDeletionIsUndoneFirst() throws {
    var script = try Script.answered()
    submit("/pin", &script)
    try answer(marks(), in: &script)
    script.press(.tab, .character("}"), .character("d"), .character("d"))
    #expect(script.state.front.deletions.count == 1)
    script.press(.character("u"))
    #expect(script.state.front.deletions.isEmpty && script.state.front.markSteps.count == 1)
    script.press(.character("u"))
    #expect(script.state.front.markSteps.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func whatCannotBeChangedSaysWhy() throws {
    var script = Script()
    for command in ["/pin", "/archive", "/tag x", "/rename x"] {
      submit(command, &script)
      #expect(script.state.notice?.text == "This conversation has no messages yet.")
      script.press(.control("u"))
    }
    script.press(.control("x"), .character("i"))
    let request = try script.ask("A secret")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    submit("/pin", &script)
    #expect(script.state.notice?.text.contains("private") == true)
    submit("/rename Mine", &script)
    #expect(script.state.conversation.title == "Mine")
    #expect(changes(&script).isEmpty)
    script.restDoesNotMatter()
  }

  @Test func unstoredConversationIsNotMarked() throws {
    var script = try Script.answered()
    submit("/pin", &script)
    try answer(nil, in: &script)
    #expect(changes(&script).isEmpty)
    #expect(script.state.notice?.kind == .trouble)
  }
}
