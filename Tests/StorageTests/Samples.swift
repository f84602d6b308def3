import Chat
import TestKit

/// A generator of distinct, increasing IDs and times, which are the same in every run.
struct Samples {
  private var random: SplitMix64
  private var time: Int64 = 1_700_000_000_000

  init(seed: UInt64 = 7) { random = SplitMix64(state: seed) }

  mutating func now() -> Timestamp {
    time += 1
    return Timestamp(milliseconds: time)
  }

  mutating func id() -> UUIDv7 { UUIDv7(time: now(), random: &random) }

  mutating func conversation(_ title: String = "") -> Conversation {
    Conversation(id: ConversationID(id()), title: title, createdAt: now())
  }

  mutating func question(_ content: String, after parent: MessageID? = nil) -> Message {
    Message(id: MessageID(id()), parent: parent, role: .user, createdAt: now(), content: content)
  }

  mutating func answer(
    _ content: String, after parent: MessageID?, status: MessageStatus = .complete,
    model: String = "alibaba/qwen3-32b"
  ) -> Message {
    let origin = AnswerOrigin(
      provider: "demo", model: model, parameters: Parameters(), thinking: ThinkingMode(isOn: true))
    return Message(
      id: MessageID(id()), parent: parent, role: .assistant, createdAt: now(), content: content,
      status: status, origin: origin)
  }

  /// Returns a conversation with one question and one answer.
  mutating func exchange(_ title: String = "", status: MessageStatus = .complete) -> Conversation {
    var conversation = conversation(title)
    conversation.append(question("Why?"))
    conversation.append(answer("Because.", after: conversation.path.last, status: status))
    return conversation
  }
}
