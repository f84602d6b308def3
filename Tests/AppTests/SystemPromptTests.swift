import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The system prompt of a conversation: set, shown, sent, stored and removed.
@Suite struct SystemPromptTests {
  private func submit(_ text: String, to script: inout Script) {
    script.state.focus = .composer
    script.state.composer = Composer(text)
    script.press(.enter)
  }

  /// Asks a question and returns the turns of its request.
  private func turns(_ question: String, _ script: inout Script) throws -> [AnswerRequest.Turn] {
    _ = script.takeEffects()
    script.type(question)
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    let sent = script.takeEffects().compactMap { effect -> AnswerRequest? in
      if case .stream(.start(_, let wanted, _)) = effect { wanted } else { nil }
    }
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    script.restDoesNotMatter()
    return try #require(sent.last).turns
  }

  private func system(_ text: String) -> AnswerRequest.Turn {
    AnswerRequest.Turn(role: .system, content: text)
  }

  @Test func itIsSentFirstAndStoredWithTheConversation() throws {
    var script = Script()
    submit("/system Answer in verse.", to: &script)
    #expect(script.state.composer.isEmpty)
    #expect(script.state.notice?.text == "System prompt: Answer in verse.")
    #expect(try turns("Why?", &script).first == system("Answer in verse."))
    #expect(script.state.conversation.settings?.systemPrompt == "Answer in verse.")
  }

  @Test func aBlankOneIsNone() throws {
    var script = Script()
    script.state.session.systemPrompt = " \n\t"
    #expect(script.state.systemPrompt == nil)
    #expect(!script.rows(width: 80, height: 24).contains { $0.hasPrefix(" system") })
    #expect(try turns("Why?", &script).first?.role == .user)
  }

  @Test func itIsInForceAgainAndOthersHaveNone() throws {
    var script = Script()
    submit("/system Answer in verse.", to: &script)
    _ = try turns("Why?", &script)
    let stored = script.state.conversation
    script.press(.control("n"))
    #expect(script.state.systemPrompt == nil)
    #expect(try turns("Why?", &script).first?.role == .user)
    _ = script.state.open(stored.id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(stored)))
    #expect(script.state.systemPrompt == "Answer in verse.")
    #expect(try turns("And?", &script).first == system("Answer in verse."))
  }

  @Test func itIsShownChangedAndRemoved() throws {
    var script = Script()
    submit("/system one", to: &script)
    submit("/system two", to: &script)
    #expect(try turns("Why?", &script).first == system("two"))
    submit("/system off", to: &script)
    #expect(script.state.notice?.text == "System prompt removed.")
    let saved = script.takeEffects().contains {
      if case .store(.saveHeader(let saved)) = $0 {
        saved.settings?.systemPrompt == nil
      } else {
        false
      }
    }
    #expect(saved)
    #expect(try turns("And?", &script).first?.role == .user)
  }

  @Test func plainModePrintsIt() {
    var script = Script(surface: .lines)
    submit("/system", to: &script)
    #expect(script.state.notice?.text == "No system prompt.")
    submit("/system one", to: &script)
    submit("/system", to: &script)
    #expect(script.state.notice?.text == "System prompt: one")
  }

  @Test func itIsEditedOnAPage() {
    var script = Script()
    submit("/system one", to: &script)
    submit("/system", to: &script)
    #expect(script.state.pages.last is SystemPromptPage)
    script.press(.control("j"))
    script.type("two")
    script.press(.escape)
    #expect(script.state.pages.count == 1, "Esc asks before it discards")
    script.press(.enter)
    #expect(script.state.pages.isEmpty)
    #expect(script.state.systemPrompt == "one\ntwo")
    script.press(Key(.function(4)), .character("S"), .control("u"), .control("u"))
    script.press(Key(.backspace), .control("u"), .enter)
    #expect(script.state.systemPrompt == nil)
    script.press(.character("u"))
    #expect(script.state.systemPrompt == "one\ntwo", "u in F4 takes it back")
    script.restDoesNotMatter()
  }

  @Test func thePreviewOfTheFirstRequestHasIt() {
    var script = Script()
    submit("/system Answer in verse.", to: &script)
    script.press(Key(.function(4)), .character("v"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Answer in verse.") })
  }

  // MARK: In the conversation

  private func answered(_ prompt: String) throws -> Script {
    var script = Script()
    submit("/system \(prompt)", to: &script)
    _ = try turns("Why?", &script)
    script.state.notice = nil
    return script
  }

  @Test func theFirstRowShowsIt() throws {
    var script = try answered("Answer in verse.\n\nTwo lines.\nThree.")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains(" system  Answer in verse. +2 lines"))
    submit("/system off", to: &script)
    #expect(!script.rows(width: 80, height: 24).contains { $0.hasPrefix(" system") })
    script.restDoesNotMatter()
  }

  @Test(arguments: [(80, 24), (40, 10), (120, 40)])
  func snapshots(_ width: Int, _ height: Int) throws {
    var script = try answered("You are a terse senior engineer. 用中文回答。\n\nNo lists.")
    for name in ["system-prompt", "system-prompt-page"] {
      let grid = script.draw(width: width, height: height)
      if let text = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
        Issue.record("\(text)")
      }
      script.press(Key(.function(7)))
    }
    script.restDoesNotMatter()
  }

  @Test func anEmptyConversationShowsItToo() {
    var script = Script()
    submit("/system Answer in verse.", to: &script)
    script.state.notice = nil
    let rows = script.rows(width: 80, height: 24)
    let row = rows.firstIndex(of: " system  Answer in verse.")
    #expect(row != nil)
    let place = Point(x: 5, y: row ?? 0)
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)),
      .mouseMoved(MouseEvent(.release, at: place)))
    #expect(script.state.pages.last is SystemPromptPage)
  }

  @Test func aClickOnTheRowOpensThePage() throws {
    var script = try answered("Answer in verse.")
    let rows = script.rows(width: 80, height: 24)
    let row = try #require(rows.firstIndex(of: " system  Answer in verse."))
    for (y, opens) in [(row + 1, false), (row + 2, false), (row, true)] {
      let place = Point(x: 5, y: y)
      script.play(
        .mouseMoved(MouseEvent(.press, at: place)),
        .mouseMoved(MouseEvent(.release, at: place)))
      #expect((script.state.pages.last is SystemPromptPage) == opens)
    }
    script.restDoesNotMatter()
  }

  /// The system prompt's row above the conversation must not shift the rows of matches.
  @Test func findAndJumpsReachTheSameRows() throws {
    var script = try answered("Answer in verse.")
    submit("/find Why", to: &script)
    _ = script.draw(width: 80, height: 24)
    submit("/find Why", to: &script)
    let hit = try #require(script.state.find?.hit?.row)
    let conversation = script.state.conversation
    let rows = script.state.transcript.rows(from: hit, to: hit, conversation)
    #expect(rows.first?.text.contains("Why") == true)
    submit("/find verse", to: &script)
    let above = try #require(script.state.find?.hit?.row)
    #expect(script.state.transcript.isSystemPrompt(above, conversation), "\(above)")
    script.restDoesNotMatter()
  }

  /// `aside ask --system` and imports store the system prompt as a message.
  @Test func aStoredSystemMessageIsFolded() throws {
    var script = Script()
    let time = script.state.now
    let id = try #require(UUIDv7("00000000-0000-7000-8000-000000000001"))
    script.state.conversation.append(
      Message(
        id: MessageID(id), parent: nil, role: .system, createdAt: time,
        content: "Be brief.\nAnd exact."))
    _ = try turns("one", &script)
    var rows = script.rows(width: 80, height: 24)
    #expect(rows.contains(" system  Be brief. +1 line"))
    #expect(!rows.contains { $0.contains("And exact.") })
    script.press(.tab)
    for _ in script.state.conversation.path { script.press(.character("{")) }
    script.press(.character("e"))
    #expect(script.state.pages.last is SystemPromptPage)
    script.press(.escape)
    submit("/system new", to: &script)
    rows = script.rows(width: 80, height: 24)
    #expect(rows.contains("▌system  new"))
    #expect(rows.contains { $0.contains("system · replaced, not sent  Be brief.") })
    script.restDoesNotMatter()
  }

  @Test func itMayHaveSeveralLines() {
    var script = Script()
    submit("/system Be brief.\nNo lists.", to: &script)
    #expect(script.state.session.systemPrompt == "Be brief.\nNo lists.")
    #expect(Submission("/system\nBe brief.") == .command(.setSystemPrompt, argument: "Be brief."))
    #expect(Submission("/list\nx") == .unexpectedArgument("list"))
  }

  /// `aside ask --system` and imports store the system prompt as a message.
  @Test func itReplacesTheSystemMessageOfTheConversation() throws {
    var script = Script()
    let time = script.state.now
    let id = try #require(UUIDv7("00000000-0000-7000-8000-000000000001"))
    script.state.conversation.append(
      Message(id: MessageID(id), parent: nil, role: .system, createdAt: time, content: "old"))
    #expect(script.state.systemPrompt == "old")
    #expect(try turns("one", &script).first == system("old"))
    submit("/system new", to: &script)
    #expect(try turns("two", &script).filter { $0.role == .system } == [system("new")])
    submit("/system off", to: &script)
    #expect(try turns("three", &script).allSatisfy { $0.role != .system })
    #expect(script.state.systemPrompt == nil)
  }
}
