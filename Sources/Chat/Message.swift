/// Who speaks in a message. The raw values are those of the chat completions protocol and of the store.
public enum Role: String, Sendable, Codable, CaseIterable {
  case system
  case user
  case assistant
  case tool
}

/// How far a message has come. The raw values are those of the store.
public enum MessageStatus: String, Sendable, Codable, CaseIterable {
  /// Text may still arrive. Found in a store at opening, it means that its program died.
  case streaming
  case complete
  /// Stopped by the user; what came before is kept.
  case cancelled
  /// Ended by an error; what came before is kept.
  case failed
  /// The stream ended without saying why; what came before is kept.
  case truncated
}

/// One message of a conversation: a question, an answer, or the system's instruction.
///
/// Immutable once `status` is no longer `streaming`, apart from deletion: an edit is a new sibling.
public struct Message: Equatable, Sendable, Identifiable {
  public let id: MessageID
  /// The message that this one follows; `nil` for the first.
  public let parent: MessageID?
  public let role: Role
  public let createdAt: Timestamp
  /// The text as the server or the user gave it, never sanitised.
  public var content: String
  /// What the model thought aloud before the content; empty when it did not.
  public var reasoning: String
  /// The words with which the model refused to answer; empty when it did not.
  public var refusal: String
  /// Calls that the model asks for, in the order of their indexes.
  public var toolCalls: [ToolCall]
  /// The tokens of the content; empty unless they were asked for.
  public var logprobs: [TokenLogprob]
  public var status: MessageStatus
  /// What made an answer; `nil` for messages that no model wrote.
  public var origin: AnswerOrigin?
  public var finishReason: FinishReason?
  public var usage: Usage?
  public var timings: Timings?
  public var serverTimings: ServerTimings?
  /// The server's or the network's own words for why the answer failed.
  public var errorText: String?

  public init(
    id: MessageID,
    parent: MessageID?,
    role: Role,
    createdAt: Timestamp,
    content: String = "",
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
    errorText: String? = nil
  ) {
    self.id = id
    self.parent = parent
    self.role = role
    self.createdAt = createdAt
    self.content = content
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
    self.errorText = errorText
  }

  /// The same message at another place of a tree.
  func copy(id: MessageID, parent: MessageID?) -> Message {
    Message(
      id: id, parent: parent, role: role, createdAt: createdAt, content: content,
      reasoning: reasoning, refusal: refusal, toolCalls: toolCalls, logprobs: logprobs,
      status: status == .streaming ? .truncated : status, origin: origin,
      finishReason: finishReason, usage: usage, timings: timings, serverTimings: serverTimings,
      errorText: errorText)
  }

  /// Whether the model finished and put all it had to say into its reasoning: such an answer is
  /// shown as the answer, labelled so (wire.md, "normaliser rules").
  public var isReasoningOnly: Bool {
    role == .assistant && status == .complete && spoken.isEmpty && toolCalls.isEmpty
      && !reasoning.isEmpty
  }

  /// What the message says: the content, or the words of a refusal, which stand in its place.
  public var spoken: String {
    if refusal.isEmpty { return content }
    return content.isEmpty ? refusal : content + "\n\n" + refusal
  }

  /// An answer that its model had not brought to an end.
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

  /// Whether the answer ended because the context window was full: more of it does not fit.
  public var isContextFull: Bool {
    guard status == .complete, let finishReason else { return false }
    return finishReason.isContextFull(asking: origin?.parameters ?? Parameters(), usage: usage)
  }

  /// The model has said nothing at all, neither in words nor by a call.
  public var isEmpty: Bool { spoken.isEmpty && reasoning.isEmpty && toolCalls.isEmpty }
}

extension Message {
  /// Adds what has come of an answer.
  /// - Complexity: O(length of the piece), unless content has turned out to be reasoning
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

  /// Takes over how the answer ended.
  /// - Parameter errorText: the sentence for a failure.
  public mutating func end(_ end: StreamEnd, errorText: (StreamError) -> String) {
    status = end.outcome.status
    finishReason = end.finishReason
    usage = end.usage ?? usage
    timings = end.timings
    serverTimings = end.serverTimings ?? serverTimings
    origin?.note(servedModel: end.servedModel ?? "")
    if case .failed(let error) = end.outcome { self.errorText = errorText(error) }
  }
}

extension String {
  /// Without line feeds and carriage returns at both ends. Not all that Swift takes for a newline: a
  /// form feed is no less of the text where the server's template opened the block than elsewhere.
  fileprivate var trimmingNewlines: String {
    let isNewline = { (scalar: Unicode.Scalar) in scalar == "\n" || scalar == "\r" }
    let rest = unicodeScalars.drop(while: isNewline)
    guard let last = rest.lastIndex(where: { !isNewline($0) }) else { return "" }
    return String(rest[...last])
  }
}

/// The model, provider and parameters that made an answer.
public struct AnswerOrigin: Equatable, Sendable {
  public var provider: String
  public var model: String
  public var parameters: Parameters
  public var thinking: ThinkingMode

  public init(provider: String, model: String, parameters: Parameters, thinking: ThinkingMode) {
    self.provider = provider
    self.model = model
    self.parameters = parameters
    self.thinking = thinking
  }

  /// Takes over the name under which the server answered, as the one that was asked for may stand for
  /// any. One without its maker's prefix says less than what was asked for.
  mutating func note(servedModel name: String) {
    guard name.contains(where: { !$0.isWhitespace }), !model.hasSuffix("/" + name) else { return }
    model = String(name.prefix(Self.longestModelName))
  }

  /// Characters of a model's name that are kept of what a server sent.
  private static let longestModelName = 256
}
