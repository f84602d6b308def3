/// Everything that decides what one request asks of the model; the endpoint decides whom.
public struct AnswerRequest: Equatable, Sendable {
  /// A past turn as it is sent: without reasoning (wire.md 2, "History").
  public struct Turn: Equatable, Sendable {
    public var role: Role
    public var content: String

    public init(role: Role, content: String) {
      self.role = role
      self.content = content
    }
  }

  public var model: String
  public var turns: [Turn]
  public var parameters: Parameters
  public var thinking: ThinkingMode

  public var isStreaming: Bool { parameters.stream ?? true }

  public init(
    model: String, turns: [Turn], parameters: Parameters = Parameters(), thinking: ThinkingMode,
    isStreaming: Bool = true
  ) {
    self.model = model
    self.turns = turns
    self.parameters = parameters
    self.thinking = thinking
    if !isStreaming { self.parameters.stream = false }
  }
}

extension Conversation {
  /// The turns that a request at the end of the path sends. Answers that never came to any text are
  /// left out, as servers refuse empty ones; an answer that is reasoning only is sent as content.
  ///
  /// What a tool gave back, as imported conversations have it, is sent by the user, labelled: servers
  /// refuse a tool's message without the call that it answers, and such calls are often not told.
  public var turns: [AnswerRequest.Turn] {
    messages.compactMap { message in
      let text = message.isReasoningOnly ? message.reasoning : message.spoken
      guard !text.isEmpty else { return nil }
      guard message.role != .tool else {
        return AnswerRequest.Turn(role: .user, content: "Result of a tool:\n\n\(text)")
      }
      return AnswerRequest.Turn(role: message.role, content: text)
    }
  }
}
