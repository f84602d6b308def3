import Chat
import GRDB
import TestKit

@testable import Storage

/// A generator of random conversations that use everything a store can hold. The same seed
/// gives the same conversations.
struct RandomConversations {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(state: seed) }

  private static let texts = [
    "", "Why?", "\0", "a\0b", "量子 👩‍👩‍👧‍👦 e\u{301}", "line\r\nline\n", "\u{1B}[31m", "\"quoted\" \\ /",
    "\u{FEFF}bom", "\u{2028}\u{2029}", "'; DROP TABLE message; --", "<script>alert(1)</script>",
  ]

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
  private mutating func text() -> String { Self.texts.randomElement(using: &random) ?? "" }
  private mutating func time() -> Timestamp {
    Timestamp(milliseconds: 1_700_000_000_000 + Int64.random(in: 0..<1000, using: &random))
  }
  mutating func id() -> UUIDv7 { UUIDv7(time: time(), random: &random) }

  private mutating func optional<Value>(_ value: Value) -> Value? { chance(2) ? nil : value }

  /// - Parameter newMessages: the maximum number of messages to add.
  mutating func grow(_ conversation: inout Conversation, by newMessages: Int = 6) {
    for _ in 0..<Int.random(in: 0...newMessages, using: &random) {
      if chance(3),
        let other = conversation.allMessages.map(\.id).sorted().randomElement(using: &random)
      {
        conversation.select(other)
      }
      conversation.append(message(after: conversation.path.last))
    }
    conversation.updatedAt = time()
    if chance(3) { conversation.draft = text() }
    if chance(3) { conversation.title = text() }
    if chance(3) {
      var parameters = Parameters()
      parameters.temperature = optional(Double.random(in: 0...2, using: &random))
      conversation.settings = optional(
        ConversationSettings(
          provider: text(), baseURL: optional(text()), model: text(), parameters: parameters,
          systemPrompt: optional(text()), preset: optional(text())))
    }
    if chance(3) {
      conversation.thinking = optional(ThinkingMode(isOn: chance(2), budget: optional(9)))
    }
  }

  /// Makes a random change, such as pinning or renaming, to a stored conversation.
  mutating func mark(_ id: ConversationID, in store: ConversationStore) throws {
    let changes: [ConversationChange] = [
      .pin(chance(2)), .archive(chance(2)), .rename(text()), .suggestTitle(text()),
      .tag(chance(2) ? [] : [text(), "x"]),
      // The time is far in the future, because opening a store permanently deletes whatever was
      // deleted long ago.
      .delete(optional(time().advanced(by: .seconds(2_000_000_000)))),
    ]
    try store.change([id], changes.randomElement(using: &random) ?? .pin(true), at: time())
  }

  mutating func conversation() -> Conversation {
    var conversation = Conversation(id: ConversationID(id()), title: text(), createdAt: time())
    grow(&conversation)
    return conversation
  }

  /// Returns a random attachment. Some contents are equal, so that messages share them in the
  /// store.
  mutating func attachment() -> Chat.Attachment {
    guard chance(3) else {
      let lines = chance(2) ? 1...Int.random(in: 1...9, using: &random) : nil
      return Chat.Attachment(
        name: text(), .text(AttachedText(text(), lines: lines, language: optional("swift"))))
    }
    let width = UInt8.random(in: 1...3, using: &random)
    return Chat.Attachment(
      name: text(),
      .image(
        AttachedImage(
          type: .gif, width: Int(width), height: 256,
          bytes: Array("GIF89a".utf8) + [width, 0, 0, 1, 0xFF, 0])))
  }

  mutating func message(after parent: MessageID?) -> Message {
    let role = Role.allCases.randomElement(using: &random) ?? .user
    var message = Message(
      id: MessageID(id()), parent: parent, role: role, createdAt: time(), content: text(),
      reasoning: text())
    message.status =
      [.complete, .cancelled, .failed, .truncated].randomElement(using: &random) ?? .complete
    if role == .user, chance(2) {
      message.attachments = (0...Int.random(in: 0...2, using: &random)).map { _ in attachment() }
    }
    guard role == .assistant else { return message }
    message.refusal = text()
    var parameters = Parameters()
    parameters.temperature = optional(Double.random(in: 0...2, using: &random))
    parameters.stop = optional([text(), text()])
    parameters.seed = optional(9_007_199_254_740_993)
    parameters.repetitionPenalty = optional(.infinity)
    parameters.extra = optional(.object([text(): .array([.null, .bool(true), .number(0.1)])]))
    message.origin = AnswerOrigin(
      provider: text(), model: text(), parameters: parameters,
      thinking: ThinkingMode(isOn: chance(2), budget: optional(4096)))
    message.finishReason = optional(.other(text() + "x"))
    message.toolCalls = chance(3) ? [ToolCall(id: text(), name: text(), arguments: text())] : []
    message.logprobs =
      chance(3)
      ? [
        TokenLogprob(
          token: text(), logprob: -Double.random(in: 0...50, using: &random), bytes: [0xE9, 0],
          top: [.init(token: text(), logprob: -.infinity)])
      ] : []
    message.usage = optional(
      Usage(
        promptTokens: optional(7), completionTokens: 1,
        cost: Double.random(in: 0...1, using: &random)))
    message.timings = optional(
      Timings(
        firstToken: .microseconds(Int64.random(in: 0...9_999_999_999, using: &random)),
        end: optional(.microseconds(-1))))
    message.serverTimings = optional(
      ServerTimings(
        queue: Duration(secondsComponent: 12, attosecondsComponent: 345_678_901_234_567_891),
        generation: optional(.nanoseconds(1))))
    message.errorText = optional(text())
    return message
  }
}

extension ConversationStore {
  /// Returns all conversations as loaded from the store.
  func contents() throws -> [ConversationID: Conversation] {
    var contents: [ConversationID: Conversation] = [:]
    for id in try allIDs() { contents[id] = try conversation(id) }
    return contents
  }

  /// Returns the IDs of all conversations, including deleted ones.
  func allIDs() throws -> [ConversationID] {
    try database.read { connection in
      try String.fetchAll(connection, sql: "SELECT id FROM conversation ORDER BY id")
        .compactMap { UUIDv7($0).map { ConversationID($0) } }
    }
  }

  func save(_ conversations: [Conversation]) throws {
    for conversation in conversations {
      try save(conversation, messages: conversation.allMessages.map(\.id))
    }
  }

  /// Returns the whole store in the export format.
  func exported() throws -> String {
    let texts = try allIDs().compactMap { try exportedJSON($0) }
    return ConversationJSON.head + texts.joined(separator: ConversationJSON.separator)
      + ConversationJSON.tail
  }
}
