import Chat
import GRDB
import Testing

@testable import Storage

@Suite struct SavingTests {
  private let store: ConversationStore
  private var samples = Samples()

  init() throws { store = try ConversationStore.inMemory() }

  @Test(arguments: MessageStatus.allCases.filter { $0 != .streaming })
  func finishedMessageNeverChanges(_ status: MessageStatus) throws {
    var samples = samples
    let conversation = samples.exchange(status: status)
    try store.save(conversation, messages: conversation.path)

    var message = try #require(conversation.lastMessage)
    for later in MessageStatus.allCases {
      message.content = "something else"
      message.status = later
      try store.save(message, in: conversation.id)
      #expect(try store.conversation(conversation.id) == conversation)
    }
  }

  @Test func streamingMessageCanChangeUntilFinished() throws {
    var samples = samples
    let conversation = samples.exchange(status: .streaming)
    try store.save(conversation, messages: conversation.path)
    var message = try #require(conversation.lastMessage)

    message.content += " More."
    message.usage = Usage(completionTokens: 4)
    try store.save(message, in: conversation.id)
    #expect(try store.conversation(conversation.id)?.lastMessage == message)

    message.content += " The end."
    message.status = .complete
    message.finishReason = .stop
    try store.save(message, in: conversation.id)
    #expect(try store.conversation(conversation.id)?.lastMessage == message)
  }

  @Test func appendedPiecesMakeTheWholeText() throws {
    var samples = samples
    let conversation = samples.exchange(status: .streaming)
    try store.save(conversation, messages: conversation.path)
    var message = try #require(conversation.lastMessage)

    for piece in ["", " a", "\0", "e", "\u{301}", "👩‍", "👧", "\r", "\n", "\0\0"] {
      message.content += piece
      message.reasoning += piece + piece
      try store.append(AnswerPiece(content: piece, reasoning: piece + piece), to: message.id)
    }

    let loaded = try #require(try store.conversation(conversation.id)?.lastMessage)
    #expect(Array(loaded.content.utf8) == Array(message.content.utf8))
    #expect(Array(loaded.reasoning.utf8) == Array(message.reasoning.utf8))
  }

  @Test func appendingToAFinishedOrUnknownMessageIsAnError() throws {
    var samples = samples
    let conversation = samples.exchange()
    try store.save(conversation, messages: conversation.path)
    let finished = try #require(conversation.path.last)

    for id in [finished, MessageID(samples.id())] {
      #expect(throws: StoreError.self) {
        try store.append(AnswerPiece(content: "more", reasoning: ""), to: id)
      }
    }
    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func headerIsReplaced() throws {
    var samples = samples
    var conversation = samples.exchange("before")
    try store.save(conversation, messages: conversation.path)
    conversation.title = "after"
    conversation.updatedAt = samples.now()
    conversation.thinking = ThinkingMode(isOn: false)
    try store.save(conversation)
    #expect(try store.conversation(conversation.id) == conversation)
    conversation.thinking = nil
    try store.save(conversation)
    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func messageNeedsItsConversation() throws {
    var samples = samples
    let conversation = samples.exchange()
    let message = try #require(conversation.lastMessage)
    #expect(throws: StoreError.self) { try store.save(message, in: conversation.id) }
  }

  @Test func headerAndMessagesAreStoredTogetherOrNotAtAll() throws {
    var samples = samples
    var conversation = samples.exchange("small")
    try store.save(conversation, messages: conversation.path)
    let before = conversation
    conversation.title = "big"
    let huge = String(repeating: "x", count: 1 << 20)
    conversation.append(samples.question(huge, after: conversation.path.last))

    try store.database.write { try $0.execute(sql: "PRAGMA max_page_count = 30") }
    #expect(throws: StoreError.diskFull(path: "memory")) {
      try store.save(conversation, messages: conversation.path)
    }
    #expect(try store.conversation(before.id) == before)

    try store.database.write { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
    try store.save(conversation, messages: conversation.path)
    #expect(try store.conversation(before.id) == conversation)
  }

  @Test func failedAppendAddsNothing() throws {
    var samples = samples
    let conversation = samples.exchange(status: .streaming)
    try store.save(conversation, messages: conversation.path)
    let id = try #require(conversation.path.last)
    let piece = String(repeating: "y", count: 1 << 20)

    try store.database.write { try $0.execute(sql: "PRAGMA max_page_count = 30") }
    #expect(throws: StoreError.diskFull(path: "memory")) {
      try store.append(AnswerPiece(content: piece, reasoning: ""), to: id)
    }
    #expect(try store.conversation(conversation.id) == conversation)

    try store.database.write { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
    try store.append(AnswerPiece(content: piece, reasoning: ""), to: id)
    #expect(try store.conversation(conversation.id)?[id]?.content == "Because." + piece)
  }

  @Test func deletedMessagesReturnWhenSavedAgain() throws {
    var samples = samples
    var conversation = samples.exchange("kept")
    try store.save(conversation, messages: conversation.path)
    let whole = conversation
    let removed = conversation.remove(try #require(conversation.path.last))
    try store.delete(removed.map(\.id), of: conversation)
    #expect(try store.conversation(conversation.id) == conversation)
    #expect(try store.summaries(limit: 1, offset: 0).first?.messageCount == 1)

    try store.save(whole, messages: removed.map(\.id))
    #expect(try store.conversation(conversation.id) == whole)
  }
}
