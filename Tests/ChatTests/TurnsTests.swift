import Chat
import Testing

/// The turns that a request sends: user and assistant alternate, whatever went wrong before.
@Suite struct TurnsTests {
  private struct Part {
    var role: Role
    var content = ""
    var reasoning = ""
    var calls: [ToolCall] = []
    var status = MessageStatus.complete
  }

  private func conversation(_ parts: [Part]) throws -> Conversation {
    var conversation = Conversation(
      id: ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000000"))),
      createdAt: Timestamp(milliseconds: 0))
    for (index, part) in parts.enumerated() {
      let number = String(index + 100_000_000_000)
      conversation.append(
        Message(
          id: MessageID(try #require(UUIDv7("00000000-0000-7000-8000-\(number)"))),
          parent: conversation.path.last, role: part.role,
          createdAt: Timestamp(milliseconds: Int64(index)), content: part.content,
          reasoning: part.reasoning, toolCalls: part.calls, status: part.status))
    }
    return conversation
  }

  private func turns(_ parts: [Part]) throws -> [String] {
    try conversation(parts).turns.map { "\($0.role.rawValue): \($0.content)" }
  }

  @Test func retriedQuestionIsSentOnce() throws {
    let failed = Part(role: .assistant, status: .failed)
    #expect(
      try turns([
        Part(role: .user, content: "Q"), failed, Part(role: .user, content: "Q"), failed,
        Part(role: .user, content: "Q"),
      ]) == ["user: Q"])
  }

  @Test func questionsWithoutAnAnswerAreJoined() throws {
    #expect(
      try turns([
        Part(role: .system, content: "S"), Part(role: .user, content: "A"),
        Part(role: .assistant, reasoning: "only thought", status: .cancelled),
        Part(role: .user, content: "B"), Part(role: .assistant, content: " \n", status: .truncated),
        Part(role: .user, content: "C"), Part(role: .assistant, content: "half", status: .failed),
        Part(role: .user, content: "D"),
      ]) == ["system: S", "user: A\n\nB\n\nC", "assistant: half", "user: D"])
  }

  @Test func toolCallsWithoutResultsAreSkipped() throws {
    let call = ToolCall(id: "c", name: "f")
    #expect(
      try turns([
        Part(role: .user, content: "A"), Part(role: .assistant, calls: [call]),
        Part(role: .user, content: "B"), Part(role: .assistant, content: "text", calls: [call]),
        Part(role: .assistant, content: "more"), Part(role: .tool, content: "42"),
        Part(role: .user, content: "C"),
      ]) == [
        "user: A\n\nB", "assistant: text\n\nmore", "user: Result of a tool:\n\n42\n\nC",
      ])
  }

  @Test func followingTurnsJoinTheLastQuestion() throws {
    let asked = try conversation([
      Part(role: .user, content: "A"), Part(role: .assistant, status: .failed),
      Part(role: .user, content: "B"), Part(role: .assistant, status: .failed),
    ])
    #expect(
      asked.turns(followedBy: [.init(role: .user, content: "B")]).map(\.content) == ["A\n\nB"])
    #expect(
      asked.turns(followedBy: [.init(role: .user, content: "C")]).map(\.content) == ["A\n\nB\n\nC"])
    #expect(asked.allMessages.count == 4)
  }
}
