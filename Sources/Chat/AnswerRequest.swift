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
  /// The last turn is an answer that broke off: the server is asked for the rest of it, in the way
  /// that its dialect has.
  public var continuesAnswer = false

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
  /// The turns that a request at the end of the path sends.
  public var turns: [AnswerRequest.Turn] { turns(followedBy: []) }

  /// The turns of the path with others behind them, as every server takes them.
  ///
  /// Answers without any text are left out, as servers refuse empty ones; so are those that only call
  /// tools, as nobody sends the results. An answer that is reasoning only is sent as content. What a
  /// tool gave back, as imported conversations have it, is sent by the user, labelled: servers refuse
  /// a tool's message without the call that it answers.
  ///
  /// That leaves neighbours of one role, which templates such as Gemma's and Mistral's refuse; see
  /// ``AnswerRequest/alternating(_:)``.
  public func turns(followedBy later: [AnswerRequest.Turn]) -> [AnswerRequest.Turn] {
    AnswerRequest.alternating(messages.compactMap(Self.turn) + later)
  }

  private static func turn(_ message: Message) -> AnswerRequest.Turn? {
    let text = message.isReasoningOnly ? message.reasoning : message.spoken
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    guard message.role != .tool else {
      return AnswerRequest.Turn(role: .user, content: "Result of a tool:\n\n\(text)")
    }
    return AnswerRequest.Turn(role: message.role, content: text)
  }
}

extension AnswerRequest {
  /// The question that asks for the rest of an answer. Every server understands it; few can continue
  /// an answer itself.
  public static let continuation = Turn(
    role: .user,
    content:
      "Your last answer broke off. Go on exactly where it ended: repeat nothing, and say nothing else."
  )

  /// Joins neighbouring turns of one role by a blank line, so that user and assistant alternate.
  ///
  /// A question that got no answer and is asked again is sent once; one that was followed by another
  /// stays, as the other may refer to it.
  static func alternating(_ turns: [Turn]) -> [Turn] {
    var runs: [(role: Role, contents: [String])] = []
    for turn in turns {
      if let last = runs.last, last.role == turn.role {
        runs[runs.count - 1].contents.removeAll { turn.role == .user && $0 == turn.content }
        runs[runs.count - 1].contents.append(turn.content)
      } else {
        runs.append((turn.role, [turn.content]))
      }
    }
    return runs.map { Turn(role: $0.role, content: $0.contents.joined(separator: "\n\n")) }
  }
}
