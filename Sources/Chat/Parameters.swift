/// The request fields that people can set (wire.md 1.2 and, for other servers, 3). Fields that
/// are `nil` are not sent.
///
/// Thinking is not included, because each server has a different switch for it; see
/// ``ThinkingMode``.
public struct Parameters: Equatable, Sendable, Codable {
  public var maxTokens: Int?
  public var maxCompletionTokens: Int?
  public var temperature: Double?
  public var topP: Double?
  public var topK: Int?
  public var minP: Double?
  public var stop: [String]?
  public var frequencyPenalty: Double?
  public var presencePenalty: Double?
  public var repetitionPenalty: Double?
  public var seed: Int?
  public var logprobs: Bool?
  public var topLogprobs: Int?
  public var reasoningEffort: String?
  public var responseFormat: JSONValue?
  public var tools: JSONValue?
  public var toolChoice: JSONValue?
  public var parallelToolCalls: Bool?
  public var prediction: JSONValue?
  /// Whether to stream the answer; `nil` means yes.
  public var stream: Bool?
  /// The stream options; `nil` requests the usage.
  public var streamOptions: JSONValue?
  /// An object whose members are merged into the request last, overriding all others. It is for
  /// fields that this program does not know.
  public var extra: JSONValue?

  public init() {}

  /// The reasoning effort that turns thinking off.
  public static let noEffort = "none"

  /// Whether the reasoning effort turns thinking off.
  public var isEffortOff: Bool { reasoningEffort == Self.noEffort }

  /// The names in the API. `extra` is our own name and is not sent.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
    case temperature
    case topP = "top_p"
    case topK = "top_k"
    case minP = "min_p"
    case stop
    case frequencyPenalty = "frequency_penalty"
    case presencePenalty = "presence_penalty"
    case repetitionPenalty = "repetition_penalty"
    case seed
    case logprobs
    case topLogprobs = "top_logprobs"
    case reasoningEffort = "reasoning_effort"
    case responseFormat = "response_format"
    case tools
    case toolChoice = "tool_choice"
    case parallelToolCalls = "parallel_tool_calls"
    case prediction
    case stream
    case streamOptions = "stream_options"
    case extra
  }
}
