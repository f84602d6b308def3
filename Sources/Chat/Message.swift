/// The author of a message. The chat completions protocol and the store use the raw values.
public enum Role: String, Sendable, Codable, CaseIterable {
  case system
  case user
  case assistant
  case tool
}

/// The state of a message. The store uses the raw values.
public enum MessageStatus: String, Sendable, Codable, CaseIterable {
  /// Text may still arrive. If a message has this status when a store is opened, the program
  /// writing it ended abnormally.
  case streaming
  case complete
  /// Stopped by the user. Text received so far is kept.
  case cancelled
  /// Ended by an error. Text received so far is kept.
  case failed
  /// The stream ended without a finish reason. Text received so far is kept.
  case truncated
}

/// A message in a conversation: a question, an answer, or a system prompt.
///
/// Once `status` is no longer `streaming`, a message can be deleted but not changed. An edit
/// creates a new sibling.
public struct Message: Equatable, Sendable, Identifiable {
  public let id: MessageID
  /// The message that this one follows; `nil` if it starts a conversation.
  public let parent: MessageID?
  public let role: Role
  public let createdAt: Timestamp
  /// The text from the server or the user, never sanitised.
  public var content: String
  /// Files that are sent with a question, in order.
  public var attachments: [Attachment]
  /// The model's thinking before the content; may be empty.
  public var reasoning: String
  /// The text of the model's refusal; empty if it did not refuse.
  public var refusal: String
  /// The model's tool calls, ordered by index.
  public var toolCalls: [ToolCall]
  /// The tokens of the content with their probabilities; empty unless requested.
  public var logprobs: [TokenLogprob]
  public var status: MessageStatus
  /// The origin of an answer; `nil` for messages that no model wrote.
  public var origin: AnswerOrigin?
  public var finishReason: FinishReason?
  public var usage: Usage?
  public var timings: Timings?
  public var serverTimings: ServerTimings?
  /// Our own estimates of the figures that the server did not report.
  public var estimate: AnswerEstimate?
  /// The totals of the earlier answers that this one continues; `nil` if it continues none.
  public var earlier: EarlierParts?
  /// A description of the failure, in the server's or the network's words.
  public var errorText: String?

  public init(
    id: MessageID,
    parent: MessageID?,
    role: Role,
    createdAt: Timestamp,
    content: String = "",
    attachments: [Attachment] = [],
    reasoning: String = "",
    refusal: String = "",
    toolCalls: [ToolCall] = [],
    logprobs: [TokenLogprob] = [],
    status: MessageStatus = .complete,
    origin: AnswerOrigin? = nil,
    finishReason: FinishReason? = nil,
    usage: Usage? = nil,
    timings: Timings? = nil,
    serverTimings: ServerTimings? = nil,
    estimate: AnswerEstimate? = nil,
    earlier: EarlierParts? = nil,
    errorText: String? = nil
  ) {
    self.id = id
    self.parent = parent
    self.role = role
    self.createdAt = createdAt
    self.content = content
    self.attachments = attachments
    self.reasoning = reasoning
    self.refusal = refusal
    self.toolCalls = toolCalls
    self.logprobs = logprobs
    self.status = status
    self.origin = origin
    self.finishReason = finishReason
    self.usage = usage
    self.timings = timings
    self.serverTimings = serverTimings
    (self.estimate, self.earlier) = (estimate, earlier)
    self.errorText = errorText
  }

  /// Returns the same message at another position in a tree. A streaming message becomes
  /// truncated.
  func copy(id: MessageID, parent: MessageID?) -> Message {
    Message(
      id: id, parent: parent, role: role, createdAt: createdAt, content: content,
      attachments: attachments, reasoning: reasoning, refusal: refusal, toolCalls: toolCalls,
      logprobs: logprobs,
      status: status == .streaming ? .truncated : status, origin: origin,
      finishReason: finishReason, usage: usage, timings: timings, serverTimings: serverTimings,
      estimate: estimate, earlier: earlier, errorText: errorText)
  }

  /// Whether the model finished without writing anything but reasoning, which is then shown as the
  /// answer, with a label (wire.md, "normaliser rules").
  public var isReasoningOnly: Bool {
    role == .assistant && status == .complete && spoken.isEmpty && toolCalls.isEmpty
      && !reasoning.isEmpty
  }

  /// The text of the message: its content and any refusal.
  public var spoken: String {
    if refusal.isEmpty { return content }
    return content.isEmpty ? refusal : content + "\n\n" + refusal
  }

  /// Whether this is an answer that its model did not finish.
  public var isUnfinished: Bool {
    guard role == .assistant else { return false }
    switch status {
    case .streaming: return false
    case .complete:
      return finishReason == .length || finishReason == .contextFull
        || finishReason?.isBreakdown == true
    case .cancelled, .failed, .truncated: return true
    }
  }

  /// Whether the answer ended because the context window was full, so that there is no room to
  /// continue it.
  public var isContextFull: Bool {
    status == .complete && finishReason == .contextFull
  }

  /// Whether the message has no text, reasoning, tool calls or attachments.
  public var isEmpty: Bool {
    spoken.isEmpty && reasoning.isEmpty && toolCalls.isEmpty && attachments.isEmpty
  }
}

extension Message {
  /// Adds the next piece of an answer.
  /// - Complexity: O(length of the piece), or O(length of the answer) when content has turned out
  ///   to be reasoning
  public mutating func add(_ delta: AnswerDelta) {
    if delta.contentWasReasoning {
      reasoning = (reasoning + content + delta.reasoning).trimmingNewlines
      content = delta.content
    } else {
      content += delta.content
      reasoning += delta.reasoning
    }
    refusal += delta.refusal
    logprobs += delta.logprobs
    for change in delta.toolCallChanges { toolCalls.apply(change) }
    if let newer = delta.usage { usage = newer }
  }

  /// Records how the answer ended.
  /// - Parameters:
  ///   - window: the model's context window in tokens, if it is known.
  ///   - errorText: returns the sentence that describes a failure.
  public mutating func end(
    _ end: StreamEnd, window: Int? = nil, errorText: (StreamError) -> String
  ) {
    status = end.outcome.status
    usage = end.usage ?? usage
    finishReason = end.finishReason?.judged(
      asking: origin?.parameters ?? Parameters(), usage: usage, window: window)
    timings = end.timings
    serverTimings = end.serverTimings ?? serverTimings
    origin?.note(servedModel: end.servedModel ?? "")
    if case .failed(let error) = end.outcome { self.errorText = errorText(error) }
  }
}

extension String {
  /// The text without line feeds and carriage returns at either end. Swift also counts characters
  /// such as the form feed as newlines, but here those are part of the text.
  fileprivate var trimmingNewlines: String {
    let isNewline = { (scalar: Unicode.Scalar) in scalar == "\n" || scalar == "\r" }
    let rest = unicodeScalars.drop(while: isNewline)
    guard let last = rest.lastIndex(where: { !isNewline($0) }) else { return "" }
    return String(rest[...last])
  }
}

/// The model, provider and parameters that produced an answer.
public struct AnswerOrigin: Equatable, Sendable {
  public var provider: String
  public var model: String
  public var parameters: Parameters
  public var thinking: ThinkingMode
  /// How many of the path's oldest messages the request left out because they did not fit.
  public var omittedMessages = 0

  /// The model of an imported answer whose file does not name one.
  public static let unknown = "unknown"

  /// The model; `nil` if an imported file does not name it.
  public var knownModel: String? { model == Self.unknown ? nil : model }

  public init(provider: String, model: String, parameters: Parameters, thinking: ThinkingMode) {
    self.provider = provider
    self.model = model
    self.parameters = parameters
    self.thinking = thinking
  }

  /// Records the model name in the server's reply, because the requested one may be an alias.
  /// Ignores a name that merely lacks the requested name's vendor prefix, because the requested
  /// name is more specific.
  mutating func note(servedModel name: String) {
    guard name.contains(where: { !$0.isWhitespace }), !model.hasSuffix("/" + name) else { return }
    model = String(name.prefix(Self.longestModelName))
  }

  /// The maximum number of characters to keep of a model name sent by a server.
  private static let longestModelName = 256
}
