/// The content of a request to the model. The endpoint decides where it is sent.
public struct AnswerRequest: Equatable, Sendable {
  /// One message of the history as it is sent: without reasoning (wire.md 2, "History").
  public struct Turn: Equatable, Sendable {
    public var role: Role
    /// The message's text, followed by any attached text.
    public var content: String
    public var images: [AttachedImage]

    public init(role: Role, content: String, images: [AttachedImage] = []) {
      self.role = role
      self.content = content
      self.images = images
    }

    /// Combines a message's text with its attachments.
    public init(role: Role, content: String, with attachments: [Attachment]) {
      self.init(
        role: role, content: Attachment.text(content, with: attachments),
        images: attachments.images)
    }

    /// The uncalibrated token count of the turn, without the markers around it.
    /// - Complexity: O(length of the text)
    public var countedTokens: Int {
      TokenMeter(content).count.addingClamped(images.estimatedTokens)
    }
  }

  public var model: String
  public var turns: [Turn]
  public var parameters: Parameters
  public var thinking: ThinkingMode
  /// Whether the last turn is an incomplete answer that the server should continue. The dialect
  /// decides how to request this.
  public var continuesAnswer = false
  /// Whether the user can end the thinking early. Servers that support this must be told in
  /// advance.
  public var mayEndThinking = false

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
  /// The turns to send in a request that follows the selected path.
  public var turns: [AnswerRequest.Turn] { turns(followedBy: []) }

  /// The number of system messages at the start of the path. They are never left out.
  public var leadingSystemMessages: Int {
    path.prefix { self[$0]?.role == .system }.count
  }

  /// Returns the turns of the path followed by `later`, in a form that every server accepts.
  ///
  /// Skips answers without text, including those that only call tools, because servers refuse empty
  /// ones. An answer that consists only of reasoning is sent as content. A tool's result, as found
  /// in imported conversations, is sent as a labelled user message, because servers refuse a tool
  /// message without the call it answers.
  ///
  /// Some templates, such as Gemma's and Mistral's, refuse adjacent turns with the same role, so
  /// such turns are joined; see ``AnswerRequest/alternating(_:)``.
  ///
  /// A system prompt in the settings replaces the system messages at the start of the path.
  /// - Parameter omitted: how many of the oldest messages after the system messages to leave out.
  public func turns(
    followedBy later: [AnswerRequest.Turn], omitting omitted: Int = 0
  ) -> [AnswerRequest.Turn] {
    turns(of: messages, followedBy: later, omitting: omitted)
  }

  /// Returns the turns to send in a request that follows the branch ending at `leaf`.
  public func turns(
    to leaf: MessageID, omitting omitted: Int = 0
  ) -> [AnswerRequest.Turn] {
    turns(of: messages(to: leaf), followedBy: [], omitting: omitted)
  }

  private func turns(
    of messages: [Message], followedBy later: [AnswerRequest.Turn], omitting omitted: Int = 0
  ) -> [AnswerRequest.Turn] {
    let first = messages.prefix { $0.role == .system }
    let past = messages.dropFirst(first.count).dropFirst(max(0, omitted)).compactMap(Self.turn)
    guard let prompt = settings?.systemPrompt else {
      return AnswerRequest.alternating(first.compactMap(Self.turn) + past + later)
    }
    let system =
      prompt.contains { !$0.isWhitespace }
      ? [AnswerRequest.Turn(role: .system, content: prompt)] : []
    return AnswerRequest.alternating(system + past + later)
  }

  private static func turn(_ message: Message) -> AnswerRequest.Turn? {
    let text = message.sentText
    let images = message.attachments.images
    guard text.contains(where: { !$0.isWhitespace }) || !images.isEmpty else { return nil }
    guard message.role != .tool else {
      return AnswerRequest.Turn(
        role: .user, content: "Result of a tool:\n\n\(text)", images: images)
    }
    return AnswerRequest.Turn(role: message.role, content: text, images: images)
  }
}

extension AnswerRequest {
  /// A question that asks for the rest of an answer. Every server understands it, whereas few can
  /// continue an answer themselves.
  public static let continuation = Turn(
    role: .user,
    content:
      "Your last answer broke off. Go on exactly where it ended: repeat nothing, and say nothing else."
  )

  /// Joins adjacent turns with the same role, separated by a blank line, so that user and
  /// assistant alternate.
  ///
  /// If a question was repeated because it got no answer, it is sent once, at its last position.
  /// An unanswered question followed by a different one is kept, because the later one may refer
  /// to it.
  static func alternating(_ turns: [Turn]) -> [Turn] {
    var runs: [[Turn]] = []
    for turn in turns {
      if let last = runs.last?.last, last.role == turn.role {
        runs[runs.count - 1].removeAll { turn.role == .user && $0 == turn }
        runs[runs.count - 1].append(turn)
      } else {
        runs.append([turn])
      }
    }
    return runs.compactMap { run in
      run.first.map { first in
        Turn(
          role: first.role,
          content: run.map(\.content).filter { run.count == 1 || !$0.isEmpty }
            .joined(separator: "\n\n"),
          images: run.flatMap(\.images))
      }
    }
  }
}
