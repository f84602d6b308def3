import Chat
import Screen
import Testing

@testable import App

@Suite struct LastConversationTests {
  /// Returns a script with two conversations. The second one is on the screen.
  private func two(
    _ answer: String = "Four of them."
  ) throws -> (script: Script, first: Conversation, second: Conversation) {
    var script = try Script.answered(content: answer)
    let first = script.state.conversation
    script.press(.control("n"))
    let request = try script.ask("And below a hundred?")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    _ = script.takeEffects()
    return (script, first, script.state.conversation)
  }

  /// Replies to the order to load a conversation.
  private func load(_ conversation: Conversation, in script: inout Script) throws {
    let requests = script.takeEffects().compactMap { effect -> RequestID? in
      guard case .store(.loadConversation(let request, conversation.id)) = effect else {
        return nil
      }
      return request
    }
    script.play(.conversationLoaded(try #require(requests.last), .success(conversation)))
    _ = script.takeEffects()
  }

  @Test func switchesBackAndForth() throws {
    var (script, first, second) = try two()
    script.press(.control("x"), .control("x"))
    try load(first, in: &script)
    #expect(script.state.conversation.id == first.id)
    script.press(.control("x"), .character("`"))
    try load(second, in: &script)
    #expect(script.state.conversation.id == second.id)
    script.type("/last")
    script.press(.enter)
    try load(first, in: &script)
    #expect(script.state.conversation.id == first.id)
  }

  /// The message that the reader had jumped to is marked again, so its thinking is shown.
  @Test func theMarkedMessageIsMarkedAgain() throws {
    var (script, first, second) = try two(
      (1...60).map { "line \($0)" }.joined(separator: "\n\n"))
    script.press(.control("x"), .control("x"))
    try load(first, in: &script)
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"), .character("}"))
    let cursor = try #require(script.state.cursor)
    script.press(.control("x"), .control("x"))
    try load(second, in: &script)
    #expect(script.state.cursor == nil)
    script.press(.control("x"), .control("x"))
    try load(first, in: &script)
    #expect(script.state.cursor == cursor)
    script.restDoesNotMatter()
  }

  @Test func skipsDeletedAndEmptyConversations() throws {
    var (script, first, second) = try two()
    script.press(.control("x"), .control("x"))
    try load(first, in: &script)
    script.press(.control("n"))
    _ = script.state.noteChange(.delete(script.state.now), of: first.id)
    _ = script.takeEffects()
    script.press(.control("x"), .control("x"))
    try load(second, in: &script)
    #expect(script.state.conversation.id == second.id)
    script.press(.control("n"), .control("x"), .control("x"))
    try load(second, in: &script)
    #expect(script.state.conversation.id == second.id)
  }

  @Test func comesBackToARunningAnswer() throws {
    var script = try Script.answered()
    let request = try script.ask("And below a hundred?")
    let id = script.state.conversation.id
    script.press(.control("n"))
    script.restDoesNotMatter()
    script.press(.control("x"), .control("x"))
    #expect(script.state.conversation.id == id)
    #expect(script.state.stream?.request == request)
  }

  private func summary(_ conversation: Conversation, updated: Int64) -> ConversationSummary {
    var summary = ConversationSummary(conversation)
    summary.updatedAt = Timestamp(milliseconds: updated)
    return summary
  }

  @Test func opensTheNewestWhereNoneWasBefore() throws {
    let (_, first, second) = try two()
    var pinned = summary(first, updated: 1)
    pinned.marks.isPinned = true
    var script = Script()
    script.press(.control("x"), .control("x"))
    try script.answerList([pinned, summary(second, updated: 2)])
    // Text typed while the conversation loads goes to that conversation.
    script.type("x")
    try load(second, in: &script)
    #expect(script.state.conversation.id == second.id)
    #expect(script.state.composer.text == "x")
  }

  @Test func saysThatThereIsNone() throws {
    var script = Script()
    script.press(.control("x"), .control("x"))
    try script.answerList([])
    #expect(script.state.notice?.text == "No previous conversation.")
  }

  @Test func privateConversationIsNotComingBack() throws {
    var script = Script()
    script.press(.control("x"), .character("i"))
    _ = try script.ask("A secret")
    script.press(.control("n"))
    script.press(.control("n"))
    script.restDoesNotMatter()
    #expect(!script.state.isPrivate)
    #expect(script.state.background.earlierFronts.isEmpty)
  }
}
