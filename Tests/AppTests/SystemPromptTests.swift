import Chat
import Screen
import Testing

@testable import App

/// The system prompt of a conversation: set, shown, sent, stored and removed.
@Suite struct SystemPromptTests {
  private func submit(_ text: String, to script: inout Script) {
    script.state.composer = Composer(text)
    script.press(.enter)
  }

  /// Asks, and returns the turns of the request.
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

  @Test func itIsInForceAgainAndOthersHaveNone() throws {
    var script = Script()
    submit("/system Answer in verse.", to: &script)
    _ = try turns("Why?", &script)
    let stored = script.state.conversation
    script.press(.control("n"))
    #expect(script.state.systemPrompt == nil)
    #expect(try turns("Why?", &script).first?.role == .user)
    _ = script.state.open(stored.id)
    let load = try #require(script.state.awaited?.request)
    script.play(.conversationLoaded(load, .success(stored)))
    #expect(script.state.systemPrompt == "Answer in verse.")
    #expect(try turns("And?", &script).first == system("Answer in verse."))
  }

  @Test func itIsShownChangedAndRemoved() throws {
    var script = Script()
    submit("/system", to: &script)
    #expect(script.state.notice?.text == "No system prompt.")
    submit("/system one", to: &script)
    submit("/system", to: &script)
    #expect(script.state.notice?.text == "System prompt: one")
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

  @Test func itMayHaveSeveralLines() {
    var script = Script()
    submit("/system Be brief.\nNo lists.", to: &script)
    #expect(script.state.session.systemPrompt == "Be brief.\nNo lists.")
    #expect(Submission("/system\nBe brief.") == .command(.setSystemPrompt, argument: "Be brief."))
    #expect(Submission("/list\nx") == .question("/list\nx"))
  }

  /// As `aside ask --system` and imports store it.
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
