/// The fields of a request that a person may set (wire.md 1.2, and those of other servers in 3).
/// `nil` is not sent.
///
/// Thinking is not here: each server asks for it in its own way, see ``ThinkingMode``.
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
  /// `nil` asks for a stream, as every answer here is unless this says `false`.
  public var stream: Bool?
  /// `nil` asks for usage with a stream.
  public var streamOptions: JSONValue?
  /// Members that are merged into the request last, over all others: for fields that this program
  /// does not know. An object.
  public var extra: JSONValue?

  public init() {}

  /// The names on the wire; `extra` is a name of ours, which is not sent.
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
