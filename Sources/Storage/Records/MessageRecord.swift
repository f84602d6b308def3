import Chat
import Foundation
import GRDB

/// A row of `message`.
struct MessageRecord {
  var message: Message
  var conversation: ConversationID
  /// The process still writing the message; `nil` once it is finished.
  var owner: ProcessIdentity?

  /// The statement that inserts a message, or updates its row. A row that its owner has finished
  /// does not change.
  ///
  /// The condition tests the owner, not the status. Across containers, another program may
  /// mistake a running owner for dead and end its message. Even then, the owner's text takes
  /// precedence.
  static let upsert = Columns(
    table: "message",
    texts: [
      "id", "conversation_id", "parent_id", "role", "status", "owner", "provider", "model",
      "parameters", "finish_reason", "error_text", "content", "reasoning",
      "attachment_names",
    ] + answerExtras,
    numbers: ["created_at"] + answerNumbers
  ).upsert(
    updating: [
      "status", "owner", "provider", "model", "parameters", "finish_reason", "error_text",
      "content", "reasoning",
    ] + answerExtras + answerNumbers,
    where: "message.owner = CAST(:writer AS TEXT)")

  private static let answerExtras = [
    "refusal", "tool_calls", "logprobs", "server_timings", "earlier",
  ]

  private static let answerNumbers = [
    "thinking_on", "thinking_budget", "omitted_messages", "prompt_tokens", "completion_tokens",
    "reasoning_tokens", "cached_tokens", "cost", "estimated_prompt", "estimated_completion",
    "estimated_reasoning", "estimated_cost", "first_token_us", "first_content_us", "end_us",
  ]

  /// - Parameter writer: the process that stores the message. It owns the message while streaming
  ///   it.
  init(_ message: Message, in conversation: ConversationID, writer: ProcessIdentity) {
    self.message = message
    self.conversation = conversation
    owner = message.status == .streaming ? writer : nil
  }

  /// Returns `nil` for a row whose ID is invalid. An unknown role is read as the assistant,
  /// because no user wrote the message. An unknown status is read as truncated.
  init?(_ row: Row) {
    guard let id = row.messageID("id"), let conversation = row.conversationID("conversation_id")
    else { return nil }
    self.conversation = conversation
    owner = row.text("owner").flatMap { ProcessIdentity($0) }
    message = Message(
      id: id,
      parent: row.messageID("parent_id"),
      role: row.text("role").flatMap { Role(rawValue: $0) } ?? .assistant,
      createdAt: row.timestamp("created_at"),
      content: row.text("content") ?? "",
      reasoning: row.text("reasoning") ?? "",
      refusal: row.text("refusal") ?? "",
      toolCalls: row.json("tool_calls") ?? [],
      logprobs: row.json("logprobs") ?? [],
      status: row.text("status").flatMap { MessageStatus(rawValue: $0) } ?? .truncated,
      origin: AnswerOrigin(row),
      finishReason: row.text("finish_reason").map { FinishReason(wire: $0) },
      usage: Usage(row),
      timings: Timings(row),
      serverTimings: row.json("server_timings"),
      estimate: AnswerEstimate(row),
      earlier: row.json("earlier"),
      errorText: row.text("error_text"))
  }
}
