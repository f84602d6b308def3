import Chat
import GRDB

extension MessageRecord {
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
    ]
    arguments += AnswerOrigin.arguments(message.origin)
    arguments += Usage.arguments(message.usage)
    arguments += Timings.arguments(message.timings)
    return arguments
  }
}
