import Chat
import GRDB

extension MessageRecord {
  /// Returns the values to bind when storing the message.
  /// - Parameter writer: the process that stores the message.
  func arguments(writer: ProcessIdentity) -> StatementArguments {
    var arguments: StatementArguments = [
      "id": message.id.description.bytes,
      "conversation_id": conversation.description.bytes,
      "parent_id": message.parent?.description.bytes,
      "role": message.role.rawValue.bytes,
      "status": message.status.rawValue.bytes,
      "owner": owner?.description.bytes,
      "writer": writer.description.bytes,
      "created_at": message.createdAt.milliseconds,
      "finish_reason": message.finishReason?.wire.bytes,
      "error_text": message.errorText?.bytes,
      "content": message.content.bytes,
      "reasoning": message.reasoning.bytes,
      "attachment_names": MessageAttachments.names(message.attachments),
      "refusal": message.refusal.isEmpty ? nil : message.refusal.bytes,
      "tool_calls": message.toolCalls.isEmpty ? nil : Columns.json(message.toolCalls),
      "logprobs": message.logprobs.isEmpty ? nil : Columns.json(message.logprobs),
      "server_timings": message.serverTimings.flatMap { Columns.json($0) },
      "earlier": message.earlier.flatMap { Columns.json($0) },
    ]
    arguments += AnswerOrigin.arguments(message.origin)
    arguments += Usage.arguments(message.usage)
    arguments += AnswerEstimate.arguments(message.estimate)
    arguments += Timings.arguments(message.timings)
    return arguments
  }
}
