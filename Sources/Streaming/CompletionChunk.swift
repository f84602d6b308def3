internal import Chat

/// What matters in one event of a stream, or in a whole reply that is not streamed.
///
/// Decodes from any JSON object: nulls, missing members and members of an unexpected type read as
/// absent, since every server leaves out or adds something (wire.md 1.4, 3). Only the choice with
/// index 0 is looked at.
struct CompletionChunk: Decodable {
  /// The name under which the server answers.
  var model: String?
  var choice: Choice?
  /// Merged from every place where servers put it.
  var usage: Usage?
  /// The object has a top-level `error` that says something; see ``ErrorReply`` for its words.
  var isError: Bool

  private enum CodingKeys: String, CodingKey {
    case model, choices, usage, error, meta
    case groq = "x_groq"
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    model = members.lenient(.model)
    let choices: [Choice] = members.lenient(.choices) ?? []
    choice = choices.first { $0.index == 0 }
    isError = members.holdsError(.error)
    for part: UsagePart? in [
      members.lenient(.groq, as: UsageHolder.self)?.usage,
      members.lenient(.usage),
      members.lenient(.meta, as: UsageHolder.self)?.usage,
    ] {
      guard let found = part?.usage else { continue }
      usage = usage ?? Usage()
      usage?.merge(found)
    }
  }
}

extension CompletionChunk {
  struct Choice: Decodable {
    var index: Int
    var finishReason: String?
    /// The `delta` of a chunk or the `message` of a whole reply.
    var text: Text?

    private enum CodingKeys: String, CodingKey {
      case index, delta, message
      case finishReason = "finish_reason"
    }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      index = members.lenient(.index) ?? 0
      finishReason = members.lenient(.finishReason)
      text = members.lenient(.delta) ?? members.lenient(.message)
    }
  }

  struct Text: Decodable {
    /// The first non-empty of the two names in use, never both (wire.md 3, "Normaliser rules").
    var reasoning: String
    /// The answer, or the words of a refusal, which are shown in its place.
    var content: String

    private enum CodingKeys: String, CodingKey {
      case content, refusal, reasoning
      case reasoningContent = "reasoning_content"
    }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      let reasoningContent: String = members.lenient(.reasoningContent) ?? ""
      reasoning =
        reasoningContent.isEmpty ? members.lenient(.reasoning) ?? "" : reasoningContent
      content = (members.lenient(.content) ?? "") + (members.lenient(.refusal) ?? "")
    }
  }

  private struct UsageHolder: Decodable {
    var usage: UsagePart?
  }

  private struct UsagePart: Decodable {
    var usage: Usage?

    private enum CodingKeys: String, CodingKey {
      case cost
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
      case reasoningTokens = "reasoning_tokens"
      case completionDetails = "completion_tokens_details"
      case promptDetails = "prompt_tokens_details"
      case dollars = "usd_spent"
    }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      let completion: Details? = members.lenient(.completionDetails)
      let prompt: Details? = members.lenient(.promptDetails)
      let found = Usage(
        promptTokens: members.lenient(.promptTokens),
        completionTokens: members.lenient(.completionTokens),
        reasoningTokens: completion?.reasoningTokens ?? members.lenient(.reasoningTokens),
        cachedTokens: prompt?.cachedTokens,
        cost: members.lenient(.dollars) ?? members.lenient(.cost))
      usage = found == Usage() ? nil : found
    }
  }

  private struct Details: Decodable {
    var reasoningTokens: Int?
    var cachedTokens: Int?

    private enum CodingKeys: String, CodingKey {
      case reasoningTokens = "reasoning_tokens"
      case cachedTokens = "cached_tokens"
    }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      reasoningTokens = members.lenient(.reasoningTokens)
      cachedTokens = members.lenient(.cachedTokens)
    }
  }
}
