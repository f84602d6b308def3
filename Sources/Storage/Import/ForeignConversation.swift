import Chat

/// A conversation of another program on its way to one of ours.
///
/// Ids are made of the names that things have in their source, so that a later import of the same
/// source, grown or not, meets what is already there.
struct ForeignConversation {
  /// The program it comes from, as people write it; also part of every id and the provider of its
  /// answers.
  let source: String
  /// Its name there, unique in the source.
  let name: String
  var title = ""
  var createdAt: Timestamp
  var updatedAt: Timestamp?
  private var messages: [Message] = []
  private var ids: [String: MessageID] = [:]
  /// Things that were left out, by what they are.
  private(set) var omissions: [(what: String, count: Int)] = []
  /// The message that the selected path ends with; the newest when `nil`.
  var selected: String?
  /// The time in the conversation's id; `createdAt` when `nil`. For sources that keep no times, whose
  /// ids must not change with the file's.
  var idTime: Timestamp?

  init(source: String, name: String, createdAt: Timestamp) {
    self.source = source
    self.name = name
    self.createdAt = createdAt
  }

  /// - Parameters:
  ///   - name: of the message within the conversation.
  ///   - parent: likewise; one that was not added before is none.
  ///   - idTime: the time in the id, where it must not change with `createdAt`.
  mutating func add(
    _ name: String, after parent: String?, role: Role, at createdAt: Timestamp,
    idTime: Timestamp? = nil, _ change: (inout Message) -> Void
  ) {
    let id = MessageID(
      UUIDv7(time: idTime ?? createdAt, naming: "\(source)\n\(self.name)\n\(name)"))
    ids[name] = id
    var message = Message(
      id: id, parent: parent.flatMap { ids[$0] }, role: role, createdAt: createdAt)
    change(&message)
    messages.append(message)
  }

  /// Lets `name` stand for the message of another name, as for a node that holds nothing.
  mutating func alias(_ name: String, to other: String?) {
    if let id = other.flatMap({ ids[$0] }) { ids[name] = id }
  }

  mutating func omit(_ what: String, count: Int = 1) {
    guard count > 0 else { return }
    if let index = omissions.firstIndex(where: { $0.what == what }) {
      omissions[index].count += count
    } else {
      omissions.append((what, count))
    }
  }

  func origin(model: String?) -> AnswerOrigin {
    AnswerOrigin(
      provider: source, model: model ?? "unknown", parameters: Parameters(),
      thinking: ThinkingMode(isOn: false))
  }

  /// The conversation as ours.
  var conversation: Conversation {
    let newest = messages.map(\.createdAt).max()
    let question = messages.first { $0.role == .user }?.content ?? ""
    let header = Conversation(
      id: ConversationID(UUIDv7(time: idTime ?? createdAt, naming: "\(source)\n\(name)")),
      title: title.isEmpty ? ConversationTitle.of(question) : title, createdAt: createdAt,
      updatedAt: updatedAt ?? newest)
    return Conversation(header, messages: messages, leaf: selected.flatMap { ids[$0] })
  }
}
