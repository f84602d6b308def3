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
  public var status: MessageStatus
  /// What made an answer; `nil` for messages that no model wrote.
  public var origin: AnswerOrigin?
  public var finishReason: FinishReason?
  public var usage: Usage?
  public var timings: Timings?
  /// The server's or the network's own words for why the answer failed.
  public var errorText: String?

  public init(
    id: MessageID,
    parent: MessageID?,
    role: Role,
    createdAt: Timestamp,
    content: String = "",
    reasoning: String = "",
    status: MessageStatus = .complete,
    origin: AnswerOrigin? = nil,
    finishReason: FinishReason? = nil,
    usage: Usage? = nil,
    timings: Timings? = nil,
    errorText: String? = nil
  ) {
    self.id = id
    self.parent = parent
    self.role = role
    self.createdAt = createdAt
    self.content = content
    self.reasoning = reasoning
    self.status = status
    self.origin = origin
    self.finishReason = finishReason
    self.usage = usage
    self.timings = timings
    self.errorText = errorText
  }

  /// Whether the model finished and put all it had to say into its reasoning: such an answer is
  /// shown as the answer, labelled so (wire.md, "normaliser rules").
  public var isReasoningOnly: Bool {
    role == .assistant && status == .complete && content.isEmpty && !reasoning.isEmpty
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
}

/// Why the server ended an answer.
public enum FinishReason: Equatable, Sendable {
  case stop
  case length
  case contentFilter
  case toolCalls
  /// Any word that the protocol does not define, such as `abort` or `eos`.
  case other(String)

  public init(wire: String) {
    self =
      switch wire {
      case "stop": .stop
      case "length": .length
      case "content_filter": .contentFilter
      case "tool_calls", "function_call": .toolCalls
      default: .other(wire)
      }
  }

  /// The protocol's word.
  public var wire: String {
    switch self {
    case .stop: "stop"
    case .length: "length"
    case .contentFilter: "content_filter"
    case .toolCalls: "tool_calls"
    case .other(let word): word
    }
  }
}
