internal import Chat

extension Message {
  /// The message to which pieces of an answer are added.
  static var emptyAnswer: Message {
    var random = SystemRandomNumberGenerator()
    let time = Timestamp(milliseconds: 0)
    return Message(
      id: MessageID(UUIDv7(time: time, random: &random)), parent: nil, role: .assistant,
      createdAt: time)
  }
}
