import Chat

/// A conversation in the JSON export: see docs/export-format.md. The export is complete, and
/// reading it restores what was written.
struct ExportedConversation: Codable {
  var id: String
  var title: String
  var createdMilliseconds: ClampedInteger
  var updatedMilliseconds: ClampedInteger
  var titleSource: String?
  var draft: String?
  var pinned: Bool?
  var archived: Bool?
  var tags: [String]?
  var deletedMilliseconds: ClampedInteger?
  var markedMilliseconds: ClampedInteger?
  var thinking: Thinking?
  var settings: Settings?
  /// The ID of the last message on the selected path.
  var selected: String?
  var messages: ExportedMessages

  struct Thinking: Codable {
    var on: Bool
    var budget: ClampedInteger?
  }

  /// The provider, model and other settings for the next request.
  struct Settings: Codable {
    var provider: String
    var baseURL: String?
    var model: String
    var parameters: Parameters?
    var systemPrompt: String?
    var preset: String?

    enum CodingKeys: String, CodingKey {
      case provider, model, parameters, preset
      case baseURL = "base_url"
      case systemPrompt = "system_prompt"
    }
  }

  enum CodingKeys: String, CodingKey {
    case id, title, draft, pinned, archived, tags, thinking, settings, selected, messages
    case titleSource = "title_source"
    case deletedMilliseconds = "deleted_ms"
    case markedMilliseconds = "marked_ms"
    case createdMilliseconds = "created_ms"
    case updatedMilliseconds = "updated_ms"
  }
}

struct ExportedMessage: Codable {
  var id: String
  var parent: String?
  var role: String
  var status: String
  var createdMilliseconds: ClampedInteger
  var content: String
  var attachments: [ExportedAttachment]?
  var reasoning: String?
  var refusal: String?
  var toolCalls: [ToolCall]?
  var logprobs: SparePart<[TokenLogprob]>?
  var provider: String?
  var model: String?
  var parameters: SparePart<Parameters>?
  var thinking: ExportedConversation.Thinking?
  var finishReason: String?
  /// How many of the oldest messages the request left out.
  var omittedMessages: ClampedInteger?
  var usage: SparePart<ExportedUsage>?
  var estimate: SparePart<ExportedEstimate>?
  var timings: SparePart<Timing>?
  var serverTimings: SparePart<ServerTiming>?
  var earlier: SparePart<EarlierParts>?
  var error: String?

  /// Times in seconds since the request was made.
  struct Timing: Codable {
    var firstToken: ClampedSeconds?
    var firstContent: ClampedSeconds?
    var end: ClampedSeconds?

    enum CodingKeys: String, CodingKey {
      case end
      case firstToken = "first_token"
      case firstContent = "first_content"
    }
  }

  /// The server's own timings, in seconds.
  struct ServerTiming: Codable {
    var queue: ClampedSeconds?
    var prompt: ClampedSeconds?
    var generation: ClampedSeconds?
  }

  enum CodingKeys: String, CodingKey {
    case id, parent, role, status, content, attachments, reasoning, refusal, logprobs, provider
    case model
    case parameters, thinking, usage, estimate, timings, earlier, error
    case omittedMessages = "omitted_messages"
    case createdMilliseconds = "created_ms"
    case toolCalls = "tool_calls"
    case finishReason = "finish_reason"
    case serverTimings = "server_timings"
  }
}

struct ExportedUsage: Codable {
  var promptTokens: ClampedInteger?
  var completionTokens: ClampedInteger?
  var reasoningTokens: ClampedInteger?
  var cachedTokens: ClampedInteger?
  var cost: Double?

  enum CodingKeys: String, CodingKey {
    case cost
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    case reasoningTokens = "reasoning_tokens"
    case cachedTokens = "cached_tokens"
  }
}

/// Our own estimates for an answer.
struct ExportedEstimate: Codable {
  var promptCount: ClampedInteger?
  var completionTokens: ClampedInteger?
  var reasoningTokens: ClampedInteger?
  var cost: Double?

  enum CodingKeys: String, CodingKey {
    case cost
    case promptCount = "prompt_count"
    case completionTokens = "completion_tokens"
    case reasoningTokens = "reasoning_tokens"
  }
}
